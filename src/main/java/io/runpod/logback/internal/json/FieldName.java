package io.runpod.logback.internal.json;

import org.jspecify.annotations.Nullable;

/** A field's name, ready to be written. Immutable. */
public final class FieldName {

    private final String text;
    private final int hash;
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
        this.hash = text.hashCode();
        this.sensitive = sensitive;
        this.json = json;
        this.label = label;
    }

    boolean sensitive() {
        return sensitive;
    }

    int hash() {
        return hash;
    }

    /** Whether a reader of the line sees the same name; mostly it is the same object, out of a cache. */
    @SuppressWarnings("ReferenceEquality")
    boolean isSame(@Nullable FieldName other) {
        return this == other || (other != null && text.equals(other.text));
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
