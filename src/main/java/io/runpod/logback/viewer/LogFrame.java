package io.runpod.logback.viewer;

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

    private final LineBuffer line = new LineBuffer();
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

    /** Reads a frame; false where it is none. */
    boolean read(byte[] bytes, int from, int to) {
        return JsonObjectReader.read(bytes, from, to, this) && isFrame();
    }

    private boolean isFrame() {
        boolean timed = !timeText.isEmpty();
        return !isLogLine
                && (hasLine ? source != null || worker != null || timed : hasLog && (stream != null || timed));
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

    /** Whether an object that begins like this is likely to be a frame; it may be one, or none, all the same. */
    static boolean isLikely(byte[] bytes, int from, int to) {
        int i = from + 1;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        if (i + 3 >= to || bytes[i] != '"') {
            return false;
        }
        byte first = bytes[i + 1];
        byte second = bytes[i + 2];
        return first == 's' || first == 'w' || (first == 't' && second == 's') || (first == 'l' && second != 'e');
    }

    @Override
    public void property(String key, JsonParser parser) {
        JsonToken token = parser.currentToken();
        boolean isText = token == JsonToken.VALUE_STRING;
        switch (key) {
            case "line", "log" -> {
                if (!isText || (key.equals("log") && hasLine)) {
                    throw new JsonObjectReader.UnexpectedValue();
                }
                hasLine |= key.equals("line");
                hasLog |= key.equals("log");
                line.truncate(0);
                int offset = parser.getStringOffset();
                Escapes.NONE
                        .writer()
                        .write(line, parser.getStringCharacters(), offset, offset + parser.getStringLength());
            }
            case "source" -> source = text(parser);
            case "stream" -> stream = text(parser);
            case "workerId", "worker_id", "podId", "pod_id" -> worker = text(parser);
            case "ts", "time" -> readTime(parser);
            case "truncated" -> truncated = token == JsonToken.VALUE_TRUE;
            case "message" -> isLogLine = true;
            default -> parser.skipChildren(); // the API may come to say more
        }
    }

    private static @Nullable String text(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    private void readTime(JsonParser parser) {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            timeText = parser.getString();
            millis = timeReader.parse(timeText);
        } else if (token.isNumeric()) {
            timeText = parser.getString();
            double epoch = timeText.length() > 20 ? 0 : Double.parseDouble(timeText);
            millis = (long) (epoch > MIN_EPOCH_MILLIS ? epoch : epoch * 1000);
        } else {
            parser.skipChildren();
        }
    }

    /** Makes this the frame of a line that was read otherwise. */
    void set(String text, @Nullable String lineSource, @Nullable String workerId, String time, boolean cut) {
        begin();
        char[] chars = text.toCharArray();
        Escapes.NONE.writer().write(line, chars, 0, chars.length);
        hasLine = true;
        source = lineSource;
        worker = workerId;
        timeText = time;
        millis = timeReader.parse(time);
        truncated = cut;
    }

    /** What the worker wrote, in UTF-8: one line, or more. */
    LineBuffer line() {
        return line;
    }

    /** As the frame has it; empty where it has none. */
    String timeText() {
        return timeText;
    }

    /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
    long millis() {
        return millis;
    }

    @Nullable
    String source() {
        return source;
    }

    @Nullable
    String worker() {
        return worker == null || worker.isEmpty() ? null : worker;
    }

    boolean isTruncated() {
        return truncated;
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
