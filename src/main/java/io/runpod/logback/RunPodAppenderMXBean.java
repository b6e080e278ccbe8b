package io.runpod.logback;

/**
 * Exposes the counts of a {@link RunPodAppender} by JMX, as {@code io.runpod.logback:type=RunPodAppender,name="NAME"}.
 * Only an appender with a stage or with {@code captureSystemOut} registers it. {@link RunPodAppenderStats} says what
 * each attribute counts.
 *
 * @since 0.1
 */
public interface RunPodAppenderMXBean {

    /**
     * Returns {@link RunPodAppenderStats#written}.
     *
     * @return a number of lines
     */
    long getWritten();

    /**
     * Returns {@link RunPodAppenderStats#throttled}.
     *
     * @return a number of lines
     */
    long getThrottled();

    /**
     * Returns {@link RunPodAppenderStats#sampled}.
     *
     * @return a number of lines
     */
    long getSampled();

    /**
     * Returns {@link RunPodAppenderStats#forgotten}.
     *
     * @return a number of lines
     */
    long getForgotten();

    /**
     * Returns {@link RunPodAppenderStats#bufferFull}.
     *
     * @return a number of lines
     */
    long getBufferFull();

    /**
     * Returns {@link RunPodAppenderStats#queueFull}.
     *
     * @return a number of lines
     */
    long getQueueFull();

    /**
     * Returns {@link RunPodAppenderStats#unwritten}.
     *
     * @return a number of lines
     */
    long getUnwritten();

    /**
     * Returns {@link RunPodAppenderStats#waiting}.
     *
     * @return a number of lines
     */
    long getWaiting();
}
