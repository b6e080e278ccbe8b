package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Redactor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * How fields and values are written; the same for every line of an encoder.
 *
 * @param escapes how strings in quotes are escaped
 * @param fieldNames prepares the names of {@code extra}'s own fields
 * @param innerNames prepares the names inside their values
 * @param redactor null = strings are written as they are
 * @param maxValueChars a string is cut to this many code points; 0 = not
 * @param maxElements a collection stops after this many elements; 0 = it does not
 * @param mapper writes what this library does not write itself
 * @param mapperDecides whether the mapper was changed by the user, so that it also writes dates, enums and the like
 */
public record WriteRules(
        Escapes escapes,
        FieldNames fieldNames,
        FieldNames innerNames,
        @Nullable Redactor redactor,
        int maxValueChars,
        int maxElements,
        ObjectMapper mapper,
        boolean mapperDecides) {}
