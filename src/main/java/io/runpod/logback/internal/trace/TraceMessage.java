package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The message of one header: what it takes of a line, whole or cut in its middle, and how it is written. No surrogate
 * pair is split. Not thread-safe; reused for one message after the other.
 */
final class TraceMessage {

    /** A message is not cut to less: the points that stand for what is missing. */
    static final int MIN_CHARS = BoundedText.POINTS.length();

    private final Escapes escapes;
    private @Nullable String text;
    private long whole;

    /** Whether every character is one byte. */
    private boolean isPlain;

    /** The cut that was asked for last: to how many characters, where its two parts are, and what it takes. */
    private int cutChars;

    private int headEnd;
    private int tailStart;
    private long cut;

    TraceMessage(Escapes escapes) {
        this.escapes = escapes;
    }

    /** Takes a message, without secrets; null = none. */
    void set(@Nullable String message) {
        text = message;
        cutChars = -1;
        whole = 0;
        if (message != null) {
            int length = message.length();
            long bytes = escapes.width(message, 0, length);
            isPlain = bytes == length;
            whole = Extent.of(isPlain ? length : message.codePointCount(0, length), bytes);
        }
    }

    @Nullable
    String text() {
        return text;
    }

    /** What it takes in at most {@code maxChars} characters. */
    long extent(int maxChars) {
        if (text == null || isWhole(maxChars)) {
            return whole;
        }
        cut(text, Math.max(MIN_CHARS, maxChars));
        return cut;
    }

    private boolean isWhole(int maxChars) {
        return Extent.chars(whole) <= Math.max(MIN_CHARS, maxChars);
    }

    /** Two thirds of what is kept are the beginning. */
    private void cut(String message, int chars) {
        if (cutChars == chars) {
            return;
        }
        cutChars = chars;
        int kept = chars - MIN_CHARS;
        int head = kept * 2 / 3;
        if (isPlain) {
            headEnd = head;
            tailStart = message.length() - (kept - head);
            cut = Extent.ofAscii(chars);
            return;
        }
        headEnd = message.offsetByCodePoints(0, head);
        tailStart = message.offsetByCodePoints(message.length(), head - kept);
        cut = Extent.of(
                chars,
                escapes.width(message, 0, headEnd) + MIN_CHARS + escapes.width(message, tailStart, message.length()));
    }

    /** The most characters with which it fits into an extent; less than {@link #MIN_CHARS} where none do. */
    int maxChars(long limit) {
        if (Extent.fits(whole, limit)) {
            return Integer.MAX_VALUE;
        }
        int low = MIN_CHARS - 1;
        int high = Math.min(Extent.chars(limit), Extent.chars(whole) - 1);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Extent.fits(extent(middle), limit)) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Writes it in at most {@code maxChars} characters. */
    void writeTo(int maxChars, BoundedText scratch, LineBuffer out) {
        String message = text;
        if (message == null) {
            return;
        }
        scratch.reset(BoundedText.UNLIMITED);
        if (isWhole(maxChars)) {
            scratch.append(message);
        } else {
            cut(message, Math.max(MIN_CHARS, maxChars));
            scratch.append(message, 0, headEnd).append(BoundedText.POINTS).append(message, tailStart, message.length());
        }
        scratch.writeTo(out, escapes);
    }
}
