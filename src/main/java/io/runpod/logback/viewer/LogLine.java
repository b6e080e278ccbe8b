package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON line of the library or the SDK, read: an object with {@code requestId}, {@code message} and {@code level}. All other
 * keys are fields, but for those of {@code <include>}. One object reads one line after the other. Not thread-safe.
 */
final class LogLine implements JsonObjects.Taker {

    private static final LogLevel[] LEVELS = LogLevel.values();

    private final Chars id = new Chars();
    private final Chars message = new Chars();
    private final Chars errorType = new Chars();
    private final Chars timestamp = new Chars();
    private final LineBuffer places = new LineBuffer();
    private final FieldText fields = new FieldText();

    private @Nullable LogLevel level;
    private boolean hasId;
    private boolean hasMessage;
    private boolean lacksFields;

    /** Reads a line; false where it is none, and nothing of this object means anything then. */
    boolean read(byte[] bytes, int from, int to) {
        return JsonObjects.read(bytes, from, to, this) && level != null && hasId && hasMessage;
    }

    @Override
    public void begin() {
        level = null;
        hasId = false;
        hasMessage = false;
        lacksFields = false;
        id.clear();
        message.clear();
        errorType.clear();
        timestamp.clear();
        places.reset();
        fields.clear();
    }

    @Override
    public void take(String key, JsonParser parser) {
        JsonToken token = parser.currentToken();
        boolean isText = token == JsonToken.VALUE_STRING;
        switch (key) {
            case "requestId" -> {
                if (!isText && token != JsonToken.VALUE_NULL) {
                    throw new JsonObjects.OtherLine();
                }
                hasId = true;
                if (isText) {
                    copy(parser, id);
                }
            }
            case "message" -> {
                hasMessage = requireText(isText);
                copy(parser, message);
            }
            case "level" -> {
                requireText(isText);
                level = level(parser);
            }
            case "timestamp" -> {
                if (isText) {
                    copy(parser, timestamp);
                } else {
                    fields.add(key, parser);
                }
            }
            case "logger", "thread", "caller" -> {
                if (isText || token == JsonToken.VALUE_NULL) {
                    addPlace(parser);
                } else {
                    fields.add(key, parser);
                }
            }
            case "extra" -> {
                if (token == JsonToken.START_OBJECT) {
                    takeFields(parser);
                } else {
                    fields.add(key, parser);
                }
            }
            default -> takeField(key, parser);
        }
    }

    private static boolean requireText(boolean isText) {
        if (!isText) {
            throw new JsonObjects.OtherLine();
        }
        return true;
    }

    private void takeFields(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            takeField(name, parser);
        }
    }

    private void takeField(String name, JsonParser parser) {
        if (name.equals("error_type") && parser.currentToken() == JsonToken.VALUE_STRING) {
            copy(parser, errorType);
        } else if (name.equals("_dropped")) {
            lacksFields = true;
        }
        fields.add(name, parser);
    }

    private static void copy(JsonParser parser, Chars to) {
        to.clear(); // of a key that is there twice the last one counts
        to.append(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    }

    private static LogLevel level(JsonParser parser) {
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        for (LogLevel level : LEVELS) {
            String name = level.name();
            if (name.length() == length) {
                int same = 0;
                while (same < length && chars[offset + same] == name.charAt(same)) {
                    same++;
                }
                if (same == length) {
                    return level;
                }
            }
        }
        throw new JsonObjects.OtherLine();
    }

    private void addPlace(JsonParser parser) {
        places.put('[');
        int offset = parser.getStringOffset();
        Escapes.TEXT_INLINE
                .writer()
                .write(places, parser.getStringCharacters(), offset, offset + parser.getStringLength());
        places.ascii("] ");
    }

    LogLevel level() {
        return level == null ? LogLevel.INFO : level;
    }

    /** Empty where there is none. */
    Chars id() {
        return id;
    }

    Chars message() {
        return message;
    }

    /** The class of the exception, as the line says it; empty where it does not. */
    Chars errorType() {
        return errorType;
    }

    /** As the line has it; empty where there is none. */
    Chars timestamp() {
        return timestamp;
    }

    /** Logger, thread and caller: {@code [each] [in] [brackets] }. */
    LineBuffer places() {
        return places;
    }

    FieldText fields() {
        return fields;
    }

    /** Whether the worker left fields out, as they did not fit. */
    boolean lacksFields() {
        return lacksFields;
    }
}
