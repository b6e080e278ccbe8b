package io.runpod.logback.bench;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Shows what a call of Penna's logger costs, with the fields of this library's line. Penna is a provider of SLF4J itself,
 * so that it has a JVM of its own here, and its lines go to a channel that forgets them. It has no event and no encoder
 * apart, so that a whole call is measured; compare it with the streams. It needs Java 21, and is reached by reflection
 * where SLF4J's interfaces do not reach, so that this compiles on 17. It escapes no quotes in a message and has no emoji,
 * so that there is no U: its line would not be JSON.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(jvmArgsAppend = "-Dslf4j.provider=penna.core.slf4j.PennaServiceProvider")
public class PennaBenchmark {

    private static final String[] FIELDS = {"MDC", "MESSAGE", "LEVEL", "KEY_VALUE_PAIRS", "THROWABLE"};

    /** The logger, shared by all threads. */
    @State(Scope.Benchmark)
    public static class Shared {
        @Param({"S", "M", "X"})
        Sample event;

        Logger logger;

        @Setup
        public void start() throws ReflectiveOperationException {
            logger = LoggerFactory.getLogger(Call.LOGGER_NAME);
            chooseFields(logger);
            forgetLines();
        }
    }

    /** What each thread has of its own. */
    @State(Scope.Thread)
    public static class Mine {
        Logger logger;
        Call call;

        @Setup
        public void make(Shared shared) {
            logger = shared.logger;
            call = shared.event.call();
            call.fillMdc(MDC::put);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum that is known by its name only
    private static void chooseFields(Logger logger) throws ReflectiveOperationException {
        Class<?> field = Class.forName("penna.api.models.LogField");
        Object fields = Array.newInstance(field, FIELDS.length);
        for (int i = 0; i < FIELDS.length; i++) {
            Array.set(fields, i, Enum.valueOf((Class) field, FIELDS[i]));
        }
        Class<?> config = Class.forName("penna.api.models.Config");
        Object chosen = config.getMethod("withFields", fields.getClass()).invoke(null, fields);
        logger.getClass().getMethod("updateConfig", config).invoke(logger, chosen);
    }

    /** Gives each of the pooled builders a sink of its own, as Penna does itself. */
    private static void forgetLines() throws ReflectiveOperationException {
        Object pool = Class.forName("penna.core.logger.guard.LevelGuard$Shared")
                .getField("logUnits")
                .get(null);
        Method refill = pool.getClass().getDeclaredMethod("refillThePool", Supplier.class);
        refill.setAccessible(true);
        refill.invoke(pool, (Supplier<Object>) PennaBenchmark::sink);
    }

    private static Object sink() {
        try {
            return Class.forName("penna.core.sink.CoreSink")
                    .getConstructor(WritableByteChannel.class)
                    .newInstance(new Drain());
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("this Penna is not known here", other);
        }
    }

    @Benchmark
    public void fresh(Mine mine) {
        Logger logger = mine.logger;
        Call call = mine.call;
        LoggingEventBuilder builder = call.fails() ? logger.atError() : logger.atInfo();
        for (int i = 0; i < call.names.size(); i++) {
            builder = builder.addKeyValue(call.names.get(i), call.values.get(i));
        }
        for (Object argument : call.arguments) {
            builder = builder.addArgument(argument);
        }
        if (call.fails()) {
            builder = builder.setCause(call.thrown());
        }
        builder.log(call.message);
    }
}
