package io.runpod.logback.internal.line;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.settings.Settings.Include;
import io.runpod.logback.internal.text.LogLevel;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.Marker;

/** Reads the parts of an event that a line shows besides message and fields: level, ids, time, caller. */
final class Events {

    /** ISO-8601 in UTC, always with six decimals of a second: the resolution of Python's {@code datetime}. */
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Events() {}

    private static boolean isTip(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        for (int i = 0; markers != null && i < markers.size(); i++) {
            if (isTip(markers.get(i))) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("ReferenceEquality") // BasicMarker equals by name
    static boolean isTip(Marker marker) {
        return marker == EventEncoder.TIP;
    }

    /**
     * Returns the level to show: TIP for a tip, INFO if the event has no level. A user's own level is shown as the
     * standard level below it.
     */
    static LogLevel level(ILoggingEvent event) {
        if (isTip(event)) {
            return LogLevel.TIP;
        }
        Level level = event.getLevel();
        return level == null ? LogLevel.INFO : LogLevel.ofLogback(level.toInt());
    }

    /** Returns the value of the first of the keys that the MDC has; null if it has none. */
    static @Nullable String requestId(Map<String, String> mdc, List<String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            String id = mdc.get(keys.get(i));
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** Returns the request id; null if there is none, or if it is empty. */
    static @Nullable String nonEmptyRequestId(ILoggingEvent event, List<String> keys) {
        String id = requestId(mdc(event), keys);
        return id == null || id.isEmpty() ? null : id;
    }

    /**
     * Returns the event's MDC. Logback throws if an event was made in code and has no context, or a context without an
     * MDC adapter. In that case returns the MDC of the current thread, which the caller most likely meant.
     */
    static Map<String, String> mdc(ILoggingEvent event) {
        Map<String, String> mdc;
        try {
            mdc = event.getMDCPropertyMap();
        } catch (RuntimeException unknown) {
            mdc = MDC.getCopyOfContextMap();
        }
        return mdc == null ? Map.of() : mdc;
    }

    static @Nullable String included(Include key, ILoggingEvent event) {
        return switch (key) {
            case TIMESTAMP -> timestamp(event);
            case LOGGER -> event.getLoggerName();
            case THREAD -> event.getThreadName();
            case CALLER -> caller(event);
        };
    }

    /** Returns the event's time as ISO-8601 with microseconds. */
    static String timestamp(ILoggingEvent event) {
        Instant given = event.getInstant();
        Instant instant = given == null ? Instant.ofEpochMilli(event.getTimeStamp()) : given;
        try {
            return MICROSECONDS.format(instant);
        } catch (DateTimeException beyondCalendar) { // an Instant near the limits of its range
            String seconds = Instant.ofEpochSecond(instant.getEpochSecond()).toString();
            String micros =
                    Integer.toString(1_000_000 + instant.getNano() / 1000).substring(1);
            return seconds.replace("Z", "." + micros + "Z");
        }
    }

    /** Returns the event's time as ISO-8601 with milliseconds, which are enough for a message. */
    static String timestampMillis(ILoggingEvent event) {
        String micros = timestamp(event);
        return micros.substring(0, micros.length() - "000Z".length()) + 'Z';
    }

    /** Returns {@code Class.method(File.java:12)}, or {@code ?} if the caller is not known. */
    private static String caller(ILoggingEvent event) {
        StackTraceElement[] frames = callerData(event);
        if (frames == null || frames.length == 0) {
            return "?";
        }
        StackTraceElement frame = frames[0];
        return frame.getClassName()
                + '.'
                + frame.getMethodName()
                + '('
                + frame.getFileName()
                + ':'
                + frame.getLineNumber()
                + ')';
    }

    private static StackTraceElement @Nullable [] callerData(ILoggingEvent event) {
        try {
            return event.getCallerData();
        } catch (RuntimeException noContext) {
            return null;
        }
    }
}
