package io.runpod.logback;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Replaces {@code System.out} and {@code System.err}, and passes on each line that is printed to them. While a line of
 * a thread is being passed on, what the thread prints goes to the original stream. Otherwise it would come back here
 * endlessly. Thread-safe.
 */
final class CapturedPrints {

    /** The maximum length of a line in bytes; a longer one is passed on in parts. */
    private static final int MAX_LINE_BYTES = 1 << 16;

    /** Whether this thread is passing on a line. */
    private static final ThreadLocal<Boolean> PASSING = ThreadLocal.withInitial(() -> false);

    private final PrintStream originalOut = System.out;
    private final PrintStream originalErr = System.err;
    private final Lines outLines;
    private final Lines errLines;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * Replaces the streams.
     *
     * @param onOut takes each line of standard output
     * @param onErr takes each line of standard error
     */
    CapturedPrints(Consumer<String> onOut, Consumer<String> onErr) {
        outLines = new Lines(originalOut, onOut);
        errLines = new Lines(originalErr, onErr);
        out = new PrintStream(outLines, false, StandardCharsets.UTF_8);
        err = new PrintStream(errLines, false, StandardCharsets.UTF_8);
        originalOut.flush();
        System.setOut(out);
        System.setErr(err);
    }

    /** Passes on the text after the last line end. */
    void drain() {
        outLines.drain();
        errLines.drain();
    }

    /**
     * Restores the original streams unless they were replaced again, and passes on the text after the last line end.
     */
    @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
    void stop() {
        if (System.out == out) {
            System.setOut(originalOut);
        }
        if (System.err == err) {
            System.setErr(originalErr);
        }
        outLines.stop();
        errLines.stop();
    }

    private static final class Lines extends OutputStream {

        private final PrintStream original;
        private final Consumer<String> lines;
        private final ReentrantLock lock = new ReentrantLock(); // unlike synchronized, does not pin virtual threads

        // Guarded by the lock.
        private byte[] bytes = new byte[256];
        private int count;
        private boolean stopped;

        Lines(PrintStream original, Consumer<String> lines) {
            this.original = original;
            this.lines = lines;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] printed, int from, int length) {
            if (PASSING.get()) {
                original.write(printed, from, length);
                return;
            }
            lock.lock();
            try {
                if (stopped) {
                    original.write(printed, from, length);
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
                passPart();
            }
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * count);
            }
            bytes[count++] = b;
        }

        /** Passes on a long line without its last character, of which some bytes may not have come yet. */
        private void passPart() {
            int end = count - 1;
            while (end > count - 4 && (bytes[end] & 0xC0) == 0x80) { // a later byte of a character in UTF-8
                end--;
            }
            byte[] last = Arrays.copyOfRange(bytes, end, count);
            count = end;
            pass();
            System.arraycopy(last, 0, bytes, 0, last.length);
            count = last.length;
        }

        /** Passes on a line without the carriage return of Windows. An empty line is left out. */
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
            original.flush();
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
