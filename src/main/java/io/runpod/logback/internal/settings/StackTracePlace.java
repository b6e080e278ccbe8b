package io.runpod.logback.internal.settings;

/** Where a stack trace goes. */
public enum StackTracePlace {
    MESSAGE,
    EXTRA,
    BOTH,
    NONE
}
