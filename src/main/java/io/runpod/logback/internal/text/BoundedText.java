package io.runpod.logback.internal.text;

import io.runpod.logback.internal.redact.Continuation;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.Scan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text on its way into a line: appended piece by piece, redacted, cut, then written. Of a text far longer than its
 * limit only the two ends are ever copied (what a cut keeps, and a margin in which a secret that the cut would split is
 * still recognised), so that 100 MB cost what 10 KB cost.
 *
 * <p>The cut is the one of RunPod's Python SDK ({@code rp_logger.py}): more than {@code limit} code points become the
 * first half, a note that counts what is missing, and the last half.
 *
 * <p>Not thread-safe; reused for every text of a line.
 */
public final class BoundedText {

    /**
     * Characters looked at beyond each kept end; a secret longer than this may not be recognised across a cut. (With
     * characters of the basic plane a kept end is half of what it may be, and the other half is looked at too.)
     */
    static final int MARGIN = 2048;

    /** No limit; see {@link Limits#UNLIMITED}. */
    public static final int UNLIMITED = 1 << 29;

    private static final int MAX_KEPT_CHARS = 1 << 16;

    private char[] chars = new char[1024];
    private int length;

    /** How many characters are held at each end once the text is too long to be held whole. */
    private int keep;

    /** Where characters were left out, or -1 while the text is whole. */
    private int gap;

    /** Code points left out at {@link #gap}. */
    private long omitted;

    /** Whether they are counted, for which each of them has to be looked at. */
    private boolean counting;

    /** Whether the last {@link #redact} found a secret. */
    private boolean masked;

    /** How the secret goes on in which the part last redacted ends; null = it ends in none. */
    private @Nullable Continuation ending;

    private int headEnd;
    private int tailStart;
    private long cutCount;

    /** Starts a new text, of which all will be kept. */
    public BoundedText reset() {
        return reset(UNLIMITED);
    }

    /** Starts a new text of which at most {@code limit} code points will be kept. */
    public BoundedText reset(int limit) {
        length = 0;
        gap = -1;
        omitted = 0;
        keep = Math.min(limit + MARGIN, UNLIMITED);
        counting = true;
        if (chars.length > MAX_KEPT_CHARS) {
            chars = new char[1024];
        }
        uncut();
        return this;
    }

    /** As {@link #reset}, for a text of which only {@link #ends} is asked: what is left out is not counted. */
    public BoundedText resetUncounted(int limit) {
        reset(limit);
        counting = false;
        return this;
    }

    public BoundedText append(String text) {
        return append(text, 0, text.length());
    }

    public BoundedText append(String text, int from, int to) {
        int count = to - from;
        if (gap < 0 && count <= 2L * keep - length) {
            text.getChars(from, to, room(count), length);
            length += count;
        } else {
            appendLong(text, from, to);
        }
        return this;
    }

    public BoundedText append(char c) {
        makeGapFor(1);
        room(1)[length++] = c;
        return this;
    }

