package io.runpod.logback.internal.text;

import io.runpod.logback.internal.redact.Continuation;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.Scan;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects one text of a line: the caller appends pieces, redacts the text, cuts it and writes it. Of a text far longer
 * than its limit only the two ends are copied. Each end has the characters that a cut keeps, and a margin, in which a
 * secret that the cut would split is still recognised. So a text of 100 MB takes no more memory than one of 10 KB.
 *
 * <p>The cut is that of RunPod's Python SDK ({@code rp_logger.py}): a text of more than {@code limit} code points
 * becomes its first {@code limit / 2} code points, a note that counts the missing ones, and its last {@code limit / 2}
 * code points.
 *
 * <p>Not thread-safe; reused for every text of a line.
 */
public final class BoundedText {

    /**
     * The margin at each end: at least this many characters beyond the kept ones are searched for secrets. A longer
     * secret may not be recognised across a cut.
     */
    static final int MARGIN = 2048;

    /** A longer array is not kept for the next text. */
    private static final int MAX_KEPT_CHARS = 1 << 16;

    /** Replaces a missing part that is not counted. */
    public static final String ELLIPSIS = "...";

    private static final char[] NOTE_START = "\n...TRUNCATED ".toCharArray();
    private static final char[] NOTE_END = " CHARACTERS...\n".toCharArray();

    private char[] chars = new char[1024];
    private int length;

    /** Maximum number of characters held at each end of a text that is too long to be held whole. */
    private int endChars;

    /** Index at which characters were left out, or -1 while the text is whole. */
    private int gap;

    /** Code points left out at {@link #gap}. */
    private long omitted;

    /** Whether omitted code points are counted, for which each of them must be read. */
    private boolean countsOmitted;

    /** Whether the last {@link #redact} found a secret. */
    private boolean masked;

    /** How a secret at the very end of the last redacted part may continue after it; null = no secret is there. */
    private @Nullable Continuation secretAtEnd;

    /** The index at which the first part of the cut ends; -1 = there is no cut. */
    private int headEnd;

    /** The index at which the last part of the cut starts. */
    private int tailStart;

    /** The number of missing code points that the note of the cut tells. */
    private long cutCount;

    /** Starts a new text that is kept whole. */
    public BoundedText reset() {
        return reset(Limits.UNLIMITED);
    }

    /** Starts a new text, of which at most {@code limit} code points will be kept. */
    public BoundedText reset(int limit) {
        length = 0;
        gap = -1;
        omitted = 0;
        endChars = Math.min(limit + MARGIN, Limits.UNLIMITED);
        countsOmitted = true;
        release();
        clearCut();
        return this;
    }

    /** Releases the memory of a long text. */
    public void release() {
        if (chars.length > MAX_KEPT_CHARS) {
            chars = new char[1024];
        }
    }

    /** Like {@link #reset(int)}, but omitted code points are not counted. For a text read by {@link #ends} only. */
    public BoundedText resetUncounted(int limit) {
        reset(limit);
        countsOmitted = false;
        return this;
    }

    public BoundedText append(String text) {
        return append(text, 0, text.length());
    }

    public BoundedText append(String text, int from, int to) {
        int count = to - from;
        if (gap < 0 && count <= 2L * endChars - length) {
            text.getChars(from, to, reserve(count), length);
            length += count;
        } else {
            appendLong(text, from, to);
        }
        return this;
    }

