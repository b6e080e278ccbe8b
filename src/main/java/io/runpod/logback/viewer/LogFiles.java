package io.runpod.logback.viewer;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads files one after another. With {@code follow}, then waits for lines that are added to them. Not thread-safe. */
record LogFiles(
        ProcessContext context,
        LineFilter filter,
        EntrySink sink,
        Output output,
        @Nullable Progress progress) {

    /** The name that stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private static final long POLL_MILLIS = 100;

    /** How often to wait for more lines before the sorted lines of several workers are shown. */
    private static final int MAX_WAITS = 20;

    private static final long WAIT_MILLIS = 10;

    /** Returns the size of all files in bytes; 0 if it is not known. */
    static long size(List<String> names) {
        boolean known = names.stream().allMatch(name -> new File(name).isFile());
        return known ? names.stream().mapToLong(name -> new File(name).length()).sum() : 0;
    }

    /**
     * Reads all files, and reports each one that cannot be read.
     *
     * @return how many could not be read
     */
    int read(List<String> names, boolean follow) throws IOException {
        List<LogFile> followed = new ArrayList<>();
        int failed = 0;
        for (String name : names) {
            try {
                LogFile file = new LogFile(name);
                boolean grows = follow && !name.equals(STANDARD_INPUT);
                file.readAll(grows);
                if (grows) {
                    followed.add(file);
                }
            } catch (Output.Failure ofTheOutput) {
                throw ofTheOutput;
            } catch (IOException unreadable) {
                failed++;
                fail(name, unreadable);
            }
        }
        output.flush();
        while (!followed.isEmpty() && sleep(POLL_MILLIS) && !context.stopping().getAsBoolean()) {
            for (LogFile file : followed) {
                file.readNews();
            }
            output.flush();
        }
        for (LogFile file : followed) {
            file.readAll(false);
        }
        output.flush();
        return failed;
    }

    private void fail(String name, IOException problem) {
        Path path = Path.of(name);
        String reason = Files.isDirectory(path)
                ? "it is a directory"
                : !Files.exists(path)
                        ? "no such file"
                        : !Files.isReadable(path) ? "permission denied" : String.valueOf(problem.getMessage());
        report("cannot read " + name + ": " + reason);
    }

    private void report(String message) {
        if (progress != null) {
            progress.end();
        }
        context.err().println(ViewerCommand.NAME + ": " + message);
    }

    /** Returns false if the thread is interrupted. */
    private static boolean sleep(long millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Reads a file, or standard input, to its end, and on from there when it has grown. */
    private final class LogFile implements LineReader.ReadWatcher {

        private final String name;
        private final LogDecoder decoder = new LogDecoder(filter, sink);
        private LineReader reader;
        private @Nullable FileInputStream file;
        private @Nullable Object key;
        private InputStream in;

        LogFile(String name) throws IOException {
            this.name = name;
            this.in = name.equals(STANDARD_INPUT) ? new LogInput(context.in()) : open(attributes());
            this.reader = new LineReader(in, this);
        }

        private BasicFileAttributes attributes() throws IOException {
            return Files.readAttributes(Path.of(name), BasicFileAttributes.class);
        }

        private InputStream open(BasicFileAttributes attributes) throws IOException {
            file = new FileInputStream(name);
            key = attributes.fileKey();
            return new LogInput(file);
        }

        /** Shows what has arrived before the next read waits. */
        @Override
        public void beforeWaiting() throws IOException {
            boolean sorts = file == null && decoder.isWaiting();
            int waits = sorts ? MAX_WAITS : 0;
            while (waits > 0 && in.available() == 0 && sleep(WAIT_MILLIS)) {
                waits--;
            }
            if (!sorts || in.available() == 0) {
                decoder.release();
                output.flush();
            }
        }

        @Override
        public void afterRead(int bytes) {
            if (progress != null) {
                progress.read(bytes);
            }
        }

        /**
         * Reads to the end of the file, then closes it. A followed file stays open, because its last line may still
         * grow.
         */
        void readAll(boolean follow) throws IOException {
            try {
                readLines();
            } catch (IOException unreadable) {
                finish();
                throw unreadable;
            }
            if (!follow) {
                finish();
            }
        }

        private void readLines() throws IOException {
            while (reader.next()) {
                decoder.accept(reader);
            }
        }

        /** Closes the file, and reads a last line without a line end too. */
        private void finish() throws IOException {
            if (file != null) {
                file.close();
            }
            leave();
        }

        private void leave() throws IOException {
            if (reader.rest()) {
                decoder.accept(reader);
            }
            decoder.leave();
        }

        /** Reads what was added. Starts again if the file became shorter, or if another file has its name now. */
        void readNews() throws IOException {
            readLines();
            FileInputStream old = file;
            boolean replaced;
            InputStream next;
            try {
                BasicFileAttributes now = attributes();
                replaced = !Objects.equals(now.fileKey(), key);
                if (old == null || (!replaced && now.size() >= old.getChannel().position())) {
                    return;
                }
                next = open(now);
            } catch (IOException gone) {
                return; // renamed, and the new one is not there yet
            }
            readLines();
            leave();
            report(name
                    + (replaced
                            ? ": was replaced, reading the new file"
                            : ": became shorter, reading it from its start"));
            old.close();
            in = next;
            reader = new LineReader(next, this);
            readLines();
        }
    }
}
