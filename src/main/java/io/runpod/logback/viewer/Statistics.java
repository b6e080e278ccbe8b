package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Counts lines in place of printing them. Its tables are bounded; what no longer fits is counted together. Not thread-safe.
 */
final class Statistics implements EntrySink {

    /** The limit of each table. */
    static final int MAX_ENTRIES = 10_000;

    private static final int MAX_TEXT_CHARS = 200;
    private static final int MAX_REASONS = 100;

    /** The line of the appender that tells what was dropped ({@code DropCounts}). */
    private static final Pattern DROPPED = Pattern.compile("Dropped \\d+ log lines?: (.*)");

    private static final Pattern REASON = Pattern.compile("(\\d{1,18}) (.+)");

    /** A request with errors. */
    static final class Failures {
        long errors;
        String first = "";
    }

    /** A worker's lines. */
    static final class Worker {
        long lines;
        long errors;
    }

    /** A count of one kind. */
    static final class Count {
        long lines;
    }

    final Map<LogLevel, Count> levels = new EnumMap<>(LogLevel.class);
    final Map<String, Failures> requests = new HashMap<>();
    final Map<String, Worker> workers = new TreeMap<>();
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
    private final boolean json;
    private final StringBuilder folded = new StringBuilder();

    /** @param json whether the summary is JSON, for programs */
    Statistics(Output output, boolean json) {
        this.output = output;
        this.json = json;
        for (LogLevel level : LogLevel.values()) {
            levels.put(level, new Count());
        }
    }

    @Override
    public void line(LogLine line, LineOrigin origin, byte[] bytes, int from, int to) {
        countOrigin(origin, origin.time, line.level());
        lines++;
        count(levels, line.level(), LogLevel.values().length);
        if (line.lacksFields() || origin.truncated || isCut(line.message())) {
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
    public void text(TextGroup group) {
        LineOrigin origin = group.origin();
        if (group.level() != null) {
            if (!group.isContinued()) {
                line(group.line(), origin, group.bytes(), 0, 0);
            }
            return;
        }
        for (int i = 0; i < group.count(); i++) {
            countOrigin(origin, group.time(i), null);
        }
        lines += group.count();
        texts += group.count();
        cut += origin.truncated ? 1 : 0;
    }

    @Override
    public void piece(byte[] bytes, int from, int to, boolean first, boolean last) {
        if (first) {
            lines++;
            texts++;
            oversize += last ? 0 : 1;
        }
    }

    private void countOrigin(LineOrigin origin, long time, @Nullable LogLevel level) {
        if (time != LineTime.NONE) {
            firstMillis = firstMillis == LineTime.NONE ? time : Math.min(firstMillis, time);
            lastMillis = Math.max(lastMillis, time);
        }
        String name = origin.worker;
        if (name == null) {
            return;
        }
        Worker worker = workers.get(name);
        if (worker == null) {
            if (workers.size() == MAX_ENTRIES) {
                return;
            }
            worker = new Worker();
            workers.put(name, worker);
        }
        worker.lines++;
        worker.errors += level == LogLevel.ERROR ? 1 : 0;
    }

    private static boolean isCut(CharArrayBuffer message) {
        int note = message.indexOf("\n...TRUNCATED ", 0);
        return note >= 0 && message.indexOf(" CHARACTERS...\n", note) > 0;
    }

    private void countMessage(CharArrayBuffer message) {
        if (!count(messages, folded(message), MAX_ENTRIES)) {
            furtherMessages++;
        }
    }

    /** The first line, with {@code #} for each word that has a digit, so that "step 17" and "step 18" are one. */
    private String folded(CharArrayBuffer message) {
        int end = Math.min(message.endOfLine(0), MAX_TEXT_CHARS);
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
            if (requests.size() == MAX_ENTRIES) {
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

    List<Map.Entry<String, Failures>> failedRequests() {
        return requests.entrySet().stream()
                .filter(request -> request.getValue().errors > 0)
                .sorted(Comparator.comparingLong((Map.Entry<String, Failures> request) -> -request.getValue().errors)
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    List<Map.Entry<String, Count>> frequentMessages() {
        return messages.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Count> message) -> -message.getValue().lines)
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    private static String start(CharArrayBuffer text) {
        return text.subSequence(0, Math.min(text.endOfLine(0), MAX_TEXT_CHARS)).toString();
    }

    private void countDrops(String message) {
        Matcher told = DROPPED.matcher(message);
        if (!told.matches()) {
            return;
        }
        for (String part : told.group(1).split(", ", -1)) {
            Matcher reason = REASON.matcher(part);
            if (reason.matches() && (drops.containsKey(reason.group(2)) || drops.size() < MAX_REASONS)) {
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
    public void flush() {
        // all comes at the end
    }

    @Override
    public void finish() throws IOException {
        if (json) {
            new JsonSummary(this).write(output.buffer());
        } else {
            new Summary(this, output.buffer()).write();
        }
        output.flush();
    }
}
