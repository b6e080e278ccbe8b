package io.runpod.logback.internal.settings;

/** Where an encoder's lines go, if this is known. Only standard output counts as a possible terminal. */
public enum Destination {
    STANDARD_OUTPUT,
    ELSEWHERE,
    UNKNOWN
}
