package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LogLevel;
import io.runpod.logback.viewer.Statistics.Tally;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
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

    private final Statistics all;
    private final Output output;
    private final List<Map.Entry<String, Tally>> failedRequests;
    private final List<Map.Entry<String, Tally>> frequentMessages;

    Summary(Statistics all, Output output) {
        this.all = all;
        this.output = output;
        this.failedRequests = most(all.requests, tally -> tally.errors);
        this.frequentMessages = most(all.messages, tally -> tally.lines);
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

    void writeText() throws IOException {
        line(lines(all.lines) + (all.firstMillis == LineTime.NONE ? "" : ", " + period()));
        for (LogLevel level : LEVELS) {
            rowIfAny(all.levels.getOrDefault(level, new Tally()).lines, level.name());
        }
        rowIfAny(all.texts, "no log line");
        rowIfAny(all.oversize, "longer than " + (LineReader.MAX_LINE_BYTES >> 20) + " MiB");
        rowIfAny(all.cut, "cut by the worker");

        if (!all.workers.isEmpty()) {
            line("Workers: " + number(all.workers.size()));
            rows(
                    all.workers.entrySet(),
                    tally -> tally.lines,
                    (name, tally) -> name + (tally.errors == 0 ? "" : ", ERROR: " + number(tally.errors)));
        }
        if (!all.requests.isEmpty()) {
            line("Requests: " + number(all.requests.size()) + ", with errors: " + number(failedRequests.size()));
            rows(failedRequests, tally -> tally.errors, (id, tally) -> "ERROR  " + id + " | " + tally.firstError);
            rowIfAny(all.ofFurtherRequests.lines, "lines of requests beyond these");
        }
        if (!frequentMessages.isEmpty()) {
            line("Messages: " + number(frequentMessages.size()) + " (# = a word with digits)");
            rows(frequentMessages, tally -> tally.lines, (message, tally) -> message);
            rowIfAny(all.ofFurtherMessages.lines, "lines of messages beyond these");
        }
        if (!all.drops.isEmpty()) {
            long dropped =
                    all.drops.values().stream().mapToLong(tally -> tally.lines).sum();
            line("Dropped by the worker: " + lines(dropped));
            for (Map.Entry<String, Tally> reason : all.drops.entrySet()) {
                row(reason.getValue().lines, reason.getKey());
            }
        }
    }

    private String period() {
        long millis = all.lastMillis - all.firstMillis;
        long seconds = millis / 1000;
        String duration = seconds < 60
                ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
                : seconds < 3600
                        ? seconds / 60 + " min " + seconds % 60 + " s"
                        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
        return MOMENT.format(first()) + " to " + MOMENT.format(last()) + " UTC (" + duration + ")";
    }

    private Instant first() {
        return Instant.ofEpochMilli(all.firstMillis);
    }

    private Instant last() {
        return Instant.ofEpochMilli(all.lastMillis);
    }

    /** Writes a row for each of the first entries, and how many more there are. */
    private void rows(
            Collection<Map.Entry<String, Tally>> entries,
            ToLongFunction<Tally> number,
            BiFunction<String, Tally, String> text)
            throws IOException {
        for (Map.Entry<String, Tally> entry : entries.stream().limit(MAX_NAMED).toList()) {
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
        Escapes.TEXT_INLINE.writer().write(output.buffer, text.toCharArray(), 0, text.length());
        output.endLine();
    }

    private static String lines(long count) {
        return number(count) + (count == 1 ? " line" : " lines");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    void writeJson() throws IOException {
        StringWriter text = new StringWriter();
        JsonFactory ascii =
                JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        try (JsonGenerator json = ascii.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject().writeNumberProperty("lines", all.lines);
            if (all.firstMillis != LineTime.NONE) {
                json.writeStringProperty("first", first().toString());
                json.writeStringProperty("last", last().toString());
            }
            json.writeObjectPropertyStart("levels");
            all.levels.forEach((level, tally) -> json.writeNumberProperty(level.name(), tally.lines));
            json.writeEndObject()
                    .writeNumberProperty("noLogLine", all.texts)
                    .writeNumberProperty("tooLong", all.oversize)
                    .writeNumberProperty("cut", all.cut)
                    .writeObjectPropertyStart("workers");
            all.workers.forEach((name, tally) -> json.writeObjectPropertyStart(name)
                    .writeNumberProperty("lines", tally.lines)
                    .writeNumberProperty("errors", tally.errors)
                    .writeEndObject());
            json.writeEndObject()
                    .writeNumberProperty("requests", all.requests.size())
                    .writeNumberProperty("linesOfFurtherRequests", all.ofFurtherRequests.lines)
                    .writeArrayPropertyStart("requestsWithErrors");
            failedRequests.forEach(request -> json.writeStartObject()
                    .writeStringProperty("requestId", request.getKey())
                    .writeNumberProperty("errors", request.getValue().errors)
                    .writeStringProperty("firstError", request.getValue().firstError)
                    .writeEndObject());
            json.writeEndArray()
                    .writeNumberProperty("messages", all.messages.size())
                    .writeNumberProperty("linesOfFurtherMessages", all.ofFurtherMessages.lines)
                    .writeArrayPropertyStart("frequentMessages");
            frequentMessages.stream()
                    .limit(MAX_NAMED)
                    .forEach(message -> json.writeStartObject()
                            .writeStringProperty("message", message.getKey())
                            .writeNumberProperty("lines", message.getValue().lines)
                            .writeEndObject());
            json.writeEndArray().writeObjectPropertyStart("droppedByWorker");
            all.drops.forEach((reason, tally) -> json.writeNumberProperty(reason, tally.lines));
            json.writeEndObject().writeEndObject();
        }
        // DEL is the one control character that JSON does not escape.
        output.buffer.ascii(text.toString().replace("\u007f", "\\u007F"));
        output.endLine();
    }
}
