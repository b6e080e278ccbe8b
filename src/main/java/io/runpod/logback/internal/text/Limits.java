package io.runpod.logback.internal.text;

/**
 * The limits of how much of an event is written. Each is at least 1. No limit, for which the settings have 0, becomes
 * {@link #UNLIMITED}, so that code with limits needs no special case.
 *
 * @param messageChars code points of a message
 * @param valueChars code points of a string in {@code extra}
 * @param elements elements of a collection
 * @param lineBytes bytes of a line, its line end included
 */
public record Limits(int messageChars, int valueChars, int elements, int lineBytes) {

    public static final int DEFAULT_MESSAGE_CHARS = 4096;
    public static final int DEFAULT_VALUE_CHARS = 4096;
    public static final int DEFAULT_ELEMENTS = 1000;
    public static final int DEFAULT_LINE_BYTES = 16_000;

    /** No limit: larger than any line, and small enough that the sum of two fits into an {@code int}. */
    public static final int UNLIMITED = 1 << 29;

    /** The least value of {@link #nameChars()}: a name must still tell which field it is. */
    private static final int MIN_NAME_CHARS = 256;

    public Limits {
        messageChars = resolve(messageChars);
        valueChars = resolve(valueChars);
        elements = resolve(elements);
        lineBytes = resolve(lineBytes);
    }

    private static int resolve(int setting) {
        return setting == 0 ? UNLIMITED : Math.min(setting, UNLIMITED);
    }

    /** Returns the maximum length of a field's name, in code points: that of a value, but at least 256. */
    public int nameChars() {
        return Math.max(valueChars, MIN_NAME_CHARS);
    }

    /**
     * Returns the maximum length of an id, a thread's name and the like, in bytes: an eighth of the line.
     */
    public int lineValueBytes() {
        return lineBytes == UNLIMITED ? UNLIMITED : lineBytes / 8;
    }

    /** Returns the most code points of a message that can fit into a line: each takes at least one byte. */
    public int keptMessageChars() {
        return Math.min(messageChars, lineBytes);
    }
}
