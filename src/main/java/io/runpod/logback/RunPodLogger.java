package io.runpod.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.internal.line.BoundFields;
import io.runpod.logback.internal.line.TipMarker;
import io.runpod.logback.internal.settings.Dependencies;
import io.runpod.logback.internal.text.LogLevel;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.event.EventConstants;
import org.slf4j.helpers.SubstituteLogger;

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
 * off costs as much as in SLF4J. Thread-safe; its name and fields never change.
 *
 * @since 0.1
 */
public final class RunPodLogger implements Serializable {

    private static final long serialVersionUID = 1L;

    static {
        Dependencies.check();
    }

    static final String FQCN = RunPodLogger.class.getName();

    private final String name;
    private final transient @Nullable Extra bound;

    /** Looked up again as long as SLF4J has only a substitute, because it is still starting. */
    @SuppressWarnings("serial") // see readResolve
    private transient Logger logger;

    private transient CallSender sender;

    /**
     * Creates a logger named after the class that calls this constructor, directly or through JDK code such as
     * {@code ThreadLocal.withInitial(RunPodLogger::new)}.
     */
    public RunPodLogger() {
        this(callerName(), null);
    }

    private RunPodLogger(String name, @Nullable Extra bound) {
        this.name = name;
        this.bound = bound;
        this.logger = LoggerFactory.getLogger(name);
        this.sender = new CallSender(logger, bound == null || !Dependencies.HAS_SLF4J_2 ? null : bound.toBoundFields());
    }

