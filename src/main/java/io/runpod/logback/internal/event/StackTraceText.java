package io.runpod.logback.internal.event;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Redactor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stack trace into the room there is. What survives, in this order: the headers of the cause chain, the root
 * cause's included; then the top frames of each; then the rest. Long messages share the room of the headers; frames are
 * elided in the middle and counted; frames in common with the enclosing trace are folded, as Java itself does.
 */
final class StackTraceText {

    private static final int MOST_SUPPRESSED = 64;
    private static final int DEEPEST_SUPPRESSED = 8;

    /** A chain that is longer is taken for endless. */
    private static final int MOST_CAUSES = 50_000;

    private static final StackTraceElementProxy[] NO_FRAMES = {};

    /** One throwable of the trace. */
    private static final class Block {
        final String prefix;
        final int level;
        final String header;
        final @Nullable String message;
        final StackTraceElementProxy[] frames;
        final int own;
        final int common;
        int shown;

        Block(String prefix, int level, IThrowableProxy throwable, @Nullable String message, boolean repeated) {
            this.prefix = prefix;
            this.level = level;
            String type = String.valueOf(throwable.getClassName());
            this.header = repeated ? "[CIRCULAR REFERENCE: " + type + "]" : type;
            this.message = message;
            StackTraceElementProxy[] all = repeated ? null : throwable.getStackTraceElementProxyArray();
            this.frames = all == null ? NO_FRAMES : all;
            this.common = Math.max(0, Math.min(throwable.getCommonFrames(), frames.length));
            this.own = frames.length - common;
            this.shown = own;
        }
    }

    private final @Nullable Redactor redactor;
    private final String indent;
    private final int lineExtra;
    private final BoundedText scratch = new BoundedText();

    /** Suppressed throwables that are too many, or too deep, to be looked at. */
    private int notCollected;

    /**
     * @param indent what stands before {@code at} on each level
     * @param lineExtra what the end of a line costs beyond one character (the gutter of the text line)
     */
    StackTraceText(@Nullable Redactor redactor, String indent, int lineExtra) {
        this.redactor = redactor;
        this.indent = indent;
        this.lineExtra = lineExtra;
    }

    /** Appends the trace, without a line end behind it, in at most {@code room} characters (0 = as many as it takes). */
    void write(IThrowableProxy throwable, int room, BoundedText out) {
        List<Block> all = collect(throwable, room);
        int longest = Integer.MAX_VALUE;
        int causesBefore = 0;
        int causesGone = 0;
        int suppressedGone = notCollected;
        if (room > 0 && !fits(all, room - note(suppressedGone))) {
            suppressedGone += leaveOutSuppressed(all, room * 2 / 3);
            if (headers(all, 0) > room) {
                int before = all.size();
                causesBefore = elideCauses(all, room);
                causesGone = before - all.size();
            }
            longest = longestMessage(all, room * 2 / 3);
            shareFrames(all, room - headers(all, longest) - note(causesGone) - note(suppressedGone));
        }
        int written = 0;
        for (Block block : all) {
            if (causesGone > 0 && written == causesBefore) {
                newLine(out, written);
                out.append("... ").append(causesGone).append(" causes elided");
            }
            writeHeader(block, longest, out, written++);
            writeFrames(block, out);
        }
        if (suppressedGone > 0) {
            newLine(out, written);
            out.append("... ").append(suppressedGone).append(" suppressed elided");
        }
    }

    /** What the line that counts throwables which are gone costs at the most. */
    private int note(int gone) {
        return gone > 0 ? 40 + lineExtra : 0;
    }

    /** Takes suppressed throwables away, the last first, until the headers fit; returns how many are gone. */
    private int leaveOutSuppressed(List<Block> blocks, int room) {
        int gone = 0;
        for (int i = blocks.size() - 1; i >= 0 && headers(blocks, 32) > room; i--) {
            if (blocks.get(i).level > 0) {
                blocks.remove(i);
                gone++;
            }
        }
        return gone;
    }

