package io.runpod.logback.internal.redact;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares the redactor with a slow one that tries the table of tokens and regular expressions at every index. The
 * texts consist of pieces of which secrets are made.
 */
class RedactorFuzzer {

    /** Excludes words that are no secrets; a value that repeats its name is none either. */
    private static final String NO_WORD = "(?!(?i:undefined|required|optional|redacted|filtered|changeme)\")";

    /** The first group of each must be masked; more may be. */
    private static final List<Pattern> SLOW = Stream.of(
                    "://[^\\x00-\\x20/?#\"'<>:@]*+(:[^\\x00-\\x20/?#\"'<>@]+)@",
                    "(?i:bearer)[ \\t]{1,8}+(?![A-Za-z_!#$%&*+./:?@^~-]++=)([A-Za-z0-9]{16,}+)",
                    "(?i:bearer)[ \\t]{1,8}+((?=[A-Za-z]{0,50}[0-9])[A-Za-z0-9]++)",
                    "(eyJ[A-Za-z0-9_-]{3,}+\\.[A-Za-z0-9_-]{4,}+)",
                    "(?:password|secret|api_key)=((?=[A-Za-z]{0,50}[0-9])[A-Za-z0-9]{8,}+)",
                    "\"(?:password\": ?\"(?!password\")|secret\": ?\"|api_key\": ?\")" + NO_WORD
                            + "([A-Za-z0-9 ]{8,}+)\"",
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9]++)-----END")
            .map(Pattern::compile)
            .toList();

    /** In a text without any of these, only tokens of the table are found. */
    private static final Pattern MORE_THAN_TOKENS = Pattern.compile("[=:]|->|u003[dD]|(?i:bearer)|eyJ|BEGIN");

    /** An escaped character at the end of a text: a line break or tab, or one of a URL or of JSON. */
    private static final Pattern ESCAPE = Pattern.compile("(?:\\\\[nrt]|%[0-9A-Fa-f]{2}|\\\\u[0-9A-Fa-f]{4})$");

    private static final String[] PIECES = {
        "%3D",
        "\\u0026",
        "\\u003d",
        "\\/",
        "hooks.slack.com\\/services\\/T00000000\\/B0000",
        "rpa_",
        "rpa_Q7W2E9R4T1Y8",
        "hf_",
        "hf_abcdefghijklmnopqrstuvwx12",
        "sk-",
        "sk-proj-",
        "ghp_",
        ".atlasv1.",
        "Q~",
        "Bearer ",
        "bEARER\t",
        "h7Gt5Fr4",
        "AKIA",
        "ASIAP0O9I8U7Y6T5R4E3",
        "eyJhbGci",
        "eyJ",
        "..",
        ".",
        "://",
        "user:",
        ":pass",
        "@",
        "/",
        " ",
        "\"",
        "'",
        "\\",
        "\\\"",
        "é",
        "\ud83d\ude00",
        "\ud800",
        "-_",
        "0123456789ABCDEF",
        "W5sQ1zXe3d",
        "W5s",
        "zq1xw2ce3vr4bt5ny6mu7,i8o9p0a1s2d3f4g5h6j7k8l9",
        "password",
        "secret",
        "api_key",
        "\"password\": \"",
        "Authorization: ",
        "Basic ",
        "Cookie: ",
        "a=b; ",
        "=",
        ": ",
        ", x=",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        "&",
        ";",
        "\n",
        "hunter2hunter2",
        "correct horse",
        "null",
        "-----BEGIN PRIVATE KEY-----",
        "-----END",
        "Token",
        "max_tokens"
    };

    private static final int SMALL_CHARS = 1 << 12;

    private static final int TIMES = 8;

    /** The maximum factor of the time: 3 for each doubling of the text; that of a quadratic search is 4. */
    private static final double MOST = 27;

    private static final int TRIES = 50;

    private static final long SHORTEST_NANOS = 100_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final Redactor WITHOUT_VALUES = new Redactor(List.of());

    @FuzzTest
    void masksWhatTheSlowOneFinds(FuzzedDataProvider data) {
        List<String> values = values(data);
        boolean isLong = data.consumeInt(0, 63) == 0;
        String text = text(data);
        BitSet masked = masked(WITHOUT_VALUES, text);
        assertCovered(tokens(text), masked, text);
        assertCovered(byExpressions(text), masked, text);
        if (!MORE_THAN_TOKENS.matcher(text).find()) {
            assertCovered(masked, tokens(text), text);
        }
        assertCandidate(text, masked);
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

    private static BitSet masked(Redactor redactor, String text) {
        BitSet masked = new BitSet();
        Scan scan = redactor.scan(text.toCharArray(), 0, 0, text.length(), false);
        int done = 0;
        while (scan.next()) {
            assertTrue(scan.start() >= done && scan.end() > scan.start(), () -> "not in order: " + text);
            done = scan.end();
            masked.set(scan.start(), scan.end());
        }
        return masked;
    }

    /** The tokens of the table, searched for at every index. */
    private static BitSet tokens(String text) {
        BitSet found = new BitSet();
        for (TokenFormat format : TokenFormat.ALL) {
            for (int at = text.indexOf(format.prefix()); at >= 0; at = text.indexOf(format.prefix(), at + 1)) {
                int start = at + format.prefix().length();
                int end = start;
                while (end < text.length() && format.alphabet().has(text.charAt(end))) {
                    end++;
                }
                boolean afterEscape =
                        ESCAPE.matcher(text.substring(Math.max(0, at - 6), at)).find();
                boolean inWord = at > 0 && !afterEscape && Alphabet.ALPHANUMERIC.has(text.charAt(at - 1));
                boolean touches = at > 0 && !afterEscape && Alphabet.WORD.has(text.charAt(at - 1));
                int least = inWord ? Math.max(16, format.minChars()) : format.minChars();
                if (end - start < least || (touches && format.place() == TokenFormat.Place.WORD_START)) {
                    continue;
                }
                while (format.alphabet() == Alphabet.ESCAPED_PATH && text.charAt(end - 1) == '\\') {
                    end--;
                }
                while (format.alphabet() != Alphabet.CAPITALS_DIGITS
                        && end < text.length()
                        && Alphabet.WORD.has(text.charAt(end))) {
                    end++;
                }
                int begin = at;
                while (format.place() == TokenFormat.Place.WITHIN_TOKEN
                        && begin > Math.max(0, at - 64)
                        && format.alphabet().has(text.charAt(begin - 1))) {
                    begin--;
                }
                found.set(begin, end);
            }
        }
        return found;
    }

    private static BitSet byExpressions(String text) {
        BitSet found = new BitSet();
        for (Pattern pattern : SLOW) {
            Matcher finder = pattern.matcher(text);
            while (finder.find()) {
                found.set(finder.start(1), finder.end(1));
            }
        }
        return found;
    }

    private static void assertCovered(BitSet part, BitSet whole, String text) {
        BitSet rest = (BitSet) part.clone();
        rest.andNot(whole);
        assertTrue(rest.isEmpty(), () -> rest + " in " + text);
    }

    /** A text without a candidate is written without a scan, so it must have no secret. */
    private static void assertCandidate(String text, BitSet masked) {
        boolean candidate = WITHOUT_VALUES.firstCandidate(text.toCharArray(), 0, text.length()) < text.length();
        assertTrue(candidate || masked.isEmpty(), () -> "no candidate: " + text);
    }

    /** No given value may stay readable; of two secrets that overlap, either may be masked. */
    private static void assertValuesHidden(List<String> values, String text) {
        String masked = MaskedText.of(new Redactor(values), text);
        String[] kept = masked.split(Pattern.quote(Redactor.MASK), -1);
        int at = 0;
        for (String part : kept) {
            at = text.indexOf(part, at);
            assertTrue(at >= 0, () -> "not of the text: " + part);
            at += part.length();
            for (String value : values) {
                boolean isLookedFor = value.length() >= GivenValues.MIN_CHARS && !GivenValues.isPlainWord(value);
                assertFalse(isLookedFor && part.contains(value), () -> value + " in " + masked);
            }
        }
    }

    /** Compares CPU times of two lengths. The best of several tries counts: other load only makes them slower. */
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
        MaskedText.of(redactor, text);
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
