package io.runpod.logback.spring;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.LineEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * Provides RunPod's lines as a structured log format of Spring Boot. {@link RunPodEnvironmentPostProcessor} sets it for
 * the console on RunPod. You can also set it yourself, for example for a file:
 *
 * <pre>{@code
 * logging.structured.format.file=io.runpod.logback.spring.RunPodStructuredLogFormatter
 * }</pre>
 *
 * <p>The settings are those of {@link io.runpod.logback.RunPodEncoder}, as {@code runpod.log.*} properties.
 * Thread-safe. Throws only errors of the virtual machine, whatever an event contains.
 *
 * @since 0.1
 */
public final class RunPodStructuredLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

    private final LineEncoder engine;

    /** Called by Spring Boot when it sets up logging. Wrong settings are reported as by the post-processor. */
    public RunPodStructuredLogFormatter(Environment environment) {
        engine = new LineEncoder(new RunPodLogProperties(environment).settings(RunPodDefaults.warnings(environment)));
    }

    /** Renders any event as one complete line, including its line end. */
    @Override
    public String format(ILoggingEvent event) {
        return new String(engine.encode(event), StandardCharsets.UTF_8);
    }

    /**
     * As {@link #format}, as bytes.
     *
     * @param charset {@code logging.charset.console}; default: UTF-8. A JSON line has only ASCII characters by default
     */
    @Override
    public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return engine.encode(event);
        }
        return format(event).getBytes(charset);
    }
}
