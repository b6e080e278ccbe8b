package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Recognises, in the objects of a line, entries whose name and value are fields of their own, and whose name is that of
 * a secret: {@code {"key": "DB_PASSWORD", "value": "hunter2"}}. If the value comes after the name, {@link FieldWriter}
 * masks it; a value that is written already is replaced when its object ends. Not thread-safe.
 */
final class SecretEntries {

    private static final byte[] MASK = ('"' + Redactor.MASK + '"').getBytes(StandardCharsets.US_ASCII);

    /** For each open object, whether its entry's name is that of a secret. */
    private final boolean[] secret;

    /** For each open object, where the value of its entry begins in the buffer; 0 = it has none. */
    private final int[] values;

    private final char[] scratch = new char[SensitiveNames.MAX_WORD_CHARS];

    /** Whether the next string is an entry's name. */
    private boolean awaitsName;

    SecretEntries(int maxDepth) {
        secret = new boolean[maxDepth + 1];
        values = new int[maxDepth + 1];
    }

    /** Begins an object, or the root. */
    void begin(int depth) {
        secret[depth] = false;
        values[depth] = 0;
        awaitsName = false;
    }

    /**
     * A name has been written; its value begins at {@code position}.
     *
     * @return whether the value is that of a secret
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
    void value(String text, int depth, FieldNames names) {
        if (awaitsName) {
            awaitsName = false;
            secret[depth] |= names.isSecretName(text, scratch);
        }
    }

    /** Whether an object names a secret. */
    boolean hasSecret(int depth) {
        return secret[depth];
    }

    /** Masks the value of an object that ends, if a secret's name came after it. */
    void end(int depth, LineBuffer out) {
        if (secret[depth] && values[depth] > 0) {
            int start = values[depth];
            byte first = out.array()[start];
            if (first != 't' && first != 'f' && first != 'n') { // no boolean, no null
                out.replace(start, endOfValue(out.array(), start, out.length()), MASK);
            }
        }
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
