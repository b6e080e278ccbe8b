package io.runpod.logback;

import static net.logstash.logback.argument.StructuredArguments.defer;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.runpod.logback.internal.appender.LineSink;
import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.Invariants;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.PythonJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Every fault in every way through the appender, in both formats: each costs its own event at the most, and the next one
 * on the same thread is perfect.
 *
 * <p>{@code mvn test -Dtest=FaultMatrixTest}
 */
@Timeout(60)
class FaultMatrixTest {

    private enum Stage {
        NONE,
        QUEUE,
        BUFFER
    }

    /** A way of an event, and the form of its line. */
    record Way(Stage stage, boolean json) {
        @Override
        public String toString() {
            return stage.name().toLowerCase(Locale.ROOT) + (json ? ", json" : ", text");
        }
    }

    private static final List<Way> WAYS = Stream.of(Stage.values())
            .flatMap(stage -> Stream.of(new Way(stage, true), new Way(stage, false)))
            .toList();

    private static @Nullable PythonJson python;

    @BeforeAll
    static void startPython() {
        try {
            python = new PythonJson();
        } catch (IOException none) {
            python = null;
        }
    }

    @AfterAll
    static void stopPython() {
        if (python != null) {
            python.close();
        }
    }

    /** Takes what it is given, until it is told to do otherwise. */
    private static final class FaultyOutputStream extends OutputStream {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        volatile @Nullable OutputFault fault;
        private int writes;

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            OutputFault now = fault;
            if (now != null) {
                now.write(bytes, offset, length, ++writes, this);
            } else {
                taken.write(bytes, offset, length);
            }
        }

