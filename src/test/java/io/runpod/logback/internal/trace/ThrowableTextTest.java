package io.runpod.logback.internal.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.Redactor;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
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
                new TextWriter(escapes, new Redactor(List.of())),
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
            String whole = fitted(text, problem, BoundedText.UNLIMITED, BoundedText.UNLIMITED);
            int chars = text.chars();
            int bytes = text.bytes();
            assertChars(text, whole, escapes);
            assertEquals(whole, fitted(text, problem, chars, bytes));
            for (int i = 0; i < 8; i++) {
                int maxChars = random.nextInt(3) == 0 ? BoundedText.UNLIMITED : random.nextInt(i < 2 ? 100 : 5000);
                int maxBytes = random.nextInt(3) == 0 ? BoundedText.UNLIMITED : random.nextInt(i < 2 ? 100 : 16_000);
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

    private static void assertChars(ThrowableText text, String shown, Escapes escapes) {
        if (escapes != Escapes.TEXT) {
            String read = JSON.readTree('"' + shown + '"').stringValue();
            assertEquals(read.codePointCount(0, read.length()), text.chars(), shown);
        }
    }
}
