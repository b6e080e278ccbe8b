package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.internal.line.EventEncoder;
import java.nio.charset.StandardCharsets;

/** Encodes an event as its message. All events are of one request. */
final class MessageEncoder implements EventEncoder {

    static ILoggingEvent event(Level level, String message) {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(level);
        event.setMessage(message);
        return event;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        return event.getMessage().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void encodeTo(ILoggingEvent event, Sink sink) {
        byte[] line = encode(event);
        sink.accept(line, line.length);
    }

    @Override
    public String requestId(ILoggingEvent event) {
        return "r";
    }
}
