package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.Settings.ExtraStyle;
import io.runpod.logback.internal.settings.Settings.Include;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes {@code {"requestId": ..., "message": ..., "level": ..., "extra": {...}}}, the line of RunPod's Python SDK. */
final class JsonLayout implements LineEncoder.Layout {

    private static final byte[] BEFORE_ID = ascii("{\"requestId\": ");
    private static final byte[] BEFORE_MESSAGE = ascii(", \"message\": \"");
    private static final byte[] WITHOUT_ID = ascii("{\"requestId\": null, \"message\": \"");
    private static final byte[] NULL = ascii("null");

    /** For each level, the bytes from the end of the message to the end of the level. */
    private static final Map<LogLevel, byte[]> LEVELS = new EnumMap<>(LogLevel.class);

    /** The same bytes and the end of the line, for a line without fields. */
    private static final Map<LogLevel, byte[]> LEVELS_AND_END = new EnumMap<>(LogLevel.class);

    /** For each included key, the bytes before its value. */
    private static final Map<Include, byte[]> INCLUDED = new EnumMap<>(Include.class);

    static {
        for (LogLevel level : LogLevel.values()) {
            LEVELS.put(level, ascii("\", \"level\": \"" + level + '"'));
            LEVELS_AND_END.put(level, ascii("\", \"level\": \"" + level + "\"}\n"));
        }
        for (Include key : Include.values()) {
            INCLUDED.put(key, ascii(", \"" + key.key() + "\": "));
        }
    }

    private static final byte[] END = ascii("}\n");

    /** The length of the {@code ", "} before every key but the first. */
    private static final int SEPARATOR_BYTES = 2;

    private final List<Include> included;
    private final boolean callFieldsInMessage;
    private final FieldBlock block;
    private final int maxBytes;
    private final int maxKeyBytes;
    private final boolean writesFields;
    private final boolean hasDecorator;

