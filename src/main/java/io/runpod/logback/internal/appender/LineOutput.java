package io.runpod.logback.internal.appender;

/** Takes lines after the stages that select them: the sink, or the queue before it. */
interface LineOutput {

    /**
     * Takes whole lines. The caller must not change the array afterwards.
     *
     * @param lines how many there are
     * @param level the level by which a full queue selects what it drops; as in {@code ch.qos.logback.classic.Level}
     */
    void write(byte[] bytes, int lines, int level);
}
