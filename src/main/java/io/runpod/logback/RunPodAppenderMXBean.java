package io.runpod.logback;

/**
 * Exposes the counts of a {@link RunPodAppender} by JMX, as {@code io.runpod.logback:type=RunPodAppender,name="NAME"}.
 * Only an appender with a stage or with {@code captureSystemOut} registers it. Each attribute is a number of lines;
 * {@link RunPodAppenderStats} says which.
 *
 * @since 0.1
 */
public interface RunPodAppenderMXBean {

    /** Returns {@link RunPodAppenderStats#written}. */
    long getWritten();

    /** Returns {@link RunPodAppenderStats#throttled}. */
    long getThrottled();

    /** Returns {@link RunPodAppenderStats#sampled}. */
    long getSampled();

    /** Returns {@link RunPodAppenderStats#forgotten}. */
    long getForgotten();

    /** Returns {@link RunPodAppenderStats#bufferFull}. */
    long getBufferFull();

    /** Returns {@link RunPodAppenderStats#queueFull}. */
    long getQueueFull();

    /** Returns {@link RunPodAppenderStats#unwritten}. */
    long getUnwritten();

    /** Returns {@link RunPodAppenderStats#waiting}. */
    long getWaiting();
}
