package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Holds a log line that was read: a JSON object with {@code message}, {@code level} and mostly {@code requestId} (or
 * {@code request_id}, as in RunPod's guide), or a line of text. All other keys are fields, except those of
 * {@code <include>}. One object reads one line after the other. Not thread-safe.
 */
final class LogLine implements JsonObjectReader.Handler {

    private static final Pattern NOTE_OF_CUT = Pattern.compile("\n(\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\.)\n");
    private static final Set<String> EXCEPTION = Set.of("error_type", "error_message", "error_traceback");

    private static final LogLevel[] LEVELS = LogLevel.values();

    LogLevel level = LogLevel.INFO;

    /** The request's id; empty if there is none. */
    String id = "";

    String message = "";

    /** The class of the exception, as the line says it; empty if it does not. */
    String errorType = "";

    /** The time as the line has it; empty if there is none. */
    String timestamp = "";

    /** Logger, thread and caller: {@code [each] [in] [brackets] }. */
    final LineBuffer places = new LineBuffer();

    final RenderedFields fields = new RenderedFields();

    /** Whether the line names a request, or says that it belongs to none. */
    boolean hasId;

    /** Whether the worker left out fields that did not fit. */
    boolean lacksFields;

    /** Whether the message was the JSON of an exception. */
    boolean unfolded;

    private final JsonObjectReader reader = new JsonObjectReader();
    private final LineBuffer json = new LineBuffer();
    private boolean hasLevel;
    private boolean hasMessage;

    /** Reads a JSON line. Returns false if it is none; this object then holds no line. */
    boolean read(byte[] bytes, int from, int to) {
        if (!reader.read(bytes, from, to, this) || !hasLevel || !hasMessage) {
            return false;
        }
        unfoldException();
        return true;
    }

    /** Makes this a line without fields. */
    void set(LogLevel lineLevel, String requestId, String text) {
        begin();
        level = lineLevel;
        id = requestId;
        message = text;
        unfoldException();
    }

    @Override
    public void begin() {
        id = "";
        message = "";
        errorType = "";
        timestamp = "";
        places.reset();
        fields.clear();
        hasId = false;
        hasLevel = false;
        hasMessage = false;
        lacksFields = false;
        unfolded = false;
    }

    @Override
    public boolean property(String key, JsonParser parser) {
        JsonToken token = parser.currentToken();
        boolean isText = token == JsonToken.VALUE_STRING;
        if (key.equals("requestId") || (key.equals("request_id") && !hasId)) {
            hasId = true;
            id = token == JsonToken.VALUE_NULL ? id : text(parser);
        } else if (key.equals("message")) {
            hasMessage = true;
            message = LineScanner.withoutColors(text(parser));
        } else if (key.equals("level")) {
            @Nullable LogLevel known = isText ? level(parser.getString()) : null;
            if (known == null) {
                return false;
            }
            level = known;
            hasLevel = true;
        } else if (key.equals("extra") && token == JsonToken.START_OBJECT) {
            for (String name = reader.nextName(parser); name != null; name = reader.nextName(parser)) {
                parser.nextToken();
                readField(name, parser);
            }
        } else if (key.equals("timestamp") && isText) {
            timestamp = parser.getString();
        } else if ((key.equals("logger") || key.equals("thread") || key.equals("caller"))
                && (isText || token == JsonToken.VALUE_NULL)) {
            addPlace(parser);
        } else {
            readField(key, parser);
        }
        return true;
    }

    private void readField(String name, JsonParser parser) {
        if (name.equals("error_type") && parser.currentToken() == JsonToken.VALUE_STRING) {
            errorType = parser.getString();
        }
        lacksFields |= name.equals("_dropped");
        fields.add(name, parser);
    }

    /** Returns a value: a string as its text, any other as its JSON. */
    private String text(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        json.reset();
        RenderedFields.writeJson(json, parser);
        return new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
    }

    /** Returns the level that a word stands for in this library, Python, or the console; null if it stands for none. */
    static @Nullable LogLevel level(String word) {
        for (LogLevel level : LEVELS) {
            if (word.equals(level.name())) {
                return level; // most lines
            }
        }
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
        int from = parser.getStringOffset();
        places.put('[');
        Escapes.TEXT_INLINE.writer().write(places, parser.getStringCharacters(), from, from + parser.getStringLength());
        places.ascii("] ");
    }

    /**
     * Replaces the JSON that the SDK logs after "Captured Handler Exception" ({@code rp_job.py}) with the exception and
     * its trace. The other keys become fields.
     */
    private void unfoldException() {
        if (!message.startsWith("{") || !message.contains("\"error_traceback\"")) {
            return;
        }
        Map<String, String> texts = new HashMap<>();
        int ownFields = fields.size();
        // Its strings have no line breaks, except around the note of a cut within the trace.
        String escaped = NOTE_OF_CUT.matcher(message).replaceAll("\\\\n$1\\\\n");
        boolean isObject = reader.read(escaped, (key, parser) -> {
            if (EXCEPTION.contains(key) && parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.put(key, parser.getString());
            } else {
                fields.add(key, parser);
            }
            return true;
        });
        String trace = texts.get("error_traceback");
        if (!isObject || trace == null) {
            fields.truncate(ownFields);
            return;
        }
        String type = texts.getOrDefault("error_type", "").replaceFirst("^<class '(.*)'>$", "$1");
        String text = texts.getOrDefault("error_message", "");
        message = type + (text.isEmpty() ? "" : ": " + text) + "\n" + trace.stripTrailing();
        unfolded = true;
    }
}