        synchronized String text() {
            return taken.toString(StandardCharsets.UTF_8);
        }
    }

    private enum OutputFault {
        THROWS_ONCE {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) throws IOException {
                if (write == 1) {
                    throw new IOException("No space left on device");
                }
                to.taken.write(bytes, offset, length);
            }
        },
        THROWS_ALWAYS {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) throws IOException {
                throw new IOException("Broken pipe");
            }
        },
        TAKES_A_PART {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) throws IOException {
                to.taken.write(bytes, offset, length / 2);
                throw new IOException("No space left on device");
            }
        },
        IS_CLOSED {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) {
                throw new IllegalStateException("closed");
            }
        },
        THROWS_AN_ERROR {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) {
                to.taken.write(bytes, offset, length / 2);
                throw new AssertionError("never asked");
            }
        },
        BLOCKS_A_WHILE {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
                to.taken.write(bytes, offset, length);
            }
        },
        IS_INTERRUPTED {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) throws IOException {
                to.taken.write(bytes, offset, length / 3);
                throw new InterruptedIOException();
            }
        },
        THROWS_EVERY_OTHER_TIME {
            @Override
            void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) throws IOException {
                if (write % 2 == 1) {
                    throw new IOException("No space left on device");
                }
                to.taken.write(bytes, offset, length);
            }
        };

        abstract void write(byte[] bytes, int offset, int length, int write, FaultyOutputStream to) throws IOException;
    }

    /** A worker's logging, on a stream of the test's. */
    private static final class Worker implements AutoCloseable {
        final Way way;
        final LoggerContext context = new LoggerContext();
        final FaultyOutputStream out = new FaultyOutputStream();
        final RunPodEncoder encoder = new RunPodEncoder();
        final RunPodAppender appender = new RunPodAppender(new LineSink(out));
        final Logger logger = context.getLogger("app");
        long events;

        Worker(Way way) {
            this.way = way;
            context.setMDCAdapter(MDC.getMDCAdapter());
            encoder.setFormat(way.json ? "json" : "text");
            encoder.setColor("never");
            encoder.setContext(context);
            appender.setContext(context);
            appender.setName("FAULTS");
            appender.setEncoder(encoder);
            if (way.stage == Stage.QUEUE) {
                appender.setQueue(new QueueStage());
            } else if (way.stage == Stage.BUFFER) {
                appender.setBuffer(new BufferStage());
            }
            attach();
            MDC.put("requestId", Invariants.REQUEST);
        }

        void attach() {
            logger.setLevel(Level.TRACE);
            logger.addAppender(appender);
        }

        Worker start() {
            appender.start();
            return this;
        }

        /** What may be bad is a detail, so that the buffer keeps it until an error comes. */
        void log(String message, Object... arguments) {
            events++;
            Invariants.assertReturns(() -> logger.debug(message, arguments));
        }

        void logGood() {
            events++;
            Invariants.logGood(logger);
            settle();
        }

        void settle() {
            if (way.stage == Stage.QUEUE) {
                long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
                while (appender.stats().waiting() > 0 && System.nanoTime() < until) {
                    LockSupport.parkNanos(50_000);
                }
                assertEquals(0, appender.stats().waiting());
            }
        }

        /** All lines, of an output that did not fail. */
        List<String> lines() {
            List<String> lines = Invariants.lines(out.text(), way.json);
            if (way.json) {
                Invariants.assertReadAlike(lines, python);
            }
            return lines;
        }

        /** The line of the bad event, behind which stands the good one's. */
        String lineBeforeGood() {
            List<String> lines = lines();
            assertEquals(2, lines.size(), lines::toString);
            Invariants.assertGood(lines.get(1), way.json);
            Invariants.assertNothingUncounted(events, appender.stats(), 2);
            return lines.get(0);
        }

        @Override
        public void close() {
            out.fault = null;
            appender.stop();
            context.stop();
            MDC.clear();
        }
    }

    private static Stream<Arguments> onEveryWay(Stream<?> faults) {
        return faults.flatMap(fault -> WAYS.stream().map(way -> Arguments.of(fault, way)));
    }

    private record Bad(String name, Supplier<Object> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> badArguments() {
        Stream<Bad> values = BadValues.all().map(kind -> new Bad(kind.name(), kind.make()));
        Stream<Bad> more = Stream.of(
                new Bad("optional of a bad one", () -> Optional.of(new BadValues.ThrowingText())),
                new Bad(
                        "deferred argument throws",
                        () -> defer(() -> {
                            throw new IllegalStateException("no argument");
                        })),
                new Bad(
                        "deferred argument throws an error",
                        () -> defer(() -> {
                            throw new AssertionError("no argument");
                        })),
                new Bad("deferred argument is null", () -> defer(() -> null)),
                new Bad("structured argument of a bad one", () -> kv("k2", new BadValues.ThrowingGetter())));
        return onEveryWay(Stream.concat(values, more));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badArguments")
    void badArgumentCostsItselfOnly(Bad bad, Way way) {
        try (Worker worker = new Worker(way).start()) {
            Object value = bad.make.get();
            Object asField = value instanceof StructuredArgument ? value : kv("k", value);
            worker.log("bad {} end", value, kv("before", 1), asField, kv("after", 2));
            worker.logGood();
            String line = worker.lineBeforeGood();
            if (way.json) {
                JsonLine read = JsonLine.parse(line)
                        .hasLevel("DEBUG")
                        .hasRequestId("r")
                        .hasExtra("before", "1")
                        .hasExtra("after", "2");
                assertTrue(read.message().startsWith("bad ") && read.message().endsWith(" end"), line);
                assertTrue(!read.extra().has("forged"), line);
            } else {
                assertTrue(line.startsWith("DEBUG  | r | bad ") && line.endsWith(" after=2\n"), line);
                assertTrue(line.contains(" end | "), line);
            }
        }
    }

    /** What a throwable may do wrong. */
    static final class BadThrowable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean throwsMessage;
        private final transient StackTraceElement @Nullable [] frames;

        BadThrowable(boolean throwsMessage, StackTraceElement @Nullable [] frames) {
            super("bad");
            this.throwsMessage = throwsMessage;
            this.frames = frames;
        }

        @Override
        public String getMessage() {
            if (throwsMessage) {
                throw new IllegalStateException("no message");
            }
            return "bad";
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            return frames;
        }
    }

    private static final StackTraceElement[] NO_FRAMES = {};

    private static StackTraceElement[] frames(int count) {
        StackTraceElement[] frames = new StackTraceElement[count];
        for (int i = 0; i < count; i++) {
            frames[i] = new StackTraceElement("com.example.Deep", "call" + i % 7, "Deep.java", i);
        }
        return frames;
    }

    private static Throwable causes(int count) {
        Throwable chain = new IllegalStateException("root");
        for (int i = 0; i < count; i++) {
            chain = new Frameless("cause " + i, chain);
        }
        return chain;
    }

    /** It takes long to look at the stack so often. */
    private static final class Frameless extends Exception {
        private static final long serialVersionUID = 1L;

        Frameless(String message, Throwable cause) {
            super(message, cause, false, false);
        }
    }

    private static Throwable cycle() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        return first;
    }

    /** Each level suppresses the next one twice: 2^30 ways through it. */
    private static Throwable suppressed() {
        Exception bomb = new Exception("last");
        for (int i = 0; i < 30; i++) {
            Exception outer = new Exception("level " + i);
            outer.addSuppressed(bomb);
            outer.addSuppressed(new Exception("wrapped", bomb));
            bomb = outer;
        }
        return bomb;
    }

    static Stream<Arguments> badThrowables() {
        return onEveryWay(Stream.of(
                new Bad("getMessage throws", () -> new BadThrowable(true, NO_FRAMES)),
                new Bad("getMessage of a cause throws", () -> new Exception("m", new BadThrowable(true, NO_FRAMES))),
                new Bad("frames are null", () -> new BadThrowable(false, new StackTraceElement[3])),
                new Bad("no array of frames", () -> new BadThrowable(false, null)),
                new Bad("10,000 frames", () -> new BadThrowable(false, frames(10_000))),
                new Bad("20,000 causes", () -> causes(20_000)),
                new Bad("causes in a circle", FaultMatrixTest::cycle),
                new Bad("many suppressed", FaultMatrixTest::suppressed)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badThrowables")
    void badThrowableCostsItsTraceAtTheMost(Bad bad, Way way) {
        Logger shared = (Logger) LoggerFactory.getLogger("fault.matrix");
        try (Worker worker = new Worker(way).start()) {
            shared.setLevel(Level.TRACE);
            shared.setAdditive(false);
            shared.addAppender(worker.appender);
            worker.events++;
            Invariants.assertReturns(() -> RunPodLogger.of("fault.matrix").debug("failed", (Throwable) bad.make.get()));
            worker.logGood();
            String line = worker.lineBeforeGood();
            if (way.json) {
                JsonLine read = JsonLine.parse(line);
                assertTrue(read.message().startsWith("failed"), line);
                assertTrue(read.extra().has("error_type") && read.extra().has("error_message"), line);
            } else {
                assertTrue(line.startsWith("DEBUG  | r | failed"), line);
                assertTrue(line.contains("error_type=") || line.contains("\n       | "), line);
            }
        } finally {
            shared.detachAndStopAllAppenders();
            shared.setAdditive(true);
            shared.setLevel(null);
        }
    }

    /** It makes its own copy of the throwable on the caller's thread: no appender or encoder sees that call. */
    @ParameterizedTest
    @FieldSource("WAYS")
    void logbackItselfThrowsWhereAThrowableCannotBeRead(Way way) {
        try (Worker worker = new Worker(way).start()) {
            Throwable unreadable = new BadThrowable(true, NO_FRAMES);
            assertThrows(IllegalStateException.class, () -> worker.logger.debug("failed", unreadable));
            worker.logGood();
            List<String> lines = worker.lines();
            assertEquals(1, lines.size(), lines::toString);
            Invariants.assertGood(lines.get(0), way.json);
            Invariants.assertNothingUncounted(worker.events, worker.appender.stats(), 1);
        }
    }

    @Test
    void throwableThatCannotBeReadIsNamed() {
        try (LogLines json = LogLines.json().attachTo("fault.matrix", Level.INFO)) {
            RunPodLogger.of("fault.matrix")
                    .info("failed {}", 1, Extra.extra("n", 2), new BadThrowable(true, NO_FRAMES));
            String name = BadThrowable.class.getName();
            json.lastJson()
                    .hasMessage("failed 1")
                    .hasExtra("n", "2")
                    .hasText("error_type", name)
                    .hasText("error_message", "[unserializable: " + name + ": IllegalStateException: no message]");
        }
    }

    static Stream<Arguments> outputFaults() {
        return onEveryWay(Stream.of(OutputFault.values()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("outputFaults")
    void failingOutputCostsCountedLinesOnly(OutputFault fault, Way way) {
        try (Worker worker = new Worker(way).start()) {
            worker.logGood();
            MDC.put("requestId", "q");
            worker.out.fault = fault;
            for (int i = 0; i < 3; i++) {
                worker.log("0:{}", i);
                worker.settle();
            }
            worker.events++;
            Invariants.assertReturns(() -> worker.logger.error("0:3"));
            worker.settle();
            MDC.put("requestId", "r");
            if (fault == OutputFault.THROWS_ALWAYS) {
                worker.logGood();
                assertEquals(1, Invariants.lines(worker.out.text(), way.json).size());
                assertEquals(5, worker.appender.stats().unwritten());
                Invariants.assertNothingUncounted(worker.events, worker.appender.stats(), 1);
                return;
            }
            worker.out.fault = null;
            worker.logGood();
            String text = worker.out.text();
            List<String> whole = text.lines()
                    .filter(line -> line.contains("good 7") || isWhole(line, way))
                    .map(line -> line + '\n')
                    .toList();
            Invariants.assertGood(whole.get(0), way.json);
            Invariants.assertGood(Invariants.last(whole), way.json);
            assertTrue(text.endsWith('\n' + Invariants.last(whole)), text);
            Invariants.assertNothingUncounted(worker.events, worker.appender.stats(), whole.size());
        }
    }

    /** Not a piece of one. */
    private static boolean isWhole(String line, Way way) {
        return IntStream.range(0, 4).anyMatch(i -> {
            String level = i < 3 ? "DEBUG" : "ERROR";
            return line.equals(
                    way.json
                            ? "{\"requestId\": \"q\", \"message\": \"0:" + i + "\", \"level\": \"" + level + "\"}"
                            : level + "  | q | 0:" + i);
        });
    }

    private enum LifeFault {
        APPEND_BEFORE_START {
            @Override
            void happen(Worker worker) {
                worker.events--;
                worker.log("too early");
                worker.appender.start();
            }
        },
        APPEND_AFTER_STOP {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                worker.appender.stop();
                worker.log("late");
            }
        },
        STOP_TWICE {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                worker.log("m");
                worker.appender.stop();
                worker.appender.stop();
            }
        },
        START_TWICE {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                worker.log("m");
                worker.appender.start();
            }
        },
        STOP_DURING_APPEND {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                worker.log("m {}", new BadValues.Text(1, () -> {
                    worker.appender.stop();
                    return "stopped";
                }));
            }
        },
        RESET_DURING_APPEND {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                worker.log("m {}", new BadValues.Text(1, () -> {
                    worker.context.reset();
                    return "reset";
                }));
                worker.attach();
            }
        },
        ENCODER_STOPPED {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                worker.encoder.stop();
                worker.log("m");
            }
        },
        CALLER_INTERRUPTED {
            @Override
            void happen(Worker worker) {
                worker.appender.start();
                Thread.currentThread().interrupt();
                worker.log("m");
                worker.events++;
                Invariants.logGood(worker.logger);
                assertTrue(Thread.interrupted(), "keeps its flag");
            }
        };

        abstract void happen(Worker worker);
    }

    static Stream<Arguments> lifeFaults() {
        return onEveryWay(Stream.of(LifeFault.values()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lifeFaults")
    void stopsAndStartsCostCountedLinesOnly(LifeFault fault, Way way) {
        try (Worker worker = new Worker(way)) {
            Invariants.assertReturns(() -> fault.happen(worker));
            worker.logGood();
            List<String> lines = worker.lines();
            Invariants.assertGood(Invariants.last(lines), way.json);
            long told = lines.stream().filter(line -> line.contains("Dropped ")).count();
            Invariants.assertNothingUncounted(worker.events, worker.appender.stats(), lines.size() - told);
            assertEquals(lines.size() - told, worker.appender.stats().written(), lines::toString);
        }
    }

    @ParameterizedTest
    @FieldSource("WAYS")
    void eachThreadsLinesKeepTheirOrder(Way way) throws InterruptedException {
        int threads = 4;
        int each = 200;
        try (Worker worker = new Worker(way).start()) {
            List<Thread> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                running.add(new Thread(() -> {
                    for (int i = 0; i < each; i++) {
                        worker.logger.debug("{}:{}", thread, i);
                        worker.logger.trace("bad {}", new BadValues.ThrowingText());
                    }
                }));
            }
            running.forEach(Thread::start);
            for (Thread thread : running) {
                thread.join();
            }
            worker.events = 2L * threads * each;
            worker.logGood();
            List<String> lines = worker.lines();
            Invariants.assertNothingUncounted(worker.events, worker.appender.stats(), lines.size());
            Invariants.assertGood(Invariants.last(lines), way.json);
            List<String> messages = lines.stream()
                    .filter(line -> line.contains("DEBUG"))
                    .map(line -> way.json
                            ? JsonLine.parse(line).message()
                            : line.substring("DEBUG  | ".length()).strip())
                    .toList();
            Invariants.assertInOrder(messages, threads, each);
        }
    }

    @Test
    void errorOfTheOutputCountsAllLinesOfTheWrite() {
        FaultyOutputStream out = new FaultyOutputStream();
        LineSink sink = new LineSink(out);
        out.fault = OutputFault.THROWS_AN_ERROR;
        byte[] lines = "a\nb\nc\n".getBytes(StandardCharsets.UTF_8);
        Invariants.assertReturns(() -> assertEquals(3, sink.write(lines, lines.length, 3)));
        out.fault = null;
        sink.write(lines, lines.length, 3);
        assertEquals("a\nb\na\nb\nc\n".substring(0, 3) + "\na\nb\nc\n", out.text());
    }
}
