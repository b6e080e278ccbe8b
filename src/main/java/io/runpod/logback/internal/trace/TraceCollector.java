package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a throwable, its causes and its suppressed ones, in the order in which they are written. Bounded, whatever hangs
 * on it. Not thread-safe; reused for one trace after the other.
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

    /** Up to so many are compared one by one; a set costs more than that. */
    private static final int FEW = 16;

    private final TraceFormat format;
    private final BoundedText scratch;
    private final List<TraceBlock> blocks = new ArrayList<>();

    /** The blocks of earlier traces, to be used again. */
    private final List<TraceBlock> made = new ArrayList<>();

    private int used;

    /** The throwables of the trace, once they are many. */
    private final Set<IThrowableProxy> known = Collections.newSetFromMap(new IdentityHashMap<>(4));

    private int room;
    private int suppressedLeft;
    private int followLeft;
    private int notCollected;

    /** @param scratch where messages are redacted; used by nobody else meanwhile */
    TraceCollector(TraceFormat format, BoundedText scratch) {
        this.format = format;
        this.scratch = scratch;
    }

    /**
     * Collects the throwables of a trace.
     *
     * @param most characters of a message that are needed at the most; 0 = all
     * @return a list that the caller may change, until the next call
     */
    List<TraceBlock> collect(IThrowableProxy throwable, int most) {
        end();
        room = most;
        suppressedLeft = MOST_SUPPRESSED;
        followLeft = MOST_FOLLOWED;
        notCollected = 0;
        String prefix = "";
        for (IThrowableProxy cause = throwable;
                cause != null && used < MOST_CAUSES && add(prefix, 0, cause);
                cause = cause.getCause()) {
            collectSuppressed(cause, 1);
            prefix = CAUSED_BY;
        }
        return blocks;
    }

    List<TraceBlock> blocks() {
        return blocks;
    }

    /** Lets go of the throwables. */
    void end() {
        for (int i = 0; i < used; i++) {
            made.get(i).clear();
        }
        if (used > FEW) {
            made.subList(FEW, used).clear();
            known.clear();
        }
        used = 0;
        blocks.clear();
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
            if (one.isCyclic() || isKnown(one) || !followed.add(one)) {
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
        boolean repeated = throwable.isCyclic() || isKnown(throwable);
        if (used == made.size()) {
            made.add(new TraceBlock(format));
        }
        TraceBlock block = made.get(used++);
        block.fill(prefix, level, throwable, message(throwable), repeated, room);
        blocks.add(block);
        if (used > FEW) {
            known.add(throwable);
        }
        return !repeated;
    }

    private boolean isKnown(IThrowableProxy throwable) {
        for (int i = 0; i < Math.min(used, FEW); i++) {
            if (made.get(i).isOf(throwable)) {
                return true;
            }
        }
        return used > FEW && known.contains(throwable);
    }

    /** The message, redacted as a whole before anything is cut from it, and no longer than the room. */
    private @Nullable String message(IThrowableProxy throwable) {
        String message = throwable.getMessage();
        Redactor redactor = format.redactor();
        if (message == null || (redactor == null && (room == 0 || message.length() <= room))) {
            return message;
        }
        scratch.reset(room).append(message);
        boolean redacted = scratch.redact(redactor);
        scratch.cut(room);
        return redacted || !scratch.isWhole() ? scratch.toString() : message;
    }
}
