package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bound's bytes: one array that is reused and grows, and what is written into it. For one thread. */
abstract class JsonBytes extends EncoderBase<ILoggingEvent> {

    private static final byte[] SMALLEST_LONG = bytes(Long.toString(Long.MIN_VALUE));
    private static final byte[] HEX = bytes("0123456789abcdef");

    /** The letter behind the backslash; 1 = as it is, 0 = by its number. */
    private static final byte[] ESCAPES = escapes();

    byte[] line = new byte[1024];
    int length;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, ' ', 128, (byte) 1);
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\f'] = 'f';
        escapes['\n'] = 'n';
        escapes['\r'] = 'r';
        escapes['\t'] = 't';
        return escapes;
    }

    final void quoted(String text) {
        put('"');
        content(text);
        put('"');
    }

    final void content(String text) {
        int chars = text.length();
        grow(chars * 6);
        byte[] out = line;
        int at = length;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            byte escape = c < 128 ? ESCAPES[c] : 0;
            if (escape == 1) {
                out[at++] = (byte) c;
            } else if (escape != 0) {
                out[at++] = '\\';
                out[at++] = escape;
            } else {
                out[at++] = '\\';
                out[at++] = 'u';
                out[at++] = HEX[c >> 12];
                out[at++] = HEX[c >> 8 & 15];
                out[at++] = HEX[c >> 4 & 15];
                out[at++] = HEX[c & 15];
            }
        }
        length = at;
    }

    final void number(long value) {
        if (value == Long.MIN_VALUE) {
            put(SMALLEST_LONG);
            return;
        }
        long rest = value;
        if (rest < 0) {
            put('-');
            rest = -rest;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        grow(digits);
        for (int i = length + digits - 1; i >= length; i--) {
            line[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    final void put(char c) {
        grow(1);
        line[length++] = (byte) c;
    }

    final void put(byte[] bytes) {
        grow(bytes.length);
        System.arraycopy(bytes, 0, line, length, bytes.length);
        length += bytes.length;
    }

    private void grow(int more) {
        if (line.length - length < more) {
            line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
        }
    }
}
