package io.runpod.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.TurboFilterList;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.internal.json.OwnArgument.FieldMap;
import io.runpod.logback.internal.line.BoundFields;
import io.runpod.logback.internal.line.EventEncoder;
import io.runpod.logback.internal.scope.LibraryTurboFilter;
import io.runpod.logback.internal.settings.Dependencies;
import io.runpod.logback.internal.text.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.EventConstants;
import org.slf4j.event.KeyValuePair;
import org.slf4j.helpers.SubstituteLogger;
import org.slf4j.spi.LocationAwareLogger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Passes the calls of a {@link RunPodLogger} to SLF4J, so that caller data names the line that called the logger.
 *
 * @param logger the SLF4J logger
 * @param bound added to each call; null = none
 */
record CallSender(Logger logger, @Nullable BoundFields bound) {

    /** The class of Logback that passes an event to the appenders. */
    private static final String APPENDERS = "ch.qos.logback.core.spi.AppenderAttachableImpl";

    /** Returns whether this is SLF4J's substitute logger, which keeps the calls until SLF4J has started. */
    boolean isSubstitute() {
        return logger instanceof SubstituteLogger;
    }

    /** Returns the logger as Logback's; null = another library is SLF4J's provider. */
    ch.qos.logback.classic.@Nullable Logger logback() {
        return Dependencies.HAS_SLF4J_2 && logger instanceof ch.qos.logback.classic.Logger logback ? logback : null;
    }

