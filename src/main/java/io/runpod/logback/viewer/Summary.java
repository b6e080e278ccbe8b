package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes the statistics as text. */
final class Summary {

    /** So many requests, messages and workers are named. */
    private static final int MAX_NAMED = 10;

    private static final List<LogLevel> LEVELS =
            List.of(LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO, LogLevel.TIP, LogLevel.DEBUG, LogLevel.TRACE);

    private final Statistics statistics;
    private final LineBuffer out;
    private final BoundedText inline = new BoundedText();

    Summary(Statistics statistics, LineBuffer out) {
        this.statistics = statistics;
        this.out = out;
    }

    void write() {
        writeLines();
        writeWorkers();
        writeRequests();
        writeMessages();
        writeDrops();
    }

    private void writeLines() {
        text(lines(statistics.lines));
        if (statistics.firstMillis != LineTime.NONE) {
            text(", ");
            moment(statistics.firstMillis);
            text(" to ");
            moment(statistics.lastMillis);
            text(" UTC (" + duration(statistics.lastMillis - statistics.firstMillis) + ")");
        }
        text("\n");
        for (LogLevel level : LEVELS) {
            Statistics.Count count = statistics.levels.get(level);
            if (count != null && count.lines > 0) {
                row(count.lines, level.name());
            }
        }
        rowIfAny(statistics.texts, "no log line");
        rowIfAny(statistics.oversize, "longer than " + (LineReader.MAX_LINE_BYTES >> 20) + " MiB");
        rowIfAny(statistics.cut, "cut by the worker");
    }

    private void writeWorkers() {
        if (statistics.workers.isEmpty()) {
            return;
        }
        text("Workers: " + number(statistics.workers.size()) + "\n");
        List<Map.Entry<String, Statistics.Worker>> workers = List.copyOf(statistics.workers.entrySet());
        for (Map.Entry<String, Statistics.Worker> worker : first(workers)) {
            beginRow(worker.getValue().lines);
            quoted(worker.getKey());
            text(worker.getValue().errors == 0 ? "\n" : ", ERROR: " + number(worker.getValue().errors) + "\n");
        }
        more(workers.size());
    }

    private void writeRequests() {
        if (statistics.requests.isEmpty()) {
            return;
        }
        List<Map.Entry<String, Statistics.Failures>> failed = statistics.failedRequests();
        text("Requests: " + number(statistics.requests.size()) + ", with errors: " + number(failed.size()) + "\n");
        for (Map.Entry<String, Statistics.Failures> request : first(failed)) {
            beginRow(request.getValue().errors);
            text("ERROR  ");
            quoted(request.getKey());
            text(" | ");
            quoted(request.getValue().first);
            text("\n");
        }
        more(failed.size());
        rowIfAny(statistics.ofFurtherRequests, "lines of requests beyond these");
    }

    private void writeMessages() {
        List<Map.Entry<String, Statistics.Count>> messages = statistics.frequentMessages();
        if (messages.isEmpty()) {
            return;
        }
        text("Messages: " + number(messages.size()) + " (# = a word with digits)\n");
        for (Map.Entry<String, Statistics.Count> message : first(messages)) {
            beginRow(message.getValue().lines);
            quoted(message.getKey());
            text("\n");
        }
        more(messages.size());
        rowIfAny(statistics.furtherMessages, "lines of messages beyond these");
    }

    private void writeDrops() {
        if (statistics.drops.isEmpty()) {
            return;
        }
        long all = statistics.drops.values().stream()
                .mapToLong(count -> count.lines)
                .sum();
        text("Dropped by the worker: " + lines(all) + "\n");
        statistics.drops.forEach((reason, count) -> {
            beginRow(count.lines);
            quoted(reason);
            text("\n");
        });
    }

    static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(MAX_NAMED, all.size()));
    }

    private void more(int count) {
        if (count > MAX_NAMED) {
            text("            ... " + number(count - MAX_NAMED) + " more\n");
        }
    }

    private void rowIfAny(long count, String name) {
        if (count > 0) {
            row(count, name);
        }
    }

    private void row(long count, String name) {
        beginRow(count);
        text(name + "\n");
    }

    private void beginRow(long count) {
        String number = number(count);
        text(" ".repeat(Math.max(0, 10 - number.length())) + number + "  ");
    }

    private void moment(long millis) {
        text(LineTime.date(LineTime.day(millis)));
        out.put(' ');
        LineTime.writeTime(out, millis);
    }

    private static String duration(long millis) {
        long seconds = millis / 1000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    private static String lines(long count) {
        return number(count) + (count == 1 ? " line" : " lines");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private void text(String ascii) {
        out.ascii(ascii);
    }

    /** Writes what the log says, so that no terminal acts on it. */
    private void quoted(String text) {
        inline.reset(0).append(text).writeTo(out, Escapes.TEXT_INLINE);
    }
}
