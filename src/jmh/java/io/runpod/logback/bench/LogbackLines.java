package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.runpod.logback.BenchAccess;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.internal.line.LineEncoder;
import java.io.IOException;
import net.logstash.logback.encoder.StreamingEncoder;

/** The lines of a Logback encoder. */
final class LogbackLines implements Lines {

    /** How an encoder gives a line away without an array of its own, if it can. */
    private interface Stream {
        void write(ILoggingEvent event, Drain drain) throws IOException;
    }

    private final Encoder<ILoggingEvent> encoder;
    private final Stream stream;
    private final Call call;
    private final ILoggingEvent prebuilt;

    LogbackLines(Encoder<ILoggingEvent> encoder, Call call) {
        this.encoder = encoder;
        this.call = call;
        call.fillMdc(Call.CONTEXT.getMDCAdapter()::put);
        prebuilt = call.event();
        stream = stream(encoder);
    }

    @SuppressWarnings("unchecked") // it is an encoder of these events
    private static Stream stream(Encoder<ILoggingEvent> encoder) {
        if (encoder instanceof RunPodEncoder ours) {
            LineEncoder engine = BenchAccess.engine(ours);
            return engine::encodeTo;
        } else if (encoder instanceof BoundEncoder bound) {
            return bound::encodeTo;
        } else if (encoder instanceof StreamingEncoder<?> streaming) {
            return ((StreamingEncoder<ILoggingEvent>) streaming)::encode;
        }
        return (event, drain) -> drain.write(encoder.encode(event));
    }

    Encoder<ILoggingEvent> encoder() {
        return encoder;
    }

    @Override
    public byte[] fresh() {
        return encoder.encode(call.event());
    }

    @Override
    public byte[] prebuilt() {
        return encoder.encode(prebuilt);
    }

    @Override
    public void freshTo(Drain drain) throws IOException {
        stream.write(call.event(), drain);
    }

    @Override
    public void prebuiltTo(Drain drain) throws IOException {
        stream.write(prebuilt, drain);
    }
}
