package io.runpod.logback.internal.trace;

import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.TextWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects a throwable, its causes and its suppressed throwables, in the order in which they are written. Bounded for
 * any graph of throwables; those that are left out are counted. Not thread-safe; reused for one trace after the other.
 */
final class TraceCollector {

    static final String CAUSED_BY = "Caused by: ";

    private static final String SUPPRESSED = "Suppressed: ";

    /** The most suppressed throwables that are collected, their causes included. */
    private static final int MAX_SUPPRESSED = 64;

    private static final int MAX_SUPPRESSED_LEVEL = 8;

    /** The most left-out throwables whose causes and suppressed throwables are counted too. */
    private static final int MAX_FOLLOWED = 1000;

    /** The most causes of a trace; a longer chain is taken for an endless one. */
    private static final int MAX_CAUSES = 50_000;

    /** Up to this number, throwables are compared one by one, which takes less time than a set. */
    private static final int FEW = 16;

    /** Whether Logback can return the text of an overridden {@code toString} of a throwable; since Logback 1.5.21. */
    private static final boolean HAS_OVERRIDING_MESSAGE = hasOverridingMessage();

    private final TraceFormat format;
    private final BoundedText scratch;
    private final List<TraceBlock> blocks = new ArrayList<>();

    /** Blocks reused for every trace; the first {@link #used} are in use. */
    private final List<TraceBlock> pooledBlocks = new ArrayList<>();

    private int used;

    /** The throwables of the trace after the first {@link #FEW}. */
    private final Set<IThrowableProxy> knownThrowables = Collections.newSetFromMap(new IdentityHashMap<>(4));

    private long limit;
    private int causesLeft;
    private int suppressedLeft;
    private int followLeft;
    private int notCollected;
    private boolean endless;

    /** @param scratch used to redact messages; others must not use it during a call */
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
     * Collects the throwables of a trace into {@link #blocks}.
     *
     * @param max the most that the trace may take; of a message, or of many frames, no more is kept than may fit
     */
    void collect(IThrowableProxy throwable, long max) {
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
    }

    /** The cause of a throwable; null at the end of the chain, and after {@link #MAX_CAUSES}. */
    private @Nullable IThrowableProxy nextOf(IThrowableProxy throwable) {
        IThrowableProxy cause = throwable.getCause();
        if (cause != null && --causesLeft <= 0) {
            endless = true;
            return null;
        }
        return cause;
    }

    /** The collected throwables, until the next call of {@link #collect}. The caller may change the list. */
    List<TraceBlock> blocks() {
        return blocks;
    }

    /** The root cause; the budget never removes it. */
    TraceBlock root() {
        return blocks.get(blocks.size() - 1);
    }

    /** Releases the throwables. */
    void end() {
        for (int i = 0; i < used; i++) {
            pooledBlocks.get(i).clear();
        }
        if (used > FEW) {
            pooledBlocks.subList(FEW, used).clear();
            knownThrowables.clear();
        }
        used = 0;
        blocks.clear();
    }

    /**
     * How many throwables were left out: suppressed ones beyond the maximum number or depth, with their own causes and
     * suppressed ones.
     */
    int notCollected() {
        return notCollected;
    }

    /** How many causes were followed if the chain has more; 0 = it has no more. */
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

    /**
     * Collects a suppressed throwable and its causes. If there are too many, the causes between the throwable and its
     * root cause are only counted.
     */
    private void collectChain(IThrowableProxy start, int level) {
        IThrowableProxy cause = start;
        IThrowableProxy next = nextOf(start);
        suppressedLeft -= next == null ? 0 : 1; // reserves the root's place
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

    /**
     * Counts left-out throwables, their causes and suppressed ones, but does not follow a throwable that is shown elsewhere.
     */
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

    /** Adds a throwable; returns false if the trace has it already, so that the walk stops there. */
    private boolean add(String prefix, int level, int elided, IThrowableProxy throwable) {
        boolean repeated = throwable.isCyclic() || isKnown(throwable);
        if (used == pooledBlocks.size()) {
            pooledBlocks.add(new TraceBlock(format));
        }
        TraceBlock block = pooledBlocks.get(used++);
        block.set(prefix, level, elided, throwable, repeated);
        setHeader(block, throwable);
        block.setFrames(
                repeated ? null : throwable.getStackTraceElementProxyArray(), throwable.getCommonFrames(), limit);
        blocks.add(block);
        if (used > FEW) {
            knownThrowables.add(throwable);
        }
        return !repeated;
    }

    private boolean isKnown(IThrowableProxy throwable) {
        for (int i = 0; i < Math.min(used, FEW); i++) {
            if (pooledBlocks.get(i).isOf(throwable)) {
                return true;
            }
        }
        return used > FEW && knownThrowables.contains(throwable);
    }

    /** Sets the throwable's own text, or its class and message, as {@code ThrowableProxyUtil.subjoinFirstLine} does. */
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

    /** The part of a text that may be shown: redacted first, then, if it is long, only its two ends. */
    private String shown(String text, int from) {
        int max = Math.min(Extent.chars(limit), Extent.bytes(limit));
        TextWriter writer = format.writer();
        if (writer.redactor() == null && text.length() - from <= max) {
            return text.substring(from);
        }
        scratch.resetUncounted(max).append(text, from, text.length());
        boolean redacted = scratch.redact(writer.redactor());
        return from == 0 && !redacted && scratch.isWhole() ? text : scratch.ends();
    }
}
