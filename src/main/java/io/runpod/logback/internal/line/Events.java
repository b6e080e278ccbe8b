package io.runpod.logback.internal.line;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.settings.ContextFields;
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

/** What a line says of an event beside its message and fields: level, ids, time, place. */
final class Events {

    /** ISO-8601, UTC, always six digits of a second, as Python's {@code datetime} has. */
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Events() {}

    static @Nullable RunPodMarker ownMarker(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        if (markers == null) {
            return null;
        }
        for (int i = 0; i < markers.size(); i++) {
            if (markers.get(i) instanceof RunPodMarker own) {
                return own;
            }
        }
        return null;
    }

    /** The level to show; one of the user's own is named after the one below it. */
    public static LogLevel level(ILoggingEvent event) {
        RunPodMarker marker = ownMarker(event);
        if (marker != null && marker.isTip()) {
            return LogLevel.TIP;
        }
        Level level = event.getLevel();
        return level == null ? LogLevel.INFO : LogLevel.ofLogback(level.toInt());
    }

    public static @Nullable String requestId(ILoggingEvent event, List<String> keys) {
        Map<String, String> mdc = mdc(event);
        if (mdc.isEmpty()) {
            return null;
        }
        for (int i = 0; i < keys.size(); i++) {
            String id = mdc.get(keys.get(i));
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    /** The request that an event belongs to: its id, if that is not empty. */
    public static @Nullable String request(ILoggingEvent event, List<String> keys) {
        String id = requestId(event, keys);
        return id == null || id.isEmpty() ? null : id;
    }

    /**
     * The event's MDC. Logback throws where it cannot tell it: the event was made by hand and belongs to no context, or
     * to one that was made in code and has no MDC adapter. The thread's own MDC is what the caller meant then.
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

    static @Nullable String batchId(ILoggingEvent event) {
        Map<String, String> mdc = mdc(event);
        return mdc.isEmpty() ? null : mdc.get(ContextFields.BATCH_ID);
    }

    /** The value of the key that was asked for. */
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
        } catch (DateTimeException beyondCalendar) { // the ends of what an Instant can hold
            String seconds = Instant.ofEpochSecond(instant.getEpochSecond()).toString();
            String micros =
                    Integer.toString(1_000_000 + instant.getNano() / 1000).substring(1);
            return seconds.replace("Z", "." + micros + "Z");
        }
    }

    /** {@code Class.method(File.java:12)}, or {@code ?} where the caller is not known. */
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
