package io.runpod.logback.internal.settings;

/** What a line looks like. */
public enum Format {
    /** One JSON object, as RunPod's Python SDK prints on a deployed worker. */
    JSON,
    /** A line for people, as the SDK prints off the platform. */
    TEXT
}
