package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;

/**
 * The name of a field, prepared for writing. Immutable.
 *
 * @param text the name as the line shows it: redacted, cut, without unpaired surrogates
 * @param sensitive whether it is the name of a secret, whose value is masked
 * @param part what the field is in an entry that has one field for its name and one for its value
 * @param json the bytes of {@code ", "}, the quoted name and {@code ": "}
 * @param label the bytes of a space, the name as the text line shows it, and {@code =}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the arrays are written to the line and never changed
public record FieldName(String text, boolean sensitive, EntryPart part, byte[] json, byte[] label) {}
