package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/** Encodes events into lines: this library's engine, or another encoder in its place. */
public interface EventEncoder {

    /** Takes a finished line. The array is reused as soon as this returns. */
    interface Sink {
        void accept(byte[] line, int length);
    }

    /** Wraps another encoder. */
    static EventEncoder of(Encoder<ILoggingEvent> encoder) {
        return new ForeignEncoder(encoder);
    }

    /** Returns the line in an array of its own. */
    byte[] encode(ILoggingEvent event);

    /** Passes the line to the sink, without a copy. */
    void encodeTo(ILoggingEvent event, Sink sink);

    /** Returns the id of the event's request; null if there is none, or if it is empty. */
    @Nullable
    String requestId(ILoggingEvent event);
}
