package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.event.Events;
import io.runpod.logback.internal.event.MessageText;
import io.runpod.logback.internal.json.FieldNames;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.WriteRules;
import io.runpod.logback.internal.settings.ExtraStyle;
import io.runpod.logback.internal.settings.Format;
import io.runpod.logback.internal.settings.Include;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import net.logstash.logback.composite.JsonProvider;
import org.jspecify.annotations.Nullable;

/**
 * The engine: one event in, one complete line out. Thread-safe; nothing in it changes after it was made but the pool of
 * workspaces. Whatever an event holds, a line comes out and nothing is thrown, but for errors of the virtual machine.
 */
public final class LineEncoder {

    /** Takes a finished line; the array is reused as soon as it returns. */
    public interface Sink {
        void accept(byte[] line, int length);
    }

    private static final Set<String> KEYS = Set.of("requestId", "message", "level", "extra");

    /** How often a line is written anew, with more room left behind its message, until it fits. */
    private static final int MOST_TRIES = 4;

    /** A name is cut like a value, but never to less than this: it has to say which field it names. */
    private static final int LEAST_NAME_CHARS = 256;

    private final Settings settings;
    private final LineForm form;
    private final WorkspacePool pool;

    public LineEncoder(Settings settings) {
        Rehearsal.of(settings.format());
        this.settings = settings;
        boolean json = settings.format() == Format.JSON;
        boolean flat = json && settings.extra() == ExtraStyle.FLAT;
        TextWriter inline = new TextWriter(Escapes.TEXT_INLINE, settings.redactor());
        TextWriter utf8 = new TextWriter(Escapes.JSON_UTF8, settings.redactor());
        TextWriter line = json && settings.ascii() ? new TextWriter(Escapes.JSON_ASCII, settings.redactor()) : utf8;
        WriteRules rules = rules(settings, line, flat);
        WriteRules textRules = rules(settings, utf8, false);
        MessageText.Style messages = json ? MessageText.Style.json(settings, line) : MessageText.Style.text(settings);
        this.form = json ? new JsonLine(settings) : new TextLine(settings, inline);
        this.pool = new WorkspacePool(slot -> Workspace.of(slot, settings, rules, textRules, messages));
    }

    private static WriteRules rules(Settings settings, TextWriter quoted, boolean flat) {
        Set<String> reserved = new HashSet<>();
        reserved.add(FieldWriter.DROPPED);
        if (flat) {
            reserved.addAll(KEYS);
            for (Include key : settings.include()) {
                reserved.add(key.name().toLowerCase(Locale.ROOT));
            }
        }
        return new WriteRules(
                quoted,
                TextWriter.bare(settings.redactor()),
                names(settings, quoted, Set.copyOf(reserved)),
                names(settings, quoted, Set.of()),
                settings.maxValueChars(),
                settings.maxElements(),
                settings.mapper(),
                settings.mapperDecides());
    }

    private static FieldNames names(Settings settings, TextWriter writer, Set<String> reserved) {
        int most = settings.maxValueChars() == 0 ? 0 : Math.max(settings.maxValueChars(), LEAST_NAME_CHARS);
        return new FieldNames(writer, settings.sensitiveNames(), most, reserved);
    }

    /**
     * Stops what the settings hold that was started: the providers. Lets go of the workspaces too, which are most of its
     * weight: Logback's status messages keep many an encoder alive that was replaced long ago. It still encodes.
     */
    public void close() {
        pool.clear();
        for (JsonProvider<ILoggingEvent> provider : settings.providers()) {
            try {
                provider.stop();
            } catch (RuntimeException problem) {
                // It was asked to end; how it does is its own affair.
            }
        }
    }

    /** The line as a new array. */
    public byte[] encode(ILoggingEvent event) {
        Workspace workspace = pool.take();
        try {
            write(event, workspace);
            return workspace.output().buffer().copyFrom(0);
        } finally {
            release(workspace);
        }
    }

    /** Gives the line to the sink, without a copy. */
    public void encodeTo(ILoggingEvent event, Sink sink) {
        Workspace workspace = pool.take();
        try {
            write(event, workspace);
            LineBuffer line = workspace.output().buffer();
            sink.accept(line.array(), line.length());
        } finally {
            release(workspace);
        }
    }

    /** The request that the event belongs to, by the MDC keys of the settings. */
    public @Nullable String requestId(ILoggingEvent event) {
        return Events.requestId(event, settings);
    }

    /** A workspace goes back clean: it must not keep an event, or a large array, alive. */
    private void release(Workspace workspace) {
        try {
            workspace.end();
        } finally {
            pool.giveBack(workspace);
        }
    }

    private void write(ILoggingEvent event, Workspace workspace) {
        try {
            int reserve = 0;
            for (int i = 0; i < MOST_TRIES; i++) {
                workspace.begin();
                start(event, workspace);
                reserve = form.write(event, workspace, reserve);
                if (reserve == LineForm.FITS) {
                    return;
                }
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            writeFallback(event, problem, workspace);
        }
    }

    private void start(ILoggingEvent event, Workspace workspace) {
        String callFields = "";
        if (settings.extraInMessage() && settings.format() == Format.JSON) {
            workspace.side().begin();
            FieldWriter fields = workspace.side().fields();
            fields.beginFields(FieldWriter.Style.TEXT, MessageText.mostArgumentBytes(settings));
            workspace.sideExtra().writeCallFields(event);
            fields.endFields();
            LineBuffer text = workspace.side().buffer();
            callFields = new String(text.array(), 0, text.length(), StandardCharsets.UTF_8);
        }
        workspace.message().start(event, callFields, settings.traceInMessage());
    }

    /** The event itself failed (it is not Logback's own, or its logger's context is gone): say so, lose nothing else. */
    private void writeFallback(ILoggingEvent event, Throwable problem, Workspace workspace) {
        workspace.output().begin();
        LineBuffer out = workspace.output().buffer();
        FieldWriter fields = workspace.output().fields();
        String text = Failure.placeholder(event, problem);
        if (settings.format() == Format.TEXT) {
            out.ascii("ERROR  | ");
            workspace
                    .inline()
                    .reset(0)
                    .append(text)
                    .writeTo(out, workspace.output().rules().bare(), 0);
            out.put('\n');
            return;
        }
        fields.startObject();
        fields.name("requestId");
        fields.nul();
        fields.name("message");
        fields.string(text);
        fields.name("level");
        fields.string("ERROR");
        fields.endObject();
        out.put('\n');
    }
}