    /** Returns a throwable's message, or a placeholder if reading it fails; null = it has none. */
    static @Nullable String messageOf(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(thrown, problem);
        }
    }

    /** Returns the supplier's message, or a placeholder if the supplier fails. */
    static @Nullable String supplied(Supplier<String> message) {
        try {
            return message.get();
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(message, problem);
        }
    }

    /**
     * Logs a message with fields and an optional throwable. A {@code {}} in the message is printed as it is. Without
     * LLE there are no fields, which was reported at the start.
     */
    void logFields(int level, @Nullable String message, @Nullable Map<?, ?> fields, @Nullable Throwable throwable) {
        if ((fields == null && throwable == null) || !Dependencies.HAS_LOGSTASH) {
            log(level, message, throwable == null ? null : new Object[] {throwable});
            return;
        }
        FieldMap own = new FieldMap(fields == null ? Map.of() : fields);
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
     * Logs a message with arguments. Logback reads a throwable, the last argument, before any appender gets the event.
     * If that fails, the throwable is replaced with its class and a placeholder. What an appender throws is rethrown.
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
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("error_type", thrown.getClass().getName());
            fields.put("error_message", Failure.placeholder(thrown, problem));
            readable[last] = new FieldMap(fields);
            send(level, message, readable);
        }
    }

    /** Logs a message at level TIP, unless turbo filters or the level OFF stop it. Without Logback: at level INFO. */
    void logTip(@Nullable String message) {
        ch.qos.logback.classic.Logger logback = logback();
        if (logback == null) {
            if (isOn(EventConstants.INFO_INT)) {
                log(EventConstants.INFO_INT, message, null);
            }
            return;
        }
        Level level = Level.INFO; // so that no appender treats it as a problem
        boolean isLevelOn = logback.getEffectiveLevel() != Level.OFF;
        if (passes(logback, level, EventEncoder.TIP, message, null, isLevelOn)) {
            append(logback, level, EventEncoder.TIP, message, null);
        }
    }

    /** Passes an event with the bound fields to the appenders, whatever the logger's level is. */
    void append(
            ch.qos.logback.classic.Logger logback,
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments) {
        LoggingEvent event = new LoggingEvent(RunPodLogger.FQCN, logback, level, message, null, arguments);
        if (marker != null) {
            event.addMarker(marker);
        }
        if (bound != null) {
            event.setKeyValuePairs(bound);
        }
        logback.callAppenders(event);
    }

    /** Asks the turbo filters. If they are neutral, the level decides. */
    private static boolean passes(
            ch.qos.logback.classic.Logger logback,
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            boolean isLevelOn) {
        FilterReply reply = logback.getLoggerContext()
                .getTurboFilterList()
                .getTurboFilterChainDecision(marker, logback, level, message, arguments, null);
        return reply == FilterReply.ACCEPT || (reply == FilterReply.NEUTRAL && isLevelOn);
    }

    /** Returns whether a problem has another cause than a throwable that cannot be read. */
    private static boolean isReadable(Throwable thrown, Throwable problem) {
        try {
            for (StackTraceElement frame : problem.getStackTrace()) {
                if (frame.getClassName().equals(APPENDERS)) {
                    return true; // an appender failed, after the throwable was read
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
        if (!Dependencies.HAS_SLF4J_2) {
            sendToSlf4j1(level, message, arguments);
        } else if (logger instanceof ch.qos.logback.classic.Logger logback) {
            if (bound == null) {
                logback.log(null, RunPodLogger.FQCN, level, message, arguments, null);
            } else {
                sendBound(logback, level, message, arguments);
            }
        } else if (bound == null && logger instanceof LocationAwareLogger located) {
            located.log(null, RunPodLogger.FQCN, level, message, arguments, null);
        } else {
            sendToOther(level, message, arguments);
        }
    }

    /** Logs with slf4j-api 1.7, with which Logback's classes cannot be loaded, so the provider is another one. */
    private void sendToSlf4j1(int level, @Nullable String message, @Nullable Object @Nullable [] arguments) {
        if (logger instanceof LocationAwareLogger located) {
            located.log(null, RunPodLogger.FQCN, level, message, arguments, null);
        }
    }

    /** Does what Logback's own logger does with a call, and gives the event the bound fields. */
    private void sendBound(
            ch.qos.logback.classic.Logger logback,
            int slf4jLevel,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments) {
        Level level = Level.fromLocationAwareLoggerInteger(slf4jLevel);
        boolean isLevelOn = level.isGreaterOrEqual(logback.getEffectiveLevel());
        if (passes(logback, level, null, message, arguments, isLevelOn)) {
            append(logback, level, null, message, arguments);
        }
    }

    /** Logs with another provider of SLF4J, or with the substitute logger that takes calls while SLF4J starts. */
    private void sendToOther(int level, @Nullable String message, @Nullable Object @Nullable [] arguments) {
        LoggingEventBuilder call = logger.atLevel(org.slf4j.event.Level.intToLevel(level));
        @Nullable Object[] all = arguments;
        if (bound != null && logger instanceof SubstituteLogger) {
            all = withBound(arguments == null ? new Object[0] : arguments, bound); // it keeps only the arguments
        } else if (bound != null) {
            for (KeyValuePair field : bound) {
                call = call.addKeyValue(field.key, field.value);
            }
        }
        if (all == null) {
            call.log(message);
        } else {
            call.log(message, all);
        }
    }

    /** Adds the bound fields to the arguments: at the end, but before a throwable. */
    private static @Nullable Object[] withBound(@Nullable Object[] arguments, BoundFields fields) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (KeyValuePair field : fields) {
            map.put(field.key, field.value);
        }
        int at = arguments.length;
        if (at > 0 && arguments[at - 1] instanceof Throwable) {
            at--;
        }
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(arguments));
        all.add(at, new FieldMap(map));
        return all.toArray();
    }

    /**
     * Returns false if a call at this level logs nothing. Does not ask the turbo filters of the application, because
     * the call itself asks them, once and with its message.
     *
     * @param level SLF4J's number
     */
    boolean isOn(int level) {
        if (!Dependencies.HAS_SLF4J_2) {
            return true;
        }
        if (!(logger instanceof ch.qos.logback.classic.Logger logback)) {
            return logger.isEnabledForLevel(org.slf4j.event.Level.intToLevel(level));
        }
        TurboFilterList filters = logback.getLoggerContext().getTurboFilterList();
        for (int i = 0; i < filters.size(); i++) {
            if (!(filters.get(i) instanceof LibraryTurboFilter)) {
                return true;
            }
        }
        return logback.isEnabledFor(Level.fromLocationAwareLoggerInteger(level));
    }
}
