package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.Expected;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Problems;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The message is cut as RunPod's Python SDK cuts it, at a cost that its length does not decide. */
class MessageLimitTest {

    private static final String ROCKET = "\ud83d\ude80";
    private static final int MEGABYTE = 1 << 20;

    private static void limited(String limit, Consumer<LogLines> test) {
        try (LogLines json = LogLines.json(encoder -> configure(encoder, limit));
                LogLines text = LogLines.text(encoder -> configure(encoder, limit))) {
            test.accept(json);
            test.accept(text);
        }
    }

    private static void configure(RunPodEncoder encoder, String limit) {
        encoder.setMaxMessageChars(limit);
        encoder.setMaxLineBytes("0");
        encoder.setColor("never");
    }

    /** Of a message without characters that either format escapes, but for pairs in JSON. */
    private static void assertLogged(LogLines lines, String expected) {
        if (lines.last().startsWith("{")) {
            lines.lastJson().hasMessage(expected);
        } else {
            assertEquals("INFO   | " + Expected.afterNote(expected) + "\n", lines.last());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4094, 4095, 4096})
    void messageWithinTheLimitIsWhole(int length) {
        limited("4096", lines -> {
            lines.logger.info("x".repeat(length));
            assertLogged(lines, "x".repeat(length));
            lines.logger.info(ROCKET.repeat(length));
            assertLogged(lines, ROCKET.repeat(length));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {4097, 4098, 4099, 8192, 8193, 12_288, 12_289, 16_384, 16_385, 100_000})
    void messageOverTheLimitLosesItsMiddle(int length) {
        limited("4096", lines -> {
            for (String message : List.of(numbered(length), ROCKET.repeat(length), mixed(length))) {
                lines.logger.info(message);
                assertLogged(lines, Expected.cut(message, 4096));
            }
        });
    }

    @Test
    void noteCountsAPairOnceThatEndsTheFirstPart() {
        limited("4096", lines -> {
            String first = "a" + ROCKET.repeat(3072);
            lines.logger.info("{}{}", first, "b".repeat(7008));
            assertLogged(lines, Expected.cut(first + "b".repeat(7008), 4096));
        });
    }

    @Test
    void noteCountsWhatIsOverTheLimit() {
        limited("4096", lines -> {
            lines.logger.info("a".repeat(3000) + "z".repeat(3000));
            assertLogged(lines, "a".repeat(2048) + "\n...TRUNCATED 1904 CHARACTERS...\n" + "z".repeat(2048));
        });
    }

    @Test
    void limitIsTheSdksByDefault() {
        try (LogLines lines = LogLines.json()) {
            lines.logger.info("x".repeat(4096));
            lines.lastJson().hasMessage("x".repeat(4096));
            lines.logger.info("x".repeat(4097));
            lines.lastJson().hasMessage(Expected.cut("x".repeat(4097), 4096));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4090, 4091, 4092, 4093})
    void batchPrefixCounts(int length) {
        String message = numbered(length - "[batchId=b7] ".length() + 5);
        limited("4096", lines -> {
            try (RequestScope ignored = RequestScope.open("r1", "b7")) {
                lines.logger.info(message);
                String expected = Expected.cut("[batchId=b7] " + message, 4096);
                if (lines.last().startsWith("{")) {
                    lines.lastJson().hasMessage(expected);
                } else {
                    assertEquals("INFO   | r1 | " + Expected.afterNote(expected) + "\n", lines.last());
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 99, 101, 4095, 4097})
    void anyLimitCutsByTheSameRule(int limit) {
        limited(Integer.toString(limit), lines -> {
            for (int length : new int[] {limit - 1, limit, limit + 1, limit + 2, limit * 3, limit + 20_000}) {
                String message = mixed(length);
                lines.logger.info(message);
                assertLogged(lines, Expected.cut(message, limit));
            }
        });
    }

    @Test
    void zeroIsNoLimit() {
        limited("0", lines -> {
            lines.logger.info(numbered(300_000));
            assertLogged(lines, numbered(300_000));
        });
    }

    @Test
    void placesAreFilledBeforeTheMessageIsCut() {
        limited("100", lines -> {
            lines.logger.info("[{}] and [{}]", numbered(500), 7);
            assertLogged(lines, Expected.cut("[" + numbered(500) + "] and [7]", 100));
            lines.logger.info("{}", (Object) null);
            assertLogged(lines, "null");
        });
    }

    @Test
    void unpairedSurrogatesCountOneEach() {
        limited("10", lines -> {
            lines.logger.info("\ude80x\ud83dy".repeat(5));
            assertLogged(lines, "\ufffdx\ufffdy\ufffd\n...TRUNCATED 10 CHARACTERS...\ny\ufffdx\ufffdy");
        });
    }

    @Test
    @Tag("slow")
    void hugeMessageCostsNoMoreThanItsLimit() {
        String latin = "x".repeat(64 * MEGABYTE);
        assertCheap(latin);
        assertCheap("{}", latin);
        assertCheap("before {} after", latin, "y");
    }

    @Test
    @Tag("slow")
    void hugeMessageOfOtherLettersCostsNoMoreThanItsLimit() {
        String cyrillic = "\u0436".repeat(32 * MEGABYTE);
        assertCheap(cyrillic);
        assertCheap("{}", cyrillic);
        String rockets = ROCKET.repeat(16 * MEGABYTE);
        assertCheap(rockets);
        assertCheap("{}", rockets);
    }

    @Test
    @Tag("slow")
    void hugeExceptionMessageCostsNoMoreThanItsLimit() {
        RuntimeException problem = new RuntimeException("x".repeat(64 * MEGABYTE));
        assertCheap("failed", problem);
    }

    @Test
    @Tag("slow")
    void hugeTextCostsNoMoreThanTheLineWhereTheMessageHasNoLimit() {
        String huge = "x".repeat(64 * MEGABYTE);
        Consumer<RunPodEncoder> onlyTheLine = encoder -> encoder.setMaxMessageChars("0");
        assertCheap(onlyTheLine, huge);
        assertCheap(onlyTheLine, "{}", huge);
        assertCheap(onlyTheLine, "failed", new RuntimeException(huge));
    }

    private static void assertCheap(String message, Object... arguments) {
        assertCheap(encoder -> {}, message, arguments);
    }

    private static void assertCheap(Consumer<RunPodEncoder> configuration, String message, Object... arguments) {
        try (LogLines json = LogLines.json(configuration);
                LogLines text = LogLines.text(configuration)) {
            for (LogLines lines : List.of(json, text)) {
                long allocated = allocatedBy(lines, message, arguments);
                assertTrue(allocated < MEGABYTE, allocated + " bytes");
            }
        }
    }

    private static long allocatedBy(LogLines lines, String message, Object... arguments) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long allocated = 0;
        for (int i = 0; i < 3; i++) {
            LoggingEvent event = new LoggingEvent("caller", lines.logger, Level.INFO, message, null, arguments);
            long before = threads.getThreadAllocatedBytes(thread);
            byte[] line = lines.encoder.encode(event);
            allocated = threads.getThreadAllocatedBytes(thread) - before;
            assertTrue(line.length <= 16_000, line.length + " bytes");
        }
        return allocated;
    }

    private static String numbered(int length) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; out.length() < length; i++) {
            out.append(i).append(' ');
        }
        return out.substring(0, Math.max(0, length));
    }

    /** As many code points, one in three of them a pair. */
    private static String mixed(int codePoints) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < codePoints; i++) {
            out.append(i % 3 == 1 ? ROCKET : i % 3 == 0 ? "\u0436" : "x");
        }
        return out.toString();
    }

    @Test
    void limitOfOneIsOneForATraceToo() {
        try (LogLines own = LogLines.json(encoder -> encoder.setMaxMessageChars("1"))) {
            own.logger.error("", Problems.framed(new IllegalStateException("no"), "run", 50));
            assertTrue(own.lastJson().message().length() < 50, own.last());
        }
    }

    @Test
    void whatIsMissingOfAnIdIsCounted() {
        String secret = " rpa_" + "k".repeat(60) + " ";
        try (LogLines own = LogLines.json(encoder -> encoder.setMaxLineBytes("512"))) {
            MDC.put("requestId", secret + "A".repeat(9000) + secret);
            own.logger.info("m");
            assertTrue(own.last().contains("...TRUNCATED "), own.last());
            assertFalse(own.last().contains("kkk"), own.last());
        }
    }
}
