package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.viewer.Statistics.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Writes the statistics, as text or as one JSON object on a line. */
final class Summary {

    /** The number of requests, messages and workers that are named. */
    private static final int MAX_NAMED = 10;

    private static final List<LogLevel> LEVELS =
            List.of(LogLevel.ERROR, LogLevel.WARN, LogLevel.INFO, LogLevel.TIP, LogLevel.DEBUG, LogLevel.TRACE);

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Statistics statistics;
    private final Output output;
    private final List<Map.Entry<String, Tally>> failedRequests;
    private final List<Map.Entry<String, Tally>> frequentMessages;

    Summary(Statistics statistics, Output output) {
        this.statistics = statistics;
        this.output = output;
        this.failedRequests = most(statistics.requests, tally -> tally.errors);
        this.frequentMessages = most(statistics.messages, tally -> tally.lines);
    }

    /** Returns the entries whose number is not 0, the largest first. */
    private static List<Map.Entry<String, Tally>> most(Map<String, Tally> tallies, ToLongFunction<Tally> number) {
        return tallies.entrySet().stream()
                .filter(entry -> number.applyAsLong(entry.getValue()) > 0)
                .sorted(Comparator.comparingLong(
                                (Map.Entry<String, Tally> entry) -> -number.applyAsLong(entry.getValue()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(MAX_NAMED, all.size()));
    }

    void writeText() throws IOException {
        String period = "";
        if (statistics.firstMillis != LineTime.NONE) {
            period = ", " + MOMENT.format(Instant.ofEpochMilli(statistics.firstMillis)) + " to "
                    + MOMENT.format(Instant.ofEpochMilli(statistics.lastMillis)) + " UTC ("
                    + duration(statistics.lastMillis - statistics.firstMillis) + ")";
        }
        line(lines(statistics.lines) + period);
        for (LogLevel level : LEVELS) {
            rowIfAny(statistics.levels.getOrDefault(level, new Tally()).lines, level.name());
        }
        rowIfAny(statistics.texts, "no log line");
        rowIfAny(statistics.oversize, "longer than " + (LineReader.MAX_LINE_BYTES >> 20) + " MiB");
        rowIfAny(statistics.cut, "cut by the worker");

        if (!statistics.workers.isEmpty()) {
            line("Workers: " + number(statistics.workers.size()));
            rows(
                    List.copyOf(statistics.workers.entrySet()),
                    tally -> tally.lines,
                    (name, tally) -> name + (tally.errors == 0 ? "" : ", ERROR: " + number(tally.errors)));
        }
        if (!statistics.requests.isEmpty()) {
            line("Requests: " + number(statistics.requests.size()) + ", with errors: " + number(failedRequests.size()));
            rows(failedRequests, tally -> tally.errors, (id, tally) -> "ERROR  " + id + " | " + tally.firstError);
            rowIfAny(statistics.ofFurtherRequests, "lines of requests beyond these");
        }
        if (!frequentMessages.isEmpty()) {
            line("Messages: " + number(frequentMessages.size()) + " (# = a word with digits)");
            rows(frequentMessages, tally -> tally.lines, (message, tally) -> message);
            rowIfAny(statistics.ofFurtherMessages, "lines of messages beyond these");
        }
        if (!statistics.drops.isEmpty()) {
            line("Dropped by the worker: "
                    + lines(statistics.drops.values().stream()
                            .mapToLong(tally -> tally.lines)
                            .sum()));
            for (Map.Entry<String, Tally> reason : statistics.drops.entrySet()) {
                row(reason.getValue().lines, reason.getKey());
            }
        }
    }

    /** Writes a row for each of the first entries, and how many more there are. */
    private void rows(
            List<Map.Entry<String, Tally>> entries,
            ToLongFunction<Tally> number,
            BiFunction<String, Tally, String> text)
            throws IOException {
        for (Map.Entry<String, Tally> entry : first(entries)) {
            row(number.applyAsLong(entry.getValue()), text.apply(entry.getKey(), entry.getValue()));
        }
        if (entries.size() > MAX_NAMED) {
            line("            ... " + number(entries.size() - MAX_NAMED) + " more");
        }
    }

    private void rowIfAny(long count, String name) throws IOException {
        if (count > 0) {
            row(count, name);
        }
    }

    private void row(long count, String name) throws IOException {
        line(String.format(Locale.ROOT, "%,10d  %s", count, name));
    }

    private void line(String text) throws IOException {
        LinePrinter.writeInline(output.buffer, text);
        output.endLine();
    }

    private static String duration(long millis) {
        long seconds = millis / 1000;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    private static String lines(long count) {
        return number(count) + (count == 1 ? " line" : " lines");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    void writeJson() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JsonFactory ascii =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = ascii.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("lines", statistics.lines);
            if (statistics.firstMillis != LineTime.NONE) {
                json.writeStringProperty(
                        "first", Instant.ofEpochMilli(statistics.firstMillis).toString());
                json.writeStringProperty(
                        "last", Instant.ofEpochMilli(statistics.lastMillis).toString());
            }
            json.writeObjectPropertyStart("levels");
            statistics.levels.forEach((level, tally) -> json.writeNumberProperty(level.name(), tally.lines));
            json.writeEndObject();
            json.writeNumberProperty("noLogLine", statistics.texts);
            json.writeNumberProperty("tooLong", statistics.oversize);
            json.writeNumberProperty("cut", statistics.cut);
            json.writeObjectPropertyStart("workers");
            statistics.workers.forEach((name, tally) -> {
                json.writeObjectPropertyStart(name);
                json.writeNumberProperty("lines", tally.lines);
                json.writeNumberProperty("errors", tally.errors);
                json.writeEndObject();
            });
            json.writeEndObject();
            json.writeNumberProperty("requests", statistics.requests.size());
            json.writeNumberProperty("linesOfFurtherRequests", statistics.ofFurtherRequests);
            json.writeArrayPropertyStart("requestsWithErrors");
            failedRequests.forEach(request -> {
                json.writeStartObject();
                json.writeStringProperty("requestId", request.getKey());
                json.writeNumberProperty("errors", request.getValue().errors);
                json.writeStringProperty("firstError", request.getValue().firstError);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeNumberProperty("messages", statistics.messages.size());
            json.writeNumberProperty("linesOfFurtherMessages", statistics.ofFurtherMessages);
            json.writeArrayPropertyStart("frequentMessages");
            first(frequentMessages).forEach(message -> {
                json.writeStartObject();
                json.writeStringProperty("message", message.getKey());
                json.writeNumberProperty("lines", message.getValue().lines);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeObjectPropertyStart("droppedByWorker");
            statistics.drops.forEach((reason, tally) -> json.writeNumberProperty(reason, tally.lines));
            json.writeEndObject();
            json.writeEndObject();
        }
        // DEL is the one control character that JSON does not escape.
        output.buffer.ascii(bytes.toString(StandardCharsets.US_ASCII).replace("\u007f", "\\u007F"));
        output.endLine();
    }
}
