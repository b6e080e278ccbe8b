package io.runpod.logback.internal.appender;

/** Why a line was dropped. */
public enum DropReason {
    THROTTLED("throttled"),
    SAMPLED("sampled out"),

    /** The line's request ended, or was quiet for too long, without an error. Normal for a buffer, so not reported. */
    FORGOTTEN("of requests without an error"),
    BUFFER_FULL("buffer full"),
    QUEUE_FULL("queue full"),

    /** The line could not be encoded, or the output did not take it. */
    UNWRITTEN("not taken by the output");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    boolean isReported() {
        return this != FORGOTTEN;
    }

    String text() {
        return text;
    }
}
