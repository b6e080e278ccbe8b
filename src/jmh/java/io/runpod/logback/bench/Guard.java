package io.runpod.logback.bench;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Fails when this library has become slower beside the hand-written bound, or leaves more garbage than it must. */
final class Guard {

    /**
     * How many times the bound's time a line may take. The slack is for noisy machines. The bound remembers nothing of
     * earlier lines, so that what this library encodes once (the MDC, bound fields, frames) has to be well below it.
     */
    private static final Map<Sample, Double> LIMITS =
            new EnumMap<>(Map.of(Sample.S, 1.1, Sample.M, 0.85, Sample.W, 0.45, Sample.X, 0.4, Sample.U, 1.1));

    private static final double SLACK = 1.3;

    /** Bytes that may be left beyond the event's own and the line's array. */
    private static final double MOST_GARBAGE = 16;

    /** Bytes that may be left where the line is streamed and the event is there; JMH itself leaves parts of one. */
    private static final double MOST_STREAM_GARBAGE = 1;

    private static final int ROUNDS = 3;
    private static final String GARBAGE = "gc.alloc.rate.norm";

    /** The best time of all iterations, and the least garbage: what disturbs only adds. */
    private static final class Best {
        private double nanos = Double.MAX_VALUE;
        private double bytes = Double.MAX_VALUE;

        void add(RunResult run) {
            for (BenchmarkResult fork : run.getBenchmarkResults()) {
                for (IterationResult iteration : fork.getIterationResults()) {
                    nanos = Math.min(nanos, iteration.getPrimaryResult().getScore());
                    bytes = Math.min(
                            bytes, iteration.getSecondaryResults().get(GARBAGE).getScore());
                }
            }
        }
    }

    private Guard() {}

    /** Returns whether all limits hold; prints a line for each event. */
    static boolean holds() throws RunnerException {
        // It waits for nobody: what disturbs is dealt with by taking the best.
        System.setProperty("jmh.ignoreLock", "true");
        Map<Sample, Best> ours = new EnumMap<>(Sample.class);
        Map<Sample, Best> bound = new EnumMap<>(Sample.class);
        for (int i = 0; i < ROUNDS; i++) {
            for (Sample sample : LIMITS.keySet()) {
                run(ours, sample, EncoderBenchmark.class.getName() + ".fresh", EncoderKind.OURS);
                run(bound, sample, EncoderBenchmark.class.getName() + ".fresh", EncoderKind.BOUND);
            }
        }
        boolean holds = true;
        for (Sample sample : LIMITS.keySet()) {
            Map<Sample, Best> event = new EnumMap<>(Sample.class);
            Map<Sample, Best> stream = new EnumMap<>(Sample.class);
            run(event, sample, FloorBenchmark.class.getName() + ".event", null);
            run(stream, sample, StreamBenchmark.class.getName() + ".prebuilt", EncoderKind.OURS);
            holds &= check(sample, ours.get(sample), bound.get(sample));
            holds &= checkGarbage(sample, ours.get(sample), event.get(sample), stream.get(sample));
        }
        return holds;
    }

    private static void run(Map<Sample, Best> into, Sample sample, String benchmark, EncoderKind encoder)
            throws RunnerException {
        var options = new OptionsBuilder()
                .include(benchmark.replace(".", "\\.") + "$")
                .param("event", sample.name())
                .addProfiler(GCProfiler.class)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(250))
                .measurementIterations(8)
                .measurementTime(TimeValue.milliseconds(150))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        if (encoder != null) {
            options.param("encoder", encoder.name());
        }
        Collection<RunResult> results = new Runner(options.build()).run();
        results.forEach(into.computeIfAbsent(sample, key -> new Best())::add);
    }

    private static boolean check(Sample sample, Best ours, Best bound) {
        double ratio = ours.nanos / bound.nanos;
        double limit = LIMITS.get(sample) * SLACK;
        boolean holds = ratio <= limit;
        System.out.printf(
                "%s  %s: %.0f ns, %.2f of the bound's %.0f ns; limit %.2f (%.2f and slack)%n",
                verdict(holds), sample, ours.nanos, ratio, bound.nanos, limit, LIMITS.get(sample));
        return holds;
    }

    private static boolean checkGarbage(Sample sample, Best ours, Best event, Best stream) {
        long array = arrayBytes(SameLine.line(EncoderKind.OURS, sample).length);
        double most = event.bytes + array + MOST_GARBAGE;
        boolean arrays = ours.bytes <= most;
        System.out.printf(
                "%s  %s: %.1f B of garbage; limit %.1f (event %.1f, array %d, %.0f more)%n",
                verdict(arrays), sample, ours.bytes, most, event.bytes, array, MOST_GARBAGE);
        boolean streams = stream.bytes <= MOST_STREAM_GARBAGE;
        System.out.printf(
                "%s  %s: %.2f B of garbage when streamed again; limit %.0f%n",
                verdict(streams), sample, stream.bytes, MOST_STREAM_GARBAGE);
        return arrays && streams;
    }

    private static String verdict(boolean holds) {
        return holds ? "ok  " : "FAIL";
    }

    /** What an array takes: 16 bytes of header, and all of it a multiple of 8. */
    private static long arrayBytes(int length) {
        return (16 + length + 7) / 8 * 8L;
    }
}
