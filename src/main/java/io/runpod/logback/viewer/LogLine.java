package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Holds a log line that was read: a JSON object with {@code message}, {@code level} and mostly {@code requestId} (or
 * {@code request_id}, as in RunPod's guide), or a line of text. All other keys are fields, except those of {@code <include>}.
 * One object reads one line after the other. Not thread-safe.
 */
final class LogLine implements JsonObjectReader.Handler {

    private static final Pattern NOTE_OF_CUT = Pattern.compile("\n(\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\.)\n");
    private static final LogLevel[] LEVELS = LogLevel.values();

    private final CharArrayBuffer id = new CharArrayBuffer();
    private final CharArrayBuffer message = new CharArrayBuffer();
    private final CharArrayBuffer errorType = new CharArrayBuffer();
    private final CharArrayBuffer timestamp = new CharArrayBuffer();
    private final LineBuffer places = new LineBuffer();
    private final LineBuffer json = new LineBuffer();
    private final RenderedFields fields = new RenderedFields();

    private @Nullable LogLevel level;
    private boolean hasId;
    private boolean hasMessage;
    private boolean lacksFields;
    private boolean unfolded;

    /** Reads a JSON line; false where it is none, and the content of this object means nothing then. */
    boolean read(byte[] bytes, int from, int to) {
        if (!JsonObjectReader.read(bytes, from, to, this) || level == null || !hasMessage) {
            return false;
        }
        unfoldHandlerException();
        return true;
    }

    /** Makes this a line without fields. */
    void set(LogLevel lineLevel, String requestId, String text) {
        begin();
        level = lineLevel;
        id.append(requestId);
        message.append(text);
        unfoldHandlerException();
    }

    @Override
    public void begin() {
        level = null;
        hasId = false;
        hasMessage = false;
        lacksFields = false;
        unfolded = false;
        id.clear();
        message.clear();
        errorType.clear();
        timestamp.clear();
        places.reset();
        fields.clear();
    }

    @Override
    public void property(String key, JsonParser parser) {
        JsonToken token = parser.currentToken();
        boolean isText = token == JsonToken.VALUE_STRING;
        switch (key) {
            case "requestId" -> readId(parser);
            case "request_id" -> {
                if (hasId) {
                    fields.add(key, parser); // the library's own id came first: this is a field of the user's
                } else {
                    readId(parser);
                }
            }
            case "message" -> readMessage(parser);
            case "level" -> {
                if (!isText) {
                    throw new JsonObjectReader.UnexpectedValue();
                }
                level = readLevel(parser);
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
                    readFields(parser);
                } else {
                    fields.add(key, parser);
                }
            }
            default -> readField(key, parser);
        }
    }

    private void readId(JsonParser parser) {
        hasId = true;
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
            copy(parser, id);
        }
    }

    private void readMessage(JsonParser parser) {
        hasMessage = true;
        copy(parser, message);
        if (message.contains('\u001b')) {
            String plain = TextPatterns.withoutColors(message.toString());
            message.clear().append(plain);
        }
    }

    private void readFields(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            readField(name, parser);
        }
    }

    private void readField(String name, JsonParser parser) {
        if (name.equals("error_type") && parser.currentToken() == JsonToken.VALUE_STRING) {
            copy(parser, errorType);
        } else if (name.equals("_dropped")) {
            lacksFields = true;
        }
        fields.add(name, parser);
    }

    /** Copies a value: a string as its text, any other as its JSON. */
    private void copy(JsonParser parser, CharArrayBuffer to) {
        to.clear(); // the last of two equal keys counts
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            to.append(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
        } else {
            json.reset();
            RenderedFields.writeJson(json, parser);
            to.appendUtf8(json.array(), 0, json.length());
        }
    }

    private static LogLevel readLevel(JsonParser parser) {
        char[] chars = parser.getStringCharacters();
        int offset = parser.getStringOffset();
        int length = parser.getStringLength();
        for (LogLevel level : LEVELS) {
            String name = level.name();
            int same = 0;
            while (same < length && same < name.length() && chars[offset + same] == name.charAt(same)) {
                same++;
            }
            if (same == length && same == name.length()) {
                return level;
            }
        }
        LogLevel level = level(new String(chars, offset, length));
        if (level == null) {
            throw new JsonObjectReader.UnexpectedValue();
        }
        return level;
    }

    /** The level that a word stands for in this library, Python, or the console; null where it stands for none. */
    static @Nullable LogLevel level(String word) {
        return switch (word.strip().toUpperCase(Locale.ROOT)) {
            case "TRACE" -> LogLevel.TRACE;
            case "DEBUG" -> LogLevel.DEBUG;
            case "INFO", "NOTICE" -> LogLevel.INFO;
            case "TIP" -> LogLevel.TIP;
            case "WARN", "WARNING" -> LogLevel.WARN;
            case "ERROR", "ERR", "SEVERE", "CRITICAL", "FATAL" -> LogLevel.ERROR;
            default -> null;
        };
    }

    private void addPlace(JsonParser parser) {
        places.put('[');
        int offset = parser.getStringOffset();
        Escapes.TEXT_INLINE
                .writer()
                .write(places, parser.getStringCharacters(), offset, offset + parser.getStringLength());
        places.ascii("] ");
    }

    /** Shows the JSON that the SDK logs after "Captured Handler Exception" as the exception that it is. */
    private void unfoldHandlerException() {
        if (message.length() == 0 || message.charAt(0) != '{' || message.indexOf(HandlerException.TRACEBACK, 1) < 0) {
            return;
        }
        RenderedFields others = new RenderedFields();
        HandlerException exception = new HandlerException(others);
        // The note of a cut within the trace is the only line break that a string of it has.
        String json = NOTE_OF_CUT.matcher(message).replaceAll("\\\\n$1\\\\n");
        String text = JsonObjectReader.read(json, exception) ? exception.text() : null;
        if (text != null) {
            message.clear().append(text);
            fields.add(others);
            unfolded = true;
        }
    }

    LogLevel level() {
        return level == null ? LogLevel.INFO : level;
    }

    /** Whether the line names a request, or says that it belongs to none. */
    boolean hasId() {
        return hasId;
    }

    /** Empty where there is none. */
    CharArrayBuffer id() {
        return id;
    }

    CharArrayBuffer message() {
        return message;
    }

    /** The class of the exception, as the line says it; empty where it does not. */
    CharArrayBuffer errorType() {
        return errorType;
    }

    /** As the line has it; empty where there is none. */
    CharArrayBuffer timestamp() {
        return timestamp;
    }

    /** Logger, thread and caller: {@code [each] [in] [brackets] }. */
    LineBuffer places() {
        return places;
    }

    RenderedFields fields() {
        return fields;
    }

    /** Whether the message was the JSON of an exception. */
    boolean isUnfolded() {
        return unfolded;
    }

    /** Whether the worker left fields out, as they did not fit. */
    boolean lacksFields() {
        return lacksFields;
    }
}
