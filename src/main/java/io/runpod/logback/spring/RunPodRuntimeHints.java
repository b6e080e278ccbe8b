package io.runpod.logback.spring;

import io.runpod.logback.BufferStage;
import io.runpod.logback.MdcFields;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodConfigurator;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLayout;
import io.runpod.logback.RunPodLevel;
import io.runpod.logback.RunPodLogDirectory;
import io.runpod.logback.RunPodWorkerId;
import io.runpod.logback.SampleStage;
import io.runpod.logback.ThrottleStage;
import java.lang.reflect.Field;
import java.util.List;
import net.logstash.logback.composite.loggingevent.LoggingEventPatternJsonProvider;
import net.logstash.logback.composite.loggingevent.RootStackTraceElementJsonProvider;
import net.logstash.logback.composite.loggingevent.SequenceJsonProvider;
import net.logstash.logback.composite.loggingevent.StackHashJsonProvider;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.ConcurrentTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.ReflectionUtils;

/**
 * Tells a native image which classes are used by reflection: the formatter, which Spring Boot creates by its name, and
 * all that Logback's XML creates and sets. Spring finds this class through {@code META-INF/spring/aot.factories}.
 *
 * @since 0.1
 */
public final class RunPodRuntimeHints implements RuntimeHintsRegistrar {

    static final List<Class<?>> BEANS = List.of(
            RunPodStructuredLogFormatter.class,
            RunPodEncoder.class,
            RunPodLayout.class,
            MdcFields.class,
            RunPodAppender.class,
            ThrottleStage.class,
            SampleStage.class,
            BufferStage.class,
            QueueStage.class,
            RunPodConfigurator.class,
            RunPodLevel.class,
            RunPodWorkerId.class,
            RunPodLogDirectory.class,
            // Common classes of LLE (logstash-logback-encoder).
            ShortenedThrowableConverter.class,
            LoggingEventPatternJsonProvider.class,
            RootStackTraceElementJsonProvider.class,
            SequenceJsonProvider.class,
            StackHashJsonProvider.class,
            MaskingJsonGeneratorDecorator.class,
            MaskingJsonGeneratorDecorator.PathMask.class,
            MaskingJsonGeneratorDecorator.ValueMask.class);

    /** The executors whose decorator {@link TaskDecorators} reads from a field. */
    private static final List<Class<?>> EXECUTORS = List.of(
            ThreadPoolTaskExecutor.class,
            ThreadPoolTaskScheduler.class,
            SimpleAsyncTaskExecutor.class,
            ConcurrentTaskExecutor.class);

    /** The builders to which {@code ForwardingClients} adds an interceptor: Spring Boot 4's, and 3.5's. */
    private static final List<String> REST_TEMPLATE_BUILDERS = List.of(
            "org.springframework.boot.restclient.RestTemplateBuilder",
            "org.springframework.boot.web.client.RestTemplateBuilder");

    /** Creates a registrar. */
    public RunPodRuntimeHints() {}

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        MemberCategory[] members = {MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS, MemberCategory.INVOKE_PUBLIC_METHODS};
        for (Class<?> bean : BEANS) {
            hints.reflection().registerType(bean, members);
        }
        for (Class<?> executor : EXECUTORS) {
            Field decorator = ReflectionUtils.findField(executor, TaskDecorators.FIELD);
            if (decorator != null) {
                hints.reflection().registerField(decorator);
            }
        }
        for (String builder : REST_TEMPLATE_BUILDERS) {
            hints.reflection().registerTypeIfPresent(classLoader, builder, MemberCategory.INVOKE_PUBLIC_METHODS);
        }
        // Without this class, Reactor cannot carry a scope. This library only asks whether it exists.
        hints.reflection()
                .registerTypeIfPresent(classLoader, "io.micrometer.context.ContextRegistry", new MemberCategory[0]);
    }
}
