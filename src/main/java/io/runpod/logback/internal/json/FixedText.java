package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;

/** A text that is the same in every line, and ASCII without anything to escape. Immutable. */
public final class FixedText extends DirectText {

    private final String text;

    public FixedText(String text) {
        this.text = text;
    }

    @Override
    public void writeContent(LineBuffer out) {
        out.ascii(text);
    }

    @Override
    public String getValue() {
        return text;
    }
}
