package io.runpod.logback.internal.settings;

/** Where an encoder's lines go, as far as it is known; only standard output can be a terminal. */
public enum Destination {
    STANDARD_OUTPUT,
    ELSEWHERE,
    UNKNOWN
}
