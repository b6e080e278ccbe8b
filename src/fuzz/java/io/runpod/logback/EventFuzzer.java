package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.support.Invariants;
import io.runpod.logback.support.JsonLine;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.logstash.logback.marker.Markers;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;

/** Events of any structure under any settings: whatever enters, one good line leaves, and the next one is as good. */
class EventFuzzer {

    /** What {@link Pieces} puts into texts now and then. */
    private static final String SECRET = "W5sQ1zXe3dCr4fV!t6gB*yH8";

    private static final String[] LIMITS = {"0", "1", "2", "7", "64", "300", "4096"};

    private static final String[] LINE_LIMITS = {"0", "512", "513", "700", "1024", "4000", "16000"};

    /** What a text line may show of what is not printable: its own line ends, and nothing else. */
    private static final Pattern TERMINAL =
            Pattern.compile("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]");

    /** What a reader of lines takes for the beginning of one. */
    private static final Pattern BEGINNING = Pattern.compile("(TRACE|DEBUG|INFO|WARN|ERROR|TIP) *\\| .*");

    private static final int SETUPS = 256;

    /** Two parsers read every line, token by token; of one in so many a tree is built too, and its first names looked at. */
    private static final int PARSED_EACH = 16;

    /** @param plainLine what it makes of the plain event when it has seen nothing else */
    private record Setup(RunPodEncoder encoder, boolean json, int mostBytes, boolean redacts, String plainLine) {}

    private final Map<Integer, Setup> setups = new HashMap<>();
    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("fuzz.Logger");

    EventFuzzer() {
        context.setMDCAdapter(new LogbackMDCAdapter());
    }

    @FuzzTest
    void leavesOneGoodLineAndNoTrace(FuzzedDataProvider data) {
        Setup setup = setups.computeIfAbsent(data.consumeInt(0, SETUPS - 1), this::setup);
        ILoggingEvent event = event(data);
        byte[] line = setup.encoder.encode(event);
        byte[] next = setup.encoder.encode(plainEvent());
        byte[] again = setup.encoder.encode(event);

        assertLine(line, setup.json, setup.mostBytes);
        assertFalse(setup.redacts && text(line).contains(SECRET), () -> text(line));
        assertEquals(setup.plainLine, text(next));
        assertArrayEquals(line, again, () -> text(line) + text(again));
    }

    /** An encoder of its own settings, which the number chooses; made once, as that takes longer than many events. */
    private Setup setup(int number) {
        Random random = new Random(number);
        boolean json = random.nextInt(3) > 0;
        String mostBytes = oneOf(random, LINE_LIMITS);
        boolean redacts = random.nextInt(4) > 0;
        RunPodEncoder encoder = new RunPodEncoder(Environment.of(Map.of("RUNPOD_API_KEY", SECRET)));
        encoder.setContext(context);
        encoder.setFormat(json ? "json" : "text");
        encoder.setColor("never");
        encoder.setMaxLineBytes(mostBytes);
        encoder.setMaxMessageChars(oneOf(random, LIMITS));
        encoder.setMaxValueChars(oneOf(random, LIMITS));
        encoder.setMaxElements(oneOf(random, LIMITS));
        encoder.setAscii(Boolean.toString(random.nextBoolean()));
        encoder.setExtra(oneOf(random, "nested", "nested", "flat", "none"));
        encoder.setShowInMessage(oneOf(random, "stackTrace", "stackTrace, extra", "extra"));
        encoder.setStackTrace(oneOf(random, "message", "extra", "both", "none"));
        encoder.setInclude(oneOf(random, "", "", "timestamp, logger", "thread"));
        encoder.setMdcNumbers("n*");
        if (!redacts) {
            encoder.setRedact("off");
        }
        encoder.start();
        return new Setup(encoder, json, Integer.parseInt(mostBytes), redacts, text(encoder.encode(plainEvent())));
    }

    private static String oneOf(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private ILoggingEvent event(FuzzedDataProvider data) {
        Pieces pieces = new Pieces(data);
        Throwable thrown = data.consumeInt(0, 2) == 0 ? pieces.throwable() : null;
        Level level = data.consumeBoolean() ? Level.INFO : Level.ERROR;
        String message = pieces.message();
        Object[] arguments = data.consumeBoolean() ? null : new Object[data.consumeInt(0, 6)];
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            arguments[i] = pieces.argument();
        }
        LoggingEvent event = new LoggingEvent("fuzz", logger, level, message, thrown, arguments);
        event.setThreadName(data.consumeBoolean() ? "main" : pieces.text());
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            event.addKeyValuePair(new KeyValuePair(pieces.name(), pieces.value()));
        }
        for (int i = data.consumeInt(0, 2); i > 0; i--) {
            event.addMarker(
                    data.consumeBoolean()
                            ? MarkerFactory.getDetachedMarker(pieces.name())
                            : Markers.append(pieces.name(), pieces.value()));
        }
        Map<String, String> mdc = new HashMap<>();
        for (int i = data.consumeInt(0, 3); i > 0; i--) {
            String key = data.pickValue(new String[] {"requestId", "batchId", "n1", "user", ""});
            mdc.put(key.isEmpty() ? pieces.name() : key, data.consumeBoolean() ? "-1.5e3" : pieces.text());
        }
        event.setMDCPropertyMap(mdc);
        return event;
    }

    private ILoggingEvent plainEvent() {
        LoggingEvent event = new LoggingEvent("fuzz", logger, Level.WARN, "plain {}", null, new Object[] {7});
        event.setThreadName("main");
        event.setInstant(java.time.Instant.EPOCH);
        event.addKeyValuePair(new KeyValuePair("steps", 30));
        event.setMDCPropertyMap(Map.of("requestId", "a1"));
        return event;
    }

    private static void assertLine(byte[] bytes, boolean json, int limit) {
        String line = text(bytes);
        assertTrue(line.endsWith("\n"), line);
        assertTrue(limit == 0 || bytes.length <= limit, () -> bytes.length + " > " + limit + ": " + line);
        if (json) {
            assertEquals(line.length() - 1, line.indexOf('\n'), line);
            assertTrue(line.startsWith("{\"requestId\": "), line);
            Invariants.assertReadAlike(List.of(line), null);
            if (line.hashCode() % PARSED_EACH == 0) {
                JsonLine.parse(line);
            }
        } else {
            assertFalse(TERMINAL.matcher(line).find(), line);
            String[] physical = line.split("\n");
            for (int i = 1; i < physical.length; i++) {
                assertFalse(BEGINNING.matcher(physical[i]).matches(), line);
            }
        }
    }

    private static String text(byte[] line) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException problem) {
            throw new AssertionError("not UTF-8: " + new String(line, StandardCharsets.UTF_8), problem);
        }
    }
}
