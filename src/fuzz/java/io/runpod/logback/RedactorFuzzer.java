package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.runpod.logback.internal.redact.Redactor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The redactor beside a slow one of regular expressions, on texts of pieces that may be, or begin, a secret. */
class RedactorFuzzer {

    private static final String AUTHORITY = "[^\\x00-\\x20/?#\"'<>";

    private static final String TOKEN = "[\\x21-\\x7e&&[^\"'<>,;()\\[\\]{}\\\\|]]";

    private static final String WORD = "[A-Za-z0-9_-]";

    /** What is masked is the group that took part. In any place of the text only one of them can begin. */
    private static final Pattern SLOW = Pattern.compile(Stream.of(
                    "://(" + AUTHORITY + ":]*+:" + AUTHORITY + "]+)@",
                    "(?i:bearer)[ \\t]++(" + TOKEN + "{8,}+|(?=" + TOKEN + "*[0-9])" + TOKEN + "++)",
                    "(rpa_" + WORD + "{16,}+)",
                    "(?<![\\p{L}\\p{Nd}])(rpa_" + WORD + "{6,}+)",
                    "(A[KS]IA[A-Z0-9]{16,}+)",
                    "(eyJ" + WORD + "{3,}+\\." + WORD + "{4,}+(?:\\." + WORD + "*+)*+)")
            .collect(Collectors.joining("|")));

    private static final String[] PIECES = {
        "rpa_",
        "rpa_Q7W2E9R4T1Y8",
        "Bearer ",
        "bEARER\t",
        "h7Gt5Fr4",
        "AKIA",
        "ASIAP0O9I8U7Y6T5R4E3",
        "eyJhbGci",
        "eyJ",
        ".",
        "://",
        "user:",
        ":pass",
        "@",
        "/",
        " ",
        "\"",
        "é",
        "\ud83d\ude00",
        "\ud800",
        "-_",
        "0123456789ABCDEF",
        "W5sQ1zXe3d",
        "W5s",
        "zq1xw2ce3vr4bt5ny6mu7,i8o9p0a1s2d3f4g5h6j7k8l9"
    };

    private static final int SMALL_CHARS = 1 << 12;

    private static final int TIMES = 8;

    /** Three times for twice the text; a search that is quadratic takes four. */
    private static final double MOST = 27;

    private static final int TRIES = 10;

    private static final long SHORTEST_NANOS = 100_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Redactor PATTERNS_ONLY = new Redactor(List.of());

    @FuzzTest
    void masksWhatRegularExpressionsFind(FuzzedDataProvider data) {
        List<String> values = values(data);
        boolean isLong = data.consumeInt(0, 63) == 0;
        String text = text(data);
        assertEquals(masked(text), Redactor.mask(PATTERNS_ONLY, text), text);
        assertValuesHidden(values, text);
        if (isLong && !text.isEmpty()) {
            assertLinear(new Redactor(values), text);
        }
    }

    private static List<String> values(FuzzedDataProvider data) {
        List<String> values = new ArrayList<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            values.add(data.consumeBoolean() ? data.pickValue(PIECES) : data.consumeString(40));
        }
        return values;
    }

    private static String text(FuzzedDataProvider data) {
        StringBuilder text = new StringBuilder();
        while (data.remainingBytes() > 0 && text.length() < 4000) {
            text.append(data.consumeBoolean() ? data.pickValue(PIECES) : data.consumeString(12));
        }
        return text.toString();
    }

    /** Each find starts behind the one before and sees nothing of it, as the redactor does. */
    private static String masked(String text) {
        StringBuilder masked = new StringBuilder();
        Matcher finder = SLOW.matcher(text);
        int done = 0;
        while (finder.region(done, text.length()).find()) {
            int group = 1;
            while (finder.start(group) < 0) {
                group++;
            }
            masked.append(text, done, finder.start(group)).append(Redactor.MASK);
            done = finder.end(group);
        }
        return masked.append(text, done, text.length()).toString();
    }

    /** Which of two secrets that overlap is taken is the redactor's affair, if no given value is left to be read. */
    private static void assertValuesHidden(List<String> values, String text) {
        String masked = Redactor.mask(new Redactor(values), text);
        String[] kept = masked.split(Pattern.quote(Redactor.MASK), -1);
        int at = 0;
        for (String part : kept) {
            at = text.indexOf(part, at);
            assertTrue(at >= 0, () -> "not of the text: " + part);
            at += part.length();
            for (String value : values) {
                // A shorter one would be found in ordinary words.
                assertFalse(value.length() >= 6 && part.contains(value), () -> value + " in " + masked);
            }
        }
    }

    /** Compares processor time of two lengths; the least of several tries counts, as the compiler and others interfere. */
    private static void assertLinear(Redactor redactor, String part) {
        String small = part.repeat(SMALL_CHARS / part.length() + 1);
        String large = small.repeat(TIMES);
        double least = Double.MAX_VALUE;
        for (int i = 0; i < TRIES && least > MOST; i++) {
            least = Math.min(least, (double) nanos(redactor, large) / Math.max(SHORTEST_NANOS, nanos(redactor, small)));
        }
        double factor = least;
        assertTrue(factor <= MOST, () -> TIMES + " times the text costs " + factor + " times: " + part);
    }

    private static long nanos(Redactor redactor, String text) {
        long start = THREADS.getCurrentThreadCpuTime();
        Redactor.mask(redactor, text);
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
