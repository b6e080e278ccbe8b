package io.runpod.logback.internal.scope;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Counts the lines of requests, and lets lines pass that a request's own level asks for. It is installed when the first
 * scope asks for a summary or a level, and costs nothing before. If SLF4J's provider is not Logback, it counts nothing
 * and changes no levels.
 *
 * <p>As a turbo filter it sees each call once, on the thread of the request, however many appenders there are. It does
 * not see a call that an earlier turbo filter has accepted, and cannot distinguish a call without a message from a
 * check of the level. The events of such calls are counted when they reach this library ({@link #reached}).
 */
final class RequestTurboFilter extends LibraryTurboFilter {

    private static final RequestTurboFilter INSTANCE = new RequestTurboFilter();

    private static volatile boolean installed;

    /** The calls of one thread. */
    private static final class Calls {

        /** Whether the last call was counted and its event has not reached this library yet. */
        boolean isCounted;

        /** The last event that reached this library; released at the end of the request. */
        @Nullable
        ILoggingEvent lastEvent;
    }

    private static final ThreadLocal<Calls> CALLS = ThreadLocal.withInitial(Calls::new);

    private RequestTurboFilter() {
        super("runpod requests");
    }

    /** Installs the filter in the process's Logback, as the last one, unless it is installed already. */
    static void install() {
        if (INSTANCE.addToLogback()) {
            installed = true;
        }
    }

    /** As {@link RequestRecord#reached}. */
    @SuppressWarnings("ReferenceEquality") // the same event at another appender
    static void reached(ILoggingEvent event) {
        RequestRecord record = installed ? RequestRecord.current() : null;
        if (record == null) {
            return;
        }
        Calls calls = CALLS.get();
        if (event == calls.lastEvent) {
            return;
        }
        calls.lastEvent = event;
        if (!calls.isCounted) {
            record.countLine(event.getLevel().toInt());
        }
        calls.isCounted = false;
    }

    /** Forgets the calls of this thread, which serves no request now. */
    static void forgetCalls() {
        if (installed) {
            CALLS.remove();
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] params,
            @Nullable Throwable throwable) {
        RequestRecord record = RequestRecord.current();
        if (record == null) {
            return FilterReply.NEUTRAL;
        }
        boolean passes = record.passes(level.toInt());
        // If all three are null, this is only a check whether the level is on.
        boolean isCall = format != null || params != null || throwable != null;
        if (isCall && (passes || logger.getEffectiveLevel().toInt() <= level.toInt())) {
            record.countLine(level.toInt());
            CALLS.get().isCounted = true;
        }
        return passes ? FilterReply.ACCEPT : FilterReply.NEUTRAL;
    }
}
