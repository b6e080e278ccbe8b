package io.runpod.logback.sample;

import static io.runpod.logback.Extra.extra;

import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodLogger;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker as one might run on RunPod: takes jobs, one JSON object a line, handles several at once, and logs. The image
 * "generation" is a checksum, so that it runs anywhere; one of the shipped jobs fails.
 *
 * <p>Usage: {@code SampleWorker [FILE]}; without a file it takes the jobs that ship with it.
 */
public final class SampleWorker {

    private static final RunPodLogger logger = new RunPodLogger();
    private static final JsonMapper MAPPER = new JsonMapper();

    private SampleWorker() {}

    /** One unit of work: RunPod's job id and input. */
    record Job(String id, JsonNode input) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        logger.info("Worker starting", Map.of("java", Runtime.version().feature()));
        logger.secret("RUNPOD_API_KEY", System.getenv("RUNPOD_API_KEY"));
        logger.debug(() -> "This line is built only when DEBUG is on");
        List<Job> jobs = logger.timed("Loading jobs", () -> readJobs(args));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        for (Job job : jobs) {
            pool.execute(() -> handle(job));
        }
        pool.shutdown();
        if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
            logger.warn("Some jobs did not end in time");
        }
        logger.tip("Set RUNPOD_LOG_LEVEL=DEBUG to see more");
    }

    private static List<Job> readJobs(String[] args) throws IOException {
        InputStream in = args.length > 0 && !args[0].isBlank()
                ? Files.newInputStream(Path.of(args[0]))
                : SampleWorker.class.getResourceAsStream("/jobs.jsonl");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank())
                    .map(MAPPER::readTree)
                    .map(line -> new Job(line.path("id").asString("no-id"), line.path("input")))
                    .toList();
        } catch (UncheckedIOException problem) {
            throw problem.getCause();
        }
    }

    /** Every line that is logged in the scope carries the job's id; when it closes, one line sums the job up. */
    static void handle(Job job) {
        try (var scope = RequestScope.open(job.id()).summary("Job")) {
            logger.info("Job received", extra("input", job.input()));
            RequestScope.put("dimensions", dimensions(job));
            RunPodLogger steps = logger.with(extra(
                    "prompt_chars", job.input().path("prompt").asString("").length()));
            try {
                long image = steps.timed("Image generation", () -> generate(job));
                RequestScope.put("image", Long.toHexString(image));
            } catch (IllegalArgumentException e) {
                RequestScope.put("error_code", "BAD_INPUT");
                scope.fail(e);
            }
        }
    }

    private static long generate(Job job) {
        int steps = job.input().path("steps").asInt(0);
        logger.debug("Generation parameters", Map.of("steps", steps, "size", dimensions(job)));
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, not " + steps);
        }
        if (steps < 20) {
            logger.warn("Few steps give a coarse image", extra("steps", steps, "recommended", 20));
        }
        long image = 1;
        for (int i = 0; i < steps * 1000; i++) {
            image = image * 31 + job.input().hashCode();
        }
        return image;
    }

    private static String dimensions(Job job) {
        return job.input().path("width").asInt(0) + "x"
                + job.input().path("height").asInt(0);
    }
}
