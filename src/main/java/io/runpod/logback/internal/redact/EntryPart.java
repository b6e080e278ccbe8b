package io.runpod.logback.internal.redact;

/**
 * The part that a field has in an entry whose name and value are fields of their own, as in a list of environment
 * variables: {@code {"key": "DB_PASSWORD", "value": "hunter2"}}. {@link NamedEntry} finds the same in text.
 */
public enum EntryPart {
    /** Its value is the entry's name. */
    NAME,
    /** Its value is the entry's value. */
    VALUE,
    /** It is no part of an entry. */
    NONE;

    /** Returns the part of a field of this name. */
    public static EntryPart of(String field) {
        if (field.equalsIgnoreCase(NamedEntry.VALUE)) {
            return VALUE;
        }
        for (String name : NamedEntry.NAMES) {
            if (field.equalsIgnoreCase(name)) {
                return NAME;
            }
        }
        return NONE;
    }
}
