package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.WriteRules;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.trace.ThrowableText;

/**
 * The buffers and writers for one line at a time; reused for later lines.
 *
 * @param slot index in the pool, or {@link WorkspacePool#NO_SLOT}
 * @param line the buffer that the line is built in
 * @param writer writes fields, through the user's decorator if there is one
 * @param mdc reads the event's MDC
 * @param message builds the event's message and stack trace
 * @param extra writes the event's fields
 * @param keys output for the line's own keys, if a decorator sees them; without a decorator the same as {@link #fields}
 * @param included buffer for the keys after the level
 */
record Workspace(
        int slot,
        LineBuffer line,
        SourceWriter writer,
        MdcSource mdc,
        MessageText message,
        ExtraFields extra,
        FieldOutput keys,
        LineBuffer included) {

    static Workspace of(int slot, Settings settings, WriteRules rules, ThrowableText.Formats traces) {
        FieldOutput fields = new FieldOutput(rules);
        SourceWriter writer = new SourceWriter(settings, fields);
        MdcSource mdc = new MdcSource(settings.context(), writer);
        MessageText message = new MessageText(settings, traces, mdc);
        return new Workspace(
                slot,
                new LineBuffer(),
                writer,
                mdc,
                message,
                new ExtraFields(settings, writer, mdc, message),
                settings.extensions().generatorDecorator() == null ? fields : new FieldOutput(rules.forLineKeys()),
                new LineBuffer());
    }

    FieldOutput fields() {
        return writer.output();
    }

    /** Passes a text through the user's decorator, as the value of a key, and returns the result. */
    String decorated(String key, String text) {
        keys.fields().begin(false, Limits.UNLIMITED);
        keys.fields().limitStrings(Limits.UNLIMITED, Limits.UNLIMITED);
        writer.decorated(keys).writeStringProperty(key, text);
        keys.fields().endField();
        return keys.value(key);
    }

    /** Empties the line buffers for a new line. */
    void begin() {
        line.truncate(0);
        included.truncate(0);
    }

    /** Releases the event and all that it holds. */
    void end() {
        mdc.end();
        line.reset();
        included.reset();
        fields().end();
        if (keys != fields()) {
            keys.end();
        }
        message.end();
    }
}
