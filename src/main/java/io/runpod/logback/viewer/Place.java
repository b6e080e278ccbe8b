package io.runpod.logback.viewer;

/** Where a line comes from, and when. One object for all lines, filled anew for each. Not thread-safe. */
final class Place {

    private static final Chars NO_TIME = new Chars();

    private byte[] bytes = new byte[0];
    private int from;
    private int to;
    private boolean framed;
    private boolean system;
    private boolean continues;
    private boolean continued;
    private long time = LineTime.NONE;
    private Chars timeText = NO_TIME;

    /**
     * A line of a file, or a piece of one.
     *
     * @param isPiece whether more of it follows
     * @param isLaterPiece whether it is not the first
     */
    void set(byte[] lineBytes, int start, int end, boolean isPiece, boolean isLaterPiece) {
        set(lineBytes, start, end);
        framed = false;
        system = false;
        continues = isPiece;
        continued = isLaterPiece;
        time = LineTime.NONE;
        timeText = NO_TIME;
    }

    /** A line of a frame. */
    void set(byte[] lineBytes, int start, int end, LogFrame frame) {
        set(lineBytes, start, end);
        framed = true;
        continues = false;
        continued = false;
        system = frame.isSystem();
        setTime(frame.time());
    }

    private void set(byte[] lineBytes, int start, int end) {
        bytes = lineBytes;
        from = start;
        to = end;
    }

    /** The line's own time goes before that of its frame. */
    void setTime(Chars text) {
        timeText = text;
        time = LineTime.parse(text);
    }

    /** The line as it was written, without its line end, is {@code [from, to)} of these. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isFramed() {
        return framed;
    }

    boolean isSystem() {
        return system;
    }

    /** Whether this is a piece of a line, and more of it follows. */
    boolean continues() {
        return continues;
    }

    /** Whether this is a piece of a line, and not its first. */
    boolean isContinued() {
        return continued;
    }

    /** Milliseconds of the epoch, or {@link LineTime#NONE}. */
    long time() {
        return time;
    }

    Chars timeText() {
        return timeText;
    }
}
