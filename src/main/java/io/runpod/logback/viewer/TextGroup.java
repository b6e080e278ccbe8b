package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of text that belong together: a head, and what continues it, such as a stack trace. There is one for each worker; it
 * also keeps what the next line of that worker depends on. Not thread-safe.
 */
final class TextGroup {

    private static final byte[] GUTTER = Escapes.GUTTER.getBytes(StandardCharsets.US_ASCII);

    /** What continues a text without an indent: the end of a JSON text, causes, the note of a cut. */
    private static final Pattern CONTINUATION = Pattern.compile(
            "[\\]})][\\]}),;]{0,3}\\s*|Caused by: .*|\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\..*", Pattern.DOTALL);

    private static final byte[] TRACEBACK = "Traceback (".getBytes(StandardCharsets.US_ASCII);
    private static final String NOTE_OF_CUT = "...TRUNCATED ";

    /** So much of a line tells whether it continues another. */
    private static final int MAX_LOOK_BYTES = 200;

    private static final Pattern FRAME = Pattern.compile("\\s+(?:File \"|at |\\.\\.\\. \\d+ ).*", Pattern.DOTALL);

    /** The exception, after its frames in Python. */
    private static final Pattern EXCEPTION = Pattern.compile("[A-Za-z_][\\w.]*(?:: .*)?\\s*", Pattern.DOTALL);

    /** What leads to a further trace, after the exception. */
    private static final Pattern NEXT_TRACE = Pattern.compile(
            "\\s*|During handling of the above .*|The above exception was .*|Traceback \\(most recent .*",
            Pattern.DOTALL);

    /** The first line of a trace in a message: in Python, in Java. */
    private static final Pattern TRACE = Pattern.compile(
            "Traceback \\(most recent .*|(?:[a-z][\\w$]*\\.)+[A-Z][\\w$]*(?:: .*)?\\s*", Pattern.DOTALL);

    private final LineOrigin origin = new LineOrigin();
    private final LineBuffer content = new LineBuffer();
    private final LogLine line = new LogLine();
    private final CharArrayBuffer text = new CharArrayBuffer();

    private int[] ends = new int[16];
    private long[] times = new long[16];
    private int count;
    private @Nullable LogLevel level;
    private String id = "";
    private int messageStart;
    private boolean textRead;

    /** Whether another line may still continue the text, and the head has been handed on before. */
    private boolean open;

    private boolean continued;

    /** Whether one of the lines begins a trace of Python. */
    private boolean hasTraceback;

    /** Whether the last line was a frame of a trace; whether it was the exception after them. */
    private boolean inFrames;

    private boolean afterFrames;

    /** Whether the last line was the note of a cut. */
    private boolean afterNote;

    /** Of the worker: what the filter said of the last line, whether it was late enough, its place in the order of time. */
    boolean admitted;

    boolean lateEnough = true;
    long lastMillis = LineTime.NONE;

    /**
     * Begins with a head.
     *
     * @param headLevel null for text that is no log line
     * @param messageAt where the message begins in it
     */
    void start(@Nullable LogLevel headLevel, String requestId, int messageAt, LineOrigin headOrigin) {
        clear();
        level = headLevel;
        id = requestId;
        messageStart = messageAt;
        origin.set(headOrigin);
        open = true;
        continued = false;
        inFrames = false;
        afterFrames = false;
        afterNote = false;
        hasTraceback = false;
    }

    void add(byte[] bytes, int from, int to, long time) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            times = Arrays.copyOf(times, count * 2);
        }
        hasTraceback |= to - from >= TRACEBACK.length
                && Arrays.equals(bytes, from, from + TRACEBACK.length, TRACEBACK, 0, TRACEBACK.length);
        content.put(bytes, from, to - from);
        ends[count] = content.length();
        times[count++] = time;
        textRead = false;
    }

    /** Whether a line of text continues what stands here. */
    boolean isContinuedBy(byte[] bytes, int from, int to) {
        if (!open) {
            return false;
        }
        String next = new String(bytes, from, Math.min(to - from, MAX_LOOK_BYTES), StandardCharsets.ISO_8859_1);
        boolean note = afterNote;
        afterNote = next.startsWith(NOTE_OF_CUT);
        if (note) {
            return true;
        }
        if (next.startsWith(" ") || next.startsWith("\t")) {
            inFrames |= hasTraceback || FRAME.matcher(next).matches();
            afterFrames = false;
            return true;
        }
        if ((inFrames || afterFrames) && NEXT_TRACE.matcher(next).matches()) {
            inFrames = false;
            afterFrames = true;
            return true;
        }
        if (inFrames && EXCEPTION.matcher(next).matches()) {
            inFrames = false;
            afterFrames = true;
            return true;
        }
        if ((level == LogLevel.WARN || level == LogLevel.ERROR)
                && TRACE.matcher(next).matches()) {
            return true;
        }
        return CONTINUATION.matcher(next).matches();
    }

    /** The head was handed on; what continues it goes the same way. */
    void clear() {
        content.reset();
        count = 0;
        continued = true;
        textRead = false;
    }

    void close() {
        open = false;
    }

    int count() {
        return count;
    }

    int length() {
        return content.length();
    }

    LineOrigin origin() {
        return origin;
    }

    /** The level, or null for text that is no log line. */
    @Nullable
    LogLevel level() {
        return level;
    }

    /** Whether the head is not among these lines. */
    boolean isContinued() {
        return continued;
    }

    byte[] bytes() {
        return content.array();
    }

    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    int end(int index) {
        return ends[index];
    }

    /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
    long time(int index) {
        return times[index];
    }

    boolean hasGutter(int index) {
        int start = start(index);
        int end = start + GUTTER.length;
        return end <= ends[index] && Arrays.equals(content.array(), start, end, GUTTER, 0, GUTTER.length);
    }

    /** The message of a log line, or the text, without gutters. */
    CharArrayBuffer text() {
        if (!textRead) {
            text.clear();
            for (int i = 0; i < count; i++) {
                int from = i == 0 && !continued ? messageStart : start(i) + (hasGutter(i) ? GUTTER.length : 0);
                int to = end(i) > from && content.array()[end(i) - 1] == '\r' ? end(i) - 1 : end(i);
                text.append(i == 0 ? "" : "\n").appendUtf8(content.array(), Math.min(from, to), to);
            }
            textRead = true;
        }
        return text;
    }

    /** The log line that this is. */
    LogLine line() {
        line.set(level == null ? LogLevel.INFO : level, id, text().toString());
        return line;
    }

    /** Whether the message may be the JSON of an exception. */
    boolean isObject() {
        return level != null
                && !continued
                && count > 1
                && ends[0] > messageStart
                && content.array()[messageStart] == '{';
    }
}
