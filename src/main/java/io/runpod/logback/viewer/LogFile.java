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

/** A file, or standard input, that is read to its end, and on from there when it has grown. Not thread-safe. */
final class LogFile implements AutoCloseable {

    private final @Nullable Path path;
    private final LineRoute route;
    private final LineReader reader;
    private InputStream in;
    private @Nullable Object key;
    private long position;

    /**
     * Opens a file.
     *
     * @param watcher is told of each read
     */
    LogFile(Path path, LineRoute route, LineReader.ReadWatcher watcher) throws IOException {
        this.path = path;
        this.route = route;
        this.key = key(path);
        this.in = new FileInputStream(path.toFile());
        this.reader = new LineReader(in, watched(watcher));
    }

    /** @param standardInput is not closed */
    LogFile(InputStream standardInput, LineRoute route, LineReader.ReadWatcher watcher) {
        this.path = null;
        this.route = route;
        this.in = standardInput;
        this.reader = new LineReader(in, watched(watcher));
    }

    private LineReader.ReadWatcher watched(LineReader.ReadWatcher watcher) {
        return new LineReader.ReadWatcher() {
            @Override
            public void beforeWaiting() throws IOException {
                route.release();
                watcher.beforeWaiting();
            }

            @Override
            public void afterRead(int bytes) {
                position += bytes;
                watcher.afterRead(bytes);
            }
        };
    }

    private static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    /** Reads what is there; the last line may come to be continued, if it has no end yet. */
    void readLines() throws IOException {
        while (reader.next()) {
            route.accept(reader);
        }
    }

    /** Nothing follows: what stands there without a line end is a line too. */
    void readRest() throws IOException {
        if (reader.rest()) {
            route.accept(reader);
        }
        route.leaveStream();
    }

    /**
     * Reads what has come since, and starts anew where the file was cut or another one has taken its name.
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
        if (!replaced && now.size() >= position) {
            return;
        }
        InputStream next;
        try {
            next = new FileInputStream(name.toFile());
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
        position = 0;
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
