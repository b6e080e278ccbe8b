package io.runpod.logback.internal.appender;

/** Takes the lines that the stages let through: the sink, or the queue before it. */
interface LineOutput {

    /**
     * Takes whole lines. The caller must not change the array afterwards.
     *
     * @param lines the number of lines in the array
     * @param level the level by which a full queue selects what it drops; as in {@code ch.qos.logback.classic.Level}
     */
    void write(byte[] bytes, int lines, int level);
}
