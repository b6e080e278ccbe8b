package io.runpod.it;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A client that asks a worker for much at once. */
public final class Load {

    private static final int AT_ONCE = 50;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    public Load(String port) {
        base = "http://localhost:" + port;
    }

    /** One request; an id is sent if it is not null. */
    public HttpResponse<String> get(String path, String id) throws Exception {
        return client.send(request(path, id), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String path, String id) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + path));
        return id == null ? builder.build() : builder.header("X-Request-ID", id).build();
    }

    /** Many requests, never more than 50 at once, each with an id of its own; fails unless each answers with it. */
    public void run(int count, List<String> paths) throws Exception {
        Semaphore room = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> all = IntStream.range(0, count)
                .<CompletableFuture<?>>mapToObj(i -> {
                    room.acquireUninterruptibly();
                    String id = "load-" + i;
                    return client.sendAsync(
                                    request(paths.get(i % paths.size()) + "?id=" + id, id),
                                    HttpResponse.BodyHandlers.ofString())
                            .whenComplete((answer, failure) -> room.release())
                            .thenAccept(answer -> {
                                if (!answer.headers().firstValue("X-Request-ID").equals(java.util.Optional.of(id))) {
                                    throw new AssertionError(id + " was answered " + answer.headers());
                                }
                            });
                })
                .toList();
        for (CompletableFuture<?> one : all) {
            one.get();
        }
    }

    /** Asks until the worker is gone; returns how many answers came. */
    public int runUntilItEnds(List<String> paths) {
        int answered = 0;
        try {
            while (true) {
                run(AT_ONCE, paths);
                answered += AT_ONCE;
            }
        } catch (Exception gone) {
            return answered;
        }
    }

    /**
     * Checks the lines of a load whose handlers say the id that they were asked with, as {@code begins for load-7}: each such
     * line carries that id, and each request has as many as expected.
     */
    public static void check(List<Line> lines, int count, int linesEach) {
        Map<String, Long> counts = lines.stream()
                .filter(line -> line.message().matches("(begins|ends) for load-\\d+"))
                .peek(line -> {
                    String said =
                            line.message().lines().findFirst().orElseThrow().replaceAll(".* for ", "");
                    if (!said.equals(line.requestId())) {
                        throw new AssertionError("carries another's id: " + line);
                    }
                })
                .collect(Collectors.groupingBy(Line::requestId, Collectors.counting()));
        if (counts.size() != count || counts.values().stream().anyMatch(each -> each != linesEach)) {
            throw new AssertionError(counts.size() + " requests of " + count + ", with lines: " + counts);
        }
    }
}
