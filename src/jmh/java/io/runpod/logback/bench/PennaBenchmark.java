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
@State(Scope.Thread)
public class PennaBenchmark {

    private static final String[] FIELDS = {"MDC", "MESSAGE", "LEVEL", "KEY_VALUE_PAIRS", "THROWABLE"};

    @Param({"S", "M", "X"})
    Sample event;

    private final Drain drain = new Drain();
    private Logger logger;
    private Call call;

    @Setup
    public void make() throws ReflectiveOperationException {
        logger = LoggerFactory.getLogger(Call.LOGGER_NAME);
        chooseFields(logger);
        writeTo(drain);
        call = event.call();
        call.fillMdc(MDC::put);
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
    static void writeTo(WritableByteChannel channel) throws ReflectiveOperationException {
        Object pool = Class.forName("penna.core.logger.guard.LevelGuard$Shared")
                .getField("logUnits")
                .get(null);
        Method refill = pool.getClass().getDeclaredMethod("refillThePool", Supplier.class);
        refill.setAccessible(true);
        refill.invoke(pool, (Supplier<Object>) () -> sink(channel));
    }

    private static Object sink(WritableByteChannel channel) {
        try {
            return Class.forName("penna.core.sink.CoreSink")
                    .getConstructor(WritableByteChannel.class)
                    .newInstance(channel);
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("this Penna is not known here", other);
        }
    }

    @Benchmark
    public int fresh() {
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
        return drain.taken();
    }
}
