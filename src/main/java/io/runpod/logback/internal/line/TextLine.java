package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.event.Events;
import io.runpod.logback.internal.event.MessageText;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.settings.ExtraStyle;
import io.runpod.logback.internal.settings.Include;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.TextWriter;
import org.jspecify.annotations.Nullable;

/** {@code INFO   | id | message | name=value}: what the SDK prints off the platform, and the fields. */
final class TextLine implements LineForm {

    private final Settings settings;

    private final TextWriter inline;
    private final boolean hasTimestamp;
    private final boolean hasIncluded;

    TextLine(Settings settings, TextWriter inline) {
        this.settings = settings;
        this.inline = inline;
        this.hasTimestamp = settings.include().contains(Include.TIMESTAMP);
        this.hasIncluded = !settings.include().isEmpty();
    }

    @Override
    public int write(ILoggingEvent event, Workspace workspace, int reserve) {
        LineBuffer out = workspace.output().buffer();
        int most = settings.maxLineBytes() == 0 ? Integer.MAX_VALUE : settings.maxLineBytes();
        MessageText message = workspace.message();
        writeHead(event, workspace);
        // A stack trace has a claim to half of what is there, as nothing else says where it happened.
        int end = most == Integer.MAX_VALUE ? most : most - 1;
        int endOfMessage =
                message.hasTrace() && end != Integer.MAX_VALUE ? out.length() + (end - out.length()) / 2 : end;
        message.limit(endOfMessage == Integer.MAX_VALUE ? endOfMessage : endOfMessage - out.length() - reserve);
        message.writeText(out);
        boolean fits = true;
        if (settings.extra() != ExtraStyle.NONE) {
            FieldWriter fields = workspace.output().fields();
            workspace.extra().generator(); // a decorator is put around it anew for each line
            fields.beginFields(FieldWriter.Style.TEXT, endOfMessage);
            workspace.extra().writeAll(event);
            fits = fields.endFields();
        }
        if (message.hasTrace()) {
            message.writeTraceText(out, end == Integer.MAX_VALUE ? end : end - out.length());
        }
        out.put('\n');
        return fits && out.length() <= most ? FITS : reserve + Math.max(ROOM_FOR_COUNT, out.length() - most);
    }

    private void writeHead(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.output().buffer();
        if (hasTimestamp) {
            out.ascii(Events.timestamp(event));
            out.put(' ');
        }
        Events.level(event).writeTo(out, settings.color());
        String requestId = Events.requestId(event, settings);
        if (requestId != null && !requestId.isEmpty()) {
            writeInline(requestId, workspace);
            out.ascii(" | ");
        }
        if (hasIncluded) {
            writeIncluded(event, workspace);
        }
    }

    private void writeIncluded(ILoggingEvent event, Workspace workspace) {
        for (Include key : settings.include()) {
            switch (key) {
                case TIMESTAMP -> {} // the first on the line
                case LOGGER -> writeBracketed(event.getLoggerName(), workspace);
                case THREAD -> writeBracketed(event.getThreadName(), workspace);
                case CALLER -> writeBracketed(Events.caller(event), workspace);
            }
        }
    }

    private void writeBracketed(@Nullable String text, Workspace workspace) {
        LineBuffer out = workspace.output().buffer();
        out.put('[');
        writeInline(String.valueOf(text), workspace);
        out.ascii("] ");
    }

    /** Writes a text that has to stay within the line: an id, a name. */
    private void writeInline(String value, Workspace workspace) {
        int most = settings.maxLineBytes() == 0 ? Integer.MAX_VALUE : settings.maxLineBytes() / 8;
        BoundedText text = workspace.inline().reset(most).append(value);
        LineBuffer out = workspace.output().buffer();
        int start = out.length();
        text.writeTo(out, inline, most);
        if (out.length() - start > most) {
            out.truncate(start);
            text.redact(inline.redactor());
            text.cutToBytes(Escapes.TEXT_INLINE, most, 0);
            text.writeTo(out, Escapes.TEXT_INLINE);
        }
    }
}
