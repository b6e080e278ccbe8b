package io.runpod.logback.internal.json;

import io.runpod.logback.internal.redact.EntryPart;

/** The name of a field, prepared for writing. Immutable. */
public final class FieldName {

    private final String text;
    private final boolean sensitive;
    private final EntryPart part;
    private final byte[] json;
    private final byte[] label;

    /**
     * @param text the name as the line shows it: redacted, cut, without unpaired surrogates
     * @param sensitive whether it is the name of a secret, whose value is masked
     * @param part what its value is in an entry whose name and value are fields of their own
     * @param json the bytes of {@code ", "}, the quoted name and {@code ": "}
     * @param label the bytes of a space, the name as the text line shows it, and {@code =}
     */
    FieldName(String text, boolean sensitive, EntryPart part, byte[] json, byte[] label) {
        this.text = text;
        this.sensitive = sensitive;
        this.part = part;
        this.json = json;
        this.label = label;
    }

    boolean sensitive() {
        return sensitive;
    }

    EntryPart part() {
        return part;
    }

    byte[] json() {
        return json;
    }

    byte[] label() {
        return label;
    }

    String text() {
        return text;
    }
}
