package io.runpod.logback;

import ch.qos.logback.classic.Level;
import io.runpod.logback.internal.settings.Dependencies;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LogLevel;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.EventConstants;
import org.slf4j.helpers.SubstituteLogger;

/**
 * The counterpart of the Python SDK's logger: a thin layer over an SLF4J logger that accepts fields in every call.
 *
 * <pre>{@code
 * private static final RunPodLogger logger = new RunPodLogger();
 *
 * logger.info("Generated image", Map.of("steps", 30));
 * logger.error("Operation failed: {}", e.getMessage(), extra("input_id", "123"), e);
 * }</pre>
 *
 * <p>Each level has methods for a message; a message and a map of fields; a message and arguments; and a supplier of
 * the message. A message alone or with a map is logged unchanged, even if it contains {@code {}}. Arguments are values
 * for the {@code {}}, structured arguments of LLE (logstash-logback-encoder) and {@link Extra}, in any mix; a throwable
 * comes last. A call at a level that is off allocates no more than in SLF4J. Thread-safe; its name and fields never
 * change.
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

    /** Replaced as soon as SLF4J has started, if it had only a substitute logger before. */
    private transient CallSender sender;

    /**
     * Creates a logger that is named after the class that calls this constructor, directly or through JDK code such as
     * {@code ThreadLocal.withInitial(RunPodLogger::new)}.
     */
    public RunPodLogger() {
        this(callerName(), null);
    }

    private RunPodLogger(String name, @Nullable Extra bound) {
        this.name = name;
        this.bound = bound;
        this.sender = new CallSender(
                LoggerFactory.getLogger(name),
                bound == null || !Dependencies.HAS_SLF4J_2 ? null : bound.toBoundFields());
    }

    private static String callerName() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                        // Classes of the JDK have no class loader.
                        .filter(type -> type != RunPodLogger.class && type.getClassLoader() != null)
                        .findFirst()
                        .map(Class::getName)
                        .orElse(FQCN));
    }

    /** Returns the sender. If two threads replace it at once, both get the same SLF4J logger. */
    private CallSender sender() {
        CallSender current = sender;
        if (current.isSubstitute()) {
            Logger found = LoggerFactory.getLogger(name);
            if (!(found instanceof SubstituteLogger)) {
                current = new CallSender(found, current.bound());
                sender = current;
            }
        }
        return current;
    }

    /**
     * Returns whether a call at a level may log a line. Each method below calls it directly. When all levels shared
     * one method with the check, the JIT compiler did not inline it, and a call at a level that is off took 3 ns
     * instead of 2 ns.
     */
    private boolean isOn(int level) {
        return sender().isOn(level);
    }

    /**
     * Logs each uncaught exception that ends a thread, from now on, as an ERROR line with the request id of that
     * thread, instead of a stack trace on standard error. Does nothing if the application has set a handler
     * ({@link Thread#setDefaultUncaughtExceptionHandler}). Without a {@code logback.xml}, this is on from the start.
     */
    public static void logUncaught() {
        UncaughtExceptions.install();
    }

    /**
     * Returns the underlying SLF4J logger, which does not add bound fields.
     *
     * @return the logger of this name
     */
    public Logger slf4j() {
        return sender().logger();
    }

    /** Returns the logger of this name, as SLF4J's own loggers do. Bound fields are not serialized. */
    private Object readResolve() {
        return new RunPodLogger(name, null);
    }

    @Override
    public String toString() {
        return "RunPodLogger[" + name + "]";
    }

    /**
     * Returns a logger.
     *
     * @param name the logger's name
     * @return a logger without bound fields
     */
    public static RunPodLogger of(String name) {
        return new RunPodLogger(name, null);
    }

    /** As {@link #of(String)}, with the name of a class. */
    public static RunPodLogger of(Class<?> type) {
        return new RunPodLogger(type.getName(), null);
    }

    /**
     * Returns a logger of the same name that adds these fields to each line. If names are equal, a field of the call
     * wins over a bound field, and a field that is bound later wins over an earlier one.
     *
     * @param fields the fields; null = none
     * @return another logger; this one does not change
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
     * @return true if a line of this level would be logged
     */
    public boolean isInfoEnabled() {
        return sender().logger().isInfoEnabled();
    }

    /** Logs a message at level INFO. It is not a template: a {@code {}} in it is printed. */
    public void info(@Nullable String message) {
        if (isOn(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, null);
        }
    }

    /** As {@link #info(String)}, with fields; null = none. */
    public void info(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (isOn(EventConstants.INFO_INT)) {
            sender().logFields(EventConstants.INFO_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map)}, with an exception; null = none. */
    public void info(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (isOn(EventConstants.INFO_INT)) {
            sender().logFields(EventConstants.INFO_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object...)}, with one argument. */
    public void info(@Nullable String message, @Nullable Object argument) {
        if (isOn(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object...)}, with two arguments. */
    public void info(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (isOn(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, new Object[] {first, second});
        }
    }

    /**
     * Logs a message with arguments at level INFO.
     *
     * @param message a template: each {@code {}} in it shows the next argument
     * @param arguments values and fields in any mix; a throwable only as the last one
     */
    public void info(@Nullable String message, @Nullable Object... arguments) {
        if (isOn(EventConstants.INFO_INT)) {
            sender().log(EventConstants.INFO_INT, message, arguments);
        }
    }

    /** As {@link #info(String)}, with a message that the supplier makes. It is called only if the level is on. */
    public void info(Supplier<String> message) {
        if (isInfoEnabled()) {
            sender().log(EventConstants.INFO_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level TRACE. */
    public boolean isTraceEnabled() {
        return sender().logger().isTraceEnabled();
    }

    /** As {@link #info(String)}, at level TRACE. */
    public void trace(@Nullable String message) {
        if (isOn(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (isOn(EventConstants.TRACE_INT)) {
            sender().logFields(EventConstants.TRACE_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (isOn(EventConstants.TRACE_INT)) {
            sender().logFields(EventConstants.TRACE_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object argument) {
        if (isOn(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (isOn(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level TRACE. */
    public void trace(@Nullable String message, @Nullable Object... arguments) {
        if (isOn(EventConstants.TRACE_INT)) {
            sender().log(EventConstants.TRACE_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level TRACE. */
    public void trace(Supplier<String> message) {
        if (isTraceEnabled()) {
            sender().log(EventConstants.TRACE_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level DEBUG. */
    public boolean isDebugEnabled() {
        return sender().logger().isDebugEnabled();
    }

    /** As {@link #info(String)}, at level DEBUG. */
    public void debug(@Nullable String message) {
        if (isOn(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (isOn(EventConstants.DEBUG_INT)) {
            sender().logFields(EventConstants.DEBUG_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (isOn(EventConstants.DEBUG_INT)) {
            sender().logFields(EventConstants.DEBUG_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object argument) {
        if (isOn(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (isOn(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level DEBUG. */
    public void debug(@Nullable String message, @Nullable Object... arguments) {
        if (isOn(EventConstants.DEBUG_INT)) {
            sender().log(EventConstants.DEBUG_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level DEBUG. */
    public void debug(Supplier<String> message) {
        if (isDebugEnabled()) {
            sender().log(EventConstants.DEBUG_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level WARN. */
    public boolean isWarnEnabled() {
        return sender().logger().isWarnEnabled();
    }

    /** As {@link #info(String)}, at level WARN. */
    public void warn(@Nullable String message) {
        if (isOn(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (isOn(EventConstants.WARN_INT)) {
            sender().logFields(EventConstants.WARN_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (isOn(EventConstants.WARN_INT)) {
            sender().logFields(EventConstants.WARN_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object argument) {
        if (isOn(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (isOn(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level WARN. */
    public void warn(@Nullable String message, @Nullable Object... arguments) {
        if (isOn(EventConstants.WARN_INT)) {
            sender().log(EventConstants.WARN_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level WARN. */
    public void warn(Supplier<String> message) {
        if (isWarnEnabled()) {
            sender().log(EventConstants.WARN_INT, CallSender.supplied(message), null);
        }
    }

    /** As {@link #isInfoEnabled()}, for level ERROR. */
    public boolean isErrorEnabled() {
        return sender().logger().isErrorEnabled();
    }

    /** As {@link #info(String)}, at level ERROR. */
    public void error(@Nullable String message) {
        if (isOn(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, null);
        }
    }

    /** As {@link #info(String, Map)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Map<?, ?> fields) {
        if (isOn(EventConstants.ERROR_INT)) {
            sender().logFields(EventConstants.ERROR_INT, message, fields, null);
        }
    }

    /** As {@link #info(String, Map, Throwable)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (isOn(EventConstants.ERROR_INT)) {
            sender().logFields(EventConstants.ERROR_INT, message, fields, throwable);
        }
    }

    /** As {@link #info(String, Object)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object argument) {
        if (isOn(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, new Object[] {argument});
        }
    }

    /** As {@link #info(String, Object, Object)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object first, @Nullable Object second) {
        if (isOn(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, new Object[] {first, second});
        }
    }

    /** As {@link #info(String, Object...)}, at level ERROR. */
    public void error(@Nullable String message, @Nullable Object... arguments) {
        if (isOn(EventConstants.ERROR_INT)) {
            sender().log(EventConstants.ERROR_INT, message, arguments);
        }
    }

    /** As {@link #info(Supplier)}, at level ERROR. */
    public void error(Supplier<String> message) {
        if (isErrorEnabled()) {
            sender().log(EventConstants.ERROR_INT, CallSender.supplied(message), null);
        }
    }

    /** Logs a hint at level TIP, unless the logger's level is NOTSET (off). Without Logback it is an INFO line. */
    public void tip(@Nullable String message) {
        sender().logTip(message);
    }

    /**
     * Logs at INFO whether a secret is set. Shows only the range of its length and, from 12 characters on, its last 2.
     *
     * @param name what the secret is called
     * @param value the secret; null or empty = it is not set
     */
    public void secret(String name, @Nullable String value) {
        if (isOn(EventConstants.INFO_INT)) {
            info(name + ": " + presence(value));
        }
    }

    private static String presence(@Nullable String value) {
        if (value == null || value.isEmpty()) {
            return "not set";
        }
        int length = value.length();
        return length < 12
                ? "set (fewer than 12 characters)"
                : "set (" + (length < 32 ? "12 to 31" : "32 or more") + " characters, the last two are "
                        + value.substring(length - 2) + ")";
    }

    /**
     * A task with a result, for {@link #timed(String, Operation)} and {@link RequestScope#call}.
     *
     * @param <T> the type of its result
     */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object> {

        /**
         * Runs the task.
         *
         * @return its result
         * @throws Exception any, which reaches the caller of {@code timed} or {@code call} unchanged
         */
        T run() throws Exception;
    }

    /** A task without a result, for {@link #timed(String, Action, Void...)} and {@link RequestScope#run}. */
    @FunctionalInterface
    public interface Action {

        /** As {@link Operation#run}, without a result. */
        void run() throws Exception;
    }

    /**
     * Runs an operation. Logs its start and end at INFO, or its failure at ERROR, with the exception's class and
     * message but without its stack trace. The end and the failure have a field {@code duration_ms}. An exception of
     * the operation is then thrown unchanged, although none is declared, because Kotlin has no checked exceptions. If
     * an appender throws at one of the lines, the operation still runs and its result is returned; if the operation
     * throws too, the appender's exception is a suppressed one of it.
     *
     * @param name the name of the operation in the lines
     * @param operation the operation
     * @param <T> the type of its result
     * @return its result
     */
    public <T extends @Nullable Object> T timed(String name, Operation<T> operation) {
        tryLog(() -> info(name + " started"));
        long start = System.nanoTime();
        T result;
        try {
            result = operation.run();
        } catch (Throwable failure) {
            Throwable second = tryLog(() -> {
                if (isOn(EventConstants.ERROR_INT)) {
                    error(name + " failed", failed(start, failure));
                }
            });
            if (second != null) {
                Rethrow.suppress(failure, second);
            }
            throw Rethrow.asIs(failure);
        }
        tryLog(() -> info(name + " finished", duration(start)));
        return result;
    }

    /** Logs a line of {@link #timed}. Returns what an appender threw; it must not replace the result. */
    private static @Nullable Throwable tryLog(Runnable line) {
        try {
            line.run();
            return null;
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return problem;
        }
    }

    /** Returns the fields of a failure. No stack trace: the caller of {@link #timed} gets the exception itself. */
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
     * @param none always empty. Because of it, Kotlin chooses the other overload, which returns the result of the task
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
     * not for NOTSET. With an SLF4J provider other than Logback it only logs a warning.
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
        CallSender current = sender();
        ch.qos.logback.classic.Logger logback = current.logback();
        if (logback == null) {
            warn("Log level not set: the logger is not Logback's");
            return;
        }
        logback.setLevel(Level.toLevel(threshold));
        if (!threshold.equals("OFF")) {
            current.append(logback, Level.INFO, null, "Log level set to " + threshold, null);
        }
    }

    /** As {@link #setLevel(String)}, with the SDK's numbers: 0 (NOTSET) to 5 (ERROR). */
    public void setLevel(int level) {
        setLevel(Integer.toString(level));
    }
}
