package io.runpod.logback.viewer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes lines of text, and what stands before log lines. The texts are bytes, one character a byte. */
final class TextPatterns {

    /** A text line's level in its seven columns, and the bar (the SDK's {@code rp_logger.py}, {@code log}). */
    static final Pattern LEVEL = Pattern.compile("(?=.{7}\\|)(TRACE|DEBUG|INFO|WARN|ERROR|TIP) {2,4}\\|(?: |$)");

    /** The id in the rest of a text line, with the bar after it. */
    static final Pattern ID = Pattern.compile("([^\\s|]{1,200}) \\|(?: |$)");

    /** A line copied from the console, after its time: level, worker, message. */
    static final Pattern CONSOLE =
            Pattern.compile(" {0,9}\\| {0,9}([A-Za-z]{3,9}) {0,9}\\| {0,9}([\\w.-]{1,64}) {0,9}\\|(?: |$)");

    /** A line of Python's logging as RunPod's guide sets it up, after its time: logger, level, request, message. */
    static final Pattern PYTHON =
            Pattern.compile(" - (?:([\\w.]{1,120}) - )?([A-Z]{4,8}) - (?:\\[Request: ([^\\]\\s]{1,200})\\] - )?");

    /** The stream and the tag of a line in the format of CRI (kubelet): F is a whole line or its end, P a part. */
    static final Pattern CRI = Pattern.compile("(stdout|stderr) ([FP])(?: |$)");

    /** A container's name before a bar, as Docker Compose prints it. */
    static final Pattern NAME_AND_BAR = Pattern.compile("([A-Za-z0-9][\\w./@-]{0,120}) {0,60}\\|(?:[ \t]|$)");

    /** A name in brackets, as {@code kubectl logs --prefix} prints it. */
    static final Pattern NAME_IN_BRACKETS = Pattern.compile("\\[([^\\[\\]{}\"\\x00-\\x1f]{1,200})\\]");

    /** A word that is likely to be a name, of a host, pod or process, as it has a digit or one of {@code / _ -}. */
    static final Pattern NAME = Pattern.compile("(?=\\S{0,120}[0-9/_-])([\\w.:/@()\\[\\]#-]{1,120})[:>]?(?= )");

    /** The beginning of a JSON line. After one of the signs before it, JSON is a part of the text there, and no log line. */
    static final Pattern JSON_LINE =
            Pattern.compile("(?<![\"'`=(\\[,\\\\])\\{\\s{0,9}\"(?:requestId|request_id|message|level|timestamp)\"");

    private static final Pattern COLOR = Pattern.compile("\u001b\\[\\??[0-9;:]*[mKAhl]");

    /** A level directly after a progress bar. */
    private static final Pattern LEVEL_AFTER_BAR = Pattern.compile("(?<=[\\]%\\rs0-9])" + LEVEL.pattern());

    private static final Pattern PROGRESS = Pattern.compile("\\d ?%|\\d/\\d|\\dit/s|\\d[kMG]?B/s");

    private static final Pattern FIELD = Pattern.compile("[^\\s=|\"]{1,120}=");
    private static final Pattern ID_SIGN = Pattern.compile("[0-9_-]");
    private static final Pattern LINE_BREAK = Pattern.compile("(?<!\\\\)(?:\\\\r)?\\\\n");
    private static final Pattern LAST_LINE_BREAK = Pattern.compile("(?:(?<!\\\\)(?:\\\\r)?\\\\n\\s*)+$");

    /** Two states of a progress bar begin with this many equal characters, at least. */
    private static final int MIN_EQUAL_CHARS = 4;

    private TextPatterns() {}

    /** Removes colours, and the sequences that progress bars move the cursor with: those that end in m, K, A, h or l. */
    static String withoutColors(String text) {
        return text.indexOf('\u001b') < 0 ? text : COLOR.matcher(text).replaceAll("");
    }

    /**
     * Whether the word between the first two bars is the message of a line without an id, and fields follow it: {@code
     * Loaded | steps=30}. An id has a digit or a hyphen, as a rule.
     */
    static boolean isMessage(String word, String text, int after) {
        return FIELD.matcher(text).region(after, text.length()).lookingAt()
                && !ID_SIGN.matcher(word).find();
    }

    /** Turns the {@code \n} of the console's lines into line breaks; one at the end is left out. */
    static String withLineBreaks(String text) {
        return LINE_BREAK
                .matcher(LAST_LINE_BREAK.matcher(text).replaceFirst(""))
                .replaceAll("\n");
    }

    /** Returns the index where a text line follows a progress bar without a line break, or -1. */
    static int levelAfterBar(String text) {
        if (text.indexOf("| ") < 0) {
            return -1;
        }
        Matcher matcher = LEVEL_AFTER_BAR.matcher(text);
        return matcher.find()
                        && PROGRESS.matcher(text).region(0, matcher.start()).find()
                ? matcher.start()
                : -1;
    }

    /** Returns where the last state of a progress bar begins in {@code [from, to)}; {@code from} if the text is none. */
    static int lastState(String text, int from, int to) {
        int end = to;
        while (end > from && text.charAt(end - 1) == '\r') {
            end--;
        }
        int last = text.lastIndexOf('\r', end - 1) + 1;
        if (last <= from) {
            return from;
        }
        for (int i = from; i < last; ) {
            int next = text.indexOf('\r', i) + 1;
            if (next > i + 1
                    && !PROGRESS.matcher(text).region(i, next).find()
                    && !text.regionMatches(i, text, last, MIN_EQUAL_CHARS)) {
                return from;
            }
            i = next;
        }
        return last;
    }
}
