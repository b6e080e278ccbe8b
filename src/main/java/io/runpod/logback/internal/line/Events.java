package io.runpod.logback.internal.line;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.settings.LayoutSettings.Include;
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

/** Reads what a line says of an event besides its message and fields: level, ids, time, caller. */
final class Events {

    /** ISO-8601 in UTC, always with six digits of a second, as Python's {@code datetime} has. */
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Events() {}

    private static boolean isTip(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        for (int i = 0; markers != null && i < markers.size(); i++) {
            if (TipMarker.is(markers.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the level to show. A level of the user's own becomes the standard level below it. */
    public static LogLevel level(ILoggingEvent event) {
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
    public static @Nullable String nonEmptyRequestId(ILoggingEvent event, List<String> keys) {
        String id = requestId(mdc(event), keys);
        return id == null || id.isEmpty() ? null : id;
    }

    /**
     * Returns the event's MDC. Logback throws if it cannot tell it: the event was made by hand and belongs to no
     * context, or to one that was made in code and has no MDC adapter. Then returns the MDC of the thread, which is
     * what the caller meant.
     */
    public static Map<String, String> mdc(ILoggingEvent event) {
        Map<String, String> mdc;
        try {
            mdc = event.getMDCPropertyMap();
        } catch (RuntimeException unknown) {
            mdc = MDC.getCopyOfContextMap();
        }
        return mdc == null ? Map.of() : mdc;
    }

    /** Returns the value of an included key. */
    public static @Nullable String included(Include key, ILoggingEvent event) {
        return switch (key) {
            case TIMESTAMP -> timestamp(event);
            case LOGGER -> event.getLoggerName();
            case THREAD -> event.getThreadName();
            case CALLER -> caller(event);
        };
    }

    public static String timestamp(ILoggingEvent event) {
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

    /** Returns the event's time in milliseconds; the message needs no more. */
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
