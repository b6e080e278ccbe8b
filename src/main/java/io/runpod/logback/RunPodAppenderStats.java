package io.runpod.logback;

/**
 * Counts what happened to the events that reached an appender and passed its filters. While no call is running, the
 * number of these events is the sum of {@code written}, all drops and {@code waiting}.
 *
 * @param written lines passed to the operating system
 * @param throttled lines dropped by {@code <throttle>}
 * @param sampled lines dropped by {@code <sample>}
 * @param forgotten lines that {@code <buffer>} dropped because their request ended without an error, or logged nothing
 *     for too long
 * @param bufferFull lines dropped because {@code <buffer>} was full
 * @param queueFull lines dropped because {@code <queue>} was full
 * @param unwritten lines that could not be encoded, or that the output did not take, because it was broken, closed or
 *     full, or blocked until the appender or the process ended
 * @param waiting lines that {@code <buffer>} or {@code <queue>} holds now
 * @since 0.1
 */
public record RunPodAppenderStats(
        long written,
        long throttled,
        long sampled,
        long forgotten,
        long bufferFull,
        long queueFull,
        long unwritten,
        long waiting) {

    /** Returns the sum of all drops, in lines. */
    public long dropped() {
        return throttled + sampled + forgotten + bufferFull + queueFull + unwritten;
    }
}
