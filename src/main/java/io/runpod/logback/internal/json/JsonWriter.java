package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON syntax to a byte buffer: nesting, separators, names. No other class writes the structure of fields and
 * values; {@link TokenWriter} decides what is written, and how much of it. {@code JsonLayout} and {@code FieldBlock}
 * add the line's own keys.
 *
 * <p>The fields of the root have no braces around them. Each begins with its separator ({@code , "name": value} or, in
 * a text line, {@code  name=value}), so that any of them can be copied into a line. Not thread-safe.
 */
final class JsonWriter {

    /** Separates two elements. Each field of the root begins with it, or with a space in a text line. */
    static final byte[] SEPARATOR = {',', ' '};

    private final LineBuffer out;
    private final boolean[] arrays;
    private final int[] counts;
    private final int[] ids;
    private final @Nullable String[] names;
    private final @Nullable Object[] containers;
    private boolean text;
    private boolean awaitsValue;
    private int depth;
    private int lastId;

    JsonWriter(LineBuffer out, int maxDepth) {
        this.out = out;
        arrays = new boolean[maxDepth + 1];
        counts = new int[maxDepth + 1];
        ids = new int[maxDepth + 1];
        names = new String[maxDepth + 1];
        containers = new Object[maxDepth + 1];
    }

    /**
     * Starts a new line, whatever is open.
     *
     * @param asLabels whether the fields of the root are written as {@code name=value}
     */
    void reset(boolean asLabels) {
        unwindTo(0);
        text = asLabels;
        awaitsValue = false;
        names[0] = null;
        counts[0] = 0;
        lastId = 0;
    }

    /** Returns how many containers are open; 0 = at the root. */
    int depth() {
        return depth;
    }

    /** Whether the open container is an array; the root is not. */
    boolean isArray() {
        return arrays[depth];
    }

    boolean isArrayAt(int level) {
        return arrays[level];
    }

    /** Returns the number of the open container, which no other container of the line has; 0 = the root. */
    int id() {
        return ids[depth];
    }

    /** Returns how many elements the open container has. */
    int count() {
        return counts[depth];
    }

    int countAt(int level) {
        return counts[level];
    }

    /** Returns the last name at a level; null = none. */
    @Nullable
    String nameAt(int level) {
        return names[level];
    }

    /** Whether a name has been written, but not its value. */
    boolean awaitsValue() {
        return awaitsValue;
    }

    /** Whether the next value is that of a {@code name=value} field. */
    boolean isTextValue() {
        return text && depth == 0;
    }

    /** Whether an open container stands for this object. */
    boolean isOpen(Object container) {
        for (int level = depth; level > 0; level--) {
            if (containers[level] == container) {
                return true;
            }
        }
        return false;
    }

    void name(FieldName name) {
        if (depth == 0) {
            field(name);
        } else {
            int before = counts[depth]++;
            names[depth] = name.text();
            byte[] json = name.json();
            int from = before == 0 ? SEPARATOR.length : 0;
            out.put(json, from, json.length - from);
        }
        awaitsValue = true;
    }

    /** Writes the name of a field of the root. The caller writes the value directly to the buffer. */
    void field(FieldName name) {
        counts[0]++;
        names[0] = name.text();
        out.put(text ? name.label() : name.json());
    }

    /** Returns how many bytes {@link #field} writes. */
    int width(FieldName name) {
        return (text ? name.label() : name.json()).length;
    }

    boolean isText() {
        return text;
    }

    /** Counts fields of the root that were copied into the buffer as they are. */
    void countFields(int more) {
        counts[0] += more;
    }

    /**
     * Makes the bytes of a name, for {@link FieldName}.
     *
     * @param escaped writes the name's characters
     * @param asLabel true = for a text line; false = for JSON
     * @param quoted whether the name is put in quotes
     */
    static byte[] prepareName(Consumer<LineBuffer> escaped, boolean asLabel, boolean quoted) {
        LineBuffer bytes = new LineBuffer();
        bytes.ascii(asLabel ? " " : ", ");
        if (quoted) {
            bytes.put('"');
        }
        escaped.accept(bytes);
        if (quoted) {
            bytes.put('"');
        }
        bytes.ascii(asLabel ? "=" : ": ");
        return bytes.copyFrom(0);
    }

    /** Begins a value, after its name or as the next element of an array. */
    void beginValue() {
        if (awaitsValue) {
            awaitsValue = false;
        } else if (counts[depth]++ > 0) {
            out.put(SEPARATOR);
        }
    }

    /** Writes a value that is given as JSON in ASCII. */
    void ascii(String json) {
        beginValue();
        out.ascii(json);
    }

    void number(long value) {
        beginValue();
        out.number(value);
    }

    void open(boolean array, @Nullable Object container) {
        beginValue();
        out.put(array ? '[' : '{');
        depth++;
        arrays[depth] = array;
        counts[depth] = 0;
        ids[depth] = ++lastId;
        names[depth] = null;
        containers[depth] = container;
    }

    void close() {
        out.put(arrays[depth] ? ']' : '}');
        unwindTo(depth - 1);
    }

    /** Returns to a level without writing; the containers below it are no longer open. */
    private void unwindTo(int level) {
        for (; depth > level; depth--) {
            names[depth] = null;
            containers[depth] = null;
        }
    }

    /**
     * Undoes what was written after an earlier position between two tokens.
     *
     * @param position index of that position in the buffer
     * @param toDepth how many containers were open there
     * @param count how many elements the innermost of them had
     * @param awaiting whether a name had been written there, but not its value
     */
    void rollback(int position, int toDepth, int count, boolean awaiting) {
        unwindTo(toDepth);
        counts[depth] = count;
        awaitsValue = awaiting;
        out.truncate(position);
    }
}
