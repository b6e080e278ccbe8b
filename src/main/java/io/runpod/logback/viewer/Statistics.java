package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts lines instead of printing them. Its tables are bounded; what no longer fits is counted together. Not
 * thread-safe.
 */
final class Statistics implements EntrySink {

    /** The limit of each table. */
    static final int MAX_ENTRIES = 10_000;

    private static final int MAX_TEXT_CHARS = 200;
    private static final int MAX_REASONS = 100;

    /** The appender's line that tells what was dropped ({@code DropCounts}). */
    private static final Pattern DROPPED = Pattern.compile("Dropped \\d+ log lines?: (.*)");

    private static final Pattern REASON = Pattern.compile("(\\d{1,18}) (.+)");
    private static final Pattern CUT = Pattern.compile("\n\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\.\n");

    /** The counts of a level, request, worker, message or reason. */
    static final class Tally {
        long lines;
        long errors;
        String firstError = "";

        void add(boolean isError) {
            lines++;
            errors += isError ? 1 : 0;
        }
    }

    final Map<LogLevel, Tally> levels = new EnumMap<>(LogLevel.class);
    final Map<String, Tally> requests = new HashMap<>();
    final Map<String, Tally> workers = new TreeMap<>();
    final Map<String, Tally> messages = new HashMap<>();
    final Map<String, Tally> drops = new LinkedHashMap<>();

    final Tally ofFurtherRequests = new Tally();
    final Tally ofFurtherMessages = new Tally();
    private final Tally ofFurtherWorkers = new Tally();

    long lines;
    long texts;
    long oversize;
    long cut;
    long firstMillis = LineTime.NONE;
    long lastMillis = LineTime.NONE;

    private final Output output;
    private final boolean json;

    /** @param json whether the summary is JSON, for programs */
    Statistics(Output output, boolean json) {
        this.output = output;
        this.json = json;
        for (LogLevel level : LogLevel.values()) {
            levels.put(level, new Tally());
        }
    }

    @Override
    public void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) {
        boolean isError = line.level == LogLevel.ERROR;
        countOrigin(origin, origin.time, isError);
        lines++;
        levels.getOrDefault(line.level, new Tally()).add(isError);
        if (line.lacksFields || origin.truncated || CUT.matcher(line.message).find()) {
            cut++;
        }
        tally(messages, folded(start(line.message)), ofFurtherMessages).add(isError);
        if (!line.id.isEmpty()) {
            Tally request = tally(requests, start(line.id), ofFurtherRequests);
            request.add(isError);
            if (isError && request.errors == 1) {
                request.firstError = start(line.message);
            }
        }
        if (line.level == LogLevel.WARN && line.message.startsWith("Dropped ")) {
            countDrops(line.message);
        }
    }

    @Override
    public void text(TextGroup group) {
        if (group.level != null) {
            if (!group.continued) {
                line(group.line(), group.origin, new byte[0], 0, 0);
            }
            return;
        }
        for (TextGroup.Row row : group.rows) {
            countOrigin(group.origin, row.time(), false);
        }
        lines += group.rows.size();
        texts += group.rows.size();
        cut += group.origin.truncated ? 1 : 0;
    }

    @Override
    public void piece(byte[] bytes, int from, int to, boolean first, boolean last) {
        if (first) {
            lines++;
            texts++;
            oversize += last ? 0 : 1;
        }
    }

    private void countOrigin(LineOrigin origin, long time, boolean isError) {
        if (time != LineTime.NONE) {
            firstMillis = firstMillis == LineTime.NONE ? time : Math.min(firstMillis, time);
            lastMillis = Math.max(lastMillis, time);
        }
        if (origin.worker != null) {
            tally(workers, origin.worker, ofFurtherWorkers).add(isError);
        }
    }

    /** Returns the counts of a key, or those of all keys that no longer fit into the table. */
    private static Tally tally(Map<String, Tally> table, String key, Tally ofFurther) {
        return table.size() < MAX_ENTRIES
                ? table.computeIfAbsent(key, name -> new Tally())
                : table.getOrDefault(key, ofFurther);
    }

    /**
     * Returns a text with {@code #} for each word that has a digit, so that "step 17" and "step 18" are one. With a
     * regular expression the whole viewer takes 1.5 times as long.
     */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        int word = 0;
        boolean hasDigit = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                hasDigit |= c <= '9';
            } else {
                folded.append(hasDigit ? "#" : text.substring(word, i)).append(c);
                word = i + 1;
                hasDigit = false;
            }
        }
        return folded.substring(0, folded.length() - 1);
    }

    /** Returns the first line of a text, or its start. */
    private static String start(String text) {
        int end = 0;
        int most = Math.min(text.length(), MAX_TEXT_CHARS);
        while (end < most && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return text.substring(0, end);
    }

    private void countDrops(String message) {
        Matcher report = DROPPED.matcher(message);
        if (!report.matches()) {
            return;
        }
        for (String part : report.group(1).split(", ", -1)) {
            Matcher reason = REASON.matcher(part);
            if (reason.matches() && (drops.containsKey(reason.group(2)) || drops.size() < MAX_REASONS)) {
                drops.computeIfAbsent(reason.group(2), name -> new Tally()).lines += Long.parseLong(reason.group(1));
            }
        }
    }

    @Override
    public void finish() throws IOException {
        Summary summary = new Summary(this, output);
        if (json) {
            summary.writeJson();
        } else {
            summary.writeText();
        }
        output.flush();
    }
}
