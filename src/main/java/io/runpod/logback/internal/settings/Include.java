package io.runpod.logback.internal.settings;

/** The keys that are written on request only: RunPod stamps each line itself. */
public enum Include {
    TIMESTAMP,
    LOGGER,
    THREAD,
    CALLER
}
