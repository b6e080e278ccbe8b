package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Counts lines in place of printing them. Its tables are bounded: what no longer fits is counted by itself. Not thread-safe. */
final class Statistics implements LineSink {

    /** Requests, and different messages, that are told apart. */
    static final int MOST_ENTRIES = 10_000;

    private static final int LONGEST_TEXT_CHARS = 200;
    private static final int MOST_REASONS = 100;

    /** The line of the appender that tells what was dropped ({@code DropCounts}). */
    private static final Pattern DROPPED = Pattern.compile("Dropped \\d+ log lines?: (.*)");

    private static final Pattern REASON = Pattern.compile("(\\d{1,18}) (.+)");

    /** A request with errors. */
    static final class Failures {
        long errors;
        String first = "";
    }

    /** A count of one kind. */
    static final class Count {
        long lines;
    }

    final Map<LogLevel, Count> levels = new EnumMap<>(LogLevel.class);
    final Map<String, Failures> requests = new HashMap<>();
    final Map<String, Count> messages = new HashMap<>();
    final Map<String, Count> drops = new LinkedHashMap<>();

    long lines;
    long texts;
    long oversize;
    long cut;
    long ofFurtherRequests;
    long furtherMessages;
    long firstMillis = LineTime.NONE;
    long lastMillis = LineTime.NONE;

    private final Output output;
    private final StringBuilder folded = new StringBuilder();

    Statistics(Output output) {
        this.output = output;
        for (LogLevel level : LogLevel.values()) {
            levels.put(level, new Count());
        }
    }

    @Override
    public void line(LogLine line, Place place) {
        countTime(place);
        lines++;
        count(levels, line.level(), LogLevel.values().length);
        if (line.lacksFields() || isCut(line.message())) {
            cut++;
        }
        countMessage(line.message());
        if (line.id().length() > 0) {
            countRequest(line);
        }
        if (line.level() == LogLevel.WARN && line.message().startsWith("Dropped ", 0)) {
            countDrops(line.message().toString());
        }
    }

    @Override
    public void text(byte[] bytes, int from, int to, Place place) {
        if (place.isContinued()) {
            return;
        }
        countTime(place);
        lines++;
        texts++;
        if (place.continues()) {
            oversize++;
        }
    }

    private void countTime(Place place) {
        long time = place.time();
        if (time == LineTime.NONE) {
            return;
        }
        firstMillis = firstMillis == LineTime.NONE ? time : Math.min(firstMillis, time);
        lastMillis = Math.max(lastMillis, time);
    }

    private static boolean isCut(Chars message) {
        int note = message.indexOf("\n...TRUNCATED ", 0);
        return note >= 0 && message.indexOf(" CHARACTERS...\n", note) > 0;
    }

    private void countMessage(Chars message) {
        if (!count(messages, folded(message), MOST_ENTRIES)) {
            furtherMessages++;
        }
    }

    /** The first line, with {@code #} for each word that has a digit, so that "step 17" and "step 18" are one. */
    private String folded(Chars message) {
        int end = Math.min(message.endOfLine(0), LONGEST_TEXT_CHARS);
        folded.setLength(0);
        int i = 0;
        while (i < end) {
            int word = i;
            boolean hasDigit = false;
            while (i < end && isOfWord(message.charAt(i))) {
                char c = message.charAt(i++);
                hasDigit |= c >= '0' && c <= '9';
            }
            if (hasDigit) {
                folded.append('#');
            } else {
                folded.append(message, word, i);
            }
            if (i < end) {
                folded.append(message.charAt(i++));
            }
        }
        return folded.toString();
    }

    private static boolean isOfWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private void countRequest(LogLine line) {
        String id = start(line.id());
        Failures request = requests.get(id);
        if (request == null) {
            if (requests.size() == MOST_ENTRIES) {
                ofFurtherRequests++;
                return;
            }
            request = new Failures();
            requests.put(id, request);
        }
        if (line.level() == LogLevel.ERROR && request.errors++ == 0) {
            request.first = start(line.message());
        }
    }

    private static String start(Chars text) {
        return text.subSequence(0, Math.min(text.endOfLine(0), LONGEST_TEXT_CHARS))
                .toString();
    }

    private void countDrops(String message) {
        Matcher told = DROPPED.matcher(message);
        if (!told.matches()) {
            return;
        }
        for (String part : told.group(1).split(", ", -1)) {
            Matcher reason = REASON.matcher(part);
            if (reason.matches() && (drops.containsKey(reason.group(2)) || drops.size() < MOST_REASONS)) {
                drops.computeIfAbsent(reason.group(2), name -> new Count()).lines += Long.parseLong(reason.group(1));
            }
        }
    }

    /** Counts one more of a kind; false where the table is full. */
    private static <K> boolean count(Map<K, Count> counts, K kind, int most) {
        @Nullable Count count = counts.get(kind);
        if (count == null) {
            if (counts.size() == most) {
                return false;
            }
            count = new Count();
            counts.put(kind, count);
        }
        count.lines++;
        return true;
    }

    @Override
    public void finish() throws IOException {
        new Summary(this, output.buffer()).write();
        output.flush();
    }
}
