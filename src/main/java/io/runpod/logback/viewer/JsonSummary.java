package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** Writes the statistics as one JSON object on a line, for programs. */
final class JsonSummary {

    private final Statistics statistics;

    JsonSummary(Statistics statistics) {
        this.statistics = statistics;
    }

    void write(LineBuffer out) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JsonObjectReader.generator(bytes)) {
            json.writeStartObject();
            writeLines(json);
            writeWorkers(json);
            writeRequests(json);
            writeMessages(json);
            writeCounts(json, "droppedByWorker", statistics.drops);
            json.writeEndObject();
        }
        // DEL is the one control character that JSON does not escape.
        out.ascii(bytes.toString(StandardCharsets.US_ASCII).replace("\u007f", "\\u007F"));
        out.put('\n');
    }

    private void writeLines(JsonGenerator json) {
        json.writeNumberProperty("lines", statistics.lines);
        if (statistics.firstMillis != LineTime.NONE) {
            json.writeStringProperty(
                    "first", Instant.ofEpochMilli(statistics.firstMillis).toString());
            json.writeStringProperty(
                    "last", Instant.ofEpochMilli(statistics.lastMillis).toString());
        }
        json.writeObjectPropertyStart("levels");
        for (Map.Entry<LogLevel, Statistics.Count> level : statistics.levels.entrySet()) {
            json.writeNumberProperty(level.getKey().name(), level.getValue().lines);
        }
        json.writeEndObject();
        json.writeNumberProperty("noLogLine", statistics.texts);
        json.writeNumberProperty("tooLong", statistics.oversize);
        json.writeNumberProperty("cut", statistics.cut);
    }

    private void writeWorkers(JsonGenerator json) {
        json.writeObjectPropertyStart("workers");
        statistics.workers.forEach((name, worker) -> {
            json.writeObjectPropertyStart(name);
            json.writeNumberProperty("lines", worker.lines);
            json.writeNumberProperty("errors", worker.errors);
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private void writeRequests(JsonGenerator json) {
        json.writeNumberProperty("requests", statistics.requests.size());
        json.writeNumberProperty("linesOfFurtherRequests", statistics.ofFurtherRequests);
        json.writeArrayPropertyStart("requestsWithErrors");
        for (Map.Entry<String, Statistics.Failures> request : statistics.failedRequests()) {
            json.writeStartObject();
            json.writeStringProperty("requestId", request.getKey());
            json.writeNumberProperty("errors", request.getValue().errors);
            json.writeStringProperty("firstError", request.getValue().first);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeMessages(JsonGenerator json) {
        json.writeNumberProperty("messages", statistics.messages.size());
        json.writeNumberProperty("linesOfFurtherMessages", statistics.furtherMessages);
        json.writeArrayPropertyStart("frequentMessages");
        for (Map.Entry<String, Statistics.Count> message : Summary.first(statistics.frequentMessages())) {
            json.writeStartObject();
            json.writeStringProperty("message", message.getKey());
            json.writeNumberProperty("lines", message.getValue().lines);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeCounts(JsonGenerator json, String name, Map<String, Statistics.Count> counts) {
        json.writeObjectPropertyStart(name);
        for (Map.Entry<String, Statistics.Count> count : counts.entrySet()) {
            json.writeNumberProperty(count.getKey(), count.getValue().lines);
        }
        json.writeEndObject();
    }
}