    public BoundedText append(long number) {
        if (number == Long.MIN_VALUE) {
            return append(Long.toString(number));
        }
        if (number < 0) {
            append('-');
        }
        long rest = Math.abs(number);
        int digits = LineBuffer.digits(rest);
        makeGapFor(digits);
        room(digits);
        for (int i = length + digits - 1; i >= length; i--) {
            chars[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** How many characters are held. */
    public int length() {
        return length;
    }

    private char[] room(int more) {
        if (chars.length - length < more) {
            chars = Arrays.copyOf(chars, Math.max(chars.length * 2, Math.addExact(length, more)));
        }
        return chars;
    }

    /** Opens the gap, or widens it, when {@code more} further characters would not fit between the two ends. */
    private void makeGapFor(int more) {
        if (gap < 0 && more > 2L * keep - length) {
            gap = Math.min(keep, length);
            if (gap > 0 && Character.isHighSurrogate(chars[gap - 1])) {
                gap--;
            }
        }
        if (gap >= 0 && length - gap + (long) more > 2L * keep) {
            leaveOut(Math.max(0, length - gap - keep));
        }
    }

    private void leaveOut(int count) {
        int from = gap + count;
        if (count > 0 && from < length && Character.isLowSurrogate(chars[from])) {
            from++;
        }
        omitted += Character.codePointCount(chars, gap, from - gap);
        System.arraycopy(chars, from, chars, gap, length - from);
        length -= from - gap;
    }

    /** Appends a text that does not fit whole: fills the head, keeps the end, counts the rest without copying it. */
    private void appendLong(String text, int from, int to) {
        int rest = from;
        if (gap < 0) {
            int head = Math.max(0, Math.min(keep - length, to - from));
            if (head > 0 && Character.isHighSurrogate(text.charAt(from + head - 1))) {
                head--;
            }
            text.getChars(from, from + head, room(head), length);
            length += head;
            rest += head;
            gap = Math.min(length, keep);
        }
        int tail = Math.max(rest, to - keep);
        if (tail > rest && Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        if (tail > rest) {
            omitted += counting ? text.codePointCount(rest, tail) : 1;
            leaveOut(length - gap);
        }
        makeGapFor(to - tail);
        text.getChars(tail, to, room(to - tail), length);
        length += to - tail;
    }

    /**
     * Replaces every secret by {@link Redactor#MASK}; what the redactor finds is rewritten before any cut is made. The
     * margins at the gap go: a secret that the gap splits is not recognised there, and must not come into view where
     * masked ones before it made the text shorter.
     *
     * @param redactor null = nothing is secret
     * @return whether there was a secret
     */
    public boolean redact(@Nullable Redactor redactor) {
        masked = false;
        if (redactor == null) {
            return false;
        }
        if (gap < 0) {
            redactPart(redactor, 0, length, length);
        } else {
            int shown = keep - MARGIN;
            int headEdge = redactPart(redactor, 0, gap, Math.min(gap, shown));
            if (ending != null) {
                maskRunAtGap(ending);
            }
            if (headEdge > 0 && Character.isHighSurrogate(chars[headEdge - 1])) {
                headEdge--;
            }
            int margin = gap - headEdge;
            gap = headEdge;
            leaveOut(margin);
            int tailEdge = redactPart(redactor, gap, length, Math.max(gap, length - shown));
            leaveOut(tailEdge - gap);
        }
        uncut();
        return masked;
    }

    /** Masks the secrets of a part; returns where the character at {@code edge}, or the mask over it, came to stand. */
    private int redactPart(Redactor redactor, int from, int to, int edge) {
        ending = null;
        int first = redactor.firstAnnounced(chars, from, to);
        if (first == to) {
            return edge;
        }
        Scan scan = redactor.scan(chars, from, first, to, gap >= 0 && from == gap);
        if (!scan.next()) {
            return edge;
        }
        masked = true;
        StringBuilder clean = new StringBuilder(to - from);
        int done = from;
        int shift = 0;
        int edgeNow = -1;
        do {
            if (edgeNow < 0 && scan.start() >= edge) {
                edgeNow = edge + shift;
            }
            clean.append(chars, done, scan.start() - done);
            if (edgeNow < 0 && scan.end() > edge) {
                edgeNow = from + clean.length();
            }
            clean.append(Redactor.MASK);
            done = scan.end();
            shift = from + clean.length() - done;
            ending = done == to ? scan.ending() : null;
        } while (scan.next());
        clean.append(chars, done, to - done);
        replace(from, to, clean);
        return edgeNow < 0 ? edge + shift : edgeNow;
    }

    /** A secret that runs into the gap goes on behind it: what follows there without a break belongs to it. */
    private void maskRunAtGap(Continuation how) {
        int end = how.end(chars, gap, length);
        if (end > gap) {
            replace(gap, end, Redactor.MASK, gap);
        }
    }

    private void replace(int from, int to, CharSequence with) {
        int shift = with.length() - (to - from);
        int newGap = gap >= to ? gap + shift : gap;
        replace(from, to, with, newGap);
    }

    private void replace(int from, int to, CharSequence with, int newGap) {
        int shift = with.length() - (to - from);
        room(Math.max(0, shift));
        System.arraycopy(chars, to, chars, to + shift, length - to);
        for (int i = 0; i < with.length(); i++) {
            chars[from + i] = with.charAt(i);
        }
        length += shift;
        gap = newGap;
    }

    /** The length of the whole text in code points, also of what was left out. */
    public long codePoints() {
        return omitted + Character.codePointCount(chars, 0, length);
    }

    /** Cuts as the SDK does: above {@code limit} code points only the two halves and a note are left. */
    public void cut(int limit) {
        uncut();
        if (gap < 0 && length <= limit) {
            return;
        }
        long total = codePoints();
        if (total > limit || gap >= 0) {
            cut(limit / 2, total - limit);
        }
    }

    /** Cuts to at most {@code maxChars} code points, and so that the text takes at most {@code maxBytes} as escaped. */
    public void cut(Escapes escapes, int maxChars, int maxBytes) {
        cut(maxChars);
        if (width(escapes, maxBytes) > maxBytes) {
            cutToBytes(escapes, Math.max(0, maxBytes), maxChars);
        }
    }

    private void cut(int half, long missing) {
        int leftEnd = gap < 0 ? length : gap;
        int rightStart = gap < 0 ? 0 : gap;
        int head = 0;
        int headChars = 0;
        for (; headChars < half && head < leftEnd; headChars++) {
            head += widthAt(head);
        }
        int tail = length;
        int tailChars = 0;
        for (; tailChars < half && tail > rightStart; tailChars++) {
            tail = previous(tail, rightStart);
        }
        headEnd = Math.min(head, leftEnd);
        tailStart = Math.max(tail, Math.max(rightStart, headEnd));
        // Masked secrets may have made a part at the gap shorter than its half.
        cutCount = missing + (half - headChars) + (half - tailChars);
    }

    private int widthAt(int i) {
        return Character.isHighSurrogate(chars[i]) && i + 1 < length && Character.isLowSurrogate(chars[i + 1]) ? 2 : 1;
    }

    private void uncut() {
        headEnd = -1;
        cutCount = 0;
    }

    /**
     * Cuts by the same rule so that the text, written with {@code escapes}, takes at most {@code room} bytes: by the
     * largest even limit, {@code limit} at the most, that does.
     */
    public void cutToBytes(Escapes escapes, int room, int limit) {
        long total = codePoints();
        int left = room - noteWidth(escapes, total);
        int max = limit / 2;
        int leftEnd = gap < 0 ? length : gap;
        int rightStart = gap < 0 ? 0 : gap;
        int half = 0;
        for (int head = 0, tail = length; half < max && head < leftEnd && tail > rightStart; half++) {
            int before = previous(tail, rightStart);
            left -= escapes.width(chars, head, length) + escapes.width(chars, before, length);
            head += widthAt(head);
            tail = before;
            if (left < 0 || head > tail) {
                break;
            }
        }
        cut(half, total - 2L * half);
    }

    /** How many bytes {@link #writeTo} writes; of one that takes more than {@code maxBytes}, that it does. */
    public long width(Escapes escapes, int maxBytes) {
        if (headEnd < 0) {
            return width(escapes, 0, length, maxBytes);
        }
        long head = width(escapes, 0, headEnd, maxBytes) + noteWidth(escapes, cutCount);
        return head > maxBytes ? head : head + width(escapes, tailStart, length, maxBytes);
    }

    private long width(Escapes escapes, int from, int to, int maxBytes) {
        long sum = 0;
        for (int i = from; i < to && sum <= maxBytes; i += widthAt(i)) {
            sum += escapes.width(chars, i, to);
        }
        return sum;
    }

    private static int noteWidth(Escapes escapes, long count) {
        return width(NOTE_START, escapes) + LineBuffer.digits(count) + width(NOTE_END, escapes);
    }

    /** Where the code point that ends before {@code index} begins. */
    private int previous(int index, int lowest) {
        boolean pair = index - 2 >= lowest
                && Character.isLowSurrogate(chars[index - 1])
                && Character.isHighSurrogate(chars[index - 2]);
        return index - (pair ? 2 : 1);
    }

    private static int width(char[] text, Escapes escapes) {
        int sum = 0;
        for (int i = 0; i < text.length; i++) {
            sum += escapes.width(text, i, text.length);
        }
        return sum;
    }

    /** Stands where a part is missing that is not counted. */
    public static final String POINTS = "...";

    private static final char[] NOTE_START = "\n...TRUNCATED ".toCharArray();
    private static final char[] NOTE_END = " CHARACTERS...\n".toCharArray();

    /** Writes the text if it is to be written whole and as it is; else returns false, with nothing written. */
    public boolean writeWhole(LineBuffer out, TextWriter writer, int limit) {
        return gap < 0 && length <= limit && writer.write(out, chars, 0, length);
    }

    /**
     * Starts a text that is held whole, if it is one of at most {@code limit} code points and of a usual
     * size; else returns false.
     */
    public boolean resetTo(String text, int limit) {
        int count = text.length();
        if (count > limit || count > MAX_KEPT_CHARS) {
            return false;
        }
        length = 0;
        text.getChars(0, count, room(count), 0);
        length = count;
        gap = -1;
        omitted = 0;
        keep = UNLIMITED;
        uncut();
        return true;
    }

    /** Writes what the cut left (or all). */
    public void writeTo(LineBuffer out, Escapes escapes) {
        if (headEnd < 0) {
            escapes.writer().write(out, chars, 0, length);
            return;
        }
        escapes.writer().write(out, chars, 0, headEnd);
        writeNote(out, escapes.writer());
        escapes.writer().write(out, chars, tailStart, length);
    }

    /**
     * Writes what the cut left (or all) as the message of a text line. The note of a cut stands at the margin, as the
     * SDK prints it; what follows stands behind the gutter, so that it cannot read like a line.
     */
    public void writeMessage(LineBuffer out) {
        if (headEnd < 0) {
            writeTo(out, Escapes.TEXT);
            return;
        }
        Escapes.TEXT.writer().write(out, chars, 0, headEnd);
        writeNote(out, Escapes.NONE.writer());
        out.ascii(Escapes.GUTTER);
        Escapes.TEXT.writer().write(out, chars, tailStart, length);
    }

    private void writeNote(LineBuffer out, TextWriter writer) {
        writer.write(out, NOTE_START, 0, NOTE_START.length);
        out.number(cutCount);
        writer.write(out, NOTE_END, 0, NOTE_END.length);
    }

    /** Whether what {@link #writeTo} writes can stand in the text line without quotes. */
    public boolean isBare() {
        return headEnd < 0 && Escapes.isBare(chars, 0, length);
    }

    /** Whether the text stands exactly as it was appended: all of it, not cut. */
    public boolean isWhole() {
        return headEnd < 0 && gap < 0;
    }

    /** What is held, with three points where a part is missing. */
    public String ends() {
        return gap < 0
                ? new String(chars, 0, length)
                : new StringBuilder(length + POINTS.length())
                        .append(chars, 0, gap)
                        .append(POINTS)
                        .append(chars, gap, length - gap)
                        .toString();
    }

    /** What the note of a cut takes, in characters. */
    public int noteChars() {
        return NOTE_START.length + LineBuffer.digits(codePoints()) + NOTE_END.length;
    }

    /** What {@link #writeTo} would write, as a string. */
    @Override
    public String toString() {
        if (headEnd < 0) {
            return new String(chars, 0, length);
        }
        return new StringBuilder(length)
                .append(chars, 0, headEnd)
                .append(NOTE_START)
                .append(cutCount)
                .append(NOTE_END)
                .append(chars, tailStart, length - tailStart)
                .toString();
    }
}
