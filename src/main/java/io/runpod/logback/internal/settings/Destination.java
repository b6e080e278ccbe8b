package io.runpod.logback.internal.settings;

/** Where an encoder's lines go, if this is known. Only the process's own streams can be terminals. */
public enum Destination {
    STANDARD_OUTPUT,
    STANDARD_ERROR,
    ELSEWHERE,
    UNKNOWN
}
