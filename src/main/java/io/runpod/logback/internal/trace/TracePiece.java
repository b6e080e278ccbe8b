package io.runpod.logback.internal.trace;

/**
 * A frame, or the name of a throwable's class, ready to be written: redacted and escaped. Immutable.
 *
 * @param bytes what is written
 * @param chars what it costs of the room for a trace
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; the array is written to the line and never changed
record TracePiece(byte[] bytes, int chars) {}
