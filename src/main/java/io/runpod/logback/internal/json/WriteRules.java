package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.TextWriter;

/**
 * How fields and values are written; the same for every line of an encoder.
 *
 * @param quoted writes strings that stand in quotes
 * @param bare writes strings that stand in a text line without quotes
 * @param fieldNames prepares the names of {@code extra}'s own fields
 * @param innerNames prepares the names inside their values
 * @param maxValueChars a string is cut to this many code points; 0 = not
 * @param maxElements a collection stops after this many elements; 0 = it does not
 * @param mapper writes what this library does not write itself
 * @param mapperDecides whether the mapper was changed by the user, so that it also writes dates, enums and the like
 */
public record WriteRules(
        TextWriter quoted,
        TextWriter bare,
        FieldNames fieldNames,
        FieldNames innerNames,
        int maxValueChars,
        int maxElements,
        LazyMapper mapper,
        boolean mapperDecides) {}
