package io.runpod.logback.viewer;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what stands before a log line, piece by piece: times, CRI's tags, names of containers, pods, hosts. Not thread-safe. */
final class LinePrefix {

    /** So many names are remembered. */
    private static final int MAX_NAMES = 64;

    private static final String CONTAINER = "CONTAINER";
    private static final String SYSTEM = "SYSTEM";

    private final LineTime time = new LineTime();

    /** The prefixes with names that stood before log lines. Text after them is of the same worker. */
    private final Map<String, String> names = new HashMap<>();

    private String text = "";
    private byte[] bytes = new byte[0];
    private int base;
    private int to;
    private int textStart;
    private int nameStart;
    private String name = "";
    private boolean takesNames;
    private boolean timed;
    private boolean partial;
    private @Nullable String stream;

    /**
     * Begins with a line.
     *
     * @param line the bytes from {@code start} on, one a character
     * @param end where the line ends
     * @param namesWorkers whether a name may be the worker's
     */
    void start(byte[] lineBytes, int start, String line, int end, boolean namesWorkers) {
        bytes = lineBytes;
        base = start;
        text = line;
        to = end;
        takesNames = namesWorkers;
        textStart = 0;
        nameStart = -1;
        name = "";
        timed = false;
        stream = null;
    }

    private Matcher match(Pattern pattern, int from) {
        return pattern.matcher(text).region(from, to);
    }

    /** Reads the piece at {@code at}; returns the index after it, or -1 where no prefix stands there. */
    int read(int at, LineOrigin origin) {
        int after = readTime(at, origin);
        if (after >= 0) {
            return after;
        }
        Matcher cri = match(TextPatterns.CRI, at);
        if (timed && cri.lookingAt()) {
            stream = cri.group(1);
            partial = cri.group(2).equals("P");
            textStart = cri.end();
            return cri.end();
        }
        return takesNames ? readName(at, origin) : -1;
    }

    private int readTime(int at, LineOrigin origin) {
        boolean bracket = text.charAt(at) == '[';
        int start = bracket ? at + 1 : at;
        if (!time.read(bytes, base + start, base + to)) {
            return -1;
        }
        int after = time.end() - base;
        if (bracket) {
            if (after == to || text.charAt(after) != ']') {
                return -1;
            }
            after++;
        }
        origin.setTime(time.millis());
        timed = true;
        boolean blank = after < to && text.charAt(after) == ' ';
        if (at == textStart && time.isZoned() && text.charAt(at + 10) == 'T' && (blank || after == to)) {
            textStart =
                    blank ? after + 1 : after; // as the console's download, docker and kubelet put it before each line
        }
        return after;
    }

    private int readName(int at, LineOrigin origin) {
        for (Pattern pattern :
                new Pattern[] {TextPatterns.NAME_AND_BAR, TextPatterns.NAME_IN_BRACKETS, TextPatterns.NAME}) {
            Matcher matcher = match(pattern, at);
            if (matcher.lookingAt()) {
                String found = matcher.group(1);
                if (found.equals(SYSTEM)) {
                    origin.setSource("system");
                } else if (!found.equals(CONTAINER)) {
                    name = name.isEmpty() ? found : name + " " + found;
                }
                nameStart = nameStart < 0 ? at : nameStart;
                return matcher.end();
            }
        }
        return -1;
    }

    /** Says that a log line begins at {@code at}: the names before it are its worker's. */
    void takeName(int at, LineOrigin origin) {
        if (name.isEmpty()) {
            return;
        }
        origin.worker = name;
        String prefix = text.substring(nameStart, at);
        if (names.size() < MAX_NAMES && (prefix.endsWith("| ") || prefix.endsWith("] "))) {
            names.put(prefix, name);
        }
    }

    /** Says that no log line was found: returns where the text begins, after the time and a known name. */
    int startOfText(LineOrigin origin) {
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

    /** Whether a time was read. */
    boolean isTimed() {
        return timed;
    }

    /** The stream that CRI's tags name, or null where there are none. */
    @Nullable
    String stream() {
        return stream;
    }

    /** Whether CRI's tags say that the line goes on. */
    boolean isPartial() {
        return partial;
    }
}