    private static String callerName() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(type -> type != RunPodLogger.class && !isOfTheJdk(type))
                        .findFirst()
                        .map(Class::getName)
                        .orElse(FQCN));
    }

    private static boolean isOfTheJdk(Class<?> type) {
        return type.getClassLoader() == null;
    }

    /** A race is harmless: both threads get the same logger. */
    private CallSender sender() {
        if (logger instanceof SubstituteLogger) {
            Logger found = LoggerFactory.getLogger(name);
            if (!(found instanceof SubstituteLogger)) {
                sender = new CallSender(found, sender.bound());
                logger = found;
            }
        }
        return sender;
    }

    private boolean isOff(int level) {
        return CallSender.isOff(sender().logger(), level);
    }

    /**
     * Logs from now on each exception that ends a thread as an ERROR line, with the request id of that thread, in place
     * of a stack trace on standard error. Does nothing if the application has set a handler
     * ({@link Thread#setDefaultUncaughtExceptionHandler}). Without a {@code logback.xml} this is so from the start.
     */
    public static void logUncaught() {
        UncaughtExceptions.install();
    }

    /**
     * Returns the SLF4J logger underneath, which knows nothing of bound fields.
     *
     * @return the logger of this name
     */
    public Logger slf4j() {
        return sender().logger();
    }

    /** Returns the logger of this name, as SLF4J's loggers do; fields that were bound are not serialized. */
    private Object readResolve() {
        return new RunPodLogger(name, null);
    }

    @Override
    public String toString() {
        return "RunPodLogger[" + name + "]";
    }

    /**
     * Returns a logger for a class.
     *
     * @param type the class whose name the logger gets
     * @return a logger
     */
    public static RunPodLogger of(Class<?> type) {
        return new RunPodLogger(type.getName(), null);
    }

    /**
     * Returns a logger with a name.
     *
     * @param name the logger's name
     * @return a logger
     */
    public static RunPodLogger of(String name) {
        return new RunPodLogger(name, null);
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
        return new RunPodLogger(name, bound == null ? fields : fields.withDefaults(bound));
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
        return sender().logger().isInfoEnabled();
    }

    /**
     * Logs a message at level INFO.
     *
     * @param message the message, logged as it is
     */
    public void info(@Nullable String message) {
        if (!isOff(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, null);
        }
    }

    /**
     * Logs a message and fields at level INFO.
     *
     * @param message the message, logged as it is
     * @param fields the call's fields; null = none
     */
    public void info(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (!isOff(EventConstants.INFO_INT)) {
            sender().logFields(EventConstants.INFO_INT, message, fields, null);
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
        if (!isOff(EventConstants.INFO_INT)) {
            sender().logFields(EventConstants.INFO_INT, message, fields, throwable);
        }
    }

    /**
     * Logs a message with one argument at level INFO.
     *
     * @param message the message, with {@code {}} for arguments
     * @param argument a value, fields or a throwable
     */
    public void info(@Nullable String message, @Nullable Object argument) {
        if (!isOff(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, new Object[] {argument});
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
        if (!isOff(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, new Object[] {first, second});
        }
    }

    /**
     * Logs a message with any number of arguments at level INFO.
     *
     * @param message the message, with {@code {}} for arguments
     * @param arguments values and fields in any mix, and a throwable at the end
     */
    public void info(@Nullable String message, @Nullable Object... arguments) {
        if (!isOff(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, arguments);
        }
    }

    /**
     * Logs the supplier's message at level INFO. The supplier is not called if the level is off.
     *
     * @param message gives the message
     */
    public void info(Supplier<String> message) {
        if (sender().logger().isInfoEnabled()) {
            sender().log(EventConstants.INFO_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level TRACE. */
    public boolean isTraceEnabled() {
        return sender().logger().isTraceEnabled();
    }

    /** As {@link #info(String)}, at level TRACE. */
    public void trace(@Nullable String message) {
        if (!isOff(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (!isOff(EventConstants.TRACE_INT)) {
            sender().logFields(EventConstants.TRACE_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (!isOff(EventConstants.TRACE_INT)) {
            sender().logFields(EventConstants.TRACE_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object argument) {
        if (!isOff(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (!isOff(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object... arguments) {
        if (!isOff(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level TRACE. */
    public void trace(Supplier<String> message) {
        if (sender().logger().isTraceEnabled()) {
            sender().log(EventConstants.TRACE_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level DEBUG. */
    public boolean isDebugEnabled() {
        return sender().logger().isDebugEnabled();
    }

    /** As {@link #info(String)}, at level DEBUG. */
    public void debug(@Nullable String message) {
        if (!isOff(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (!isOff(EventConstants.DEBUG_INT)) {
            sender().logFields(EventConstants.DEBUG_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (!isOff(EventConstants.DEBUG_INT)) {
            sender().logFields(EventConstants.DEBUG_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object argument) {
        if (!isOff(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (!isOff(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object... arguments) {
        if (!isOff(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level DEBUG. */
    public void debug(Supplier<String> message) {
        if (sender().logger().isDebugEnabled()) {
            sender().log(EventConstants.DEBUG_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level WARN. */
    public boolean isWarnEnabled() {
        return sender().logger().isWarnEnabled();
    }

    /** As {@link #info(String)}, at level WARN. */
    public void warn(@Nullable String message) {
        if (!isOff(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (!isOff(EventConstants.WARN_INT)) {
            sender().logFields(EventConstants.WARN_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (!isOff(EventConstants.WARN_INT)) {
            sender().logFields(EventConstants.WARN_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object argument) {
        if (!isOff(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (!isOff(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object... arguments) {
        if (!isOff(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level WARN. */
    public void warn(Supplier<String> message) {
        if (sender().logger().isWarnEnabled()) {
            sender().log(EventConstants.WARN_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level ERROR. */
    public boolean isErrorEnabled() {
        return sender().logger().isErrorEnabled();
    }

    /** As {@link #info(String)}, at level ERROR. */
    public void error(@Nullable String message) {
        if (!isOff(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (!isOff(EventConstants.ERROR_INT)) {
            sender().logFields(EventConstants.ERROR_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (!isOff(EventConstants.ERROR_INT)) {
            sender().logFields(EventConstants.ERROR_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object argument) {
        if (!isOff(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (!isOff(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object... arguments) {
        if (!isOff(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level ERROR. */
    public void error(Supplier<String> message) {
        if (sender().logger().isErrorEnabled()) {
            sender().log(EventConstants.ERROR_INT, CallSender.supplied(message), null);
        }
    }

    /**
     * Logs a hint at level TIP. It is printed at any level but NOTSET (off).
     *
     * @param message the message, logged as it is
     */
    public void tip(@Nullable String message) {
        ch.qos.logback.classic.Logger logback = sender().logback();
        if (logback == null) {
            info(message);
            return;
        }
        FilterReply decision = logback.getLoggerContext()
                .getTurboFilterList()
                .getTurboFilterChainDecision(TipMarker.TIP, logback, Level.INFO, message, null, null);
        if (decision == FilterReply.ACCEPT
                || (decision == FilterReply.NEUTRAL && logback.getEffectiveLevel() != Level.OFF)) {
            append(logback, TipMarker.TIP, message);
        }
    }

    /** Bypasses the level. The event itself has level INFO, so that no appender treats it as a problem. */
    private void append(ch.qos.logback.classic.Logger logback, @Nullable Marker marker, @Nullable String message) {
        LoggingEvent event = new LoggingEvent(FQCN, logback, Level.INFO, message, null, null);
        if (marker != null) {
            event.addMarker(marker);
        }
        BoundFields fields = sender().bound();
        if (fields != null) {
            event.setKeyValuePairs(fields);
        }
        logback.callAppenders(event);
    }

    /**
     * Logs whether a secret is set, without the secret: only a range of its length and, from 12 characters, its last 2.
     *
     * @param name what the secret is called
     * @param value the secret; null or empty = it is not set
     */
    public void secret(String name, @Nullable String value) {
        if (!isOff(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, name + ": " + presence(value), null);
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
     */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object> {

        /**
         * Runs the task.
         *
         * @return its result
         * @throws Exception if it fails
         */
        T run() throws Exception;
    }

    /** A task without a result, for {@link #timed(String, Action, Void...)}. */
    @FunctionalInterface
    public interface Action {

        /**
         * Runs the task.
         *
         * @throws Exception if it fails
         */
        void run() throws Exception;
    }

    /**
     * Runs an operation, and logs its start and end at INFO, or its failure at ERROR, with the exception's class and
     * message but without its stack trace. The end and the failure have a field {@code duration_ms}. The operation's exception is then thrown unchanged, although
     * none is declared, since Kotlin has no checked exceptions.
     *
     * @param name the name of the operation in the lines
     * @param operation the operation
     * @param <T> the type of its result
     * @return its result
     */
    public <T extends @Nullable Object> T timed(String name, Operation<T> operation) {
        if (!isOff(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, name + " started", null);
        }
        long start = System.nanoTime();
        try {
            T result = operation.run();
            if (!isOff(EventConstants.INFO_INT)) {
                sender().logFields(EventConstants.INFO_INT, name + " finished", duration(start), null);
            }
            return result;
        } catch (Throwable failure) {
            if (!isOff(EventConstants.ERROR_INT)) {
                sender().logFields(EventConstants.ERROR_INT, name + " failed", failed(start, failure), null);
            }
            throw Rethrow.asIs(failure);
        }
    }

    /** Without the stack trace: the exception goes on to a handler, which logs it. */
    private static Map<String, Object> failed(long start, Throwable failure) {
        Map<String, Object> fields = new LinkedHashMap<>(duration(start));
        fields.put("error_type", failure.getClass().getName());
        String message = CallSender.messageOf(failure);
        if (message != null) {
            fields.put("error_message", message);
        }
        return fields;
    }

    /**
     * As {@link #timed(String, Operation)}, for an action without a result.
     *
     * @param name the name of the action in the lines
     * @param action the action
     * @param none always empty; it makes Kotlin choose the other overload, whose result it would lose
     */
    public void timed(String name, Action action, Void... none) {
        this.<@Nullable Object>timed(name, () -> {
            action.run();
            return null;
        });
    }

    private static Map<String, Long> duration(long start) {
        return Map.of("duration_ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /**
     * Sets the level of the Logback logger of this name. Logs the change at INFO, even if the new level is higher, but
     * not for NOTSET. With another SLF4J provider, logs a warning.
     *
     * @param level NOTSET (off), TRACE, DEBUG, INFO, WARN or WARNING, ERROR, FATAL or CRITICAL (all three ERROR), in
     *     any case; or 0 (NOTSET) to 5 (ERROR)
     * @throws IllegalArgumentException if the level is none of these
     */
    public void setLevel(@Nullable String level) {
        String threshold = level == null ? null : LogLevel.parseThreshold(level);
        if (threshold == null) {
            throw new IllegalArgumentException(
                    "Invalid log level: \"" + level + "\". Valid: " + LogLevel.VALID_THRESHOLDS + ".");
        }
        ch.qos.logback.classic.Logger logback = sender().logback();
        if (logback != null) {
            logback.setLevel(Level.toLevel(threshold));
            if (!threshold.equals("OFF")) {
                append(logback, null, "Log level set to " + threshold);
            }
        } else {
            warn("Log level not set: the logger is not Logback's");
        }
    }

    /** As {@link #setLevel(String)}, with the SDK's numbers: 0 (NOTSET) to 5 (ERROR). */
    public void setLevel(int level) {
        setLevel(Integer.toString(level));
    }
}
