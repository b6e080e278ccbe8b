package io.runpod.logback.internal.text;


/** The level that a line shows. */
public enum LogLevel {
    TRACE("\u001b[90m"),
    DEBUG("\u001b[36m"),
    INFO("\u001b[32m"),
    WARN("\u001b[33m"),
    ERROR("\u001b[31m"),
    /** The SDK's level for advice, past the threshold. */
    TIP("\u001b[35m");

    private static final int WIDTH = 7;
    private static final String RESET = "\u001b[0m";

    /** SGR parameters (ECMA-48 section 8.3.117): grey, cyan, green, yellow, red, magenta. */
    private final String color;

    LogLevel(String color) {
        this.color = color;
    }

    /** Writes the level as a text line begins with it, with the bar behind it. */
    public void writeTo(LineBuffer out, boolean colored) {
        if (colored) {
            out.ascii(color);
        }
        out.ascii(name());
        for (int i = name().length(); i < WIDTH; i++) {
            out.put(' ');
        }
        if (colored) {
            out.ascii(RESET);
        }
        out.ascii("| ");
    }
}
