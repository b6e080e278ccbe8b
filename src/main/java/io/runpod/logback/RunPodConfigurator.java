package io.runpod.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.Loader;
import io.runpod.logback.internal.settings.Dependencies;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.EnvironmentWarnings;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Configures Logback if nothing else does: the root logger gets the level of the environment ({@link RunPodLevel}) and
 * a {@link RunPodAppender}. Logback finds this class through {@code META-INF/services}. It does nothing if there is a
 * {@code logback.xml}, a {@code logback-test.xml}, a serialized model of one ({@code .scmo}), or a system property that
 * names such a file. If such a property names a file that does not exist, a WARN line says so.
 *
 * @since 0.1
 */
@ConfiguratorRank(ConfiguratorRank.FALLBACK)
public final class RunPodConfigurator extends ContextAwareBase implements Configurator {

    static {
        Dependencies.check();
    }

    private static final List<String> FILES =
            List.of("logback-test.xml", "logback.xml", "logback-test.scmo", "logback.scmo");

    private static final List<String> FILE_PROPERTIES = List.of("logback.configurationFile", "logback.scmoFile");

    private static final String FQCN = RunPodConfigurator.class.getName();

    private final Environment environment;

    /** Creates a configurator that reads the process's environment. */
    public RunPodConfigurator() {
        this(Environment.SYSTEM);
    }

    RunPodConfigurator(Environment environment) {
        this.environment = environment;
    }

    /**
     * Configures a context, unless a file does.
     *
     * @return whether Logback also asks other configurators: only if a file was found
     */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        // A warning in Logback's status would make Logback print its whole status. So a wrong variable or version is
        // reported in the log itself. It is registered as reported here, before the encoder finds it too.
        List<String> warnings = new ArrayList<>();
        Consumer<String> warn = warning -> EnvironmentWarnings.once(context, warning, warnings::add);
        if (!Dependencies.CAN_ENCODE || isConfiguredByFile(warn)) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        String level = environment.level(warn);
        environment.format(warn);
        Dependencies.warnOfOld(warn);
        RunPodAppender appender = new RunPodAppender();
        appender.setContext(context);
        appender.setName("RUNPOD");
        appender.start();
        UncaughtExceptions.install();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level, Level.INFO));
        root.addAppender(appender);
        Logger logger = context.getLogger(RunPodConfigurator.class);
        for (String warning : warnings) {
            if (root.getLevel() != Level.OFF) {
                EnvironmentWarnings.markLogged(warning);
                // Bypasses the level, so that a worker that logs only errors shows the warning too.
                appender.doAppend(new LoggingEvent(FQCN, logger, Level.WARN, warning, null, null));
            }
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private boolean isConfiguredByFile(Consumer<String> warn) {
        ClassLoader loader = Loader.getClassLoaderOfObject(this);
        boolean isNamed = false;
        for (String property : FILE_PROPERTIES) {
            String name = environment.properties().get(property);
            if (name != null) {
                if (exists(name, loader)) {
                    isNamed = true;
                } else {
                    warn.accept(property + ": \"" + name + "\" does not exist."
                            + " Valid: a URL, a resource of the class path, or a file. Going on without it.");
                }
            }
        }
        return isNamed || FILES.stream().anyMatch(name -> Loader.getResource(name, loader) != null);
    }

    /** Looks where Logback looks for a file that a system property names. */
    private static boolean exists(String name, ClassLoader loader) {
        try {
            URI uri = URI.create(name);
            uri.toURL(); // throws if it is not a URL
            return !"file".equals(uri.getScheme()) || Files.exists(Path.of(uri));
        } catch (IllegalArgumentException | MalformedURLException noUrl) {
            return Loader.getResource(name, loader) != null || new File(name).isFile();
        }
    }
}
