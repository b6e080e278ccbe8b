package io.runpod.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One RunPod line: its keys in their order, nothing beside it. */
public record Line(String requestId, String message, String level, JsonObject extra) {

    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "TIP");

    /** Reads a whole output; fails on anything in it that is no RunPod line. */
    public static List<Line> all(String output) {
        if (!output.isEmpty() && !output.endsWith("\n")) {
            throw new AssertionError("the last line is torn: " + tail(output));
        }
        List<Line> lines = new ArrayList<>();
        for (String line : output.split("\n")) {
            if (!output.isEmpty()) {
                lines.add(of(line));
            }
        }
        return lines;
    }

    public static Line of(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonObject object = JsonParser.parseReader(reader).getAsJsonObject();
            List<String> keys = List.copyOf(object.keySet());
            List<String> expected = object.has("extra")
                    ? List.of("requestId", "message", "level", "extra")
                    : List.of("requestId", "message", "level");
            JsonElement id = object.get("requestId");
            Line line = new Line(
                    id.isJsonNull() ? null : id.getAsString(),
                    object.get("message").getAsString(),
                    object.get("level").getAsString(),
                    object.has("extra") ? object.getAsJsonObject("extra") : new JsonObject());
            if (!keys.equals(expected) || !LEVELS.contains(line.level)) {
                throw new AssertionError("no RunPod line: " + text);
            }
            return line;
        } catch (RuntimeException unreadable) {
            throw new AssertionError("no RunPod line: " + text, unreadable);
        }
    }

    /** The first line with that message; fails where there is none. */
    public static Line withMessage(List<Line> lines, String start) {
        return lines.stream()
                .filter(line -> line.message.startsWith(start))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no line \"" + start + "\" among " + lines.size() + ":\n" + lines));
    }

    /** The first WARN or ERROR line that has this text in its message; fails where there is none. */
    public static Line problem(List<Line> lines, String text) {
        return lines.stream()
                .filter(line -> line.level.equals("WARN") || line.level.equals("ERROR"))
                .filter(line -> line.message.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no problem \"" + text + "\" among:\n" + lines));
    }

    private static String tail(String output) {
        return output.substring(Math.max(0, output.length() - 200));
    }
}
