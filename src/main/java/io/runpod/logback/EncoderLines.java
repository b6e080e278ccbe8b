package io.runpod.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.runpod.logback.internal.event.Events;
import io.runpod.logback.internal.line.LineEncoder;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.stage.EventLines;
import org.jspecify.annotations.Nullable;

/** The lines of a {@link RunPodEncoder}, or of another encoder in its place. */
final class EncoderLines {

    private record Own(RunPodEncoder encoder) implements EventLines {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return encoder.engine().encode(event);
        }

        @Override
        public void encodeTo(ILoggingEvent event, LineEncoder.Sink sink) {
            encoder.engine().encodeTo(event, sink);
        }

        @Override
        public @Nullable String requestId(ILoggingEvent event) {
            return encoder.engine().requestId(event);
        }
    }

    private record Other(Encoder<ILoggingEvent> encoder) implements EventLines {
        @Override
        public byte[] encode(ILoggingEvent event) {
            return encoder.encode(event);
        }

        @Override
        public void encodeTo(ILoggingEvent event, LineEncoder.Sink sink) {
            byte[] line = encoder.encode(event);
            sink.accept(line, line.length);
        }

        @Override
        public @Nullable String requestId(ILoggingEvent event) {
            return Events.mdc(event).get(Settings.REQUEST_ID);
        }
    }

    private EncoderLines() {}

    static EventLines of(Encoder<ILoggingEvent> encoder) {
        return encoder instanceof RunPodEncoder own ? new Own(own) : new Other(encoder);
    }
}
