package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recognises entries that have one field for their name and one for their value, and whose name is that of a secret:
 * {@code {"key": "DB_PASSWORD", "value": "hunter2"}}. An entry is an object; the fields of one source count as an
 * object too, at depth 0. {@link TokenWriter} masks a value that comes after the name. A value that comes before the
 * name is already written, and is replaced when its object ends. Not thread-safe.
 */
final class SecretEntries {

    private static final byte[] MASK = Redactor.MASK.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUOTED_MASK = ('"' + Redactor.MASK + '"').getBytes(StandardCharsets.US_ASCII);

    /** For each open object, whether its entry's name is that of a secret. */
    private final boolean[] secret;

    /** For each open object, where the value of its entry begins in the buffer; 0 = it has none. */
    private final int[] values;

    /** Where the earlier value begins, if the entry has two ({@code Value} and {@code value}); 0 = it has not. */
    private final int[] earlier;

    private final char[] scratch = new char[SensitiveNames.MAX_NAME_CHARS];

    /** Whether the next string is the name of an entry. */
    private boolean awaitsName;

    SecretEntries(int maxDepth) {
        secret = new boolean[maxDepth + 1];
        values = new int[maxDepth + 1];
        earlier = new int[maxDepth + 1];
    }

    void begin(int depth) {
        secret[depth] = false;
        values[depth] = 0;
        earlier[depth] = 0;
        awaitsName = false;
    }

    /**
     * Examines a field whose name is being written.
     *
     * @param position where its value will begin in the buffer
     * @return whether its value is a secret
     */
    boolean examineField(EntryPart part, int depth, int position) {
        awaitsName = part == EntryPart.NAME;
        if (part != EntryPart.VALUE) {
            return false;
        }
        earlier[depth] = values[depth];
        values[depth] = position;
        return secret[depth];
    }

    /** Like {@link #examineField}, for a field that is not written: its name was used before, or the line is full. */
    void examineSkipped(EntryPart part) {
        awaitsName = part == EntryPart.NAME;
    }

    /** Examines a string, which may be the name of an entry. */
    void string(String text, int depth, FieldNames names) {
        if (awaitsName) {
            awaitsName = false;
            secret[depth] |= names.isSecretName(text, scratch);
        }
    }

    /** Forgets the value of the object at this depth if it began after the position: it was rolled back. */
    void rollback(int depth, int position) {
        if (values[depth] > position) {
            values[depth] = earlier[depth] > position ? 0 : earlier[depth];
            earlier[depth] = 0;
        }
    }

    /** Whether the object at this depth has the name of a secret. */
    boolean namesSecret(int depth) {
        return secret[depth];
    }

    /** Returns where the secret value before that of {@link #secretAt} begins; 0 = there is none. */
    int earlierSecretAt(int depth) {
        return secret[depth] ? earlier[depth] : 0;
    }

    /** Returns where the secret value of the object at this depth begins; 0 = there is none. */
    int secretAt(int depth) {
        return secret[depth] ? values[depth] : 0;
    }

    /** Ends an object: masks its value if the name of a secret came after it. */
    void end(int depth, LineBuffer out) {
        int start = secretAt(depth);
        if (start > 0) {
            mask(out, start, endOfValue(out.array(), start, out.length()), true);
            int before = earlier[depth];
            if (before > 0) {
                mask(out, before, endOfValue(out.array(), before, out.length()), true);
            }
        }
    }

    /**
     * Masks the value {@code [start, end)} unless it is a boolean or null.
     *
     * @return by how many bytes the buffer has grown; negative if it has shrunk
     */
    static int mask(LineBuffer out, int start, int end, boolean quoted) {
        byte[] mask = quoted ? QUOTED_MASK : MASK;
        String value = new String(out.array(), start, Math.min(end - start, mask.length + 1), StandardCharsets.UTF_8);
        if (value.equals("true") || value.equals("false") || value.equals("null")) {
            return 0;
        }
        out.replace(start, end, mask);
        return mask.length - (end - start);
    }

    /** Returns where the JSON value at {@code start} ends; it is in an object that is not closed yet. */
    private static int endOfValue(byte[] json, int start, int limit) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < limit; i++) {
            int c = json[i];
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                return i;
            }
        }
        return limit;
    }
}
