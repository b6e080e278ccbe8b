package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A frame of RunPod's log API, read: {@code {"source": "container", "line": "...", "ts": "..."}}, in any order
 * (docs.runpod.io, "Stream serverless worker logs"). Not thread-safe.
 */
final class LogFrame implements JsonObjects.Taker {

    private final LineBuffer line = new LineBuffer();
    private final Chars time = new Chars();
    private boolean hasLine;
    private boolean hasSource;
    private boolean hasTime;
    private boolean isSystem;

    /** Reads a frame; false where it is none. */
    boolean read(byte[] bytes, int from, int to) {
        return JsonObjects.read(bytes, from, to, this) && hasLine && hasSource && hasTime;
    }

    @Override
    public void begin() {
        line.reset();
        time.clear();
        hasLine = false;
        hasSource = false;
        hasTime = false;
        isSystem = false;
    }

    /** Whether an object that begins like this is likely to be a frame; it may be one, or none, all the same. */
    static boolean isLikely(byte[] bytes, int from, int to) {
        int i = from + 1;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        return i + 2 < to
                && bytes[i] == '"'
                && (bytes[i + 1] == 's' || bytes[i + 1] == 'l' || (bytes[i + 1] == 't' && bytes[i + 2] == 's'));
    }

    @Override
    public void take(String key, JsonParser parser) {
        switch (key) {
            case "line" -> {
                requireText(parser);
                hasLine = true;
                line.truncate(0);
                int offset = parser.getStringOffset();
                Escapes.NONE
                        .writer()
                        .write(line, parser.getStringCharacters(), offset, offset + parser.getStringLength());
            }
            case "source" -> {
                requireText(parser);
                String source = parser.getString();
                isSystem = source.equals("system");
                hasSource = isSystem || source.equals("container");
            }
            case "ts" -> {
                requireText(parser);
                hasTime = true;
                time.clear();
                time.append(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            }
            default -> parser.skipChildren(); // the API may come to say more
        }
    }

    private static void requireText(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new JsonObjects.OtherLine();
        }
    }

    /** What the worker wrote, in UTF-8: one line, or more. */
    LineBuffer line() {
        return line;
    }

    /** RFC 3339, as the frame has it. */
    Chars time() {
        return time;
    }

    /** Whether it is a line of the host's, not of the worker's. */
    boolean isSystem() {
        return isSystem;
    }
}
