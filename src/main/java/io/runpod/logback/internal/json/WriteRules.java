package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.TextWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for writing fields and values; the same for all lines of an encoder.
 *
 * @param quoted escapes and redacts strings in quotes
 * @param bare escapes and redacts strings without quotes, in a text line
 * @param fieldNames prepares the names of the fields themselves
 * @param innerNames prepares the names inside their values
 * @param limits how much of a value is written
 * @param fieldsKey the key of the line's object that holds the fields; null = the fields are beside the line's keys
 * @param mapper writes the values that this library does not write itself
 * @param userMapper whether the user changed the mapper; it then also writes dates, enums and similar values
 */
public record WriteRules(
        TextWriter quoted,
        TextWriter bare,
        FieldNames fieldNames,
        FieldNames innerNames,
        Limits limits,
        @Nullable String fieldsKey,
        LazyMapper mapper,
        boolean userMapper) {

    /**
     * Makes the rules for an event's fields.
     *
     * @param sensitive recognises names of secrets; null = no name is one
     * @param reserved names that the line itself uses; a field of such a name is written as {@code extra.NAME}
     */
    public static WriteRules of(
            TextWriter quoted,
            @Nullable SensitiveNames sensitive,
            Set<String> reserved,
            Limits limits,
            @Nullable String fieldsKey,
            LazyMapper mapper,
            boolean userMapper) {
        return new WriteRules(
                quoted,
                TextWriter.of(Escapes.TEXT_INLINE, quoted.redactor()),
                new FieldNames(quoted, sensitive, limits.nameChars(), reserved),
                new FieldNames(quoted, sensitive, limits.nameChars(), Set.of()),
                limits,
                fieldsKey,
                mapper,
                userMapper);
    }

    /** Returns the rules for the line's own keys: no name is reserved, and the keys are not inside another one. */
    public WriteRules forLineKeys() {
        return new WriteRules(quoted, bare, innerNames, innerNames, limits, null, mapper, userMapper);
    }
}
