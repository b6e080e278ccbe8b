package io.runpod.logback;

import ch.qos.logback.classic.spi.ThrowableProxy;
import io.runpod.logback.internal.line.CallFields;
import io.runpod.logback.internal.line.RunPodMarker;
import io.runpod.logback.internal.text.Failure;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Passes the calls of a {@link RunPodLogger} to SLF4J, so that caller data names the line that called it.
 *
 * @param logger the SLF4J logger
 * @param marker added to each call of a logger that takes locations, as Logback's do; null = none
 */
record LogCall(Logger logger, @Nullable RunPodMarker marker) {

    /** The class of Logback that passes an event to the appenders. */
    private static final String APPENDERS = "ch.qos.logback.core.spi.AppenderAttachableImpl";

    /** Returns the supplier's message, or a placeholder if the supplier fails. */
    static @Nullable String supplied(Supplier<String> message) {
        try {
            return message.get();
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(message, problem);
        }
    }

    /** Logs a message with fields and an optional throwable. A {@code {}} in the message is printed as it is. */
    void logFields(int level, @Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (fields == null && throwable == null) {
            log(level, message, null);
            return;
        }
        CallFields own = new CallFields(fields == null ? Map.of() : fields);
        @Nullable Object[] arguments = throwable == null ? new Object[] {own} : new Object[] {own, throwable};
        if (message == null || !message.contains("{}")) {
            log(level, message, arguments);
        } else if (!message.contains("\\{}")) {
            log(level, message.replace("{}", "\\{}"), arguments);
        } else {
            // SLF4J cannot print a backslash before {}, so the message itself becomes an argument.
            log(level, "{}", throwable == null ? new Object[] {message, own} : new Object[] {message, own, throwable});
        }
    }

    /**
     * Logs a message with arguments. Logback reads a last throwable before any appender gets the event. If that fails,
     * only the throwable is replaced; what an appender throws is rethrown.
     */
    void log(int level, @Nullable String message, @Nullable Object @Nullable [] arguments) {
        try {
            send(level, message, arguments);
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            int last = arguments == null ? -1 : arguments.length - 1;
            if (arguments == null
                    || last < 0
                    || !(arguments[last] instanceof Throwable thrown)
                    || isReadable(thrown, problem)) {
                throw problem;
            }
            @Nullable Object[] readable = arguments.clone();
            readable[last] = new CallFields(Map.of(
                    "error_type", thrown.getClass().getName(), "error_message", Failure.placeholder(thrown, problem)));
            send(level, message, readable);
        }
    }

    /** Returns whether the throwable can be read, so that the problem has another cause. */
    private static boolean isReadable(Throwable thrown, Throwable problem) {
        try {
            for (StackTraceElement frame : problem.getStackTrace()) {
                if (frame.getClassName().equals(APPENDERS)) {
                    return true; // it was read; a second reading may fail
                }
            }
            new ThrowableProxy(thrown);
            return true;
        } catch (Throwable unreadable) {
            Failure.rethrowIfFatal(unreadable);
            return false;
        }
    }

    private void send(int level, @Nullable String message, @Nullable Object @Nullable [] arguments) {
        if (logger instanceof LocationAwareLogger located) {
            located.log(marker, RunPodLogger.FQCN, level, message, arguments, null);
        } else {
            logger.atLevel(Level.intToLevel(level)).log(message, arguments);
        }
    }
}
