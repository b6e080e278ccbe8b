package io.runpod.logback.internal.text;

import java.util.Arrays;

/**
 * The growing byte array that a line is built in. Bytes are appended at the end; {@link #truncate} takes them back.
 *
 * <p>Not thread-safe: it belongs to the workspace of one line at a time.
 */
public final class LineBuffer {

    /** An array that grew beyond this many bytes is not kept for the next line. */
    private static final int MAX_KEPT_BYTES = 1 << 17;

    private static final int INITIAL_BYTES = 2048;

    private static final int MAX_MARKS = 64;

    /** The numbers below 100, each in two digits. */
    private static final byte[][] PAIRS = new byte[100][];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = new byte[] {(byte) ('0' + i / 10), (byte) ('0' + i % 10)};
        }
    }

    private byte[] bytes;
    private int length;

    /** Indexes of the text being written at which a secret may stand, to be looked at again; see {@link TextWriter}. */
    private final int[] marks = new int[MAX_MARKS];

    private int markCount;

    /** Makes a buffer that holds these bytes. It keeps the array, without a copy. */
    public static LineBuffer of(byte[] content) {
        LineBuffer buffer = new LineBuffer(content);
        buffer.length = content.length;
        return buffer;
    }

    public LineBuffer() {
        this(new byte[INITIAL_BYTES]);
    }

    private LineBuffer(byte[] bytes) {
        this.bytes = bytes;
    }

    public int length() {
        return length;
    }

    /** Returns the array of the buffer; only the first {@link #length()} bytes are valid. */
    public byte[] array() {
        return bytes;
    }

    public byte[] copyFrom(int start) {
        return Arrays.copyOfRange(bytes, start, length);
    }

    /** Makes room for {@code more} bytes and returns the array; the caller writes and then calls {@link #advanceTo}. */
    byte[] reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
        return bytes;
    }

    int[] marks() {
        return marks;
    }

    int markCount() {
        return markCount;
    }

    void setMarkCount(int count) {
        markCount = count;
    }

    void advanceTo(int newLength) {
        length = newLength;
    }

    public void truncate(int newLength) {
        length = newLength;
    }

    public void put(int oneByte) {
        reserve(1)[length++] = (byte) oneByte;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, reserve(count), length, count);
        length += count;
    }

    /** Appends ASCII text unchanged. */
    @SuppressWarnings("deprecation") // only String.getBytes(int, int, byte[], int) copies ASCII without garbage
    public void ascii(String text) {
        int count = text.length();
        text.getBytes(0, count, reserve(count), length);
        length += count;
    }

    /** Appends a number in decimal. */
    public void number(long value) {
        if (value == Long.MIN_VALUE) {
            ascii("-9223372036854775808");
            return;
        }
        if (value < 0) {
            put('-');
        }
        digits(Math.abs(value), 1);
    }

    /** Appends a non-negative number, padded with zeros to {@code atLeast} digits. */
    public void digits(long value, int atLeast) {
        int count = Math.max(digits(value), atLeast);
        byte[] target = reserve(count);
        int i = length + count;
        long rest = value;
        for (; rest > Integer.MAX_VALUE; rest /= 10) {
            target[--i] = (byte) ('0' + rest % 10);
        }
        // Two digits per division, and on ints: this takes half the time of longs.
        int low = (int) rest;
        while (low >= 10) {
            int hundredth = low / 100;
            byte[] pair = PAIRS[low - hundredth * 100];
            target[--i] = pair[1];
            target[--i] = pair[0];
            low = hundredth;
        }
        while (i > length) {
            target[--i] = (byte) ('0' + low);
            low = 0;
        }
        length += count;
    }

    /** Returns how many digits a non-negative number has. */
    public static int digits(long value) {
        int count = 1;
        for (long power = 10; count < 19 && value >= power; power *= 10) {
            count++;
        }
        return count;
    }

    /** Empties the buffer for the next line, and drops an array that a large line made. */
    public void reset() {
        length = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }
}
