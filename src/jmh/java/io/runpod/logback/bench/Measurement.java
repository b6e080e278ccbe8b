package io.runpod.logback.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One result of JMH.
 *
 * @param jdk the version of the JDK
 * @param threads how many threads ran it at once
 * @param benchmark class and method
 * @param row what was measured: an encoder, an appender or a method, by the name that people read
 * @param column with what: an event or a message
 * @param encoder the encoder, or null where there is none of {@link EncoderKind}
 * @param nanos per operation: the median of all iterations of all forks, as one that was disturbed says nothing
 * @param bytes of garbage per operation, or NaN where JMH did not look
 */
record Measurement(
        String jdk,
        int threads,
        String benchmark,
        String row,
        String column,
        EncoderKind encoder,
        double nanos,
        double bytes) {

    /** The runs are kept apart by it. */
    String run() {
        return "JDK " + jdk + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    static List<Measurement> read(Path file) {
        List<Measurement> all = new ArrayList<>();
        for (JsonNode result : new JsonMapper().readTree(file)) {
            all.add(of(result));
        }
        return all;
    }

    private static Measurement of(JsonNode result) {
        String path = result.get("benchmark").asString();
        String method = path.substring(path.lastIndexOf('.') + 1);
        String type = path.substring(path.lastIndexOf('.', path.lastIndexOf('.') - 1) + 1, path.lastIndexOf('.'));
        JsonNode metric = result.get("primaryMetric");
        String row = row(type, method, parameter(result, "encoder", "appender", "layout"));
        String column = parameter(result, "event", "message");
        return new Measurement(
                result.get("jdkVersion").asString(),
                result.get("threads").asInt(),
                type + "." + method,
                row,
                column != null ? column : type.equals("RequestBenchmark") ? "R" : "M",
                kind(type, parameter(result, "encoder")),
                median(metric.get("rawData")),
                result.get("secondaryMetrics")
                        .path("gc.alloc.rate.norm")
                        .path("score")
                        .asDouble(Double.NaN));
    }

    private static double median(JsonNode forks) {
        List<Double> all = new ArrayList<>();
        for (JsonNode fork : forks) {
            for (JsonNode iteration : fork) {
                all.add(iteration.asDouble());
            }
        }
        Collections.sort(all);
        int half = all.size() / 2;
        return all.size() % 2 == 1 ? all.get(half) : (all.get(half - 1) + all.get(half)) / 2;
    }

    private static String row(String type, String method, String parameter) {
        return switch (type) {
            case "EncoderBenchmark", "StreamBenchmark", "RequestBenchmark" -> EncoderKind.valueOf(parameter).label;
            case "AppenderBenchmark" -> AppenderBenchmark.Kind.valueOf(parameter).label;
            case "TextBenchmark" -> TextBenchmark.Kind.valueOf(parameter).label;
            case "LongMessageBenchmark" -> EncoderKind.OURS.label;
            case "PennaBenchmark" -> "Penna, a whole call of its logger";
            default -> method;
        };
    }

    private static EncoderKind kind(String type, String encoder) {
        return switch (type) {
            case "EncoderBenchmark", "StreamBenchmark", "RequestBenchmark" -> EncoderKind.valueOf(encoder);
            default -> null;
        };
    }

    private static String parameter(JsonNode result, String... names) {
        for (String name : names) {
            JsonNode value = result.path("params").path(name);
            if (value.isString()) {
                return value.asString();
            }
        }
        return null;
    }
}
