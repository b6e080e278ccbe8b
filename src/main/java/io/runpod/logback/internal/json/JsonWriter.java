package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.LineBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * JSON syntax over a byte buffer: nesting, separators, quotes. The syntax of fields and values is written here only; the
 * line's own keys are joined to them by {@code JsonLine} and {@code FieldBlock}. What may be written, and how much of it, is
 * decided by {@link FieldWriter}.
 *
 * <p>The fields of the root stand without braces and each begins with its separator ({@code , "name": value} or, in a
 * text line, {@code  name=value}), so that a line can take any of them. Not thread-safe.
 */
final class JsonWriter {

    /** What stands between two elements. Each field of the root begins with it, in a text line with a blank. */
    static final byte[] SEPARATOR = {',', ' '};

    private final LineBuffer out;
    private final boolean[] arrays;
    private final int[] counts;
    private final int[] ids;
    private final @Nullable String[] names;
    private final @Nullable Object[] containers;
    private boolean text;
    private boolean named;
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
     * Begins anew, whatever the depth is.
     *
     * @param asText whether fields of the root are written as {@code name=value}
     */
    void reset(boolean asText) {
        backTo(0);
        text = asText;
        named = false;
        names[0] = null;
        counts[0] = 0;
        lastId = 0;
    }

    /** How many containers are open; 0 = at the root. */
    int depth() {
        return depth;
    }

    /** Whether the open container is an array; the root is none. */
    boolean isArray() {
        return arrays[depth];
    }

    boolean isArrayAt(int level) {
        return arrays[level];
    }

    /** A number that no other container of the line has. */
    int id() {
        return ids[depth];
    }

    /** How many elements the open container has. */
    int count() {
        return counts[depth];
    }

    int countAt(int level) {
        return counts[level];
    }

    /** The last name at a level; null = none. */
    @Nullable
    String nameAt(int level) {
        return names[level];
    }

    /** Whether a name stands there and its value does not yet. */
    boolean isNamed() {
        return named;
    }

    /** Whether a value that is written now is one of the root, in the style of the text line. */
    boolean isTextValue() {
        return text && depth == 0;
    }

    /** Whether a container is open that stands for this object. */
    boolean isWithin(Object container) {
        for (int level = depth; level > 0; level--) {
            if (containers[level] == container) {
                return true;
            }
        }
        return false;
    }

    void name(FieldName name) {
        int before = counts[depth]++;
        names[depth] = name.text();
        if (depth > 0) {
            byte[] json = name.json();
            int from = before == 0 ? SEPARATOR.length : 0;
            out.put(json, from, json.length - from);
        } else {
            out.put(text ? name.label() : name.json());
        }
        named = true;
    }

    /**
     * Makes the bytes of a name, to be written by {@link #name}.
     *
     * @param escaped writes the name's characters
     * @param asLabel whether it is a text line's, and not JSON's
     * @param quoted whether it stands in quotes
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

    /** Begins a value: after its name, or as the next element. */
    void value() {
        if (named) {
            named = false;
        } else if (counts[depth]++ > 0) {
            out.put(SEPARATOR);
        }
    }

    /** Writes a value whose JSON is known and ASCII. */
    void ascii(String json) {
        value();
        out.ascii(json);
    }

    void number(long value) {
        value();
        out.number(value);
    }

    void open(boolean array, @Nullable Object container) {
        value();
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
        backTo(depth - 1);
    }

    /** Goes back to a level without writing; what was open below it no longer is. */
    void backTo(int level) {
        for (; depth > level; depth--) {
            names[depth] = null;
            containers[depth] = null;
        }
    }

    /**
     * Takes back what was written after a place between two tokens.
     *
     * @param position of the buffer
     * @param toDepth how many containers were open there
     * @param count how many elements the innermost had
     * @param withName whether a name stood there without its value
     */
    void backTo(int position, int toDepth, int count, boolean withName) {
        backTo(toDepth);
        counts[depth] = count;
        named = withName;
        out.truncate(position);
    }
}