    JsonLayout(Settings settings) {
        ExtraStyle extra = settings.layout().extra();
        this.included = List.copyOf(settings.layout().include());
        this.callFieldsInMessage = settings.layout().inMessage().callFields();
        this.block = extra == ExtraStyle.FLAT ? FieldBlock.FLAT : FieldBlock.NESTED;
        this.maxBytes = settings.limits().lineBytes() - END.length;
        this.maxKeyBytes = settings.limits().lineValueBytes();
        this.writesFields = extra != ExtraStyle.NONE;
        this.hasDecorator = settings.extensions().generatorDecorator() != null;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void write(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.line();
        if (callFieldsInMessage) {
            writeFieldsFirst(event, workspace);
        }
        boolean mayHaveFields = writesFields && workspace.extra().mayHaveFields(event);
        int reserve = mayHaveFields ? block.minBytes() : 0;
        if (hasDecorator) {
            writeDecoratedKeys(event, workspace, reserve);
        } else if (mayHaveFields || !included.isEmpty()) {
            writeKeys(event, workspace, reserve);
        } else {
            writeWholeLine(event, workspace);
            return;
        }
        if (mayHaveFields) {
            int room = maxBytes - out.length();
            if (!callFieldsInMessage) {
                workspace.extra().write(event, room - block.frameBytes());
            }
            block.write(workspace.fields(), out, room);
        }
        out.put(END);
    }

    /** Writes the fields before the message, because the message also shows the fields of the call. */
    private void writeFieldsFirst(ILoggingEvent event, Workspace workspace) {
        int room = maxBytes - block.frameBytes();
        if (writesFields) {
            workspace.extra().write(event, room);
        } else {
            workspace.extra().writeCallFields(event, room);
        }
        workspace.message().append(CallFieldText.of(workspace.fields(), workspace.extra()));
    }

    /**
     * Writes the SDK's three keys and those of {@code include}. Their constant parts are copied from prepared arrays.
     */
    private void writeKeys(ILoggingEvent event, Workspace workspace, int reserve) {
        LineBuffer out = workspace.line();
        byte[] level = Objects.requireNonNull(LEVELS.get(Events.level(event)));
        LineBuffer afterLevel = workspace.included();
        int includedBytes = 0;
        if (!included.isEmpty()) {
            writeIncluded(event, workspace);
            includedBytes = afterLevel.length();
        }
        writeBeforeMessage(workspace);
        workspace.message().writeJson(out, maxBytes - out.length() - level.length - includedBytes - reserve);
        out.put(level);
        if (!included.isEmpty()) {
            out.put(afterLevel.array(), 0, includedBytes);
        }
    }

    /** Writes a line that has only the SDK's three keys, as most lines have. */
    private void writeWholeLine(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.line();
        byte[] end = Objects.requireNonNull(LEVELS_AND_END.get(Events.level(event)));
        writeBeforeMessage(workspace);
        workspace.message().writeJson(out, maxBytes + END.length - out.length() - end.length);
        out.put(end);
    }

    /** Writes the line up to the first character of the message. The bytes of a known id are copied. */
    private void writeBeforeMessage(Workspace workspace) {
        LineBuffer out = workspace.line();
        MdcSource mdc = workspace.mdc();
        String id = mdc.requestId();
        byte[] known = id == null ? WITHOUT_ID : mdc.encodedId();
        if (known != null) {
            out.put(known);
            return;
        }
        int start = out.length();
        out.put(BEFORE_ID);
        writeString(id, out, workspace);
        out.put(BEFORE_MESSAGE);
        mdc.cacheId(out, start);
    }

    /** Writes the included keys into a buffer of their own, because their size decides how long the message may be. */
    private void writeIncluded(ILoggingEvent event, Workspace workspace) {
        LineBuffer out = workspace.included();
        for (Include key : included) {
            out.put(Objects.requireNonNull(INCLUDED.get(key)));
            writeString(Events.included(key, event), out, workspace);
        }
    }

    private void writeString(@Nullable String value, LineBuffer out, Workspace workspace) {
        if (value == null) {
            out.put(NULL);
        } else {
            workspace.fields().writeString(out, value, maxKeyBytes);
        }
    }

    /**
     * Writes the keys through the user's decorator, which may see and change each. The decorator gets the message
     * before it is cut, unless it is too long to be held whole. The message gets the room that the other keys leave.
     */
    private void writeDecoratedKeys(ILoggingEvent event, Workspace workspace, int reserve) {
        MessageText message = workspace.message();
        message.decorate(text -> workspace.decorated("message", text), true);
        FieldOutput keys = workspace.keys();
        FieldWriter fields = keys.fields();
        fields.begin(false, maxBytes / 2);
        fields.limitStrings(Limits.UNLIMITED, maxKeyBytes);
        JsonGenerator generator = workspace.writer().decorated(keys);
        generator.writeStringProperty("requestId", workspace.mdc().requestId());
        fields.endField();
        int endOfId = keys.buffer().length();
        generator.writeStringProperty("level", Events.level(event).name());
        for (Include key : included) {
            generator.writeStringProperty(key.key(), Events.included(key, event));
        }
        fields.endField();
        byte[] written = keys.buffer().array();
        int end = keys.buffer().length();
        LineBuffer out = workspace.line();
        out.put('{');
        int skip = SEPARATOR_BYTES; // the first key has no separator before it
        if (endOfId > 0) {
            out.put(written, skip, endOfId - skip);
            skip = 0;
        }
        out.put(BEFORE_MESSAGE, skip, BEFORE_MESSAGE.length - skip);
        message.writeJson(out, maxBytes - out.length() - 1 - (end - endOfId) - reserve);
        out.put('"');
        out.put(written, endOfId, end - endOfId);
    }

    @Override
    public void writeFailure(String text, Workspace workspace) {
        LineBuffer out = workspace.line();
        MessageText message = workspace.message();
        out.put(WITHOUT_ID);
        byte[] level = Objects.requireNonNull(LEVELS.get(LogLevel.ERROR));
        message.start(text);
        message.writeJson(out, maxBytes - out.length() - level.length);
        out.put(level);
        out.put(END);
    }
}
