package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.runpod.logback.internal.settings.Settings.ContextFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wraps an encoder that is not this library's. */
record ForeignEncoder(Encoder<ILoggingEvent> encoder) implements EventEncoder {

    private static final List<String> KEYS = List.of(ContextFields.REQUEST_ID);

    @Override
    public byte[] encode(ILoggingEvent event) {
        return encoder.encode(event);
    }

    @Override
    public void encodeTo(ILoggingEvent event, Sink sink) {
        byte[] line = encoder.encode(event);
        sink.accept(line, line.length);
    }

    @Override
    public @Nullable String requestId(ILoggingEvent event) {
        return Events.nonEmptyRequestId(event, KEYS);
    }
}