    public BoundedText append(char c) {
        makeGapFor(1);
        reserve(1)[length++] = c;
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
        reserve(digits);
        for (int i = length + digits - 1; i >= length; i--) {
            chars[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Returns how many characters are held, without those that were left out at the gap. */
    public int length() {
        return length;
    }

    private char[] reserve(int more) {
        if (chars.length - length < more) {
            chars = Arrays.copyOf(chars, Math.max(chars.length * 2, Math.addExact(length, more)));
        }
        return chars;
    }

    /** Opens or widens the gap if {@code more} characters do not fit into the two ends. */
    private void makeGapFor(int more) {
        if (gap < 0 && more > 2L * endChars - length) {
            openGap();
        }
        if (gap >= 0 && length - gap + (long) more > 2L * endChars) {
            omit(Math.max(0, length - gap - endChars));
        }
    }

    /** Opens the gap after the first end, never within a surrogate pair. */
    private void openGap() {
        gap = Math.min(endChars, length);
        if (gap > 0 && Character.isHighSurrogate(chars[gap - 1])) {
            gap--;
        }
    }

    /** Leaves out the first {@code count} characters after the gap. */
    private void omit(int count) {
        int from = gap + count;
        if (count > 0 && from < length && Character.isLowSurrogate(chars[from])) {
            from++;
        }
        omitted += Character.codePointCount(chars, gap, from - gap);
        System.arraycopy(chars, from, chars, gap, length - from);
        length -= from - gap;
    }

    /** Appends a text that does not fit whole: fills the first end, keeps the last end, and only counts the rest. */
    private void appendLong(String text, int from, int to) {
        int rest = from;
        if (gap < 0) {
            int head = Math.max(0, Math.min(endChars - length, to - from));
            if (head > 0 && Character.isHighSurrogate(text.charAt(from + head - 1))) {
                head--;
            }
            text.getChars(from, from + head, reserve(head), length);
            length += head;
            rest += head;
            openGap();
        }
        int tail = Math.max(rest, to - endChars);
        if (tail > rest && Character.isLowSurrogate(text.charAt(tail))) {
            tail++;
        }
        if (tail > rest) {
            omitted += countsOmitted ? text.codePointCount(rest, tail) : 1;
            omit(length - gap);
        }
        makeGapFor(to - tail);
        text.getChars(tail, to, reserve(to - tail), length);
        length += to - tail;
    }

    /**
     * Replaces every secret by {@link Redactor#MASK}. Must be called before a cut. If the text has a gap, the margins
     * are then dropped. They may hold a part of a secret that the gap split. A cut could keep this part, because masks
     * before it have made the text shorter.
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
            int shown = endChars - MARGIN;
            int headEdge = redactPart(redactor, 0, gap, Math.min(gap, shown));
            if (secretAtEnd != null) {
                maskRunAtGap(secretAtEnd);
            }
            if (headEdge > 0 && Character.isHighSurrogate(chars[headEdge - 1])) {
                headEdge--;
            }
            int margin = gap - headEdge;
            gap = headEdge;
            omit(margin);
            int tailEdge = redactPart(redactor, gap, length, Math.max(gap, length - shown));
            omit(tailEdge - gap);
        }
        clearCut();
        return masked;
    }

    /**
     * Masks the secrets of a part. Returns the new index of the character at {@code edge}, or of the mask that covers
     * it.
     */
    private int redactPart(Redactor redactor, int from, int to, int edge) {
        secretAtEnd = null;
        int first = redactor.firstCandidate(chars, from, to);
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
            secretAtEnd = done == to ? scan.continuation() : null;
        } while (scan.next());
        clean.append(chars, done, to - done);
        replace(from, to, clean);
        return edgeNow < 0 ? edge + shift : edgeNow;
    }

    /** Masks the rest of a secret that the gap split: the characters after the gap up to where this secret ends. */
    private void maskRunAtGap(Continuation how) {
        int end = how.end(chars, gap, length);
        if (end > gap) {
            replace(gap, end, Redactor.MASK);
        }
    }

    private void replace(int from, int to, CharSequence with) {
        int shift = with.length() - (to - from);
        reserve(Math.max(0, shift));
        System.arraycopy(chars, to, chars, to + shift, length - to);
        for (int i = 0; i < with.length(); i++) {
            chars[from + i] = with.charAt(i);
        }
        length += shift;
        gap += gap >= to ? shift : 0;
    }

    /** Returns the length of the whole text in code points, omitted ones included. */
    public long codePoints() {
        return omitted + Character.codePointCount(chars, 0, length);
    }

    /** Cuts as the SDK does: of more than {@code limit} code points only the two ends and a note between them stay. */
    public void cut(int limit) {
        clearCut();
        if (gap < 0 && length <= limit) {
            return;
        }
        long total = codePoints();
        if (total > limit || gap >= 0) {
            cut(limit / 2, total - limit);
        }
    }

    /** Cuts to at most {@code maxChars} code points and {@code maxBytes} bytes, as written with {@code escapes}. */
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
        // Masks may have made the text on one side of the gap shorter than half the limit.
        cutCount = missing + (half - headChars) + (half - tailChars);
    }

    private int widthAt(int i) {
        return Character.isHighSurrogate(chars[i]) && i + 1 < length && Character.isLowSurrogate(chars[i + 1]) ? 2 : 1;
    }

    private void clearCut() {
        headEnd = -1;
        cutCount = 0;
    }

    /**
     * Cuts by the same rule to at most {@code maxBytes} bytes, as written with {@code escapes}. Uses the largest even
     * limit that fits and is not above {@code limit}.
     */
    public void cutToBytes(Escapes escapes, int maxBytes, int limit) {
        long total = codePoints();
        int left = maxBytes - noteWidth(escapes, total);
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

    /** Returns how many bytes {@link #writeTo} writes, or any number above {@code maxBytes} if these are more. */
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

    /** Returns the start of the code point that ends before {@code index}. */
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

    /** Writes the text if it needs no cut and no secret is possible in it; else writes nothing and returns false. */
    public boolean writeWhole(LineBuffer out, TextWriter writer, int limit) {
        return gap < 0 && length <= limit && writer.write(out, chars, 0, length);
    }

    /**
     * Starts a new text with this content, to be held whole. Returns false and does nothing if it has more than
     * {@code limit} or {@link #MAX_KEPT_CHARS} characters.
     */
    public boolean resetTo(String text, int limit) {
        int count = text.length();
        if (count > limit || count > MAX_KEPT_CHARS) {
            return false;
        }
        length = 0;
        text.getChars(0, count, reserve(count), 0);
        length = count;
        gap = -1;
        omitted = 0;
        endChars = Limits.UNLIMITED;
        clearCut();
        return true;
    }

    /**
     * Writes what the cut left, or the whole text. In a text line ({@link Escapes#TEXT}) the note of a cut starts at
     * the left edge, as the SDK prints it. The text after the note begins with the gutter, so that it cannot be taken
     * for a line of its own.
     */
    public void writeTo(LineBuffer out, Escapes escapes) {
        TextWriter writer = escapes.writer();
        if (headEnd < 0) {
            writer.write(out, chars, 0, length);
            return;
        }
        writer.write(out, chars, 0, headEnd);
        if (escapes == Escapes.TEXT) {
            writeNote(out, Escapes.NONE.writer());
            out.ascii(Escapes.GUTTER);
        } else {
            writeNote(out, writer);
        }
        writer.write(out, chars, tailStart, length);
    }

    private void writeNote(LineBuffer out, TextWriter writer) {
        writer.write(out, NOTE_START, 0, NOTE_START.length);
        out.number(cutCount);
        writer.write(out, NOTE_END, 0, NOTE_END.length);
    }

    /** Whether what {@link #writeTo} writes needs no quotes in a text line. */
    public boolean isBare() {
        return headEnd < 0 && Escapes.isBare(chars, 0, length);
    }

    /** Whether no part is missing; secrets may be masked. */
    public boolean isWhole() {
        return headEnd < 0 && gap < 0;
    }

    /** Returns the characters that are held, with {@link #ELLIPSIS} where a part is missing. */
    public String ends() {
        return gap < 0
                ? new String(chars, 0, length)
                : new StringBuilder(length + ELLIPSIS.length())
                        .append(chars, 0, gap)
                        .append(ELLIPSIS)
                        .append(chars, gap, length - gap)
                        .toString();
    }

    /** Returns the maximum length of the note of a cut, in characters. */
    public int noteChars() {
        return NOTE_START.length + LineBuffer.digits(codePoints()) + NOTE_END.length;
    }

    /** Returns what {@link #writeTo} writes, not escaped. */
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
