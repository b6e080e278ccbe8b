package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Characters of a line, in an array that the next line takes over. Not thread-safe. */
final class Chars implements CharSequence {

    private static final int FIRST_CHARS = 256;

    /** An array that grew past this many characters is not kept for the next line. */
    private static final int LARGEST_KEPT_CHARS = 1 << 16;

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    private char[] chars = new char[FIRST_CHARS];
    private int length;

    void clear() {
        length = 0;
        if (chars.length > LARGEST_KEPT_CHARS) {
            chars = new char[FIRST_CHARS];
        }
    }

    Chars append(char[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, chars, length, count);
        length += count;
        return this;
    }

    Chars append(String text) {
        int count = text.length();
        reserve(count);
        text.getChars(0, count, chars, length);
        length += count;
        return this;
    }

    Chars append(Chars other) {
        return append(other.chars, 0, other.length);
    }

    /** Appends UTF-8; what is none becomes U+FFFD. */
    Chars appendUtf8(byte[] bytes, int from, int to) {
        reserve(to - from);
        CharBuffer target = CharBuffer.wrap(chars, length, chars.length - length);
        utf8.reset();
        utf8.decode(ByteBuffer.wrap(bytes, from, to - from), target, true);
        utf8.flush(target);
        length = target.position();
        return this;
    }

    private void reserve(int more) {
        if (chars.length - length < more) {
            chars = Arrays.copyOf(chars, Math.max(chars.length * 2, Math.addExact(length, more)));
        }
    }

    /**
     * Writes the characters {@code [from, to)}.
     *
     * @return false where the writer refuses them; nothing is written then
     */
    boolean writeTo(LineBuffer out, TextWriter writer, int from, int to) {
        return writer.write(out, chars, from, to);
    }

    boolean writeTo(LineBuffer out, TextWriter writer) {
        return writer.write(out, chars, 0, length);
    }

    /** Where {@code sought} stands first at or behind {@code from}, or -1. */
    int indexOf(String sought, int from) {
        char first = sought.charAt(0);
        int last = length - sought.length();
        for (int i = from; i <= last; i++) {
            if (chars[i] == first && startsWith(sought, i)) {
                return i;
            }
        }
        return -1;
    }

    boolean startsWith(String sought, int at) {
        if (sought.length() > length - at) {
            return false;
        }
        for (int i = 0; i < sought.length(); i++) {
            if (chars[at + i] != sought.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the line ends that holds {@code from}: the index of a line feed or carriage return, or the length. */
    int endOfLine(int from) {
        int i = from;
        while (i < length && chars[i] != '\n' && chars[i] != '\r') {
            i++;
        }
        return i;
    }

    /** Where the line behind the line end at {@code end} begins. */
    int behindLineEnd(int end) {
        return chars[end] == '\r' && end + 1 < length && chars[end + 1] == '\n' ? end + 2 : end + 1;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return chars[index];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(chars, start, end - start);
    }

    @Override
    public String toString() {
        return new String(chars, 0, length);
    }
}
