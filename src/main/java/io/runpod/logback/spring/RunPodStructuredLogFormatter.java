package io.runpod.logback.spring;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.LineEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.core.env.Environment;

/**
 * RunPod's lines as a structured format of Spring Boot. Set for the console on RunPod by
 * {@link RunPodEnvironmentPostProcessor}; it can be set by hand, for a file too:
 *
 * <pre>{@code
 * logging.structured.format.file=io.runpod.logback.spring.RunPodStructuredLogFormatter
 * }</pre>
 *
 * <p>The settings are those of {@link io.runpod.logback.RunPodEncoder}, as {@code runpod.log.*} properties. Thread-safe;
 * throws nothing, whatever an event holds, but for errors of the virtual machine.
 *
 * @since 0.1
 */
public final class RunPodStructuredLogFormatter implements StructuredLogFormatter<ILoggingEvent> {

    private final LineEncoder engine;

    /**
     * Called by Spring Boot when it sets up logging.
     *
     * @param environment has the settings; what is wrong with one was told by the post-processor
     */
    public RunPodStructuredLogFormatter(Environment environment) {
        engine = new LineEncoder(new RunPodLogProperties(environment).settings(warning -> {}));
    }

    /**
     * Renders one event.
     *
     * @param event any event
     * @return one complete line, its line end included
     */
    @Override
    public String format(ILoggingEvent event) {
        return new String(engine.encode(event), StandardCharsets.UTF_8);
    }

    /**
     * Renders one event straight into bytes.
     *
     * @param event any event
     * @param charset {@code logging.charset.console}: UTF-8 unless set. By default a JSON line is ASCII in any case
     * @return one complete line, its line end included
     */
    @Override
    public byte[] formatAsBytes(ILoggingEvent event, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return engine.encode(event);
        }
        return format(event).getBytes(charset);
    }
}
