package io.runpod.logback.internal.appender;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.appender.Pipeline.DropReason;
import io.runpod.logback.internal.line.EventEncoder;
import io.runpod.logback.internal.scope.RequestEnds;
import io.runpod.logback.internal.text.StackGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the DEBUG and TRACE lines of each request. They are written in order before the request's first ERROR, or
 * at the end of a request that was slow or asked for them. They are dropped if the request ends otherwise or is quiet
 * for too long. After an ERROR all lines of the request pass. Lines are kept encoded, so that they show the values at
 * the time of the call.
 *
 * <p>Bounded in bytes per request (the oldest lines are dropped) and in requests (the one that was quiet longest is
 * evicted). Thread-safe. No lock is held while an event is encoded, because encoding runs code of the application.
 */
final class RequestBuffer implements AutoCloseable {

    /** Takes the lines that are written: the sink, or the queue before it. */
    interface Output {

        /**
         * Takes whole lines. The caller must not change the array afterwards.
         *
         * @param lines the number of lines in the array
         * @param level the level by which a full queue selects what it drops; as in
         *     {@code ch.qos.logback.classic.Level}
         */
        void write(byte[] bytes, int lines, int level);
    }

    private static final class Request {
        final ReentrantLock lock = new ReentrantLock();

        /** When the buffer last got a line of this request. Guarded by the buffer's lock. */
        long lastUsed;

        // Guarded by lock.
        final ArrayDeque<byte[]> lines = new ArrayDeque<>();
        int bytes;

        /** Whether the request had an ERROR, so that all its lines pass. */
        boolean failed;

        /**
         * Why the request was evicted or ended; null = it was not. After that its lines are dropped, also one that is
         * being encoded at that time.
         */
        volatile @Nullable DropReason discarded;

        /** The number of kept lines, for threads without the lock. */
        volatile int count;

        /** Makes the request of a line that comes after the buffer was closed. */
        static Request ended() {
            Request request = new Request();
            request.discarded = DropReason.FORGOTTEN;
            return request;
        }
    }

    private final int maxBytes;
    private final int maxRequests;
    private final long maxQuietNanos;
    private final long slowerThanNanos;
    private final Output output;
    private final EventEncoder encoder;
    private final DropCounts drops;
    private final LongSupplier clock;
    private final Consumer<RequestEnds.End> onEnd = this::end;

    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    /** The requests by id, in order of use: the one that was quiet longest is first. Guarded by lock. */
    private final LinkedHashMap<String, Request> requests = new LinkedHashMap<>(16, 0.75f, true);

    /** Creates a buffer. {@link Pipeline.Builder#buffer} explains the parameters. */
    RequestBuffer(
            int maxBytes,
            int maxRequests,
            long maxQuietNanos,
            long slowerThanNanos,
            Output output,
            EventEncoder encoder,
            DropCounts drops,
            LongSupplier clock) {
        this.maxBytes = maxBytes;
        this.maxRequests = maxRequests;
        this.maxQuietNanos = maxQuietNanos;
        this.slowerThanNanos = slowerThanNanos;
        this.output = output;
        this.encoder = encoder;
        this.drops = drops;
        this.clock = clock;
        RequestEnds.watch(onEnd);
    }

    /**
     * Takes a DEBUG or TRACE event of a request, and until {@link #close} an ERROR event; returns false for any other
     * event, which the caller writes.
     */
    boolean take(ILoggingEvent event, @Nullable String requestId) {
        int level = event.getLevel().levelInt;
        boolean detail = level < Level.INFO_INT;
        if (requestId == null) {
            return false;
        }
        if (!detail && level < Level.ERROR_INT) {
            touch(requestId);
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
                release(request);
            }
            if (request.failed) {
                output.write(line, 1, level);
            } else if (request.discarded != null) {
                drops.add(DropReason.FORGOTTEN, 1);
            } else {
                keep(request, line);
            }
        } finally {
            request.lock.unlock();
        }
        dropDiscarded(request);
        return true;
    }

    private void keep(Request request, byte[] line) {
        request.lines.add(line);
        request.bytes += line.length;
        while (request.bytes > maxBytes) {
            request.bytes -= request.lines.remove().length;
            drops.add(DropReason.BUFFER_FULL, 1);
        }
        request.count = request.lines.size();
    }

    /**
     * Writes the kept lines of a request in one piece, so that they stay together. They keep their low level: a full
     * queue drops them before lines of higher levels.
     */
    private void release(Request request) {
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
        request.count = 0;
        output.write(all, count, Level.DEBUG_INT);
    }

    private Request request(String id) {
        List<Request> expired = new ArrayList<>(0);
        Request evicted = null;
        Request request;
        lock.lock();
        try {
            if (closed) {
                return Request.ended(); // closed after the check in take
            }
            long now = clock.getAsLong();
            request = requests.computeIfAbsent(id, unused -> new Request());
            request.lastUsed = now;
            Iterator<Request> eldest = requests.values().iterator();
            while (eldest.hasNext()) {
                Request next = eldest.next();
                if (now - next.lastUsed < maxQuietNanos) {
                    break;
                }
                eldest.remove();
                expired.add(next);
            }
            if (requests.size() > maxRequests) {
                Iterator<Request> first = requests.values().iterator();
                evicted = first.next();
                first.remove();
            }
        } finally {
            lock.unlock();
        }
        expired.forEach(one -> discard(one, DropReason.FORGOTTEN));
        if (evicted != null) {
            discard(evicted, DropReason.BUFFER_FULL);
        }
        return request;
    }

    /** Records that a request has logged a line of another level, so that it is not quiet. */
    private void touch(String id) {
        lock.lock();
        try {
            Request known = requests.get(id);
            if (known != null) {
                known.lastUsed = clock.getAsLong();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes the kept lines of a request that was slow or asked for them; drops those of other requests. */
    private void end(RequestEnds.End end) {
        StackGuard.requireLine(); // RequestScope.close comes here directly, not through doAppend
        Request ended;
        lock.lock();
        try {
            ended = requests.remove(end.requestId());
        } finally {
            lock.unlock();
        }
        if (ended == null) {
            return;
        }
        if (end.keepsDetails() || end.nanos() > slowerThanNanos) {
            ended.lock.lock();
            try {
                release(ended);
            } finally {
                ended.lock.unlock();
            }
            dropDiscarded(ended);
        }
        discard(ended, DropReason.FORGOTTEN);
    }

    private void discard(Request request, DropReason reason) {
        request.discarded = reason;
        dropDiscarded(request);
    }

    /**
     * Drops the lines of a discarded request. Does not wait for the request's lock, because a stalled write may hold
     * it. The thread that has the lock calls this method after it has released the lock.
     */
    private void dropDiscarded(Request request) {
        DropReason reason = request.discarded;
        while (reason != null && request.count > 0 && request.lock.tryLock()) {
            try {
                drops.add(reason, request.lines.size());
                request.lines.clear();
                request.bytes = 0;
                request.count = 0;
            } finally {
                request.lock.unlock();
            }
        }
    }

    /** Returns how many lines are held back. */
    long waiting() {
        lock.lock();
        try {
            long lines = 0;
            for (Request request : requests.values()) {
                lines += request.count;
            }
            return lines;
        } finally {
            lock.unlock();
        }
    }

    /** Drops all kept lines, and later DEBUG and TRACE lines of requests. */
    @Override
    public void close() {
        closed = true;
        RequestEnds.unwatch(onEnd);
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
