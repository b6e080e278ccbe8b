package io.runpod.logback.internal.settings;

/** What is also put into the message's text, as RunPod's endpoint log view shows nothing else. */
public enum ShowInMessage {
    STACK_TRACE,
    EXTRA,
    NONE
}
