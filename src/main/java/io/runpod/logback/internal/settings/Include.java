package io.runpod.logback.internal.settings;

import java.util.Locale;

/** The keys that are written on request only: RunPod stamps each line itself. */
public enum Include {
    TIMESTAMP,
    LOGGER,
    THREAD,
    CALLER;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** The key in the line. */
    public String key() {
        return key;
    }
}
