package io.runpod.logback.support;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.runpod.logback.RunPodAppenderStats;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** What holds of every line and of every log call, whatever was logged and whatever failed. */
public final class Invariants {

    public static final int LIMIT = 16_000;

    /** The request of {@link #logGood}. */
    public static final String REQUEST = "r";

    private static final String GOOD_JSON = "{\"requestId\": \"r\", \"message\": \"good 7\", \"level\": \"ERROR\", "
            + "\"extra\": {\"n\": 1, \"m\": {\"a\": [1, \"x\"]}}}\n";
    private static final String GOOD_TEXT = "ERROR  | r | good 7 | n=1 m={\"a\": [1, \"x\"]}\n";

    private static final String LEVEL = "(?:TRACE  |DEBUG  |INFO   |WARN   |ERROR  |TIP    )\\| ";

    /** A line end that is the end of a line, and not a line break in a text line's message. */
    private static final Pattern LINE_END = Pattern.compile("(?<=\n)(?=" + LEVEL + ")");

    /** A text line; breaks in it stand before a gutter, or around the note of a cut. */
    private static final Pattern TEXT_LINE =
            Pattern.compile(LEVEL + "[^\n]*\n(?:(?: {7}\\| |\\.\\.\\.TRUNCATED (?=[0-9]+ CHARACTERS\\.\\.\\.\n(?!"
                    + LEVEL + ")[^\n]*\n)[^\n]*\n)[^\n]*\n)*+");

