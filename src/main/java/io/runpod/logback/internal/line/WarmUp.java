package io.runpod.logback.internal.line;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.runpod.logback.internal.settings.ColorMode.Destination;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.Settings.Format;
import io.runpod.logback.internal.settings.SettingsBuilder;
import io.runpod.logback.internal.text.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes one event before the first real one, so that the classes that encoding needs are initialised while enough
 * stack is left. A class whose initialisation ends in a {@code StackOverflowError} cannot be used again in the process
 * (JVMS 5.5). In a worker whose first exception was that error, this happened to Logback's {@code ThrowableProxy}.
 * Every later call with an exception then threw {@code NoClassDefFoundError} at the application.
 */
final class WarmUp {

    private static final Set<Format> DONE = ConcurrentHashMap.newKeySet();

    private WarmUp() {}

    /** Runs once for each format in a process, with default settings, so that no user's provider sees the event. */
    static void runOnce(Format format) {
        if (!DONE.add(format)) {
            return;
        }
        try {
            SettingsBuilder builder = new SettingsBuilder();
            builder.set(SettingsBuilder.Name.FORMAT, format.name());
            Environment nothing = new Environment(name -> null, name -> null);
            new LineEncoder(builder.build(null, nothing, Destination.ELSEWHERE, warning -> {}, warning -> {}))
                    .encode(event());
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem); // any other problem shows again when a real event is encoded
        }
    }

    /**
     * Makes the event, which uses a bit of everything. It has no suppressed exception: with one, the JIT compiler
     * optimises Logback's code less, which costs 24 bytes of garbage for every exception.
     */
    private static LoggingEvent event() {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName("io.runpod.logback");
        event.setLevel(Level.INFO);
        event.setThreadName("warm-up");
        event.setInstant(Instant.now());
        event.setMDCPropertyMap(Map.of());
        event.setMessage("{}");
        event.setArgumentArray(new Object[] {1.5});
        event.setKeyValuePairs(List.of(new KeyValuePair("map", Map.of("list", List.of("\u00e9", 1L, 2.5f, true)))));
        try {
            throw new AssertionError(Integer.parseInt("no number"));
        } catch (NumberFormatException thrown) { // its frames in JDK modules need one more class
            event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("a", thrown)));
        }
        event.prepareForDeferredProcessing(); // as Logback does
        return event;
    }
}
