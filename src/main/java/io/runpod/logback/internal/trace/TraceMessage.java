package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The message of one header, or a text that is shown instead of a trace: measures and writes it, whole or cut in its
 * middle. Never splits a surrogate pair. Not thread-safe; reused for one text after the other.
 */
final class TraceMessage {

    /** The minimum length of a cut message: that of the ellipsis, which replaces the missing part. */
    static final int MIN_CHARS = BoundedText.ELLIPSIS.length();

    private final Escapes escapes;
    private @Nullable String text;
    private long whole;

    /** Whether every character is written as one byte. */
    private boolean isPlain;

    /** The length in characters of the last cut that was computed; -1 = none. */
    private int cutChars;

    /** The index in the text at which the first part of the cut ends. */
    private int headEnd;

    /** The index in the text at which the last part of the cut starts. */
    private int tailStart;

    private long cutExtent;

    TraceMessage(Escapes escapes) {
        this.escapes = escapes;
    }

    /** Takes a message, redacted; null = none. */
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

    /** The extent of the message, cut to at most {@code maxChars} characters. */
    long extent(int maxChars) {
        if (text == null || isWhole(maxChars)) {
            return whole;
        }
        cut(text, Math.max(MIN_CHARS, maxChars));
        return cutExtent;
    }

    private boolean isWhole(int maxChars) {
        return Extent.chars(whole) <= Math.max(MIN_CHARS, maxChars);
    }

    /** Computes a cut. Two thirds of the kept characters are the beginning, one third is the end. */
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
            cutExtent = Extent.ofAscii(chars);
            return;
        }
        headEnd = message.offsetByCodePoints(0, head);
        tailStart = message.offsetByCodePoints(message.length(), head - kept);
        cutExtent = Extent.of(
                chars,
                escapes.width(message, 0, headEnd) + MIN_CHARS + escapes.width(message, tailStart, message.length()));
    }

    /** The most characters of the message that fit into a limit; less than {@link #MIN_CHARS} if none fit. */
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

    /** Writes the message, cut to at most {@code maxChars} characters. */
    void writeTo(int maxChars, BoundedText scratch, LineBuffer out) {
        String message = text;
        if (message == null) {
            return;
        }
        scratch.reset();
        if (isWhole(maxChars)) {
            scratch.append(message);
        } else {
            cut(message, Math.max(MIN_CHARS, maxChars));
            scratch.append(message, 0, headEnd)
                    .append(BoundedText.ELLIPSIS)
                    .append(message, tailStart, message.length());
        }
        scratch.writeTo(out, escapes);
    }
}
