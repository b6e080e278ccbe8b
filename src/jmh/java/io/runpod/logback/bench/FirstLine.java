package io.runpod.logback.bench;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that logs one line, and says on standard error how many nanoseconds it took, from the first logger on. */
final class FirstLine {

    static final String MESSAGE = "Worker started";

    private FirstLine() {}

    public static void main(String[] args) {
        long start = System.nanoTime();
        Logger log = LoggerFactory.getLogger(FirstLine.class);
        log.info(MESSAGE);
        // The line has left: both appenders return when it was given to the operating system.
        System.err.println(System.nanoTime() - start);
    }
}
