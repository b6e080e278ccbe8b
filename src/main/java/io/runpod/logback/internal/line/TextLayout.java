package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.Settings.ExtraStyle;
import io.runpod.logback.internal.settings.Settings.Include;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.util.List;

/** Writes {@code INFO   | id | message | name=value}: what the SDK prints outside the platform, and the fields. */
final class TextLayout implements LineEncoder.Layout {

    private final List<Include> included;
    private final boolean colored;
    private final int maxBytes;
    private final int maxKeyBytes;
    private final boolean writesFields;
    private final boolean hasTimestamp;
    private final boolean hasDecorator;

    TextLayout(Settings settings) {
        this.included = List.copyOf(settings.layout().include());
        this.colored = settings.layout().color();
        this.maxBytes = settings.limits().lineBytes() - 1;
        this.maxKeyBytes = settings.limits().lineValueBytes();
        this.writesFields = settings.layout().extra() != ExtraStyle.NONE;
        this.hasTimestamp = settings.layout().include().contains(Include.TIMESTAMP);
        this.hasDecorator = settings.extensions().generatorDecorator() != null;
    }

    @Override
    public void write(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.line();
        MessageText message = workspace.message();
        writeHead(event, workspace);
        if (hasDecorator) {
            message.decorate(text -> workspace.decorated("message", text), false);
        }
        // Half of the room is reserved for the stack trace: nothing else says where the failure happened.
        int end = message.hasTrace() ? out.length() + (maxBytes - out.length()) / 2 : maxBytes;
        boolean mayHaveFields = writesFields && workspace.extra().mayHaveFields(event);
        message.writeMessage(out, end - out.length() - (mayHaveFields ? FieldBlock.TEXT.minBytes() : 0));
        if (mayHaveFields) {
            int room = end - out.length();
            workspace.extra().write(event, room - FieldBlock.TEXT.frameBytes());
            FieldBlock.TEXT.write(workspace.fields(), out, room);
        }
        if (message.hasTrace()) {
            message.writeTraceText(out, maxBytes - out.length());
        }
        out.put('\n');
    }

    private void writeHead(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.line();
        if (hasTimestamp) {
            out.ascii(Events.timestamp(event));
            out.put(' ');
        }
        Events.level(event).writeTo(out, colored);
        writeRequestId(workspace);
        if (!included.isEmpty()) {
            writeIncluded(event, workspace);
        }
    }

    private void writeRequestId(Workspace workspace) {
        LineBuffer out = workspace.line();
        MdcSource mdc = workspace.mdc();
        byte[] known = mdc.encodedId();
        String requestId = mdc.requestId();
        if (known != null) {
            out.put(known);
        } else if (requestId != null && !requestId.isEmpty()) {
            int start = out.length();
            writeInline("requestId", requestId, workspace);
            out.ascii(" | ");
            if (!hasDecorator) {
                mdc.cacheId(out, start);
            }
        }
    }

    private void writeIncluded(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.line();
        for (Include key : included) {
            if (key != Include.TIMESTAMP) { // already written, first on the line
                out.put('[');
                writeInline(key.key(), String.valueOf(Events.included(key, event)), workspace);
                out.ascii("] ");
            }
        }
    }

    /** Writes an id or a name. Its line breaks are escaped, so that it stays within the line. */
    private void writeInline(String key, String value, Workspace workspace) {
        String text = hasDecorator ? workspace.decorated(key, value) : value;
        workspace.fields().writeBareString(workspace.line(), text, maxKeyBytes);
    }

    @Override
    public void writeFailure(String text, Workspace workspace) {
        LineBuffer out = workspace.line();
        LogLevel.ERROR.writeTo(out, colored);
        workspace.message().start(text);
        workspace.message().writeMessage(out, maxBytes - out.length());
        out.put('\n');
    }
}
