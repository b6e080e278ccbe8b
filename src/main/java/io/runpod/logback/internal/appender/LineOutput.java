package io.runpod.logback.internal.appender;

/** Where lines go behind the stages that choose among them: to the sink at once, or to the queue before it. */
interface LineOutput {

    /**
     * Takes whole lines; the array is the output's from now on.
     *
     * @param lines how many there are
     * @param level the level by which a queue that is full chooses
     */
    void write(byte[] bytes, int lines, int level);
}
