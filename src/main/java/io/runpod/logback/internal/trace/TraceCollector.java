package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Redactor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a throwable, its causes and its suppressed ones, in the order in which they are written. Bounded, whatever hangs
 * on it. For one trace.
 */
final class TraceCollector {

    private static final int MOST_SUPPRESSED = 64;
    private static final int DEEPEST_SUPPRESSED = 8;

    /** Throwables that are too deep are followed so far to be counted; those found by then are counted, no more. */
    private static final int MOST_FOLLOWED = 1000;

    /** A chain that is longer is taken for endless. */
    private static final int MOST_CAUSES = 50_000;

    private static final String CAUSED_BY = "Caused by: ";
    private static final String SUPPRESSED = "Suppressed: ";

    private final @Nullable Redactor redactor;
    private final BoundedText scratch;
    private final TraceBlock.Lines lines;
    private final int room;
    private final List<TraceBlock> blocks = new ArrayList<>();

    /** Small, as most chains are. */
    private final Set<IThrowableProxy> known = Collections.newSetFromMap(new IdentityHashMap<>(4));

    private int suppressedLeft = MOST_SUPPRESSED;
    private int followLeft = MOST_FOLLOWED;
    private int notCollected;

    /**
     * @param scratch where messages are redacted; used by nobody else meanwhile
     * @param room characters of a message that are needed at the most; 0 = all
     */
    TraceCollector(@Nullable Redactor redactor, BoundedText scratch, TraceBlock.Lines lines, int room) {
        this.redactor = redactor;
        this.scratch = scratch;
        this.lines = lines;
        this.room = room;
    }

    /** The throwables of the trace, in a list that is the caller's. */
    List<TraceBlock> collect(IThrowableProxy throwable) {
        String prefix = "";
        for (IThrowableProxy cause = throwable;
                cause != null && blocks.size() < MOST_CAUSES && add(prefix, 0, cause);
                cause = cause.getCause()) {
            collectSuppressed(cause, 1);
            prefix = CAUSED_BY;
        }
        return blocks;
    }

    /** Suppressed throwables that are too many, or too deep, to be collected; with what hangs on those too deep. */
    int notCollected() {
        return notCollected;
    }

    private void collectSuppressed(IThrowableProxy of, int level) {
        IThrowableProxy[] suppressed = of.getSuppressed();
        if (suppressed == null) {
            return;
        }
        if (level > DEEPEST_SUPPRESSED) {
            count(suppressed);
            return;
        }
        for (IThrowableProxy one : suppressed) {
            notCollected += suppressedLeft > 0 ? 0 : 1;
            String prefix = SUPPRESSED;
            for (IThrowableProxy cause = one; cause != null && suppressedLeft > 0; cause = cause.getCause()) {
                suppressedLeft--;
                if (!add(prefix, level, cause)) {
                    break;
                }
                collectSuppressed(cause, level + 1);
                prefix = CAUSED_BY;
            }
        }
    }

    /** Counts these and what hangs on them; what the trace shows elsewhere is counted and not followed. */
    private void count(IThrowableProxy[] suppressed) {
        Set<IThrowableProxy> followed = Collections.newSetFromMap(new IdentityHashMap<>(4));
        List<IThrowableProxy> found = new ArrayList<>(Arrays.asList(suppressed));
        for (int i = 0; i < found.size() && followLeft > 0; i++) {
            IThrowableProxy one = found.get(i);
            if (one.isCyclic() || known.contains(one) || !followed.add(one)) {
                continue;
            }
            followLeft--;
            if (one.getCause() != null) {
                found.add(one.getCause());
            }
            if (one.getSuppressed() != null) {
                Collections.addAll(found, one.getSuppressed());
            }
        }
        notCollected += found.size();
    }

    /** Returns false where the trace has it already, so that what hangs on it is not to be walked again. */
    private boolean add(String prefix, int level, IThrowableProxy throwable) {
        boolean repeated = throwable.isCyclic() || !known.add(throwable);
        blocks.add(new TraceBlock(lines, prefix, level, throwable, message(throwable), repeated));
        return !repeated;
    }

    /** The message, redacted as a whole before anything is cut from it, and no longer than the room. */
    private @Nullable String message(IThrowableProxy throwable) {
        String message = throwable.getMessage();
        if (message == null || (redactor == null && (room == 0 || message.length() <= room))) {
            return message;
        }
        scratch.reset(room).append(message);
        if (redactor != null) {
            scratch.redact(redactor);
        }
        scratch.cut(room);
        return scratch.toString();
    }
}
