package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.WriteRules;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Limits;
import io.runpod.logback.internal.text.LineBuffer;

/**
 * Everything that is reused from line to line, and belongs to one line at a time.
 *
 * @param slot its place in the pool
 * @param line where the line is put together
 * @param message the event's text
 * @param extra writes the event's fields
 * @param fields where they are written
 * @param keys where a decorator's keys of the line are written
 * @param included where the keys after the level are written
 * @param inline for a text within a text line
 */
record Workspace(
        int slot,
        LineBuffer line,
        MessageText message,
        ExtraFields extra,
        FieldOutput fields,
        FieldOutput keys,
        LineBuffer included,
        BoundedText inline) {

    static Workspace of(
            int slot, Settings settings, WriteRules rules, WriteRules keyRules, MessageText.Style messages) {
        MessageText message = new MessageText(settings, messages);
        FieldOutput fields = new FieldOutput(rules);
        return new Workspace(
                slot,
                new LineBuffer(),
                message,
                new ExtraFields(settings, fields, rules.fieldNames(), message),
                fields,
                settings.extensions().generatorDecorator() == null ? fields : new FieldOutput(keyRules),
                new LineBuffer(),
                new BoundedText());
    }

    /** Passes a text through the user's decorator, under its key in a JSON line, and returns what came of it. */
    String decorated(String key, String text) {
        keys.fields().begin(false, Limits.UNLIMITED);
        keys.fields().limitStrings(Limits.UNLIMITED, Limits.UNLIMITED);
        extra.decorated(keys).writeStringProperty(key, text);
        keys.fields().endField();
        return keys.value(key);
    }

    /** Makes the workspace clean for a line, whatever became of the one before. */
    void begin() {
        line.truncate(0);
        included.truncate(0);
    }

    /** Lets go of the event and all that it holds. */
    void end() {
        line.reset();
        included.reset();
        fields.end();
        if (keys != fields) {
            keys.end();
        }
        message.end();
        inline.reset();
    }
}
