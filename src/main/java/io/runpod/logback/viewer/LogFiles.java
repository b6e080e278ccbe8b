package io.runpod.logback.viewer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads all files, one after the other, and then what is added to them. Not thread-safe. */
final class LogFiles {

    /** The name that stands for standard input. */
    static final String STANDARD_INPUT = "-";

    private static final long POLL_MILLIS = 100;

    private final ProcessContext context;
    private final LineFilter filter;
    private final EntrySink sink;
    private final Output output;
    private final @Nullable Progress progress;
    private int failed;

    LogFiles(ProcessContext context, LineFilter filter, EntrySink sink, Output output, @Nullable Progress progress) {
        this.context = context;
        this.filter = filter;
        this.sink = sink;
        this.output = output;
        this.progress = progress;
    }

    /** The size of all files in bytes, 0 where it is not known. */
    static long size(List<String> names) {
        long sum = 0;
        for (String name : names) {
            Path path = Path.of(name);
            try {
                if (name.equals(STANDARD_INPUT) || !Files.isRegularFile(path)) {
                    return 0;
                }
                sum += Files.size(path);
            } catch (IOException unreadable) {
                // is reported when it is read
            }
        }
        return sum;
    }

    /**
     * Reads all files, and reports each one that cannot be read.
     *
     * @return how many could not be read
     */
    int read(List<String> names, boolean follow) throws IOException {
        List<LogFile> followed = new ArrayList<>();
        for (String name : names) {
            LogFile file = open(name);
            if (file != null && readAll(file, name, follow)) {
                followed.add(file);
            }
        }
        output.flush();
        while (!followed.isEmpty() && sleep()) {
            for (LogFile file : followed) {
                file.readNews(this::tell);
            }
            output.flush();
        }
        for (LogFile file : followed) {
            file.readLines();
            file.readRest();
            file.close();
        }
        output.flush();
        return failed;
    }

    private @Nullable LogFile open(String name) {
        LogDecoder decoder = new LogDecoder(filter, sink);
        Watcher watcher = new Watcher();
        if (name.equals(STANDARD_INPUT)) {
            return new LogFile(context.in(), decoder, watcher);
        }
        try {
            return new LogFile(Path.of(name), decoder, watcher);
        } catch (IOException unreadable) {
            fail(name, unreadable);
            return null;
        }
    }

    /** Reads a file; returns whether it is to be followed. */
    private boolean readAll(LogFile file, String name, boolean follow) throws IOException {
        boolean followed = false;
        try {
            file.readLines();
            followed = follow && !name.equals(STANDARD_INPUT);
        } catch (Output.Failure ofTheOutput) {
            throw ofTheOutput;
        } catch (IOException unreadable) {
            fail(name, unreadable);
        } finally {
            if (!followed) {
                file.close();
            }
        }
        if (!followed) {
            file.readRest();
        }
        return followed;
    }

    private void fail(String name, IOException problem) {
        failed++;
        Path path = Path.of(name);
        String reason = Files.isDirectory(path)
                ? "it is a directory"
                : !Files.exists(path)
                        ? "no such file"
                        : !Files.isReadable(path) ? "permission denied" : String.valueOf(problem.getMessage());
        tell("cannot read " + name + ": " + reason);
    }

    private void tell(String message) {
        if (progress != null) {
            progress.end();
        }
        context.err().println(ViewerCommand.NAME + ": " + message);
    }

    private boolean sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !context.stopping().getAsBoolean();
    }

    /** What has arrived is shown before the next read waits. */
    private final class Watcher implements LineReader.ReadWatcher {

        @Override
        public void beforeWaiting() throws IOException {
            output.flush();
        }

        @Override
        public void afterRead(int bytes) {
            if (progress != null) {
                progress.read(bytes);
            }
        }
    }
}
