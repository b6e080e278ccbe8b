package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Examines one physical line, as a string with one character per byte. Removes the prefix of a log line piece by piece:
 * times, CRI's tags, names of containers, pods and hosts. If no log line begins after that, looks for one at the end of
 * the text, and passes on the text before it first.
 */
final class LineScanner {

    /** A text line's level in its seven columns, and the bar (the SDK's {@code rp_logger.py}, {@code log}). */
    private static final Pattern LEVEL =
            Pattern.compile("(?=.{7}\\|)(TRACE|DEBUG|INFO|WARN|ERROR|TIP) {2,4}\\|(?: |$)");

    /** The id in the rest of a text line, with the bar after it. */
    private static final Pattern ID = Pattern.compile("([^\\s|]{1,200}) \\|(?: |$)");

    private static final Pattern FIELD = Pattern.compile("[^\\s=|\"]{1,120}=");
    private static final Pattern ID_SIGN = Pattern.compile("[0-9_-]");

    /** A line copied from the console, after its time: level, worker, message. */
    private static final Pattern CONSOLE =
            Pattern.compile(" {0,9}\\| {0,9}([A-Za-z]{3,9}) {0,9}\\| {0,9}([\\w.-]{1,64}) {0,9}\\|(?: |$)");

    private static final Pattern LINE_BREAK = Pattern.compile("(?<!\\\\)(?:\\\\r)?\\\\n");
    private static final Pattern LAST_LINE_BREAK = Pattern.compile("(?:(?<!\\\\)(?:\\\\r)?\\\\n\\s*)+$");

    /** A line of Python's logging as RunPod's guide sets it up, after its time: logger, level, request, message. */
    private static final Pattern PYTHON =
            Pattern.compile(" - (?:([\\w.]{1,120}) - )?([A-Z]{4,8}) - (?:\\[Request: ([^\\]\\s]{1,200})\\] - )?");

    /** The stream and the tag of a line in the format of CRI (kubelet): F is a whole line or its end, P a part. */
    private static final Pattern CRI = Pattern.compile("(stdout|stderr) ([FP])(?: |$)");

    private static final List<Pattern> NAMES = List.of(
            // before a bar, as Docker Compose prints a container's name
            Pattern.compile("([A-Za-z0-9][\\w./@-]{0,120}) {0,60}\\|(?:[ \t]|$)"),
            // in brackets, as kubectl logs --prefix prints it
            Pattern.compile("\\[([^\\[\\]{}\"\\x00-\\x1f]{1,200})\\]"),
            // of a host, pod or process: a word with a digit or one of / _ -, which prose rarely has there
            Pattern.compile("(?=\\S{0,120}[0-9/_-])([\\w.:/@()\\[\\]#-]{1,120})[:>]?(?= )"));

    /**
     * The beginning of a JSON line. JSON directly after one of the excluded signs is part of the text, not a log line.
     */
    private static final Pattern JSON_LINE =
            Pattern.compile("(?<![\"'`=(\\[,\\\\])\\{\\s{0,9}\"(?:requestId|request_id|message|level|timestamp)\"");

    /** A level directly after a progress bar. */
    private static final Pattern LEVEL_AFTER_BAR = Pattern.compile("(?<=[\\]%\\rs0-9])" + LEVEL.pattern());

    private static final Pattern PROGRESS = Pattern.compile("\\d ?%|\\d/\\d|\\dit/s|\\d[kMG]?B/s");

    private static final Pattern COLOR = Pattern.compile("\u001b\\[\\??[0-9;:]*[mKAhl]");

    /** Two states of one progress bar begin with at least this many equal characters. */
    private static final int MIN_EQUAL_CHARS = 4;

    private static final int MAX_PREFIXES = 8;

    /** The number of prefixes that are remembered. */
    private static final int MAX_NAMES = 64;

    /** The number of places in a text that are tried as the start of a JSON line. */
    private static final int MAX_TRIES = 16;

    private final LineParser parser;
    private final LineOrigin origin;

    /** The line without its colours. */
    private final String text;

    /** The bytes of {@link #text}. */
    private final byte[] bytes;

    /** The length of the text without a carriage return at its end. */
    private final int to;

