package io.runpod.logback.internal.settings;

/** Where the fields stand in the JSON line. */
public enum ExtraStyle {
    NESTED,
    FLAT,
    NONE
}