    private static final int FRAGMENT = 8;

    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(200)
                    .build())
            .build();

    private Invariants() {}

    /** Nothing is thrown to the caller. */
    public static void assertReturns(Executable call) {
        try {
            call.execute();
        } catch (Throwable thrown) {
            throw new AssertionError("thrown to the caller", thrown);
        }
    }

    /** Logs the event whose line is known, within {@link #REQUEST}. */
    public static void logGood(Logger logger) {
        assertReturns(() -> logger.error("good {}", 7, kv("n", 1), kv("m", Map.of("a", List.of(1, "x")))));
    }

    public static void assertGood(String line, boolean json) {
        assertEquals(json ? GOOD_JSON : GOOD_TEXT, line);
    }

    /** All lines of an output, each checked. */
    public static List<String> lines(String output, boolean json) {
        if (output.isEmpty()) {
            return List.of();
        }
        List<String> lines = json
                ? output.lines().map(line -> line + '\n').toList()
                : LINE_END.splitAsStream(output).toList();
        assertTrue(output.endsWith("\n"), output);
        lines.forEach(line -> assertLine(line, json, LIMIT));
        return lines;
    }

    /** It is one line, no longer than it may be (0 = no limit), and shows as text; JSON is JSON. */
    public static void assertLine(String line, boolean json, int limit) {
        assertTrue(line.endsWith("\n"), () -> "no line end: " + line);
        int bytes = line.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(limit == 0 || bytes <= limit, () -> bytes + " > " + limit + ": " + line);
        if (json) {
            assertEquals(line.length() - 1, line.indexOf('\n'), () -> "line ends: " + line);
            JsonLine.parse(line);
        } else {
            assertTrue(TEXT_LINE.matcher(line).matches(), () -> "forged: " + line);
        }
        assertTrue(
                line.codePoints().noneMatch(c -> c != '\n' && (Expected.isHarmful(c) || (c >= 0xd800 && c <= 0xdfff))),
                () -> "raw control in " + line);
    }

    /** Every event is a line or counted, and what is said to be written is there. */
    public static void assertNothingUncounted(long events, RunPodAppenderStats stats, long complete) {
        assertEquals(events, stats.written() + stats.dropped() + stats.waiting(), stats::toString);
        // A stream that fails may have taken more than it says.
        assertTrue(stats.written() <= complete && complete <= events, () -> complete + " lines, " + stats);
    }

    /** Says whether neither the secret nor a part of it shows, as it is or as it is commonly encoded. */
    public static Predicate<String> hides(String secret) {
        Set<String> fragments = new HashSet<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (String disguise : List.of(
                secret,
                Expected.asciiJson(secret),
                URLEncoder.encode(secret, StandardCharsets.UTF_8),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().encodeToString(bytes))) {
            for (int i = 0; i + FRAGMENT <= disguise.length(); i++) {
                fragments.add(disguise.substring(i, i + FRAGMENT));
            }
        }
        return output -> IntStream.rangeClosed(0, output.length() - FRAGMENT)
                .noneMatch(i -> fragments.contains(output.substring(i, i + FRAGMENT)));
    }

    /** Each thread's messages, {@code thread:number}, come in order and are all there. */
    public static void assertInOrder(List<String> messages, int threads, int each) {
        int[] next = new int[threads];
        for (String message : messages) {
            int colon = message.indexOf(':');
            int thread = Integer.parseInt(message.substring(0, colon));
            assertEquals(next[thread]++, Integer.parseInt(message.substring(colon + 1)), message);
        }
        for (int count : next) {
            assertEquals(each, count);
        }
    }

    /** Jackson, Gson and, where it is there, Python find the same in each line: names in order, values, numbers' digits. */
    public static void assertReadAlike(List<String> lines, @Nullable PythonJson python) {
        List<String> sums = new ArrayList<>();
        for (String line : lines) {
            String found = byJackson(line);
            assertEquals(found, byGson(line), line);
            sums.add(sum(found));
        }
        if (python != null) {
            List<String> answers =
                    python.read(lines.stream().map(String::stripTrailing).toList());
            for (int i = 0; i < lines.size(); i++) {
                assertEquals(sums.get(i), answers.get(i), lines.get(i));
            }
        }
    }

    public static String sum(String found) {
        CRC32 crc = new CRC32();
        crc.update(found.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }

    private static void text(String text, StringBuilder out) {
        out.append('s')
                .append(text.codePointCount(0, text.length()))
                .append(':')
                .append(text);
    }

    private static String byJackson(String line) {
        StringBuilder out = new StringBuilder();
        try (JsonParser parser = JACKSON.createParser(tools.jackson.core.ObjectReadContext.empty(), line)) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                switch (token) {
                    case START_OBJECT -> out.append('{');
                    case END_OBJECT -> out.append('}');
                    case START_ARRAY -> out.append('[');
                    case END_ARRAY -> out.append(']');
                    case PROPERTY_NAME, VALUE_STRING -> text(parser.getString(), out);
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                        out.append('n').append(parser.getString()).append(';');
                    case VALUE_TRUE -> out.append('t');
                    case VALUE_FALSE -> out.append('f');
                    case VALUE_NULL -> out.append('z');
                    default -> throw new AssertionError(token);
                }
            }
        }
        return out.toString();
    }

    private static String byGson(String line) {
        StringBuilder out = new StringBuilder();
        try (JsonReader reader = new JsonReader(new StringReader(line))) {
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(1000);
            while (true) {
                switch (reader.peek()) {
                    case BEGIN_OBJECT -> {
                        reader.beginObject();
                        out.append('{');
                    }
                    case END_OBJECT -> {
                        reader.endObject();
                        out.append('}');
                    }
                    case BEGIN_ARRAY -> {
                        reader.beginArray();
                        out.append('[');
                    }
                    case END_ARRAY -> {
                        reader.endArray();
                        out.append(']');
                    }
                    case NAME -> text(reader.nextName(), out);
                    case STRING -> text(reader.nextString(), out);
                    case NUMBER -> out.append('n').append(reader.nextString()).append(';');
                    case BOOLEAN -> out.append(reader.nextBoolean() ? 't' : 'f');
                    case NULL -> {
                        reader.nextNull();
                        out.append('z');
                    }
                    case END_DOCUMENT -> {
                        return out.toString();
                    }
                }
            }
        } catch (IOException broken) {
            throw new AssertionError(line, broken);
        }
    }

    /** The last of them. */
    public static String last(List<String> lines) {
        assertNotNull(lines);
        assertFalse(lines.isEmpty());
        return lines.get(lines.size() - 1);
    }
}
