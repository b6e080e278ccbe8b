package io.runpod.logback.internal.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The growing byte array in which a line is built. Bytes are appended at the end; {@link #truncate} removes them.
 *
 * <p>Not thread-safe: it belongs to the workspace of one line at a time.
 */
public final class LineBuffer {

    /** An array that grew beyond this many bytes is not kept for the next line. */
    private static final int MAX_KEPT_BYTES = 1 << 17;

    private static final int INITIAL_BYTES = 2048;

    private static final int MAX_MARKS = 64;
    private static final int[] NO_MARKS = {};

    /** The numbers 0 to 99 as two ASCII digits each, the first in the low byte. */
    private static final short[] PAIRS = new short[100];

    /** The powers of ten: index 0 is 1, index 18 is 10^18. */
    private static final long[] POWERS = new long[19];

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) (('0' + i / 10) | (('0' + i % 10) << Byte.SIZE));
        }
        long power = 1;
        for (int i = 0; i < POWERS.length; i++, power *= 10) {
            POWERS[i] = power;
        }
    }

    private byte[] bytes;
    private int length;

    /**
     * Indexes in the text that is being written; a secret may be around each. {@link TextWriter} sets them during the
     * copy, and examines the text there after it.
     */
    private final int[] marks;

    private int markCount;

    /** Makes a buffer that holds these bytes, to be read only. It uses the array itself, without a copy. */
    public static LineBuffer of(byte[] content) {
        LineBuffer buffer = new LineBuffer(content, NO_MARKS);
        buffer.length = content.length;
        return buffer;
    }

    public LineBuffer() {
        this(new byte[INITIAL_BYTES], new int[MAX_MARKS]);
    }

    private LineBuffer(byte[] bytes, int[] marks) {
        this.bytes = bytes;
        this.marks = marks;
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

    /** Replaces the bytes {@code [from, to)}. */
    public void replace(int from, int to, byte[] replacement) {
        int tail = length - to;
        reserve(Math.max(0, replacement.length - (to - from)));
        System.arraycopy(bytes, to, bytes, from + replacement.length, tail);
        System.arraycopy(replacement, 0, bytes, from, replacement.length);
        length = from + replacement.length + tail;
    }

    /** Appends ASCII text unchanged. */
    public void ascii(String text) {
        ascii(text, 0, text.length());
    }

    /** Appends the ASCII characters {@code [from, to)} of a text. */
    @SuppressWarnings("deprecation") // only String.getBytes(int, int, byte[], int) needs no temporary array
    public void ascii(String text, int from, int to) {
        text.getBytes(from, to, reserve(to - from), length);
        length += to - from;
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

    /** Appends a non-negative number, padded with zeros to at least {@code minDigits} digits. */
    public void digits(long value, int minDigits) {
        int count = Math.max(digits(value), minDigits);
        byte[] target = reserve(count);
        int i = length + count;
        long rest = value;
        // Two digits per division. The divisions below are of ints, which take half the time of longs.
        for (; rest > Integer.MAX_VALUE; rest /= 100) {
            SHORTS.set(target, i -= 2, PAIRS[(int) (rest % 100)]);
        }
        int low = (int) rest;
        for (; low >= 10; low /= 100) {
            SHORTS.set(target, i -= 2, PAIRS[low % 100]);
        }
        while (i > length) {
            target[--i] = (byte) ('0' + low);
            low = 0;
        }
        length += count;
    }

    /** Returns how many bytes {@link #number} writes. */
    public static int width(long value) {
        return value == Long.MIN_VALUE ? 20 : digits(Math.abs(value)) + (value < 0 ? 1 : 0);
    }

    /** Returns how many digits a non-negative number has. */
    public static int digits(long value) {
        // Computed from the number of bits: log10(2) is about 1233/4096. The end of a loop would be mispredicted.
        int least = ((Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233) >> 12;
        return (value | 1) < POWERS[least] ? least : least + 1;
    }

    /** Empties the buffer for the next line, and releases an array that a long line made large. */
    public void reset() {
        length = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }
}
