package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.Redactor;
import io.runpod.logback.internal.text.SensitiveNames;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prepares field names and remembers them, as most names come again with every line. Thread-safe: the cache is a table
 * of immutable entries in which a race can only cost a second preparation.
 */
public final class FieldNames {

    private static final int SLOTS = 512;
    private static final int LONGEST_CACHED = 64;

    private record Entry(String name, FieldName prepared) {}

    private final @Nullable Entry[] cache = new Entry[SLOTS];
    private final Escapes escapes;
    private final @Nullable Redactor redactor;
    private final @Nullable SensitiveNames sensitive;
    private final int maxChars;
    private final Set<String> reserved;

    /**
     * @param redactor null = names are written as they are
     * @param sensitive null = no name announces a secret
     * @param maxChars names are cut to this many code points; 0 = not
     * @param reserved names that are taken: a field of that name is written as {@code extra.NAME}
     */
    public FieldNames(
            Escapes escapes,
            @Nullable Redactor redactor,
            @Nullable SensitiveNames sensitive,
            int maxChars,
            Set<String> reserved) {
        this.escapes = escapes;
        this.redactor = redactor;
        this.sensitive = sensitive;
        this.maxChars = maxChars;
        this.reserved = reserved;
    }

    FieldName of(@Nullable String name, BoundedText scratch) {
        String key = name == null ? "null" : name;
        int slot = (key.hashCode() ^ (key.hashCode() >>> 16)) & (SLOTS - 1);
        Entry entry = cache[slot];
        if (entry != null && entry.name.equals(key)) {
            return entry.prepared;
        }
        FieldName prepared = prepare(key, scratch);
        if (key.length() <= LONGEST_CACHED) {
            cache[slot] = new Entry(key, prepared);
        }
        return prepared;
    }

    private FieldName prepare(String name, BoundedText scratch) {
        scratch.reset(maxChars).append(name);
        if (redactor != null) {
            scratch.redact(redactor);
        }
        scratch.cut(maxChars);
        String text = withoutUnpairedSurrogates(scratch.toString());
        if (reserved.contains(text)) {
            text = "extra." + text;
        }
        scratch.reset(0).append(text);
        LineBuffer encoded = new LineBuffer();
        quote(encoded, scratch, escapes);
        encoded.ascii(": ");
        byte[] json = encoded.copyFrom(0);
        encoded.truncate(0);
        if (scratch.isBare()) {
            scratch.writeTo(encoded, Escapes.TEXT_INLINE);
        } else {
            quote(encoded, scratch, Escapes.JSON_UTF8);
        }
        encoded.put('=');
        return new FieldName(text, sensitive != null && sensitive.matches(name), json, encoded.copyFrom(0));
    }

    private static void quote(LineBuffer out, BoundedText text, Escapes escapes) {
        out.put('"');
        text.writeTo(out, escapes);
        out.put('"');
    }

    /** Two names that differ only in such a surrogate look alike in the line, so they have to be one name here. */
    private static String withoutUnpairedSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }
}
