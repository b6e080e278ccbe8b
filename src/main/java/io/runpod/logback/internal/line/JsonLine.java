package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.event.Events;
import io.runpod.logback.internal.event.LineLevel;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.json.FieldNames;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.FieldWriter.Style;
import io.runpod.logback.internal.json.FixedText;
import io.runpod.logback.internal.settings.ExtraStyle;
import io.runpod.logback.internal.settings.Include;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.LineBuffer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** {@code {"requestId": ..., "message": ..., "level": ..., "extra": {...}}}: the line of RunPod's Python SDK. */
final class JsonLine implements LineForm {

    /** What follows the message at the least: its end, the level, the end of the line. */
    private static final int BEHIND_MESSAGE = "\", \"level\": \"\"}\n".length();

    private static final int END = "}\n".length();

    private final Settings settings;
    private final Style style;
    private final FieldName requestId;
    private final FieldName message;
    private final FieldName level;
    private final FieldName timestamp;
    private final FieldName logger;
    private final FieldName thread;
    private final FieldName caller;

    /** @param names prepares the keys */
    JsonLine(Settings settings, FieldNames names) {
        this.settings = settings;
        this.requestId = names.of("requestId");
        this.message = names.of("message");
        this.level = names.of("level");
        this.timestamp = names.of("timestamp");
        this.logger = names.of("logger");
        this.thread = names.of("thread");
        this.caller = names.of("caller");
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
        generator.writeName(requestId);
        generator.writeString(Events.requestId(event, settings));
        generator.writeName(message);
        FixedText levelText = LineLevel.of(event).text();
        int room = most == Integer.MAX_VALUE
                ? most
                : most - out.length() - 1 - BEHIND_MESSAGE - levelText.charLength() - reserve;
        fields.limitKeys(settings.maxMessageChars(), room);
        workspace.message().limit(room);
        generator.writeString(workspace.message());
        fields.limitKeys(0, most == Integer.MAX_VALUE ? most : most / 8);
        generator.writeName(level);
        generator.writeString(levelText);
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
                case TIMESTAMP -> write(generator, timestamp, Events.timestamp(event));
                case LOGGER -> write(generator, logger, event.getLoggerName());
                case THREAD -> write(generator, thread, event.getThreadName());
                case CALLER -> write(generator, caller, Events.caller(event));
            }
        }
    }

    private static void write(JsonGenerator generator, FieldName key, @Nullable String value) {
        generator.writeName(key);
        generator.writeString(value);
    }
}
