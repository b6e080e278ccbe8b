package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/** Encodes events as lines: this library's encoder, or a wrapper of another one. */
public interface EventEncoder {

    /** Takes a finished line: {@code length} bytes of the array, which is reused as soon as this returns. */
    interface Sink {
        void accept(byte[] line, int length);
    }

    /** Wraps another encoder. */
    static EventEncoder of(Encoder<ILoggingEvent> encoder) {
        return new ForeignEncoder(encoder);
    }

    /** Encodes an event, and returns the line in an array of its own. */
    byte[] encode(ILoggingEvent event);

    /** Encodes an event, and passes the line to the sink without a copy. */
    void encodeTo(ILoggingEvent event, Sink sink);

    /** Returns the request id of an event; null if there is none, or if it is empty. */
    @Nullable
    String requestId(ILoggingEvent event);
}
