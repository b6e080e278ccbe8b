package io.runpod.logback.internal.json;

/**
 * A field's name, ready to be written.
 *
 * @param text what a reader of the line will see: redacted, cut, without unpaired surrogates
 * @param sensitive whether the name announces a secret, so that its value is never written
 * @param json the quoted name and {@code ": "}
 * @param label the name in the text line and {@code =}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the arrays are written to the line and never changed
record FieldName(String text, boolean sensitive, byte[] json, byte[] label) {}
