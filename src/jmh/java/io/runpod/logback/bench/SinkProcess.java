package io.runpod.logback.bench;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.util.Duration;
import io.runpod.logback.QueueStage;
import io.runpod.logback.RunPodAppender;
import io.runpod.logback.RunPodEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;

/**
 * A process that logs M on so many threads to its standard output, and says on standard error how many nanoseconds a
 * line took, all threads together and with what waited written, and how many the median call and the 999th of 1,000.
 */
final class SinkProcess {

    private static final int QUEUE = 8192;

    /** An appender that is compared. */
    enum Sink {
        RUNPOD("RunPodAppender", SinkProcess::runPod),
        CONSOLE_LLE("ConsoleAppender, LLE composite", () -> console(EncoderKind.lleComposite())),
        CONSOLE_OURS("ConsoleAppender, RunPodEncoder", () -> console(json())),
        RUNPOD_QUEUE("RunPodAppender with queue", SinkProcess::queue),
        ASYNC("AsyncAppender, LLE composite", () -> async(EncoderKind.lleComposite())),
        ASYNC_OURS("AsyncAppender, RunPodEncoder", () -> async(json())),
        DISRUPTOR("LLE disruptor, LLE composite", SinkProcess::disruptor);

        /** The name that people read. */
        final String label;

        private final Supplier<Appender<ILoggingEvent>> maker;

        Sink(String label, Supplier<Appender<ILoggingEvent>> maker) {
            this.label = label;
            this.maker = maker;
        }
    }

    /** How many times the lines are logged before they are measured; after that the times stay the same. */
    static final int WARM_UPS = 2;

    private SinkProcess() {}

    private static RunPodEncoder json() {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        return encoder;
    }

    private static RunPodAppender runPod() {
        RunPodAppender appender = new RunPodAppender();
        appender.setEncoder(json());
        return appender;
    }

    private static RunPodAppender queue() {
        QueueStage stage = new QueueStage();
        stage.setCapacity(Integer.toString(QUEUE));
        stage.setMaxBlock("1 min");
        RunPodAppender appender = runPod();
        appender.setQueue(stage);
        appender.setShutdownTimeout("1 min");
        return appender;
    }

    private static Appender<ILoggingEvent> console(Encoder<ILoggingEvent> encoder) {
        encoder.setContext(Call.CONTEXT);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setEncoder(encoder);
        return appender;
    }

    private static Appender<ILoggingEvent> started(Appender<ILoggingEvent> appender) {
        appender.setContext(Call.CONTEXT);
        appender.start();
        return appender;
    }

    private static Appender<ILoggingEvent> async(Encoder<ILoggingEvent> encoder) {
        AsyncAppender appender = new AsyncAppender();
        appender.setQueueSize(QUEUE);
        appender.setDiscardingThreshold(0);
        appender.setMaxFlushTime(0);
        appender.addAppender(started(console(encoder)));
        return appender;
    }

    private static Appender<ILoggingEvent> disruptor() {
        LoggingEventAsyncDisruptorAppender appender = new LoggingEventAsyncDisruptorAppender();
        appender.setRingBufferSize(QUEUE);
        appender.setAppendTimeout(Duration.buildByMilliseconds(-1)); // waits for room, as the others do
        appender.addAppender(started(console(EncoderKind.lleComposite())));
        return appender;
    }

    public static void main(String[] args) throws InterruptedException {
        Sink sink = Sink.valueOf(args[0]);
        int threads = Integer.parseInt(args[1]);
        int lines = Integer.parseInt(args[2]) / threads;
        Appender<ILoggingEvent> appender = started(sink.maker.get());
        Logger logger = Call.CONTEXT.getLogger(Call.LOGGER_NAME);
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        for (int i = 0; i < WARM_UPS; i++) {
            log(logger, threads, lines, new ArrayList<>());
        }
        List<long[]> times = new ArrayList<>();
        long cpu = processorNanos();
        long begin = System.nanoTime();
        log(logger, threads, lines, times);
        appender.stop();
        long all = System.nanoTime() - begin;
        long[] sorted = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        long count = (long) threads * lines;
        System.err.println(all / count + " " + (processorNanos() - cpu) / count + " " + sorted[sorted.length / 2] + " "
                + sorted[(int) (sorted.length * 0.999)] + " " + sorted[(int) (sorted.length * 0.9999)]);
    }

    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void log(Logger logger, int threads, int lines, List<long[]> times) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            long[] nanos = new long[lines];
            times.add(nanos);
            Thread thread = new Thread(() -> {
                Call call = Sample.M.call();
                call.fillMdc(Call.CONTEXT.getMDCAdapter()::put);
                try {
                    start.await();
                } catch (InterruptedException end) {
                    return;
                }
                for (int i = 0; i < nanos.length; i++) {
                    long begin = System.nanoTime();
                    logger.callAppenders(call.event());
                    nanos[i] = System.nanoTime() - begin;
                }
            });
            thread.start();
            running.add(thread);
        }
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
    }
}
