package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.runpod.logback.internal.settings.Settings.ContextFields;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** Encodes events as lines: this library's encoder, or a wrapper of another one. */
public interface EventEncoder {

    /**
     * Marks an event that is printed with level TIP; it is never shown as a tag. Not from SLF4J's own factory, where an
     * application could get the same marker by its name.
     */
    Marker TIP = new BasicMarkerFactory().getDetachedMarker("TIP");

    /** Takes a finished line: {@code length} bytes of the array, which is reused as soon as this returns. */
    interface Sink {
        void accept(byte[] line, int length);
    }

    /** Wraps an encoder that is not this library's. */
    record Foreign(Encoder<ILoggingEvent> encoder) implements EventEncoder {

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

    /** Encodes an event, and returns the line in an array of its own. */
    byte[] encode(ILoggingEvent event);

    /** Encodes an event, and passes the line to the sink without a copy. */
    void encodeTo(ILoggingEvent event, Sink sink);

    /** Returns the request id of an event; null if there is none, or if it is empty. */
    @Nullable
    String requestId(ILoggingEvent event);
}
