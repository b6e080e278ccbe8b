package io.runpod.logback.bench;

import static net.logstash.logback.argument.StructuredArguments.kv;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.internal.line.BoundFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

/** One log call in the terms of no logger, and the Logback event that it makes. For one thread. */
final class Call {

    static final LoggerContext CONTEXT = context();
    static final String LOGGER_NAME = "com.example.worker.image.ImagePipeline";

    private static final String FQCN = Call.class.getName();
    private static final Logger LOGGER = CONTEXT.getLogger(LOGGER_NAME);
    private static final Object[] NO_ARGUMENTS = {};

    final String message;
    final Object[] arguments;
    final List<String> names = new ArrayList<>();
    final List<Object> values = new ArrayList<>();
    private final Map<String, String> mdc = new LinkedHashMap<>();
    private Failures failures;
    private boolean structured;
    private BoundFields bound;

    private Call(String message, Object[] arguments) {
        this.message = message;
        this.arguments = arguments;
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        return context;
    }

    static Call of(String message, Object... arguments) {
        return new Call(message, arguments);
    }

    Call field(String name, Object value) {
        names.add(name);
        values.add(value);
        return this;
    }

    /** Hands the fields over as LLE's structured arguments in place of key-values. */
    Call structured() {
        structured = true;
        return this;
    }

    /** Binds the fields that it has to its logger, as {@code RunPodLogger.with} does. */
    Call bound() {
        List<KeyValuePair> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            pairs.add(new KeyValuePair(names.get(i), values.get(i)));
        }
        bound = new BoundFields(pairs);
        return this;
    }

    Call mdc(String name, String value) {
        mdc.put(name, value);
        return this;
    }

    Call failing(Failures thrown) {
        failures = thrown;
        return this;
    }

    boolean fails() {
        return failures != null;
    }

    /** The exception of the next event, or null. */
    Throwable thrown() {
        return failures == null ? null : failures.next();
    }

    /** Fills a thread's MDC, once, before events are made. */
    void fillMdc(BiConsumer<String, String> put) {
        mdc.forEach(put);
    }

    /** A new event, as Logback's logger makes it. */
    LoggingEvent event() {
        LoggingEvent event =
                new LoggingEvent(FQCN, LOGGER, fails() ? Level.ERROR : Level.INFO, message, thrown(), eventArguments());
        if (bound != null) {
            event.setKeyValuePairs(bound);
        } else if (!structured) {
            for (int i = 0; i < names.size(); i++) {
                event.addKeyValuePair(new KeyValuePair(names.get(i), values.get(i)));
            }
        }
        return event;
    }

    private Object[] eventArguments() {
        if (!structured) {
            return arguments.length == 0 ? null : Arrays.copyOf(arguments, arguments.length, Object[].class);
        }
        Object[] all = Arrays.copyOf(arguments, arguments.length + names.size(), Object[].class);
        for (int i = 0; i < names.size(); i++) {
            all[arguments.length + i] = kv(names.get(i), values.get(i));
        }
        return all;
    }

    static Call of(String message) {
        return new Call(message, NO_ARGUMENTS);
    }
}
