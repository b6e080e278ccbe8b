package io.runpod.logback;

import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.internal.line.LineEncoder;
import io.runpod.logback.internal.settings.Environment;
import java.util.function.LongSupplier;

/** Opens to tests in other packages what users have no use for: an environment, a sink and a clock of a test's choice. */
public final class Access {

    private Access() {}

    public static RunPodEncoder encoder(Environment environment) {
        return new RunPodEncoder(environment);
    }

    public static LineEncoder engine(RunPodEncoder encoder) {
        return encoder.engine();
    }

    public static RunPodAppender appender(LineSink sink) {
        return new RunPodAppender(sink);
    }

    /** @param clock nanoseconds, as {@link System#nanoTime} */
    public static RunPodAppender appender(LineSink sink, LongSupplier clock) {
        return new RunPodAppender(sink, clock);
    }

    public static void drain(RunPodAppender appender) {
        appender.drain();
    }

    public static RunPodLevel level(Environment environment) {
        return new RunPodLevel(environment);
    }
}
