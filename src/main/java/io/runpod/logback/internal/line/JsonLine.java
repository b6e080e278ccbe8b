package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.event.Events;
import io.runpod.logback.internal.event.LineLevel;
import io.runpod.logback.internal.event.MessageText;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.FieldWriter.Style;
import io.runpod.logback.internal.settings.ExtraStyle;
import io.runpod.logback.internal.settings.Include;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;

/** {@code {"requestId": ..., "message": ..., "level": ..., "extra": {...}}}: the line of RunPod's Python SDK. */
final class JsonLine implements LineForm {

    private static final byte[] BEFORE_ID = ascii("{\"requestId\": ");
    private static final byte[] BEFORE_MESSAGE = ascii(", \"message\": \"");

    /** From behind the message to behind the level, for each level. */
    private static final Map<LineLevel, byte[]> LEVELS = new EnumMap<>(LineLevel.class);

    static {
        for (LineLevel level : LineLevel.values()) {
            LEVELS.put(level, ascii("\", \"level\": \"" + level + '"'));
        }
    }

    private static final byte[] END = ascii("}\n");

    private static final int KEYS = 3;

    private final Settings settings;
    private final Style style;
    private final int mostBytes;
    private final boolean hasIncluded;

    JsonLine(Settings settings) {
        this.settings = settings;
        this.style = settings.extra() == ExtraStyle.FLAT ? Style.FLAT : Style.NESTED;
        this.mostBytes = settings.maxLineBytes() == 0 ? Integer.MAX_VALUE : settings.maxLineBytes();
        this.hasIncluded = !settings.include().isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int write(ILoggingEvent event, Workspace workspace, int reserve) {
        LineBuffer out = workspace.output().buffer();
        FieldWriter fields = workspace.output().fields();
        JsonGenerator generator = workspace.extra().generator();
        boolean decorated = settings.generatorDecorator() != null;
        if (decorated) {
            writeKeys(event, workspace, generator, reserve);
        } else {
            writeKeys(event, workspace, reserve);
        }
        int behindLevel = out.length();
        if (hasIncluded) {
            writeIncluded(event, generator);
        }
        int included = out.length() - behindLevel;
        boolean fits = true;
        if (settings.extra() != ExtraStyle.NONE && workspace.extra().mayHaveSome(event)) {
            fields.beginFields(style, mostBytes == Integer.MAX_VALUE ? mostBytes : mostBytes - END.length);
            workspace.extra().writeAll(event);
            fits = fields.endFields();
        }
        if (decorated) {
            generator.writeEndObject();
            out.put('\n');
        } else {
            out.put(END);
        }
        if (fits && out.length() <= mostBytes) {
            return FITS;
        }
        int needed = Math.max(reserve, included) + (fits ? 0 : ROOM_FOR_COUNT);
        return needed > reserve ? needed : reserve + out.length() - mostBytes;
    }

    /** Writes the SDK's three keys, with all that is the same in every line as bytes made beforehand. */
    private void writeKeys(ILoggingEvent event, Workspace workspace, int reserve) {
        LineBuffer out = workspace.output().buffer();
        FieldWriter fields = workspace.output().fields();
        MessageText text = workspace.message();
        byte[] behindMessage = behindMessage(Events.level(event));
        out.put(BEFORE_ID);
        fields.enterObject(KEYS);
        String id = Events.requestId(event, settings);
        if (id == null) {
            fields.nul();
        } else {
            fields.limitKeys(0, mostKeyBytes());
            fields.string(id);
        }
        out.put(BEFORE_MESSAGE);
        text.limit(messageRoom(out, behindMessage.length + reserve));
        text.writeContent(out);
        out.put(behindMessage);
        fields.limitKeys(0, mostKeyBytes());
    }

    /** Writes them through a user's generator, which may see and change each. */
    private void writeKeys(ILoggingEvent event, Workspace workspace, JsonGenerator generator, int reserve) {
        LineBuffer out = workspace.output().buffer();
        FieldWriter fields = workspace.output().fields();
        MessageText text = workspace.message();
        LineLevel lineLevel = Events.level(event);
        fields.limitKeys(0, mostKeyBytes());
        generator.writeStartObject();
        generator.writeName("requestId");
        generator.writeString(Events.requestId(event, settings));
        generator.writeName("message");
        int room = messageRoom(out, 1 + behindMessage(lineLevel).length + reserve);
        fields.limitKeys(settings.maxMessageChars(), room);
        text.limit(room);
        generator.writeString(text);
        fields.limitKeys(0, mostKeyBytes());
        generator.writeName("level");
        generator.writeString(lineLevel.name());
    }

    private static byte[] behindMessage(LineLevel level) {
        return Objects.requireNonNull(LEVELS.get(level));
    }

    /** A key may take an eighth of the line. */
    private int mostKeyBytes() {
        return mostBytes == Integer.MAX_VALUE ? mostBytes : mostBytes / 8;
    }

    private int messageRoom(LineBuffer out, int behind) {
        return mostBytes == Integer.MAX_VALUE ? mostBytes : mostBytes - out.length() - behind - END.length;
    }

    private void writeIncluded(ILoggingEvent event, JsonGenerator generator) {
        for (Include key : settings.include()) {
            switch (key) {
                case TIMESTAMP -> generator.writeStringProperty("timestamp", Events.timestamp(event));
                case LOGGER -> generator.writeStringProperty("logger", event.getLoggerName());
                case THREAD -> generator.writeStringProperty("thread", event.getThreadName());
                case CALLER -> generator.writeStringProperty("caller", Events.caller(event));
            }
        }
    }
}
