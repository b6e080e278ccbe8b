package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import org.jspecify.annotations.Nullable;

/** Makes lines of events: this library's engine, or another encoder in its place. */
public interface EventEncoder {

    /** Takes a finished line; the array is reused as soon as it returns. */
    interface Sink {
        void accept(byte[] line, int length);
    }

    /** Returns what makes lines by another encoder. */
    static EventEncoder of(Encoder<ILoggingEvent> encoder) {
        return new ForeignEncoder(encoder);
    }

    /** The line as an array of its own. */
    byte[] encode(ILoggingEvent event);

    /** Gives the line to the sink, without a copy. */
    void encodeTo(ILoggingEvent event, Sink sink);

    /** The request that the event belongs to; null = none. An empty id is none. */
    @Nullable
    String requestId(ILoggingEvent event);
}
