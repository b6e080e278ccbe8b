package io.runpod.logback.internal.appender;

/** Why a line was given up. */
public enum DropReason {
    THROTTLED("throttled"),
    SAMPLED("sampled out"),

    /** Its request ended, or went quiet, without an error; what the buffer is there for, and no reason to warn. */
    FORGOTTEN("of requests without an error"),
    BUFFER_FULL("buffer full"),
    QUEUE_FULL("queue full"),

    /** It could not be given to the operating system. */
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
