package io.runpod.logback.internal.line;

import io.runpod.logback.internal.event.ExtraFields;
import io.runpod.logback.internal.event.MessageText;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.WriteRules;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.BoundedText;

/**
 * Everything that is reused from line to line, and belongs to one line at a time.
 *
 * @param slot its place in the pool
 * @param output where the line is built
 * @param message the event's text
 * @param extra the event's fields
 * @param side where fields are written as text: the call's for the message, an argument's to look for secret names
 * @param sideExtra writes the call's fields there
 * @param inline for a text within a text line
 */
record Workspace(
        int slot,
        FieldOutput output,
        MessageText message,
        ExtraFields extra,
        FieldOutput side,
        ExtraFields sideExtra,
        BoundedText inline) {

    static Workspace of(
            int slot, Settings settings, WriteRules rules, WriteRules textRules, MessageText.Style messages) {
        FieldOutput output = new FieldOutput(rules);
        FieldOutput side = new FieldOutput(textRules);
        MessageText message = new MessageText(settings, messages, side);
        return new Workspace(
                slot,
                output,
                message,
                new ExtraFields(settings, output, message),
                side,
                new ExtraFields(settings, side, message),
                new BoundedText());
    }

    /** Makes the workspace clean for a line, whatever became of a try before. */
    void begin() {
        output.begin();
    }

    /** Lets go of the event and all that it holds. */
    void end() {
        output.end();
        side.end();
        message.end();
    }
}
