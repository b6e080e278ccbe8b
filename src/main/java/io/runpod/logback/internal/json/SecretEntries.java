package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recognises, in the objects of a line, entries whose name and value are fields of their own, and whose name is that of
 * a secret: {@code {"key": "DB_PASSWORD", "value": "hunter2"}}. If the value comes after the name, {@link FieldWriter}
 * masks it; a value that is written already is replaced when its object ends. The fields of one source are an object
 * too, at depth 0. Not thread-safe.
 */
final class SecretEntries {

    private static final byte[] MASK = Redactor.MASK.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] QUOTED_MASK = ('"' + Redactor.MASK + '"').getBytes(StandardCharsets.US_ASCII);

    /** For each open object, whether its entry's name is that of a secret. */
    private final boolean[] secret;

    /** For each open object, where the value of its entry begins in the buffer; 0 = it has none. */
    private final int[] values;

    private final char[] scratch = new char[SensitiveNames.MAX_NAME_CHARS];

    /** Whether the next string is an entry's name. */
    private boolean awaitsName;

    SecretEntries(int maxDepth) {
        secret = new boolean[maxDepth + 1];
        values = new int[maxDepth + 1];
    }

    /** Begins an object. */
    void begin(int depth) {
        secret[depth] = false;
        values[depth] = 0;
        awaitsName = false;
    }

    /**
     * Examines a field whose name was written.
     *
     * @param position where its value will begin in the buffer
     * @return whether its value is that of a secret
     */
    boolean isSecret(EntryPart part, int depth, int position) {
        awaitsName = part == EntryPart.NAME;
        if (part != EntryPart.VALUE) {
            return false;
        }
        values[depth] = position;
        return secret[depth];
    }

    /** Examines a string that may be an entry's name. */
    void string(String text, int depth, FieldNames names) {
        if (awaitsName) {
            awaitsName = false;
            secret[depth] |= names.isSecretName(text, scratch);
        }
    }

    /** Forgets a value that was undone: what was written after the position, which is in an object of this depth. */
    void rollback(int depth, int position) {
        if (values[depth] > position) {
            values[depth] = 0;
        }
    }

    /** Whether an object names a secret. */
    boolean namesSecret(int depth) {
        return secret[depth];
    }

    /** Returns where the value of the object's secret begins; 0 = it has none. */
    int secretAt(int depth) {
        return secret[depth] ? values[depth] : 0;
    }

    /** Masks the value of an object that ends, if a secret's name came after it. */
    void end(int depth, LineBuffer out) {
        int start = secretAt(depth);
        if (start > 0) {
            mask(out, start, endOfValue(out.array(), start, out.length()), true);
        }
    }

    /**
     * Masks the value {@code [start, end)} unless it is a boolean, null or masked.
     *
     * @return by how many bytes the buffer has grown
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

    /** Returns where a value of JSON ends. */
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
