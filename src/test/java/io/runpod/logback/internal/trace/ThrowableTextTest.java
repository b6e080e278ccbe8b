package io.runpod.logback.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** A stack trace takes no more than it may, and what it says that it takes, whatever it is made of. */
class ThrowableTextTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] LETTERS = {
        "x", "\u0436", "\u56fe", "\ud83d\ude80", "\"", "\n", "\r\n", "\u0001", "\u202e"
    };

    /** The longest frame of these tests, with its line end and indent in the widest of the formats. */
    private static final int MAX_FRAME = 60;

    private static ThrowableText text(Escapes escapes) {
        return new ThrowableText(ThrowableText.Formats.of(
                null,
                TextWriter.of(escapes, new Redactor(List.of())),
                escapes == Escapes.TEXT ? "    " : "\t",
                name -> name.startsWith("excluded.")));
    }

    private static String fitted(ThrowableText text, Throwable problem, int maxChars, int maxBytes) {
        return fitted(text, new ThrowableProxy(problem), maxChars, maxBytes);
    }

    private static String fitted(ThrowableText text, IThrowableProxy problem, int maxChars, int maxBytes) {
        text.fit(new LoggingEvent(), problem, maxChars, maxBytes);
        LineBuffer out = new LineBuffer();
        text.writeTo(out);
        assertEquals(text.bytes(), out.length());
        assertTrue(text.bytes() <= maxBytes, () -> text.bytes() + " of " + maxBytes + " bytes");
        assertTrue(text.chars() <= maxChars, () -> text.chars() + " of " + maxChars + " characters");
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static Throwable framed(Throwable problem, Random random, int most) {
        StackTraceElement[] frames = new StackTraceElement[random.nextInt(most + 1)];
        String type = random.nextInt(4) == 0 ? "excluded.Proxy" : "app.Service";
        for (int i = 0; i < frames.length; i++) {
            frames[i] = new StackTraceElement(i % 5 < 2 ? type : "app.Job", "run", "Service.java", i + 1);
        }
        problem.setStackTrace(frames);
        return problem;
    }

    private static Throwable anyChain(Random random) {
        int causes = 1 + random.nextInt(random.nextBoolean() ? 3 : 40);
        int suppressed = random.nextInt(3);
        int frames = random.nextInt(random.nextBoolean() ? 10 : 400);
        Throwable problem = null;
        for (int i = 0; i < causes; i++) {
            String letter = LETTERS[random.nextInt(LETTERS.length)];
            String message = "m" + i + letter.repeat(random.nextInt(random.nextInt(8) == 0 ? 3000 : 40));
            problem =
                    framed(new IllegalStateException(random.nextInt(9) == 0 ? null : message, problem), random, frames);
            for (int s = 0; s < suppressed && random.nextInt(3) == 0; s++) {
                problem.addSuppressed(random.nextInt(4) == 0 ? problemOf(random, 80) : problemOf(random, 3));
            }
        }
        return problem;
    }

    private static Throwable problemOf(Random random, int causes) {
        Throwable problem = null;
        for (int i = 0; i < causes; i++) {
            problem = framed(new RuntimeException("s" + i, problem), random, 20);
        }
        return problem;
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON_ASCII", "JSON_UTF8", "TEXT"})
    void traceTakesWhatItSaysAndNoMoreThanItMay(Escapes escapes) {
        Random random = new Random(5);
        ThrowableText text = text(escapes);
        for (int round = 0; round < 1500; round++) {
            IThrowableProxy problem = new ThrowableProxy(anyChain(random));
            String whole = fitted(text, problem, Limits.UNLIMITED, Limits.UNLIMITED);
            int chars = text.chars();
            int bytes = text.bytes();
            assertChars(text, whole, escapes);
            assertEquals(whole, fitted(text, problem, chars, bytes));
            for (int i = 0; i < 8; i++) {
                int maxChars = random.nextInt(3) == 0 ? Limits.UNLIMITED : random.nextInt(i < 2 ? 100 : 5000);
                int maxBytes = random.nextInt(3) == 0 ? Limits.UNLIMITED : random.nextInt(i < 2 ? 100 : 16_000);
                String shown = fitted(text, problem, maxChars, maxBytes);
                assertChars(text, shown, escapes);
                if (chars <= maxChars && bytes <= maxBytes) {
                    assertEquals(whole, shown);
                } else if (shown.contains(" frames elided")) {
                    int left = Math.min(maxChars - text.chars(), maxBytes - text.bytes());
                    assertTrue(
                            left < MAX_FRAME, () -> left + " left of " + maxChars + " and " + maxBytes + ":\n" + shown);
                }
            }
        }
    }

    /** What a proxy of another library may do wrong. */
    private static class ForeignProxy implements IThrowableProxy {

        @Override
        public String getMessage() {
            return "foreign";
        }

        @Override
        public String getClassName() {
            return "a.Foreign";
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return null;
        }

        @Override
        public int getCommonFrames() {
            return -3;
        }

        @Override
        public IThrowableProxy getCause() {
            return null;
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return null;
        }

        @Override
        public boolean isCyclic() {
            return false;
        }
    }

    private static String whole(IThrowableProxy problem) {
        return fitted(text(Escapes.NONE), problem, Limits.UNLIMITED, Limits.UNLIMITED);
    }

    @Test
    void foreignProxyWithoutPartsIsShown() {
        assertEquals("a.Foreign: foreign", whole(new ForeignProxy()));
        assertEquals("null: foreign", whole(new ForeignProxy() {
            @Override
            public String getClassName() {
                return null;
            }
        }));
    }

    @Test
    void foreignProxyThatFailsCostsOnlyTheTrace() {
        ForeignProxy failing = new ForeignProxy() {
            @Override
            public IThrowableProxy[] getSuppressed() {
                throw new IllegalStateException("gone");
            }
        };
        String placeholder = "[unserializable: " + failing.getClass().getTypeName() + ": IllegalStateException: gone]";
        assertEquals(placeholder, whole(failing));
        for (int most = 0; most < 200; most++) {
            fitted(text(Escapes.TEXT), failing, most, 200);
            fitted(text(Escapes.TEXT), failing, 200, most);
        }
        assertEquals("a.Foreign: foreign", whole(new ForeignProxy()));
    }

    /** Counts what it is asked for. */
    private static final class CountingProxy extends ForeignProxy {
        private final Map<String, Integer> calls = new TreeMap<>();
        private final IThrowableProxy cause;

        CountingProxy(IThrowableProxy cause) {
            this.cause = cause;
        }

        private <T> T count(String name, T result) {
            calls.merge(name, 1, Integer::sum);
            return result;
        }

        @Override
        public String getMessage() {
            return count("message", "m".repeat(5000));
        }

        @Override
        public String getClassName() {
            return count("class", "a.Counting");
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return count("frames", new ThrowableProxy(new Exception()).getStackTraceElementProxyArray());
        }

        @Override
        public int getCommonFrames() {
            return count("common", 1);
        }

        @Override
        public IThrowableProxy getCause() {
            return count("cause", cause);
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            return count("suppressed", new IThrowableProxy[] {new ForeignProxy()});
        }

        @Override
        public boolean isCyclic() {
            return count("cyclic", false);
        }
    }

    @Test
    void everyPartOfAThrowableIsAskedForOnce() {
        for (int maxChars : new int[] {5, 50, 100, 500, 4096, Limits.UNLIMITED}) {
            CountingProxy root = new CountingProxy(null);
            CountingProxy problem = new CountingProxy(root);
            fitted(text(Escapes.JSON_ASCII), problem, maxChars, 16_000);
            Map<String, Integer> once = Map.of(
                    "message", 1, "class", 1, "frames", 1, "common", 1, "cause", 1, "suppressed", 1, "cyclic", 1);
            assertEquals(once, problem.calls);
            assertEquals(once, root.calls);
        }
    }

    @Test
    void foreignCyclesEndWithANote() {
        ForeignProxy own = new ForeignProxy() {
            @Override
            public IThrowableProxy getCause() {
                return this;
            }

            @Override
            public IThrowableProxy[] getSuppressed() {
                return new IThrowableProxy[] {this};
            }
        };
        assertEquals("""
                a.Foreign: foreign
                \tSuppressed: [CIRCULAR REFERENCE: a.Foreign]: foreign
                Caused by: [CIRCULAR REFERENCE: a.Foreign]: foreign""", whole(own));
    }

    /** Its causes are made when they are asked for. */
    private static final class EndlessProxy extends ForeignProxy {
        @Override
        public IThrowableProxy getCause() {
            return new EndlessProxy();
        }
    }

    @Test
    void endlessChainsEndWithANote() {
        String causes = fitted(text(Escapes.JSON_ASCII), new EndlessProxy(), 4096, 16_000);
        assertTrue(causes.endsWith("\\n... 50000 causes followed, there are more"), causes);
        String suppressed = whole(new ForeignProxy() {
            @Override
            public IThrowableProxy[] getSuppressed() {
                return new IThrowableProxy[] {new EndlessProxy()};
            }
        });
        assertTrue(suppressed.endsWith("\n... 50000 causes followed, there are more"), suppressed);
        assertTrue(suppressed.contains(" causes elided\n\tCaused by: a.Foreign: foreign\n"), suppressed);
    }

    @Test
    void nothingIsWrittenWhereNothingFits() {
        Throwable problem = new IllegalStateException("no");
        for (int most = 0; most < 3; most++) {
            assertEquals("", fitted(text(Escapes.JSON_ASCII), problem, most, 1000));
            assertEquals("", fitted(text(Escapes.JSON_ASCII), problem, 1000, most));
        }
        assertEquals("...", fitted(text(Escapes.JSON_ASCII), problem, 3, 3));
        assertEquals("jav...no", fitted(text(Escapes.JSON_ASCII), problem, 8, 1000));
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON_ASCII", "JSON_UTF8", "TEXT"})
    void messageAlsoTakesWhatTheFramesDoNotNeed(Escapes escapes) {
        for (String letter : LETTERS) {
            Throwable problem = new IllegalStateException("x" + letter.repeat(10_000) + "x");
            problem.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "c", "B.java", 1)});
            ThrowableText text = text(escapes);
            String shown = fitted(text, problem, 4096, 16_000);
            int left = Math.min(4096 - text.chars(), 16_000 - text.bytes());
            assertTrue(left <= 24, () -> left + " left: " + shown);
            assertTrue(shown.contains("at a.B.c(B.java:1)"), shown);
        }
    }

    /** Only its two ends are looked at. */
    @Test
    void messageOfAnyLengthCostsWhatItsLimitCosts() {
        ThrowableText text = text(Escapes.JSON_ASCII);
        IThrowableProxy small = new ThrowableProxy(new IllegalStateException("\u56fe".repeat(20_000)));
        IThrowableProxy huge = new ThrowableProxy(new IllegalStateException("\u56fe".repeat(25_000_000)));
        assertEquals(
                fitted(text, small, 4096, 16_000).length(),
                fitted(text, huge, 4096, 16_000).length());
        long best = Long.MAX_VALUE;
        long bestOfSmall = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            bestOfSmall = Math.min(bestOfSmall, nanos(text, small));
            best = Math.min(best, nanos(text, huge));
        }
        assertTrue(best < 5 * bestOfSmall, best + " ns instead of " + bestOfSmall);
    }

    private static long nanos(ThrowableText text, IThrowableProxy problem) {
        long start = System.nanoTime();
        fitted(text, problem, 4096, 16_000);
        return System.nanoTime() - start;
    }

    private static void assertChars(ThrowableText text, String shown, Escapes escapes) {
        if (escapes != Escapes.TEXT) {
            String read = JSON.readTree('"' + shown + '"').stringValue();
            assertEquals(read.codePointCount(0, read.length()), text.chars(), shown);
            assertFalse(read.contains("\ufffd"), shown);
        }
    }
}