    private List<Block> collect(IThrowableProxy throwable, int room) {
        List<Block> all = new ArrayList<>();
        Set<IThrowableProxy> known = Collections.newSetFromMap(new IdentityHashMap<>());
        int suppressedLeft = MOST_SUPPRESSED;
        notCollected = 0;
        String prefix = "";
        for (IThrowableProxy cause = throwable; cause != null && all.size() < MOST_CAUSES; ) {
            boolean repeated = cause.isCyclic() || !known.add(cause);
            all.add(new Block(prefix, 0, cause, message(cause, room), repeated));
            if (repeated) {
                break;
            }
            suppressedLeft = collectSuppressed(cause, 1, room, known, all, suppressedLeft);
            cause = cause.getCause();
            prefix = "Caused by: ";
        }
        return all;
    }

    private int collectSuppressed(
            IThrowableProxy of, int level, int room, Set<IThrowableProxy> known, List<Block> all, int budget) {
        IThrowableProxy[] suppressed = of.getSuppressed();
        if (suppressed == null || level > DEEPEST_SUPPRESSED) {
            notCollected += suppressed == null ? 0 : suppressed.length;
            return budget;
        }
        int left = budget;
        for (IThrowableProxy one : suppressed) {
            notCollected += left > 0 ? 0 : 1;
            String prefix = "Suppressed: ";
            for (IThrowableProxy cause = one; cause != null && left > 0; cause = cause.getCause()) {
                boolean repeated = cause.isCyclic() || !known.add(cause);
                all.add(new Block(prefix, level, cause, message(cause, room), repeated));
                left--;
                if (repeated) {
                    break;
                }
                left = collectSuppressed(cause, level + 1, room, known, all, left);
                prefix = "Caused by: ";
            }
        }
        return left;
    }

