package io.runpod.logback.viewer;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how much was read, in one line on the terminal. The line appears after one second, and is erased at the end.
 * Not thread-safe.
 */
final class Progress {

    private static final long FIRST_NANOS = 1_000_000_000;
    private static final long EACH_NANOS = 200_000_000;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream terminal;
    private final long total;
    private final LongSupplier nanos;
    private final long started;
    private long due;
    private long bytes;
    private boolean shown;

    /**
     * @param total bytes that are to be read, 0 = not known
     * @param nanos returns the time, as {@link System#nanoTime}
     */
    Progress(PrintStream terminal, long total, LongSupplier nanos) {
        this.terminal = terminal;
        this.total = total;
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.due = started + FIRST_NANOS;
    }

    void read(int more) {
        bytes += more;
        long now = nanos.getAsLong();
        if (now - due >= 0) {
            due = now + EACH_NANOS;
            shown = true;
            terminal.print(ERASE + text(now - started));
            terminal.flush();
        }
    }

    private String text(long spent) {
        double rate = bytes * 1000.0 / Math.max(1, spent);
        String of = total == 0 ? "" : " of " + size(total) + ", " + Math.min(100, bytes * 100 / total) + " %";
        return size(bytes) + of + String.format(Locale.ROOT, ", %.0f MB/s", rate);
    }

    private static String size(long count) {
        return count < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
    }

    void end() {
        if (shown) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
