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
 * on it, and what is left out is counted. Not thread-safe; reused for one trace after the other.
 */
final class TraceCollector {

    static final String CAUSED_BY = "Caused by: ";

    private static final String SUPPRESSED = "Suppressed: ";

    /** Suppressed throwables that are shown, their causes included. */
    private static final int MAX_SUPPRESSED = 64;

    private static final int MAX_SUPPRESSED_LEVEL = 8;

    /** Throwables that are left out are followed so far to be counted; those found by then are counted, no more. */
    private static final int MAX_FOLLOWED = 1000;

    /** Causes of a trace; more are taken for an endless chain. */
    private static final int MAX_CAUSES = 50_000;

    /** Up to so many are compared one by one; a set costs more than that. */
    private static final int FEW = 16;

    /** Since Logback 1.5.21: the throwable's own text, where its class overrides {@code toString}. */
    private static final boolean HAS_OVERRIDING_MESSAGE = hasOverridingMessage();

    private final TraceFormat format;
    private final BoundedText scratch;
    private final List<TraceBlock> blocks = new ArrayList<>();

    /** The blocks of earlier traces, to be used again. */
    private final List<TraceBlock> made = new ArrayList<>();

    private int used;

    /** The throwables of the trace, once they are many. */
    private final Set<IThrowableProxy> known = Collections.newSetFromMap(new IdentityHashMap<>(4));

    private long limit;
    private int causesLeft;
    private int suppressedLeft;
    private int followLeft;
    private int notCollected;
    private boolean endless;

    /** @param scratch where messages are redacted; used by nobody else meanwhile */
    TraceCollector(TraceFormat format, BoundedText scratch) {
        this.format = format;
        this.scratch = scratch;
    }

    private static boolean hasOverridingMessage() {
        try {
            IThrowableProxy.class.getMethod("getOverridingMessage");
            return true;
        } catch (NoSuchMethodException older) {
            return false;
        }
    }

    /**
     * Collects the throwables of a trace.
     *
     * @param max what the trace may take; no more is looked at of a message or of frames than may fit
     * @return a list that the caller may change, until the next call
     */
    List<TraceBlock> collect(IThrowableProxy throwable, long max) {
        end();
        limit = max;
        causesLeft = MAX_CAUSES;
        suppressedLeft = MAX_SUPPRESSED;
        followLeft = MAX_FOLLOWED;
        notCollected = 0;
        endless = false;
        String prefix = "";
        IThrowableProxy cause = throwable;
        while (cause != null && add(prefix, 0, 0, cause)) {
            collectSuppressed(cause.getSuppressed(), 1);
            prefix = CAUSED_BY;
            cause = nextOf(cause);
        }
        return blocks;
    }

    /** The cause of a throwable, or null at the end, also of a chain that seems to have none. */
    private @Nullable IThrowableProxy nextOf(IThrowableProxy throwable) {
        IThrowableProxy cause = throwable.getCause();
        if (cause != null && --causesLeft <= 0) {
            endless = true;
            return null;
        }
        return cause;
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

    /** Suppressed throwables that are too many, or too deep, to be collected; with what hangs on them. */
    int notCollected() {
        return notCollected;
    }

    /** How many causes were followed where there are more; 0 = there are not. */
    int causesFollowed() {
        return endless ? MAX_CAUSES : 0;
    }

    private void collectSuppressed(IThrowableProxy @Nullable [] suppressed, int level) {
        if (suppressed == null || suppressed.length == 0) {
            return;
        }
        if (level > MAX_SUPPRESSED_LEVEL) {
            count(suppressed);
            return;
        }
        for (IThrowableProxy one : suppressed) {
            collectChain(one, level);
        }
    }

    /** Collects a suppressed throwable and its causes; of too many the middle is counted, and the root is kept. */
    private void collectChain(IThrowableProxy start, int level) {
        IThrowableProxy cause = start;
        IThrowableProxy next = nextOf(start);
        suppressedLeft -= next == null ? 0 : 1; // the root's place
        if (suppressedLeft <= 0) {
            suppressedLeft = 0;
            count(start);
            return;
        }
        String prefix = SUPPRESSED;
        int elided = 0;
        while (true) {
            boolean isRoot = next == null && cause != start;
            if (isRoot || suppressedLeft > 0) {
                suppressedLeft -= isRoot ? 0 : 1;
                if (!add(prefix, level, elided, cause)) {
                    suppressedLeft += next == null ? 0 : 1;
                    return;
                }
                elided = 0;
                collectSuppressed(cause.getSuppressed(), level + 1);
            } else {
                elided++;
                count(cause.getSuppressed());
            }
            if (next == null) {
                return;
            }
            prefix = CAUSED_BY;
            cause = next;
            next = nextOf(cause);
        }
    }

    /** Counts these and what hangs on them; what the trace shows elsewhere is counted and not followed. */
    private void count(IThrowableProxy @Nullable ... leftOut) {
        if (leftOut == null || leftOut.length == 0) {
            return;
        }
        Set<IThrowableProxy> followed = Collections.newSetFromMap(new IdentityHashMap<>(4));
        List<IThrowableProxy> found = new ArrayList<>(Arrays.asList(leftOut));
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
    private boolean add(String prefix, int level, int elided, IThrowableProxy throwable) {
        boolean repeated = throwable.isCyclic() || isKnown(throwable);
        if (used == made.size()) {
            made.add(new TraceBlock(format));
        }
        TraceBlock block = made.get(used++);
        block.set(prefix, level, elided, throwable, repeated);
        setHeader(block, throwable);
        block.setFrames(
                repeated ? null : throwable.getStackTraceElementProxyArray(), throwable.getCommonFrames(), limit);
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

    /** The throwable's own text, or its class and message, as {@code ThrowableProxyUtil.subjoinFirstLine} has them. */
    private void setHeader(TraceBlock block, IThrowableProxy throwable) {
        String type = String.valueOf(throwable.getClassName());
        String own = HAS_OVERRIDING_MESSAGE ? throwable.getOverridingMessage() : null;
        if (own != null) {
            String start = own.startsWith(type) ? type : "";
            block.setHeader(start, "", shown(own, start.length()));
            return;
        }
        String message = throwable.getMessage();
        block.setHeader(type, message == null ? "" : ": ", message == null ? null : shown(message, 0));
    }

    /** What may be shown of a text: redacted as a whole before anything is cut from it, and of a long one the ends. */
    private String shown(String text, int from) {
        int max = Math.min(Extent.chars(limit), Extent.bytes(limit));
        Redactor redactor = format.redactor();
        if (redactor == null && text.length() - from <= max) {
            return text.substring(from);
        }
        scratch.resetUncounted(max).append(text, from, text.length());
        boolean redacted = scratch.redact(redactor);
        return from == 0 && !redacted && scratch.isWhole() ? text : scratch.ends();
    }
}
