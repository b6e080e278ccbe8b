package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.NameCache;
import io.runpod.logback.internal.text.TextWriter;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prepares field names and caches them. Thread-safe. */
final class FieldNames {

    private final NameCache<FieldName> cache = new NameCache<>();
    private final Function<String, FieldName> preparation = this::prepare;
    private final TextWriter writer;
    private final @Nullable SensitiveNames sensitive;
    private final int maxChars;
    private final Set<String> reserved;

    /**
     * @param writer escapes and redacts names
     * @param sensitive recognises names of secrets; null = no name is one
     * @param maxChars maximum length of a name, in code points; a longer name is cut
     * @param reserved names that the line itself uses; a field of such a name is written as {@code extra.NAME}
     */
    FieldNames(TextWriter writer, @Nullable SensitiveNames sensitive, int maxChars, Set<String> reserved) {
        this.writer = writer;
        this.sensitive = sensitive;
        this.maxChars = maxChars;
        this.reserved = reserved;
    }

    /** Returns the prepared form of a name; null becomes the name {@code null}. */
    FieldName of(@Nullable String name) {
        return cache.of(name == null ? "null" : name, preparation);
    }

    /** As {@link SensitiveNames#matchesPhrase}; false where redaction is off. */
    boolean isSecretName(String text, char[] scratch) {
        return sensitive != null && sensitive.matchesPhrase(text, scratch);
    }

    private FieldName prepare(String name) {
        BoundedText scratch = new BoundedText().reset(maxChars).append(name);
        scratch.redact(writer.redactor());
        scratch.cut(maxChars);
        String text = withoutUnpairedSurrogates(scratch.toString());
        if (reserved.contains(text)) {
            text = "extra." + text;
        }
        scratch.reset().append(text);
        boolean bare = scratch.isBare();
        return new FieldName(
                text,
                sensitive != null && sensitive.matches(name),
                sensitive == null ? EntryPart.NONE : EntryPart.of(name),
                JsonWriter.prepareName(out -> scratch.writeTo(out, writer.escapes()), false, true),
                JsonWriter.prepareName(
                        out -> scratch.writeTo(out, bare ? Escapes.TEXT_INLINE : Escapes.JSON_UTF8), true, !bare));
    }

    /**
     * Replaces unpaired surrogates by U+FFFD, as the line does. Otherwise two names that look the same in the line
     * would not be recognised as duplicates.
     */
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
