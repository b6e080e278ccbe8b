package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.TextWriter;
import org.jspecify.annotations.Nullable;

/**
 * How fields and values are written; the same for every line of an encoder.
 *
 * @param quoted writes strings that stand in quotes
 * @param bare writes strings that stand in a text line without quotes, and refuses others
 * @param fieldNames prepares the names of {@code extra}'s own fields
 * @param innerNames prepares the names inside their values
 * @param limits how much of a value is written
 * @param inside the key of the line's object that holds the fields; null = they stand beside its keys
 * @param mapper writes what this library does not write itself
 * @param userMapper whether the mapper was changed by the user, so that it also writes dates, enums and the like
 */
public record WriteRules(
        TextWriter quoted,
        TextWriter bare,
        FieldNames fieldNames,
        FieldNames innerNames,
        Limits limits,
        @Nullable String inside,
        LazyMapper mapper,
        boolean userMapper) {}
