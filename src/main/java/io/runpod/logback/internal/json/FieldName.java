package io.runpod.logback.internal.json;

/** A field's name, ready to be written. Immutable. */
public final class FieldName {

    private final String text;
    private final boolean sensitive;
    private final byte[] json;
    private final byte[] label;

    /**
     * @param text what a reader of the line will see: redacted, cut, without unpaired surrogates
     * @param sensitive whether the name announces a secret, so that its value is never written
     * @param json {@code ", "}, the quoted name and {@code ": "}
     * @param label a space, the name in the text line and {@code =}
     */
    FieldName(String text, boolean sensitive, byte[] json, byte[] label) {
        this.text = text;
        this.sensitive = sensitive;
        this.json = json;
        this.label = label;
    }

    boolean sensitive() {
        return sensitive;
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
