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
 * Hands the calls of a {@link RunPodLogger} to SLF4J; the caller's place is that of the call of {@code RunPodLogger}.
 *
 * @param logger the SLF4J logger
 * @param marker goes with each call; null = none
 */
record LogCall(Logger logger, @Nullable RunPodMarker marker) {

    /** Logback's class that gives an event to the appenders. */
    private static final String APPENDERS = "ch.qos.logback.core.spi.AppenderAttachableImpl";

    /** Returns the supplier's message, or what says that it failed. */
    static @Nullable String supplied(Supplier<String> message) {
        try {
            return message.get();
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(message, problem);
        }
    }

    /** Logs a message that is taken as it is, with fields and perhaps a throwable. */
    void logFields(int level, @Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if (fields == null && throwable == null) {
            log(level, message, null);
            return;
        }
        CallFields given = new CallFields(fields == null ? Map.of() : fields);
        @Nullable Object[] arguments = throwable == null ? new Object[] {given} : new Object[] {given, throwable};
        if (message == null || !message.contains("{}")) {
            log(level, message, arguments);
        } else if (!message.contains("\\{}")) {
            log(level, message.replace("{}", "\\{}"), arguments);
        } else {
            // SLF4J cannot print a backslash before a place, so the message itself becomes an argument.
            log(
                    level,
                    "{}",
                    throwable == null ? new Object[] {message, given} : new Object[] {message, given, throwable});
        }
    }

    /**
     * Logback reads a throwable before any appender gets the event. What fails there costs the throwable only; what
     * an appender throws later is thrown on.
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

    /** Whether the problem is another than to read the throwable. */
    private static boolean isReadable(Throwable thrown, Throwable problem) {
        try {
            for (StackTraceElement frame : problem.getStackTrace()) {
                if (frame.getClassName().equals(APPENDERS)) {
                    return true; // not read again, which may fail the second time only
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
