package io.runpod.logback.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.status.Status;
import io.runpod.logback.Access;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.internal.settings.Environment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A Logback context of a test's own, with one encoder, that keeps every line it encodes. JSON lines are read by two
 * parsers as they come ({@link JsonLine#parse}), so no test can make a wrong one and not see it.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    public final LoggerContext context = new LoggerContext();
    public final RunPodEncoder encoder;
    public final Logger logger;
    private final List<String> lines = new ArrayList<>();
    private final List<Logger> attached = new ArrayList<>();
    private final boolean json;

    private LogLines(Map<String, String> variables, boolean json, Consumer<RunPodEncoder> configuration) {
        this.json = json;
        context.setMDCAdapter(MDC.getMDCAdapter() == null ? new LogbackMDCAdapter() : MDC.getMDCAdapter());
        encoder = Access.encoder(Environment.of(variables));
        encoder.setContext(context);
        encoder.setFormat(json ? "json" : "text");
        configuration.accept(encoder);
        encoder.start();
        setContext(context);
        start();
        logger = context.getLogger("test.Logger");
        logger.setLevel(Level.TRACE);
        logger.addAppender(this);
    }

    public static LogLines json() {
        return json(encoder -> {});
    }

    public static LogLines json(Consumer<RunPodEncoder> configuration) {
        return json(Map.of(), configuration);
    }

    public static LogLines json(Map<String, String> variables, Consumer<RunPodEncoder> configuration) {
        return new LogLines(variables, true, configuration);
    }

    public static LogLines text() {
        return text(encoder -> {});
    }

    public static LogLines text(Consumer<RunPodEncoder> configuration) {
        return text(Map.of(), configuration);
    }

    public static LogLines text(Map<String, String> variables, Consumer<RunPodEncoder> configuration) {
        return new LogLines(variables, false, configuration);
    }

    /** Also takes what a logger of the process's own context logs (a {@link RunPodLogger}'s). */
    public LogLines attachTo(String loggerName, Level level) {
        Logger other = (Logger) LoggerFactory.getLogger(loggerName);
        other.setLevel(level);
        other.setAdditive(false);
        other.addAppender(this);
        attached.add(other);
        return this;
    }

    @Override
    public synchronized void append(ILoggingEvent event) {
        byte[] bytes = encoder.encode(event);
        String line = new String(bytes, StandardCharsets.UTF_8);
        assertTrue(line.endsWith("\n"), "ends with a line end: " + line);
        if (json) {
            assertEquals(line.length() - 1, line.indexOf('\n'), "one line: " + line);
            JsonLine.parse(line);
        }
        lines.add(line);
    }

    /** All lines so far, with their line ends. */
    public synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** The last line, with its line end. */
    public synchronized String last() {
        return lines.get(lines.size() - 1);
    }

    /** The last line, read. */
    public JsonLine lastJson() {
        return JsonLine.parse(last());
    }

    /** The warnings and errors that Logback's status holds. */
    public List<String> problems() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .map(Status::getMessage)
                .toList();
    }

    @Override
    public void close() {
        for (Logger other : attached) {
            other.detachAppender(this);
            other.setLevel(null);
            other.setAdditive(true);
        }
        MDC.clear();
        context.stop();
    }
}
