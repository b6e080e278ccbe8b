package io.runpod.logback;

/**
 * What became of the events that an appender was given and no filter denied: their number is that of {@code written},
 * the dropped ones and {@code waiting}, once no call is under way.
 *
 * @param written lines given to the operating system
 * @param throttled lines dropped by {@code <throttle>}
 * @param sampled lines dropped by {@code <sample>}
 * @param forgotten lines of {@code <buffer>} whose request ended, or went quiet, without an error
 * @param bufferFull lines dropped because {@code <buffer>} was full
 * @param queueFull lines dropped because {@code <queue>} was full
 * @param unwritten lines that the output did not take: it is broken, closed or full, or stood still to the end. Counted
 *     for the process, whichever appender they came from
 * @param waiting lines that are kept in {@code <buffer>} or {@code <queue>} now
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

    /**
     * Adds up what was dropped, for whatever reason.
     *
     * @return lines
     */
    public long dropped() {
        return throttled + sampled + forgotten + bufferFull + queueFull + unwritten;
    }
}