    /** The message, redacted as a whole before anything is cut from it, and no longer than the room. */
    private @Nullable String message(IThrowableProxy throwable, int room) {
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

    private boolean fits(List<Block> blocks, int room) {
        long used = 0;
        for (Block block : blocks) {
            used += header(block, Integer.MAX_VALUE) + frames(block, block.own);
            if (used - 1 - lineExtra > room) {
                return false;
            }
        }
        return true;
    }

    /** Where the chain is too long for its headers, keeps its two ends; returns how many stand before what is gone. */
    private int elideCauses(List<Block> blocks, int room) {
        int left = room - note(1);
        int first = 0;
        int last = blocks.size();
        while (first < last) {
            int cost = header(blocks.get(last - 1), 0);
            if (first > 0 && cost > left) {
                break;
            }
            left -= cost;
            last--;
            if (first < last) {
                cost = header(blocks.get(first), 0);
                if (cost > left) {
                    break;
                }
                left -= cost;
                first++;
            }
        }
        blocks.subList(first, last).clear();
        return first;
    }

    /** How long messages in headers may be so that all headers take at most {@code room}. */
    private int longestMessage(List<Block> blocks, int room) {
        int low = 0;
        int high = Math.max(1, room);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (headers(blocks, middle) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void shareFrames(List<Block> blocks, int room) {
        int most = 0;
        for (Block block : blocks) {
            most = Math.max(most, block.own);
        }
        int low = 0;
        int high = most;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (framesOfAll(blocks, middle) <= room) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        int left = room - (int) framesOfAll(blocks, low);
        for (int i = 0; i < blocks.size(); i++) {
            // What is left over goes to the last one first, mostly the root cause, then to the others from the top.
            Block block = blocks.get(i == 0 ? blocks.size() - 1 : i - 1);
            block.shown = Math.min(low, block.own);
            int now = frames(block, block.shown);
            while (block.shown < block.own && frames(block, block.shown + 1) - now <= left) {
                block.shown++;
                int then = frames(block, block.shown);
                left -= then - now;
                now = then;
            }
        }
    }

    private long framesOfAll(List<Block> blocks, int each) {
        long sum = 0;
        for (Block block : blocks) {
            sum += frames(block, Math.min(each, block.own));
        }
        return sum;
    }

    private int headers(List<Block> blocks, int longest) {
        long sum = 0;
        for (Block block : blocks) {
            sum += header(block, longest);
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private int header(Block block, int longest) {
        int message = block.message == null ? 0 : 2 + Math.min(block.message.length(), Math.max(3, longest));
        return 1 + lineExtra + block.level * indent.length() + block.prefix.length() + block.header.length() + message;
    }

    /** What {@code shown} of the block's frames cost, the notes about the others included. */
    private int frames(Block block, int shown) {
        int line = 1 + lineExtra + (block.level + 1) * indent.length();
        int sum = 0;
        for (int i = 0; i < shown; i++) {
            sum += line + 3 + length(frame(block, i, shown));
        }
        if (shown < block.own) {
            sum += shown == 0 ? 0 : line + 20 + digits(block.own - shown);
        }
        if (block.common > 0 && (shown > 0 || block.own == 0)) {
            sum += line + 26 + digits(block.common);
        }
        return sum;
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }

    private static int top(Block block, int shown) {
        return shown == block.own ? shown : (shown * 3 + 3) / 4;
    }

    /** The {@code i}-th of the frames that are shown: the top ones and, behind the gap, the bottom ones. */
    private static StackTraceElement frame(Block block, int i, int shown) {
        int index = i < top(block, shown) ? i : block.own - shown + i;
        return block.frames[index].getStackTraceElement();
    }

    private void writeHeader(Block block, int longest, BoundedText out, int before) {
        newLine(out, before);
        indent(out, block.level);
        out.append(block.prefix).append(block.header);
        String message = block.message;
        if (message == null) {
            return;
        }
        out.append(": ");
        int most = Math.max(3, longest);
        if (message.length() <= most) {
            out.append(message);
            return;
        }
        int head = (most - 3) * 2 / 3;
        int tail = message.length() - (most - 3 - head);
        if (head > 0 && Character.isHighSurrogate(message.charAt(head - 1))) {
            head--;
        }
        if (tail < message.length() && Character.isLowSurrogate(message.charAt(tail))) {
            tail++;
        }
        out.append(message, 0, head).append("...").append(message, tail, message.length());
    }

    private void writeFrames(Block block, BoundedText out) {
        int top = top(block, block.shown);
        for (int i = 0; i < block.shown; i++) {
            if (i == top) {
                elided(block, out);
            }
            newLine(out, 1);
            indent(out, block.level + 1);
            out.append("at ");
            writeFrame(frame(block, i, block.shown), out);
        }
        if (block.shown == top && block.shown > 0 && block.shown < block.own) {
            elided(block, out);
        }
        if (block.common > 0 && (block.shown > 0 || block.own == 0)) {
            newLine(out, 1);
            indent(out, block.level + 1);
            out.append("... ").append(block.common).append(" common frames omitted");
        }
    }

    private void elided(Block block, BoundedText out) {
        newLine(out, 1);
        indent(out, block.level + 1);
        out.append("... ").append(block.own - block.shown).append(" frames elided");
    }

    private void newLine(BoundedText out, int before) {
        if (before > 0) {
            out.append('\n');
        }
    }

    private void indent(BoundedText out, int levels) {
        for (int i = 0; i < levels; i++) {
            out.append(indent);
        }
    }

    /** As {@code StackTraceElement.toString()}, without the class loader and module: they cost room and say little. */
    private static void writeFrame(StackTraceElement frame, BoundedText out) {
        out.append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName())
                .append('(');
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            out.append("Native Method");
        } else if (file == null) {
            out.append("Unknown Source");
        } else {
            out.append(file);
            if (frame.getLineNumber() >= 0) {
                out.append(':').append(frame.getLineNumber());
            }
        }
        out.append(')');
    }

    private static int length(StackTraceElement frame) {
        String file = frame.getFileName();
        int place = frame.isNativeMethod()
                ? 13
                : file == null
                        ? 14
                        : file.length() + (frame.getLineNumber() >= 0 ? 1 + digits(frame.getLineNumber()) : 0);
        return frame.getClassName().length() + frame.getMethodName().length() + 3 + place;
    }
}
