package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.event.Events;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.FieldWriter.Style;
import io.runpod.logback.internal.settings.ExtraStyle;
import io.runpod.logback.internal.settings.Include;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.LineBuffer;
import tools.jackson.core.JsonGenerator;

/** {@code {"requestId": ..., "message": ..., "level": ..., "extra": {...}}}: the line of RunPod's Python SDK. */
final class JsonLine implements LineForm {

    /** What follows the message at the least: its end, the level, the end of the line. */
    private static final int BEHIND_MESSAGE = "\", \"level\": \"\"}\n".length();

    private static final int END = "}\n".length();

    private final Settings settings;
    private final Style style;

    JsonLine(Settings settings) {
        this.settings = settings;
        this.style = settings.extra() == ExtraStyle.FLAT ? Style.FLAT : Style.NESTED;
    }

    @Override
    public int write(ILoggingEvent event, Workspace workspace, int reserve) {
        LineBuffer out = workspace.output().buffer();
        FieldWriter fields = workspace.output().fields();
        JsonGenerator generator = workspace.extra().generator();
        int most = settings.maxLineBytes() == 0 ? Integer.MAX_VALUE : settings.maxLineBytes();
        fields.limitKeys(0, most == Integer.MAX_VALUE ? most : most / 8);
        generator.writeStartObject();
        generator.writeName("requestId");
        generator.writeString(Events.requestId(event, settings));
        generator.writeName("message");
        String level = Events.level(event);
        int room =
                most == Integer.MAX_VALUE ? most : most - out.length() - 1 - BEHIND_MESSAGE - level.length() - reserve;
        fields.limitKeys(settings.maxMessageChars(), room);
        workspace.message().limit(room);
        generator.writeString(workspace.message());
        fields.limitKeys(0, most == Integer.MAX_VALUE ? most : most / 8);
        generator.writeName("level");
        generator.writeString(level);
        int behindLevel = out.length();
        writeIncluded(event, generator);
        int included = out.length() - behindLevel;
        boolean fits = true;
        if (settings.extra() != ExtraStyle.NONE) {
            fields.beginFields(style, most == Integer.MAX_VALUE ? most : most - END);
            workspace.extra().writeAll(event);
            fits = fields.endFields();
        }
        generator.writeEndObject();
        out.put('\n');
        if (fits && out.length() <= most) {
            return FITS;
        }
        int needed = Math.max(reserve, included) + (fits ? 0 : ROOM_FOR_COUNT);
        return needed > reserve ? needed : reserve + out.length() - most;
    }

    private void writeIncluded(ILoggingEvent event, JsonGenerator generator) {
        if (settings.include().isEmpty()) {
            return;
        }
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
