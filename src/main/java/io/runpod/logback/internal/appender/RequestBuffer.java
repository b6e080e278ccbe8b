package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.EventEncoder;
import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.text.StackGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the DEBUG and TRACE lines of each request until it is known whether somebody will want them: they go out in
 * order before the request's first ERROR, and are forgotten when its scope closes or nothing is heard of it. Lines are
 * kept encoded, so they say what was so when they were logged. Behind the error all lines of the request pass.
 *
 * <p>Bounded in bytes per request (the oldest lines go) and in requests (the one that was quiet longest goes).
 * Thread-safe. No lock is held while an event is encoded, as that runs the application's code.
 */
final class RequestBuffer implements AutoCloseable {

    private static final class Request {
        final ReentrantLock lock = new ReentrantLock();

        /** Guarded by the buffer's lock. */
        long lastHeard;

        // Guarded by lock.
        final ArrayDeque<byte[]> lines = new ArrayDeque<>();
        int bytes;
        boolean failed;
        boolean gone;

        static Request ended() {
            Request request = new Request();
            request.gone = true;
            return request;
        }
    }

    private final int maxBytes;
    private final int maxRequests;
    private final long maxQuietNanos;
    private final EventEncoder encoder;
    private final DropCounts drops;
    private final LongSupplier clock;
    private final Consumer<String> forget = this::forget;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    /** From the one that was quiet longest to the last that was heard. Guarded by lock. */
    private final LinkedHashMap<String, Request> requests = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param maxBytes of one request
     * @param maxRequests that are remembered at once
     * @param maxQuietNanos a request of which nothing was heard for so long is forgotten
     * @param clock nanoseconds, as {@link System#nanoTime}
     */
    RequestBuffer(
            int maxBytes,
            int maxRequests,
            long maxQuietNanos,
            EventEncoder encoder,
            DropCounts drops,
            LongSupplier clock) {
        this.maxBytes = maxBytes;
        this.maxRequests = maxRequests;
        this.maxQuietNanos = maxQuietNanos;
        this.encoder = encoder;
        this.drops = drops;
        this.clock = clock;
        RequestEnds.watch(forget);
    }

    /** Takes the event if it is one to be kept, or one that sets others free; else it is to be written as always. */
    boolean take(ILoggingEvent event, @Nullable String requestId, LineOutput output) {
        int level = event.getLevel().levelInt;
        boolean detail = level < Level.INFO_INT;
        if (requestId == null || !(detail || level >= Level.ERROR_INT)) {
            return false;
        }
        if (closed) {
            if (detail) {
                drops.add(DropReason.FORGOTTEN, 1);
            }
            return detail;
        }
        byte[] line = encoder.encode(event);
        Request request = request(requestId);
        request.lock.lock();
        try {
            if (!detail) {
                request.failed = true;
                release(request, output);
            }
            if (request.failed) {
                output.write(line, 1, level);
            } else if (request.gone) {
                drops.add(DropReason.FORGOTTEN, 1);
            } else {
                keep(request, line);
            }
        } finally {
            request.lock.unlock();
        }
        return true;
    }

    private void keep(Request request, byte[] line) {
        request.lines.add(line);
        request.bytes += line.length;
        while (request.bytes > maxBytes) {
            request.bytes -= request.lines.remove().length;
            drops.add(DropReason.BUFFER_FULL, 1);
        }
    }

    /** All in one piece, so that a request's lines stay together. */
    private static void release(Request request, LineOutput output) {
        if (request.lines.isEmpty()) {
            return;
        }
        byte[] all = new byte[request.bytes];
        int length = 0;
        int count = request.lines.size();
        for (byte[] line : request.lines) {
            System.arraycopy(line, 0, all, length, line.length);
            length += line.length;
        }
        request.lines.clear();
        request.bytes = 0;
        output.write(all, count, Level.ERROR_INT);
    }

    private Request request(String id) {
        List<Request> quiet = new ArrayList<>(0);
        Request pushedOut = null;
        Request request;
        lock.lock();
        try {
            if (closed) {
                return Request.ended(); // closed since the caller asked
            }
            long now = clock.getAsLong();
            request = requests.computeIfAbsent(id, unused -> new Request());
            request.lastHeard = now;
            Iterator<Request> eldest = requests.values().iterator();
            while (eldest.hasNext()) {
                Request next = eldest.next();
                if (now - next.lastHeard < maxQuietNanos) {
                    break;
                }
                eldest.remove();
                quiet.add(next);
            }
            if (requests.size() > maxRequests) {
                Iterator<Map.Entry<String, Request>> first = requests.entrySet().iterator();
                pushedOut = first.next().getValue();
                first.remove();
            }
        } finally {
            lock.unlock();
        }
        quiet.forEach(one -> discard(one, DropReason.FORGOTTEN));
        if (pushedOut != null) {
            discard(pushedOut, DropReason.BUFFER_FULL);
        }
        return request;
    }

    private void forget(String id) {
        StackGuard.requireLine(); // RequestScope.close comes here directly, not through doAppend
        Request ended;
        lock.lock();
        try {
            ended = requests.remove(id);
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            discard(ended, DropReason.FORGOTTEN);
        }
    }

    private void discard(Request request, DropReason reason) {
        request.lock.lock();
        try {
            drops.add(reason, request.lines.size());
            request.lines.clear();
            request.bytes = 0;
            request.gone = true;
        } finally {
            request.lock.unlock();
        }
    }

    /** How many lines are kept. */
    long waiting() {
        List<Request> all;
        lock.lock();
        try {
            all = List.copyOf(requests.values());
        } finally {
            lock.unlock();
        }
        long lines = 0;
        for (Request request : all) {
            request.lock.lock();
            try {
                lines += request.lines.size();
            } finally {
                request.lock.unlock();
            }
        }
        return lines;
    }

    /** Forgets all, and whatever comes late. */
    @Override
    public void close() {
        closed = true;
        RequestEnds.unwatch(forget);
        List<Request> all;
        lock.lock();
        try {
            all = List.copyOf(requests.values());
            requests.clear();
        } finally {
            lock.unlock();
        }
        all.forEach(request -> discard(request, DropReason.FORGOTTEN));
    }
}
