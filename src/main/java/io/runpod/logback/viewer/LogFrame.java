package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a frame around a line: of RunPod's log API, {@code {"source": "container", "line": "...", "ts": "...", "workerId":
 * "..."}} in any order (docs.runpod.io, "Stream serverless worker logs"), or of Docker's json-file driver, {@code {"log":
 * "...\n", "stream": "stdout", "time": "..."}}. Not thread-safe.
 */
final class LogFrame implements JsonObjectReader.Handler {

    /** Numbers above this are milliseconds of the epoch, those below are seconds. */
    private static final double MIN_EPOCH_MILLIS = 1e11;

    private static final int MIN_PART_BYTES = 16_000;

    /** What the worker wrote, in UTF-8: one line, or more. */
    final LineBuffer line = new LineBuffer();

    private final JsonObjectReader reader = new JsonObjectReader();
    private final BoundedText text = new BoundedText();
    private final LineTime timeReader = new LineTime();
    private String timeText = "";
    private long millis = LineTime.NONE;
    private @Nullable String source;
    private @Nullable String worker;
    private @Nullable String stream;
    private boolean hasLine;
    private boolean hasLog;
    private boolean isLogLine;
    private boolean truncated;

    /** Reads a frame; false if it is none. */
    boolean read(byte[] bytes, int from, int to) {
        boolean isObject = reader.read(bytes, from, to, this) && !isLogLine;
        boolean timed = !timeText.isEmpty();
        return isObject && (hasLine ? source != null || worker != null || timed : hasLog && (stream != null || timed));
    }

    @Override
    public void begin() {
        line.reset();
        timeText = "";
        millis = LineTime.NONE;
        source = null;
        worker = null;
        stream = null;
        hasLine = false;
        hasLog = false;
        isLogLine = false;
        truncated = false;
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
            case "source" -> source = value;
            case "stream" -> stream = value;
            case "workerId", "worker_id", "podId", "pod_id" -> worker = value;
            case "ts", "time" -> {
                if (value != null) {
                    setTime(value);
                } else if (token.isNumeric()) {
                    timeText = parser.getString();
                    double epoch = timeText.length() > 20 ? 0 : Double.parseDouble(timeText);
                    millis = (long) (epoch > MIN_EPOCH_MILLIS ? epoch : epoch * 1000);
                }
            }
            case "truncated" -> truncated = token == JsonToken.VALUE_TRUE;
            case "message" -> isLogLine = true;
            default -> {} // a key that the API added
        }
        parser.skipChildren();
        return true;
    }

    private void setLine(String value) {
        line.reset();
        text.reset().append(value).writeTo(line, Escapes.NONE);
    }

    private void setTime(String value) {
        timeText = value;
        millis = timeReader.parse(value);
    }

    /** Makes this the frame of a line that was not in a JSON object. */
    void set(String value, @Nullable String lineSource, @Nullable String workerId, String time, boolean cut) {
        begin();
        setLine(value);
        setTime(time);
        source = lineSource;
        worker = workerId;
        truncated = cut;
    }

    /** Returns what the frame says of its line, anew for each part of it. */
    LineOrigin origin() {
        LineOrigin origin = new LineOrigin();
        origin.unwrapped = true;
        origin.time = millis;
        origin.timeText = millis == LineTime.NONE ? timeText : "";
        origin.worker = worker == null || worker.isEmpty() ? null : worker;
        origin.setSource(source);
        origin.truncated = truncated;
        return origin;
    }

    /** The stream of a frame of Docker's; else null. */
    @Nullable
    String stream() {
        return hasLog ? String.valueOf(stream) : null;
    }

    /** Whether the line goes on in a later frame: Docker breaks lines after 16 KiB, and only then has no line end. */
    boolean isPart() {
        int length = line.length();
        return hasLog && length >= MIN_PART_BYTES && line.array()[length - 1] != '\n';
    }
}
