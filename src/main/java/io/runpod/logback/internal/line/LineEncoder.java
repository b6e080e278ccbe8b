package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.WriteRules;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.Settings.ExtraStyle;
import io.runpod.logback.internal.settings.Settings.Format;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import io.runpod.logback.internal.trace.ThrowableText;
import java.util.HashSet;
import java.util.Set;
import net.logstash.logback.composite.JsonProvider;
import org.jspecify.annotations.Nullable;

/**
 * Encodes each event into one complete line: the engine of the encoder. Thread-safe: after construction only its pool
 * of workspaces changes. Every event results in a line, whatever it holds; nothing is thrown, except errors of the
 * virtual machine.
 */
public final class LineEncoder implements EventEncoder {

    /** Writes an event as a line, in one of the two formats. */
    interface Layout {

        /**
         * Writes the event as a complete line into the workspace's empty line buffer. The message is written first, and
         * the fields get the room that it leaves; if the message itself shows fields, these are written before it.
         */
        void write(ILoggingEvent event, Workspace workspace);

        /** Writes an ERROR line that says why an event could not be written. */
        void writeFailure(String text, Workspace workspace);
    }

    /** The line's own keys besides those of {@code include}. */
    private static final Set<String> KEYS = Set.of("requestId", "message", "level", "extra");

    private final Settings settings;
    private final Layout layout;
    private final WorkspacePool pool;

    public LineEncoder(Settings settings) {
        WarmUp.runOnce(settings.layout().format());
        this.settings = settings;
        boolean json = settings.layout().format() == Format.JSON;
        boolean flat = settings.layout().extra() == ExtraStyle.FLAT;
        Redactor redactor = settings.redactor();
        TextWriter quoted =
                TextWriter.of(json && settings.layout().ascii() ? Escapes.JSON_ASCII : Escapes.JSON_UTF8, redactor);
        WriteRules rules = WriteRules.of(
                quoted,
                settings.sensitiveNames(),
                reserved(json && flat),
                settings.limits(),
                flat ? null : "extra", // in a text line too: a decorator's path means the same in both
                settings.extensions().mapper(),
                settings.extensions().userMapper());
        ThrowableText.Formats traces = ThrowableText.Formats.of(
                settings.traces().converter(),
                json ? quoted : TextWriter.of(Escapes.TEXT, redactor),
                json ? "\t" : "    ",
                settings.traces().excluded()::matches);
        this.layout = json ? new JsonLayout(settings) : new TextLayout(settings);
        this.pool = new WorkspacePool(slot -> Workspace.of(slot, settings, rules, traces));
    }

    /** Returns the names that no field may have, because the line itself uses them. */
    private Set<String> reserved(boolean flat) {
        Set<String> reserved = new HashSet<>();
        reserved.add(FieldWriter.DROPPED);
        if (flat) {
            reserved.addAll(KEYS);
            settings.layout().include().forEach(key -> reserved.add(key.key()));
        }
        return Set.copyOf(reserved);
    }

    /**
     * Stops the providers, and releases the workspaces and the tables of the writers. These are most of an encoder's
     * memory, and Logback's status messages may keep a replaced encoder alive for long. The encoder can still encode
     * afterwards.
     */
    public void close() {
        pool.clear();
        TextWriter.release(settings.redactor());
        for (JsonProvider<ILoggingEvent> provider : settings.extensions().providers()) {
            try {
                provider.stop();
            } catch (RuntimeException problem) {
                // The other providers must be stopped too.
            }
        }
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Workspace workspace = pool.take();
        try {
            write(event, workspace);
            return workspace.line().copyFrom(0);
        } finally {
            release(workspace);
        }
    }

    @Override
    public void encodeTo(ILoggingEvent event, Sink sink) {
        Workspace workspace = pool.take();
        try {
            write(event, workspace);
            LineBuffer line = workspace.line();
            sink.accept(line.array(), line.length());
        } finally {
            release(workspace);
        }
    }

    @Override
    public @Nullable String requestId(ILoggingEvent event) {
        return Events.nonEmptyRequestId(event, settings.context().requestIdKeys());
    }

    /**
     * Empties a workspace and returns it to the pool: a free workspace must not keep an event or a large array alive.
     */
    private void release(Workspace workspace) {
        try {
            workspace.end();
        } finally {
            pool.release(workspace);
        }
    }

    private void write(ILoggingEvent event, Workspace workspace) {
        try {
            workspace.begin();
            workspace.mdc().start(event);
            workspace.message().start(event);
            layout.write(event, workspace);
        } catch (Throwable problem) {
            // The event itself failed: it is not Logback's own, or its logger has no context any more.
            Failure.rethrowIfFatal(problem);
            workspace.begin();
            layout.writeFailure(Failure.placeholder(event, problem), workspace);
        }
    }
}
