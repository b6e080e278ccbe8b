package io.runpod.logback.test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Converts a value to what a line shows, so that a test can name it as its code does: a record, an enum, a date. */
final class ExpectedValue {

    private ExpectedValue() {}

    static @Nullable Object of(@Nullable Object value, Consumer<RunPodEncoder> settings) {
        LoggerContext context = Captures.context();
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setContext(context);
        settings.accept(encoder);
        encoder.setFormat("json");
        encoder.setExtra("nested");
        encoder.setRedact("off");
        encoder.setMaxLineBytes("0");
        encoder.start();
        try {
            Object[] arguments = {Extra.extra("value", value)};
            LoggingEvent event = new LoggingEvent(
                    ExpectedValue.class.getName(),
                    context.getLogger(ExpectedValue.class),
                    Level.INFO,
                    "",
                    null,
                    arguments);
            String line = new String(encoder.encode(event), StandardCharsets.UTF_8);
            return new CapturedLine(line, event, settings).extra().get("value");
        } finally {
            encoder.stop();
        }
    }
}
