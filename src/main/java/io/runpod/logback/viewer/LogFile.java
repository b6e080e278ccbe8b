package io.runpod.logback.viewer;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a file, or standard input, to its end, and on from there when it has grown. Not thread-safe. */
final class LogFile implements AutoCloseable {

    private static final int MAX_WAITS = 20;
    private static final long WAIT_MILLIS = 10;

    private final @Nullable Path path;
    private final LogDecoder decoder;
    private final LineReader reader;
    private LogInput in;
    private @Nullable Object key;

    /**
     * Opens a file.
     *
     * @param watcher is told of each read
     */
    LogFile(Path path, LogDecoder decoder, LineReader.ReadWatcher watcher) throws IOException {
        this.path = path;
        this.decoder = decoder;
        this.key = key(path);
        this.in = new LogInput(new FileInputStream(path.toFile()));
        this.reader = new LineReader(in, watched(watcher));
    }

    /** @param standardInput is not closed */
    LogFile(InputStream standardInput, LogDecoder decoder, LineReader.ReadWatcher watcher) {
        this.path = null;
        this.decoder = decoder;
        this.in = new LogInput(standardInput);
        this.reader = new LineReader(in, watched(watcher));
    }

    private LineReader.ReadWatcher watched(LineReader.ReadWatcher watcher) {
        return new LineReader.ReadWatcher() {
            @Override
            public void beforeWaiting() throws IOException {
                if (path != null || !decoder.isWaiting() || !comesSoon()) {
                    decoder.release();
                    watcher.beforeWaiting();
                }
            }

            @Override
            public void afterRead(int bytes) {
                watcher.afterRead(bytes);
            }
        };
    }

    /** Lines of several workers are put in order, so what comes at once is waited for. */
    private boolean comesSoon() throws IOException {
        for (int i = 0; i < MAX_WAITS; i++) {
            if (in.available() > 0) {
                return true;
            }
            try {
                Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Reads what is there; a last line without an end may grow later. */
    void readLines() throws IOException {
        while (reader.next()) {
            decoder.accept(reader);
        }
    }

    /** Nothing follows: reads what stands there without a line end as a line too. */
    void readRest() throws IOException {
        if (reader.rest()) {
            decoder.accept(reader);
        }
        decoder.leave();
    }

    /**
     * Reads what has come since, and starts anew if the file was cut or another one has taken its name.
     *
     * @param note is told of a new start
     */
    void readNews(Consumer<String> note) throws IOException {
        readLines();
        Path name = path;
        if (name == null) {
            return;
        }
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(name, BasicFileAttributes.class);
        } catch (IOException gone) {
            return; // renamed, and the new one is not there yet
        }
        boolean replaced = !Objects.equals(now.fileKey(), key);
        if (!replaced && now.size() >= in.count()) {
            return;
        }
        LogInput next;
        try {
            next = new LogInput(new FileInputStream(name.toFile()));
        } catch (IOException unreadable) {
            return;
        }
        readLines();
        readRest();
        note.accept(name
                + (replaced ? ": was replaced, reading the new file" : ": became shorter, reading it from its start"));
        in.close();
        in = next;
        key = now.fileKey();
        reader.restart(next);
        readLines();
    }

    @Override
    public void close() throws IOException {
        if (path != null) {
            in.close();
        }
    }
}
