package io.runpod.logback.internal.text;

/**
 * How much of an event is written. Each limit is at least 1. "No limit" is {@link #UNLIMITED}, so that code with these
 * limits never has to ask whether there is one.
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

    /** No limit: larger than any line, small enough that two of them add up to an {@code int}. */
    public static final int UNLIMITED = BoundedText.UNLIMITED;

    /** A name is cut like a value, but never to less than this: it must say which field it names. */
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

    /** Returns the maximum length of a field's name, in code points. */
    public int nameChars() {
        return Math.max(valueChars, MIN_NAME_CHARS);
    }

    /**
     * Returns the maximum length of the value of any line key but the message (an id, a thread's name), in bytes: an
     * eighth of the line.
     */
    public int lineValueBytes() {
        return lineBytes == UNLIMITED ? UNLIMITED : lineBytes / 8;
    }

    /** Returns how many code points of a message a line can hold at all: each takes at least one byte. */
    public int keptMessageChars() {
        return Math.min(messageChars, lineBytes);
    }
}
