package io.runpod.logback.internal.appender;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Replaces {@code System.out} and {@code System.err}, and passes on each line that is printed to them. What a thread
 * prints while its line is passed on, goes to the stream that was there before, so that nothing goes round in a circle.
 * Thread-safe.
 */
public final class CapturedPrints {

    /** A longer line is passed on in parts. */
    private static final int MAX_LINE_BYTES = 1 << 16;

    private static final ThreadLocal<Boolean> PASSING = ThreadLocal.withInitial(() -> false);

    private final PrintStream outBefore = System.out;
    private final PrintStream errBefore = System.err;
    private final Lines outLines;
    private final Lines errLines;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Captures from now on.
     *
     * @param ofOut takes each line of standard output
     * @param ofErr takes each line of standard error
     */
    public CapturedPrints(Consumer<String> ofOut, Consumer<String> ofErr) {
        outLines = new Lines(outBefore, ofOut);
        errLines = new Lines(errBefore, ofErr);
        out = new PrintStream(outLines, false, StandardCharsets.UTF_8);
        err = new PrintStream(errLines, false, StandardCharsets.UTF_8);
        outBefore.flush();
        System.setOut(out);
        System.setErr(err);
    }

    /** Passes on what has no end of a line yet. */
    public void drain() {
        outLines.drain();
        errLines.drain();
    }

    /** Puts back the streams that were there, unless others are there by now. */
    @SuppressWarnings("ReferenceEquality") // this very stream
    public void stop() {
        if (System.out == out) {
            System.setOut(outBefore);
        }
        if (System.err == err) {
            System.setErr(errBefore);
        }
        outLines.stop();
        errLines.stop();
    }

    private static final class Lines extends OutputStream {

        private final PrintStream before;
        private final Consumer<String> lines;
        private final ReentrantLock lock = new ReentrantLock(); // pins no virtual thread, as synchronized would

        // Guarded by the lock.
        private byte[] bytes = new byte[256];
        private int count;
        private boolean stopped;

        Lines(PrintStream before, Consumer<String> lines) {
            this.before = before;
            this.lines = lines;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] printed, int from, int length) {
            if (PASSING.get()) {
                before.write(printed, from, length);
                return;
            }
            lock.lock();
            try {
                if (stopped) {
                    before.write(printed, from, length);
                    return;
                }
                for (int i = from; i < from + length; i++) {
                    if (printed[i] == '\n') {
                        pass();
                    } else {
                        add(printed[i]);
                    }
                }
            } finally {
                lock.unlock();
            }
        }

        private void add(byte b) {
            if (count == MAX_LINE_BYTES) {
                pass();
            }
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * count);
            }
            bytes[count++] = b;
        }

        /** Passes on a line without the carriage return of Windows; an empty one says nothing and is left out. */
        private void pass() {
            int end = count > 0 && bytes[count - 1] == '\r' ? count - 1 : count;
            String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
            count = 0;
            if (line.isEmpty()) {
                return;
            }
            PASSING.set(true);
            try {
                lines.accept(line);
            } finally {
                PASSING.remove();
            }
        }

        @Override
        public void flush() {
            before.flush();
        }

        void drain() {
            lock.lock();
            try {
                pass();
            } finally {
                lock.unlock();
            }
        }

        void stop() {
            lock.lock();
            try {
                pass();
                stopped = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
