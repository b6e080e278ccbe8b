package io.runpod.logback.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.json.JsonMapper;

/** Checks that the bound writes the very line that this library writes; else the two could not be compared. */
final class SameLine {

    private SameLine() {}

    static void check(Sample sample) {
        byte[] bound = line(EncoderKind.BOUND, sample);
        byte[] noLimits = line(EncoderKind.OURS_NO_LIMITS, sample);
        if (!same(sample, noLimits, bound)) {
            throw different(noLimits, bound);
        }
        byte[] ours = line(EncoderKind.OURS, sample);
        if (!sample.call().fails() && !Arrays.equals(ours, noLimits)) {
            throw different(ours, noLimits);
        }
    }

    /** One line, as this library's default settings or others write it. */
    static byte[] line(EncoderKind kind, Sample sample) {
        byte[] line = kind.start().apply(sample.call()).fresh();
        Call.CONTEXT.getMDCAdapter().clear();
        return line;
    }

    /** Where Jackson writes for the bound, blanks may differ. */
    private static boolean same(Sample sample, byte[] ours, byte[] bound) {
        if (sample != Sample.B) {
            return Arrays.equals(ours, bound);
        }
        JsonMapper mapper = new JsonMapper();
        return mapper.readTree(ours).equals(mapper.readTree(bound));
    }

    private static IllegalStateException different(byte[] one, byte[] other) {
        return new IllegalStateException("the lines differ:\n" + text(one) + text(other));
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.US_ASCII);
    }
}
