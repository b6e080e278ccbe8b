package io.runpod.logback.viewer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands before a log line, piece by piece: times, CRI's tags, names of containers, pods, hosts. Not thread-safe. */
final class LinePrefix {

    /** The number of prefixes that are remembered. */
    private static final int MAX_NAMES = 64;

    private static final List<Pattern> NAMES =
            List.of(TextPatterns.NAME_AND_BAR, TextPatterns.NAME_IN_BRACKETS, TextPatterns.NAME);

    private final LineTime time = new LineTime();

    /** The prefixes with names that stood before log lines, and the names. Text after such a prefix is of the same worker. */
    private final Map<String, String> names = new HashMap<>();

    private LineOrigin origin = new LineOrigin();
    private String text = "";
    private byte[] bytes = new byte[0];
    private int base;
    private int to;
    private int textStart;
    private int nameStart;
    private String name = "";
    private boolean takesNames;

    /** Whether a time was read. */
    boolean timed;

    /** The stream that CRI's tags name, and whether they say that more of the line follows; null if there are none. */
    @Nullable
    String stream;

    boolean partial;

    /**
     * Begins with a line.
     *
     * @param lineText the bytes from {@code start} on, one character a byte
     * @param end where the line ends in the text
     * @param lineOrigin takes what the prefix says
     */
    void start(byte[] lineBytes, int start, String lineText, int end, LineOrigin lineOrigin) {
        bytes = lineBytes;
        base = start;
        text = lineText;
        to = end;
        origin = lineOrigin;
        takesNames = origin.worker == null;
        textStart = 0;
        nameStart = -1;
        name = "";
        timed = false;
        stream = null;
    }

    /** Reads the piece at {@code at}; returns the index after it, or -1 if no prefix stands there. */
    int read(int at) {
        int after = readTime(at);
        if (after >= 0) {
            return after;
        }
        Matcher cri = TextPatterns.CRI.matcher(text).region(at, to);
        if (timed && cri.lookingAt()) {
            stream = cri.group(1);
            partial = cri.group(2).equals("P");
            textStart = cri.end();
            return textStart;
        }
        return takesNames ? readName(at) : -1;
    }

    private int readTime(int at) {
        boolean bracket = text.charAt(at) == '[';
        if (!time.read(bytes, base + at + (bracket ? 1 : 0), base + to)) {
            return -1;
        }
        int after = time.end - base;
        if (bracket && !text.startsWith("]", after++)) {
            return -1;
        }
        origin.setTime(time.millis, "");
        timed = true;
        boolean blank = after < to && text.charAt(after) == ' ';
        if (at == textStart && time.zoned && text.charAt(at + 10) == 'T' && (blank || after == to)) {
            // The console's download, docker and kubelet put such a time before each line.
            textStart = blank ? after + 1 : after;
        }
        return after;
    }

    private int readName(int at) {
        for (Pattern pattern : NAMES) {
            Matcher matcher = pattern.matcher(text).region(at, to);
            if (matcher.lookingAt()) {
                String found = matcher.group(1);
                if (found.equals("SYSTEM")) {
                    origin.setSource("system");
                } else if (!found.equals("CONTAINER")) {
                    name = name.isEmpty() ? found : name + " " + found;
                }
                nameStart = nameStart < 0 ? at : nameStart;
                return matcher.end();
            }
        }
        return -1;
    }

    /** Takes the names that were read as the worker of the log line that begins at {@code at}. */
    void takeName(int at) {
        if (name.isEmpty()) {
            return;
        }
        origin.worker = name;
        String prefix = text.substring(nameStart, at);
        if (names.size() < MAX_NAMES && (prefix.endsWith("| ") || prefix.endsWith("] "))) {
            names.put(prefix, name);
        }
    }

    /** Is called if no log line was found; returns where the text begins, after the time and a known name. */
    int startOfText() {
        if (takesNames && nameStart >= textStart) {
            for (Map.Entry<String, String> known : names.entrySet()) {
                if (text.startsWith(known.getKey(), nameStart)) {
                    origin.worker = known.getValue();
                    textStart = nameStart + known.getKey().length();
                    break;
                }
            }
        }
        origin.unwrapped |= textStart > 0;
        return textStart;
    }
}
