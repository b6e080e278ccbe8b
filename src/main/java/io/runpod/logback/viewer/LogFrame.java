package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a frame around a line: of RunPod's log API,
 * {@code {"source": "container", "line": "...", "ts": "...", "workerId": "..."}} in any order (docs.runpod.io, "Stream
 * serverless worker logs"), or of Docker's json-file driver,
 * {@code {"log": "...\n", "stream": "stdout", "time": "..."}}. Not thread-safe.
 */
final class LogFrame implements JsonObjectReader.Handler {

    /** Numbers above this are milliseconds of the epoch, those below are seconds. */
    private static final double MIN_EPOCH_MILLIS = 1e11;

    private static final int MIN_PART_BYTES = 16_000;

    /** What the worker wrote, in UTF-8: one line, or more. */
    final LineBuffer line = new LineBuffer();

    private final JsonObjectReader reader = new JsonObjectReader();
    private final LineTime timeReader = new LineTime();
    private LineOrigin origin = new LineOrigin();
    private @Nullable String stream;
    private boolean hasLine;
    private boolean hasLog;

    /** Whether the frame names the source or the worker. */
    private boolean named;

    /** Whether the frame has a time. */
    private boolean timed;

    private boolean isLogLine;

    /** Reads a frame. Returns false if the bytes are none. */
    boolean read(byte[] bytes, int from, int to) {
        boolean isObject = reader.read(bytes, from, to, this) && !isLogLine;
        return isObject && (hasLine ? named || timed : hasLog && (stream != null || timed));
    }

    @Override
    public void begin() {
        line.reset();
        origin = new LineOrigin();
        origin.unwrapped = true;
        stream = null;
        hasLine = false;
        hasLog = false;
        named = false;
        timed = false;
        isLogLine = false;
    }

    @Override
    public boolean property(String key, JsonParser parser) {
        JsonToken token = parser.currentToken();
        @Nullable String value = token == JsonToken.VALUE_STRING ? parser.getString() : null;
        switch (key) {
            case "line", "log" -> {
                if (value == null || (key.equals("log") && hasLine)) {
                    return false;
                }
                hasLine |= key.equals("line");
                hasLog |= key.equals("log");
                setLine(value);
            }
            case "source" -> {
                named |= value != null;
                origin.setSource(value);
            }
            case "stream" -> stream = value;
            case "workerId", "worker_id", "podId", "pod_id" -> {
                named |= value != null;
                origin.setWorker(value);
            }
            case "ts", "time" -> {
                if (value != null) {
                    setTime(value);
                } else if (token.isNumeric()) {
                    double epoch = parser.getStringLength() > 20 ? 0 : Double.parseDouble(parser.getString());
                    origin.setTime((long) (epoch > MIN_EPOCH_MILLIS ? epoch : epoch * 1000), "");
                    timed = true;
                }
            }
            case "truncated" -> origin.truncated = token == JsonToken.VALUE_TRUE;
            case "message" -> isLogLine = true;
            default -> {} // a key that the API added
        }
        parser.skipChildren();
        return true;
    }

    private void setLine(String value) {
        line.reset();
        Escapes.NONE.writer().write(line, value.toCharArray(), 0, value.length());
    }

    private void setTime(String value) {
        origin.setTime(timeReader.parse(value), value);
        timed = !value.isEmpty();
    }

    /** Makes this the frame of a line that was in a document, and not in a JSON object of its own. */
    void set(String value, @Nullable String lineSource, @Nullable String workerId, String time, boolean cut) {
        begin();
        setLine(value);
        setTime(time);
        origin.setSource(lineSource);
        origin.setWorker(workerId);
        origin.truncated = cut;
    }

    /** Returns a copy of the line's origin, because each part of the line changes its own. */
    LineOrigin origin() {
        return origin.copy();
    }

    /** Returns the stream of a frame of Docker; null for any other frame. */
    @Nullable
    String stream() {
        return hasLog ? String.valueOf(stream) : null;
    }

    /**
     * Returns whether a later frame continues the line. Docker breaks lines after 16 KiB, and then writes no line end.
     */
    boolean isPart() {
        int length = line.length();
        return hasLog && length >= MIN_PART_BYTES && line.array()[length - 1] != '\n';
    }
}
