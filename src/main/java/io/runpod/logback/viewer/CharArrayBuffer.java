package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** A growing array of characters that each line uses again. Not thread-safe. */
final class CharArrayBuffer implements CharSequence {

    private static final int FIRST_CHARS = 256;

    /** An array that grew past this many characters is not kept for the next line. */
    private static final int MAX_KEPT_CHARS = 1 << 16;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** The position is the length of the text. */
    private CharBuffer chars = CharBuffer.allocate(FIRST_CHARS);

    CharArrayBuffer clear() {
        chars = chars.capacity() > MAX_KEPT_CHARS ? CharBuffer.allocate(FIRST_CHARS) : chars.clear();
        return this;
    }

    CharArrayBuffer append(char[] source, int from, int count) {
        reserve(count);
        chars.put(source, from, count);
        return this;
    }

    CharArrayBuffer append(String text) {
        reserve(text.length());
        chars.put(text);
        return this;
    }

    CharArrayBuffer append(CharArrayBuffer other) {
        return append(other.chars.array(), 0, other.length());
    }

    /** Appends UTF-8; what is malformed becomes U+FFFD. */
    CharArrayBuffer appendUtf8(byte[] bytes, int from, int to) {
        reserve(to - from);
        utf8.reset();
        utf8.decode(ByteBuffer.wrap(bytes, from, to - from), chars, true);
        utf8.flush(chars);
        return this;
    }

    private void reserve(int more) {
        if (chars.remaining() < more) {
            int size = Math.max(chars.capacity() * 2, Math.addExact(length(), more));
            chars = CharBuffer.allocate(size).put(chars.flip());
        }
    }

    /** Writes the characters {@code [from, to)}. */
    void writeTo(LineBuffer out, TextWriter writer, int from, int to) {
        writer.write(out, chars.array(), from, to);
    }

    void writeTo(LineBuffer out, TextWriter writer) {
        writeTo(out, writer, 0, length());
    }

    /** The index of the first {@code sought} at or after {@code from}, or -1. */
    int indexOf(String sought, int from) {
        char first = sought.charAt(0);
        int last = length() - sought.length();
        char[] array = chars.array();
        for (int i = from; i <= last; i++) {
            if (array[i] == first && startsWith(sought, i)) {
                return i;
            }
        }
        return -1;
    }

    boolean startsWith(String sought, int at) {
        return sought.length() <= length() - at
                && sought.contentEquals(CharBuffer.wrap(chars.array(), at, sought.length()));
    }

    boolean contains(char sought) {
        return endOf(sought, sought, 0) < length();
    }

    /** The index of the first line feed or carriage return at or after {@code from}, or the length. */
    int endOfLine(int from) {
        return endOf('\n', '\r', from);
    }

    private int endOf(char one, char other, int from) {
        char[] array = chars.array();
        int length = length();
        int i = from;
        while (i < length && array[i] != one && array[i] != other) {
            i++;
        }
        return i;
    }

    /** The index of the line after the line end at {@code end}. */
    int afterLineEnd(int end) {
        return startsWith("\r\n", end) ? end + 2 : end + 1;
    }

    @Override
    public int length() {
        return chars.position();
    }

    @Override
    public char charAt(int index) {
        return chars.get(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(chars.array(), start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars.array(), 0, length());
    }
}
