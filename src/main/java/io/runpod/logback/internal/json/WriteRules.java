package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.TextWriter;
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
        boolean userMapper) {}
