package io.runpod.logback.viewer;

/** SGR sequences (ECMA-48 section 8.3.117) beside those of the levels. */
final class Ink {

    static final String OFF = "\u001b[0m";
    static final String DIM = "\u001b[2m";
    static final String BOLD = "\u001b[1m";
    static final String RED = "\u001b[31m";

    private Ink() {}
}
