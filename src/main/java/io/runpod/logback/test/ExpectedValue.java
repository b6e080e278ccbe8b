package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Converts a value to what the lines of a capture show for it, so that a test can expect the value that the code logs,
 * for example a record, an enum or a date. Its encoder is stopped only after the capture is closed, because the two
 * encoders may share providers and decorators.
 */
final class ExpectedValue {

    private final Consumer<RunPodEncoder> settings;
    private @Nullable RunPodEncoder encoder;
    private boolean isCaptureClosed;

    ExpectedValue(Consumer<RunPodEncoder> settings) {
        this.settings = settings;
    }

    synchronized @Nullable Object of(@Nullable Object value) {
        LoggerContext context = OpenCaptures.context();
        RunPodEncoder started = encoder == null ? start(context) : encoder;
        encoder = started;
        try {
            Object[] arguments = {Extra.extra("value", value)};
            LoggingEvent event = new LoggingEvent(
                    ExpectedValue.class.getName(),
                    context.getLogger(ExpectedValue.class),
                    Level.INFO,
                    "",
                    null,
                    arguments);
            String line = new String(started.encode(event), StandardCharsets.UTF_8);
            return new CapturedLine(line, event, this).extra().get("value");
        } finally {
            if (isCaptureClosed) {
                stop();
            }
        }
    }

    @SuppressWarnings("NullAway") // null removes the test's own names, which cannot be combined with "off"
    private RunPodEncoder start(LoggerContext context) {
        RunPodEncoder started = new RunPodEncoder();
        started.setContext(context);
        settings.accept(started);
        started.setFormat("json");
        started.setExtra(null);
        started.setRedact(null);
        started.setRedact("off");
        started.setMaxLineBytes("0");
        started.start();
        return started;
    }

    /** Called when the capture is closed: stops the encoder, and later stops one after each use. */
    synchronized void close() {
        isCaptureClosed = true;
        stop();
    }

    private void stop() {
        if (encoder != null) {
            encoder.stop();
            encoder = null;
        }
    }
}
