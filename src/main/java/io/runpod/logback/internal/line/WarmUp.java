package io.runpod.logback.internal.line;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.runpod.logback.internal.settings.Destination;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.Format;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.SettingsDraft;
import io.runpod.logback.internal.settings.SettingsDraft.Name;
import io.runpod.logback.internal.text.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes an event that has a bit of everything, before the first real one comes, and throws the line away: so the
 * classes on the way are initialised while there is stack left for it.
 *
 * <p>A class whose initialisation ends in a {@code StackOverflowError} is lost for the life of the process (JVMS 5.5).
 * Without this, a worker whose first exception was a {@code StackOverflowError}, logged where it was caught, lost
 * Logback's {@code ThrowableProxy}: every later call with an exception threw {@code NoClassDefFoundError} at the
 * application.
 */
final class WarmUp {

    private static final Set<Format> DONE = ConcurrentHashMap.newKeySet();

    private WarmUp() {}

    /** Does it for the format, if nobody did in this process. */
    static void of(Format format) {
        if (!DONE.add(format)) {
            return;
        }
        try {
            new LineEncoder(defaults(format)).encode(event());
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            // Nobody waits for the line; what is wrong will be told where it matters.
        }
    }

    /** What a user has set, providers above all, must not see the event. */
    private static Settings defaults(Format format) {
        SettingsDraft draft = new SettingsDraft();
        draft.set(Name.FORMAT, format.name());
        Environment.Lookup nothing = name -> null;
        Consumer<String> nobody = warning -> {};
        return draft.freeze(null, new Environment(nothing, nothing), Destination.ELSEWHERE, nobody, nobody);
    }

    private static ILoggingEvent event() {
        // Without a suppressed one, which needs no class more: the compiler would make less of Logback's code, 24 bytes
        // of
        // garbage for every exception.
        Exception thrown = new IllegalStateException("a", thrownByJdk());
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("io.runpod.logback");
        event.setLevel(Level.INFO);
        event.setThreadName("rehearsal");
        event.setInstant(Instant.now());
        event.setMDCPropertyMap(Map.of());
        event.setMessage("{}");
        event.setArgumentArray(new Object[] {1.5});
        event.setKeyValuePairs(List.of(new KeyValuePair("map", Map.of("list", List.of("\u00e9", 1L, 2.5f, true)))));
        event.setThrowableProxy(new ThrowableProxy(thrown));
        event.prepareForDeferredProcessing(); // what Logback does itself, too
        return event;
    }

    /** Has frames of the JDK's own modules, for which {@code StackTraceElement} needs a class more. */
    private static Exception thrownByJdk() {
        try {
            throw new IllegalStateException("accepts " + Integer.parseInt("no number"));
        } catch (NumberFormatException thrown) {
            return thrown;
        }
    }
}
