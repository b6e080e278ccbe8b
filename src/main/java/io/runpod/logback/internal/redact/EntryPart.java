package io.runpod.logback.internal.redact;

/**
 * What a field is in an entry that has one field for its name and one for its value, as in a list of environment
 * variables: {@code {"key": "DB_PASSWORD", "value": "hunter2"}}. {@link NamedEntry} finds the same in text.
 */
public enum EntryPart {
    /** The field holds the entry's name. */
    NAME,
    /** The field holds the entry's value. */
    VALUE,
    /** The field belongs to no entry. */
    NONE;

    /** Returns what a field of this name is. */
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
