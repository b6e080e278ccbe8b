package io.runpod.logback.internal.stage;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.LineEncoder;
import org.jspecify.annotations.Nullable;

/** What the stages ask of the encoder. */
public interface EventLines {

    /** The line as an array of its own. */
    byte[] encode(ILoggingEvent event);

    /** Gives the line away without a copy. */
    void encodeTo(ILoggingEvent event, LineEncoder.Sink sink);

    /** The request the event belongs to. */
    @Nullable
    String requestId(ILoggingEvent event);
}
