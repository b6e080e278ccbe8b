package io.runpod.logback;

/**
 * The counts of a {@link RunPodAppender} for JMX, as {@code io.runpod.logback:type=RunPodAppender,name=NAME}. There for
 * appenders that have a stage. See {@link RunPodAppenderStats} for what each counts.
 *
 * @since 0.1
 */
public interface RunPodAppenderMXBean {

    /**
     * Returns {@link RunPodAppenderStats#written}.
     *
     * @return lines
     */
    long getWritten();

    /**
     * Returns {@link RunPodAppenderStats#throttled}.
     *
     * @return lines
     */
    long getThrottled();

    /**
     * Returns {@link RunPodAppenderStats#sampled}.
     *
     * @return lines
     */
    long getSampled();

    /**
     * Returns {@link RunPodAppenderStats#forgotten}.
     *
     * @return lines
     */
    long getForgotten();

    /**
     * Returns {@link RunPodAppenderStats#bufferFull}.
     *
     * @return lines
     */
    long getBufferFull();

    /**
     * Returns {@link RunPodAppenderStats#queueFull}.
     *
     * @return lines
     */
    long getQueueFull();

    /**
     * Returns {@link RunPodAppenderStats#unwritten}.
     *
     * @return lines
     */
    long getUnwritten();

    /**
     * Returns {@link RunPodAppenderStats#waiting}.
     *
     * @return lines
     */
    long getWaiting();
}
