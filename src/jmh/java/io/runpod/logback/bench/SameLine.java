package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Checks that the bound writes the very line that this library writes, as the two could not be compared else. */
final class SameLine {

    private SameLine() {}

    static void check(Sample sample) {
        Sample.CONTEXT.getMDCAdapter().clear();
        sample.fillMdc(Sample.CONTEXT.getMDCAdapter());
        ILoggingEvent event = sample.event(new Sample.Values());
        byte[] ours = Encoders.oursNoLimits.start(Sample.CONTEXT).encode(event);
        byte[] bound = Encoders.bound.start(Sample.CONTEXT).encode(event);
        Sample.CONTEXT.getMDCAdapter().clear();
        if (!Arrays.equals(ours, bound)) {
            throw new IllegalStateException("lines differ:\n" + text(ours) + text(bound));
        }
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII);
    }
}
