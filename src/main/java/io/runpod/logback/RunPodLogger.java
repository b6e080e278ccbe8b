package io.runpod.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.internal.line.RunPodMarker;
import io.runpod.logback.internal.text.LogLevel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.EventConstants;

/**
 * The SDK's logger for Java: a thin layer over an SLF4J logger that takes fields with every call.
 *
 * <pre>{@code
 * private static final RunPodLogger logger = new RunPodLogger();
 *
 * logger.info("Generated image", Map.of("steps", 30));
 * logger.error("Operation failed: {}", e.getMessage(), extra("input_id", "123"), e);
 * }</pre>
 *
 * <p>Each level takes a message; a message and a map of fields; a message and arguments; or a supplier of the message.
 * Alone or with a map, the message is logged as it is, even with a {@code {}} in it. Arguments are any mix of values
 * for each {@code {}}, LLE's structured arguments and {@link Extra}, with a throwable at the end. A call whose level is
 * off costs as much as in SLF4J. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RunPodLogger {

    static final String FQCN = RunPodLogger.class.getName();

    private final Logger logger;
    private final @Nullable Extra bound;
    private final @Nullable RunPodMarker marker;
    private final LogCall call;

    /** Creates a logger named after the class that calls this constructor. */
    public RunPodLogger() {
        this(LoggerFactory.getLogger(StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass()));
    }

    private RunPodLogger(Logger logger) {
        this(logger, null);
    }

    private RunPodLogger(Logger logger, @Nullable Extra bound) {
        this.logger = logger;
        this.bound = bound;
        this.marker = bound == null ? null : RunPodMarker.bound(bound);
        this.call = new LogCall(logger, marker);
    }

    /**
     * Returns a logger for a class.
     *
     * @param type the class whose name the logger gets
     * @return a logger
     */
    public static RunPodLogger of(Class<?> type) {
        return new RunPodLogger(LoggerFactory.getLogger(type));
    }

    /**
     * Returns a logger with a name.
     *
     * @param name the logger's name
     * @return a logger
     */
    public static RunPodLogger of(String name) {
        return new RunPodLogger(LoggerFactory.getLogger(name));
    }

    /**
     * Returns a logger of the same name that adds these fields to each line. For equal names, a field of the call wins
     * over a bound one, and a field bound later over one bound earlier.
     *
     * @param fields the fields; null = none
     * @return another logger; this one stays as it is
     */
    public RunPodLogger with(@Nullable Extra fields) {
        if (fields == null) {
            return this;
        }
        return new RunPodLogger(logger, bound == null ? fields : fields.and(bound));
    }

    /** As {@link #with(Extra)}, with the current entries of a map. */
    public RunPodLogger with(@Nullable Map<String, ?> fields) {
        return with(Extra.of(fields));
    }

    /**
     * Returns whether level INFO is on.
     *
     * @return whether a line of this level would be logged
     */
    public boolean isInfoEnabled() {
        return logger.isInfoEnabled();
    }

    /**
     * Logs a message at level INFO.
     *
     * @param message the message, logged as it is
     */
    public void info(@Nullable String message) {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, message, null);
        }
    }

    /**
     * Logs a message and fields at level INFO.
     *
     * @param message the message, logged as it is
     * @param fields the call's fields; null = none
     */
    public void info(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (logger.isInfoEnabled()) {
            call.logFields(EventConstants.INFO_INT, message, fields, null);
        }
    }

    /**
     * Logs a message, fields and a throwable at level INFO.
     *
     * @param message the message, logged as it is
     * @param fields the call's fields; null = none
     * @param throwable the exception; null = none
     */
    public void info(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (logger.isInfoEnabled()) {
            call.logFields(EventConstants.INFO_INT, message, fields, throwable);
        }
    }

    /**
     * Logs a message with one argument at level INFO.
     *
     * @param message the message, with {@code {}} for arguments
     * @param argument a value, fields or a throwable
     */
    public void info(@Nullable String message, @Nullable Object argument) {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, message, new Object[] {argument});
        }
    }

    /**
     * Logs a message with two arguments at level INFO.
     *
     * @param message the message, with {@code {}} for arguments
     * @param first a value or fields
     * @param second a value, fields or a throwable
     */
    public void info(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, message, new Object[] {first, second});
        }
    }

    /**
     * Logs a message with any number of arguments at level INFO.
     *
     * @param message the message, with {@code {}} for arguments
     * @param arguments values and fields in any mix, and a throwable at the end
     */
    public void info(@Nullable String message, @Nullable Object... arguments) {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, message, arguments);
        }
    }

    /**
     * Logs the supplier's message at level INFO. The supplier is not called if the level is off.
     *
     * @param message gives the message
     */
    public void info(Supplier<String> message) {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, LogCall.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level TRACE. */
    public boolean isTraceEnabled() {
        return logger.isTraceEnabled();
    }

    /** As {@link #info(String)}, at level TRACE. */
    public void trace(@Nullable String message) {
        if (logger.isTraceEnabled()) {
            call.log(EventConstants.TRACE_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (logger.isTraceEnabled()) {
            call.logFields(EventConstants.TRACE_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (logger.isTraceEnabled()) {
            call.logFields(EventConstants.TRACE_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object argument) {
        if (logger.isTraceEnabled()) {
            call.log(EventConstants.TRACE_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (logger.isTraceEnabled()) {
            call.log(EventConstants.TRACE_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object... arguments) {
        if (logger.isTraceEnabled()) {
            call.log(EventConstants.TRACE_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level TRACE. */
    public void trace(Supplier<String> message) {
        if (logger.isTraceEnabled()) {
            call.log(EventConstants.TRACE_INT, LogCall.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level DEBUG. */
    public boolean isDebugEnabled() {
        return logger.isDebugEnabled();
    }

    /** As {@link #info(String)}, at level DEBUG. */
    public void debug(@Nullable String message) {
        if (logger.isDebugEnabled()) {
            call.log(EventConstants.DEBUG_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (logger.isDebugEnabled()) {
            call.logFields(EventConstants.DEBUG_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (logger.isDebugEnabled()) {
            call.logFields(EventConstants.DEBUG_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object argument) {
        if (logger.isDebugEnabled()) {
            call.log(EventConstants.DEBUG_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (logger.isDebugEnabled()) {
            call.log(EventConstants.DEBUG_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object... arguments) {
        if (logger.isDebugEnabled()) {
            call.log(EventConstants.DEBUG_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level DEBUG. */
    public void debug(Supplier<String> message) {
        if (logger.isDebugEnabled()) {
            call.log(EventConstants.DEBUG_INT, LogCall.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level WARN. */
    public boolean isWarnEnabled() {
        return logger.isWarnEnabled();
    }

    /** As {@link #info(String)}, at level WARN. */
    public void warn(@Nullable String message) {
        if (logger.isWarnEnabled()) {
            call.log(EventConstants.WARN_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (logger.isWarnEnabled()) {
            call.logFields(EventConstants.WARN_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (logger.isWarnEnabled()) {
            call.logFields(EventConstants.WARN_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object argument) {
        if (logger.isWarnEnabled()) {
            call.log(EventConstants.WARN_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (logger.isWarnEnabled()) {
            call.log(EventConstants.WARN_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object... arguments) {
        if (logger.isWarnEnabled()) {
            call.log(EventConstants.WARN_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level WARN. */
    public void warn(Supplier<String> message) {
        if (logger.isWarnEnabled()) {
            call.log(EventConstants.WARN_INT, LogCall.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level ERROR. */
    public boolean isErrorEnabled() {
        return logger.isErrorEnabled();
    }

    /** As {@link #info(String)}, at level ERROR. */
    public void error(@Nullable String message) {
        if (logger.isErrorEnabled()) {
            call.log(EventConstants.ERROR_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (logger.isErrorEnabled()) {
            call.logFields(EventConstants.ERROR_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (logger.isErrorEnabled()) {
            call.logFields(EventConstants.ERROR_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object argument) {
        if (logger.isErrorEnabled()) {
            call.log(EventConstants.ERROR_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (logger.isErrorEnabled()) {
            call.log(EventConstants.ERROR_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object... arguments) {
        if (logger.isErrorEnabled()) {
            call.log(EventConstants.ERROR_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level ERROR. */
    public void error(Supplier<String> message) {
        if (logger.isErrorEnabled()) {
            call.log(EventConstants.ERROR_INT, LogCall.supplied(message), null);
        }
    }

    /**
     * Logs a hint at level TIP. It is printed at any level but NOTSET (off).
     *
     * @param message the message, logged as it is
     */
    public void tip(@Nullable String message) {
        RunPodMarker tip = marker == null ? RunPodMarker.TIP : marker.asTip();
        if (!(logger instanceof ch.qos.logback.classic.Logger logback)) {
            logger.info(tip, message);
        } else if (logback.getEffectiveLevel() != Level.OFF || logback.isInfoEnabled(tip)) { // or a filter accepts
            // Bypasses the level. The event itself has level INFO, so that no appender treats it as a problem.
            LoggingEvent event = new LoggingEvent(FQCN, logback, Level.INFO, message, null, null);
            event.addMarker(tip);
            logback.callAppenders(event);
        }
    }

    /**
     * Logs whether a secret is set, without the secret: only a range of its length and, from 12 characters, its last 2.
     *
     * @param name what the secret is called
     * @param value the secret; null or empty = it is not set
     */
    public void secret(String name, @Nullable String value) {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, name + ": " + presence(value), null);
        }
    }

    private static String presence(@Nullable String value) {
        int length = value == null ? 0 : value.length();
        if (value == null || length == 0) {
            return "not set";
        } else if (length < 12) {
            return "set (fewer than 12 characters)";
        }
        return "set (" + (length < 32 ? "12 to 31" : "32 or more") + " characters, the last two are "
                + value.substring(length - 2) + ")";
    }

    /**
     * A task with a result, for {@link #timed(String, Operation)}.
     *
     * @param <T> the type of its result
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object, E extends Exception> {

        /**
         * Runs the task.
         *
         * @return its result
         * @throws E if it fails
         */
        T run() throws E;
    }

    /**
     * A task without a result, for {@link #timed(String, Action)}.
     *
     * @param <E> what it may throw
     */
    @FunctionalInterface
    public interface Action<E extends Exception> {

        /**
         * Runs the task.
         *
         * @throws E if it fails
         */
        void run() throws E;
    }

    /**
     * Runs an operation, and logs its start and end at INFO, or its failure at ERROR. The end and the failure have a
     * field {@code duration_ms}.
     *
     * @param name the name of the operation in the lines
     * @param operation the operation
     * @param <T> the type of its result
     * @param <E> what it may throw
     * @return its result
     * @throws E what the operation threw, after that was logged
     */
    public <T extends @Nullable Object, E extends Exception> T timed(String name, Operation<T, E> operation) throws E {
        if (logger.isInfoEnabled()) {
            call.log(EventConstants.INFO_INT, name + " started", null);
        }
        long start = System.nanoTime();
        try {
            T result = operation.run();
            if (logger.isInfoEnabled()) {
                call.logFields(EventConstants.INFO_INT, name + " finished", duration(start), null);
            }
            return result;
        } catch (Throwable failure) {
            if (logger.isErrorEnabled()) {
                call.logFields(EventConstants.ERROR_INT, name + " failed", duration(start), failure);
            }
            throw failure;
        }
    }

    /** As {@link #timed(String, Operation)}, for an action without a result. */
    public <E extends Exception> void timed(String name, Action<E> action) throws E {
        this.<@Nullable Object, E>timed(name, () -> {
            action.run();
            return null;
        });
    }

    private static Map<String, Long> duration(long start) {
        return Map.of("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /**
     * Sets the level of the Logback logger of this name, and logs that at INFO. With another SLF4J provider, logs a
     * warning.
     *
     * @param level NOTSET (off), TRACE, DEBUG, INFO, WARN, WARNING or ERROR, in any case; or 0 (NOTSET) to 5 (ERROR)
     * @throws IllegalArgumentException if the level is none of these
     */
    public void setLevel(@Nullable String level) {
        String name = level == null ? null : LogLevel.parseThreshold(level);
        if (name == null) {
            throw new IllegalArgumentException(
                    "Invalid log level: \"" + level + "\". Valid: " + LogLevel.VALID_THRESHOLDS + ".");
        }
        if (logger instanceof ch.qos.logback.classic.Logger logback) {
            logback.setLevel(Level.toLevel(name));
            info("Log level set to " + (name.equals("OFF") ? "NOTSET" : name));
        } else {
            warn("Log level not set: the logger is not Logback's");
        }
    }

    /** As {@link #setLevel(String)}, with the SDK's numbers: 0 (NOTSET) to 5 (ERROR). */
    public void setLevel(int level) {
        setLevel(Integer.toString(level));
    }
}