    private final boolean takesNames;

    /** The names that were read. */
    private String name = "";

    /** Where the first name begins; -1 = there is none. */
    private int nameStart = -1;

    /** Where the text begins, after the times and tags: they are not part of it. */
    private int textStart;

    private boolean timed;

    /** The stream in CRI's tags; null = there are no tags. */
    private @Nullable String stream;

    /** Whether CRI's tags say that more of the line follows. */
    private boolean partial;

    /** @param origin receives the time, worker and source that the prefix has */
    LineScanner(LineParser parser, String line, LineOrigin origin) {
        this.parser = parser;
        this.origin = origin;
        this.text = withoutColors(line);
        this.bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        this.to = text.endsWith("\r") ? text.length() - 1 : text.length();
        this.takesNames = origin.worker == null;
    }

    /** Removes escape sequences that end in m, K, A, h or l: colours, and the moves of the cursor by progress bars. */
    static String withoutColors(String text) {
        return text.indexOf('\u001b') < 0 ? text : COLOR.matcher(text).replaceAll("");
    }

    void run() throws IOException {
        int at = 0;
        for (int i = 0; i < MAX_PREFIXES && at >= 0; i++) {
            int blanks = at;
            while (at < to && " \t\r".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
            if (at == to) {
                break;
            }
            if (tryLine(blanks, at)) {
                return;
            }
            at = readPrefix(at);
            if (stream != null && at >= 0 && (partial || parser.hasParts(stream))) {
                parser.scanPart(stream, !partial, bytes, at, to, origin);
                return;
            }
        }
        if (!tryGlued()) {
            text(startOfText(), text.length());
        }
    }

    private Matcher match(Pattern pattern, int from) {
        return pattern.matcher(text).region(from, to);
    }

    private String utf8(int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** Passes on the log line that begins after blanks. Returns false if none does. */
    private boolean tryLine(int blanks, int at) throws IOException {
        if (text.charAt(at) == '{' && parser.readJson(bytes, at, to)) {
            takeName(at);
            parser.emit(bytes, at, to, origin);
            return true;
        }
        Matcher level = match(LEVEL, at);
        if (level.lookingAt()) {
            takeName(at);
            head(at, level);
            return true;
        }
        return timed && (tryConsole(blanks) || tryPython(blanks));
    }

    private void head(int at, Matcher level) throws IOException {
        int message = level.end();
        Matcher id = match(ID, message);
        boolean hasId = id.lookingAt() && !isMessage(id.group(1), id.end());
        parser.grouper.textLine(
                LogLevel.valueOf(level.group(1)),
                hasId ? utf8(message, id.end(1)) : "",
                (hasId ? id.end() : message) - at,
                text.substring(at),
                origin);
    }

    /**
     * Returns whether the word between the first two bars is a message and not an id: {@code Loaded | steps=30}. A
     * message is followed by fields, and has no digit, hyphen or underscore, which most ids have.
     */
    private boolean isMessage(String word, int after) {
        return FIELD.matcher(text).region(after, text.length()).lookingAt()
                && !ID_SIGN.matcher(word).find();
    }

    private boolean tryConsole(int at) throws IOException {
        Matcher matcher = match(CONSOLE, at);
        LogLevel level = matcher.lookingAt() ? LogLine.level(matcher.group(1)) : null;
        if (level == null) {
            return false;
        }
        origin.worker = origin.worker == null ? matcher.group(2) : origin.worker;
        int from = matcher.end();
        Matcher inner = match(LEVEL, from);
        int end = text.startsWith("\\n", to - 2) ? to - 2 : to;
        if (from < end && text.charAt(from) == '{' && parser.readJson(bytes, from, end)) {
            parser.emit(bytes, from, end, origin);
        } else if (inner.lookingAt()) {
            head(from, inner);
        } else {
            String message = LAST_LINE_BREAK.matcher(utf8(from, to)).replaceFirst("");
            parser.grouper.convertedLine(level, "", LINE_BREAK.matcher(message).replaceAll("\n"), origin);
        }
        return true;
    }

    private boolean tryPython(int at) throws IOException {
        Matcher matcher = match(PYTHON, at);
        LogLevel level = matcher.lookingAt() ? LogLine.level(matcher.group(2)) : null;
        if (level == null) {
            return false;
        }
        String logger = matcher.group(1) == null ? "" : "[" + matcher.group(1) + "] ";
        String id = matcher.group(3);
        boolean hasId = id != null && !id.equals("None") && !id.equals("N/A");
        String requestId = hasId ? utf8(matcher.start(3), matcher.end(3)) : "";
        parser.grouper.convertedLine(level, requestId, logger + utf8(matcher.end(), to), origin);
        return true;
    }

    /** Reads one piece of the prefix. Returns the index after it, or -1 if there is none. */
    private int readPrefix(int at) {
        int after = readTime(at);
        if (after >= 0) {
            return after;
        }
        Matcher cri = match(CRI, at);
        if (timed && cri.lookingAt()) {
            stream = cri.group(1);
            partial = cri.group(2).equals("P");
            textStart = cri.end();
            return textStart;
        }
        return takesNames ? readName(at) : -1;
    }

    private int readTime(int at) {
        LineTime time = parser.time;
        boolean bracket = text.charAt(at) == '[';
        if (!time.read(bytes, bracket ? at + 1 : at, to)) {
            return -1;
        }
        int after = time.end;
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
            Matcher matcher = match(pattern, at);
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
    private void takeName(int at) {
        if (name.isEmpty()) {
            return;
        }
        origin.worker = name;
        String prefix = text.substring(nameStart, at);
        if (parser.names.size() < MAX_NAMES && (prefix.endsWith("| ") || prefix.endsWith("] "))) {
            parser.names.put(prefix, name);
        }
    }

    /**
     * Returns where the text of a line without a log line begins: after the time and a known name, which is its worker.
     */
    private int startOfText() {
        if (takesNames && nameStart >= textStart) {
            for (Map.Entry<String, String> known : parser.names.entrySet()) {
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

    /** Passes on a log line at the end of other text, after that text. Returns false if there is none. */
    private boolean tryGlued() throws IOException {
        Matcher start = JSON_LINE.matcher(text);
        int tries = text.indexOf('}') < 0 ? 0 : MAX_TRIES;
        boolean json = false;
        for (int i = 0; i < tries && !json && start.find(); i++) {
            json = parser.readJson(bytes, start.start(), to) && parser.line.hasId;
        }
        int at = json ? start.start() : levelAfterBar();
        if (at < 0) {
            return false;
        }
        LineOrigin originOfRest = origin.copy();
        before(Math.min(startOfText(), at), at);
        new LineScanner(parser, text.substring(at), originOfRest).run();
        return true;
    }

    /** Returns the index where a text line follows a progress bar without a line break, or -1. */
    private int levelAfterBar() {
        Matcher matcher = LEVEL_AFTER_BAR.matcher(text);
        boolean isFound = text.contains("| ")
                && matcher.find()
                && PROGRESS.matcher(text).region(0, matcher.start()).find();
        return isFound ? matcher.start() : -1;
    }

    private void before(int from, int end) throws IOException {
        if (end > from && text.charAt(end - 1) == '}') {
            new LineScanner(parser, text.substring(from, end), origin).run(); // perhaps a line too
        } else if (!text.substring(from, end).isBlank()) {
            text(from, end);
        }
    }

    /** Passes on text that is not a log line; of a progress bar, only its last state. */
    private void text(int from, int end) throws IOException {
        int last = end;
        while (last > from && text.charAt(last - 1) == '\r') {
            last--;
        }
        int start = lastState(from, last);
        parser.grouper.text(text.substring(start, start > from ? last : end), origin);
    }

    /**
     * Returns where the last state of a progress bar begins in {@code [from, end)}; {@code from} if it is not a
     * progress bar.
     */
    private int lastState(int from, int end) {
        int last = text.lastIndexOf('\r', end - 1) + 1;
        for (int i = from; i < last; ) {
            int next = text.indexOf('\r', i) + 1;
            if (next > i + 1
                    && !PROGRESS.matcher(text).region(i, next).find()
                    && !text.regionMatches(i, text, last, MIN_EQUAL_CHARS)) {
                return from;
            }
            i = next;
        }
        return Math.max(from, last);
    }
}
