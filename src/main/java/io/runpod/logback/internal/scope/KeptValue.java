package io.runpod.logback.internal.scope;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds a copy of a value until its request ends, and the size of the copy. Maps, collections and arrays are copied
 * with their elements, so that later changes are not shown and the size stays as counted. Other objects are kept
 * as they are.
 */
final class KeptValue {

    /** The middle of a longer text is cut out when it is copied. */
    private static final int MAX_TEXT_CHARS = 1 << 14;

    /** The length of the note that replaces the middle. */
    private static final int MAX_NOTE_CHARS = 48;

    /** The depth to which a line shows a value. */
    private static final int MAX_DEPTH = 32;

    /** How many characters each object counts in addition to its text. */
    private static final int OBJECT_CHARS = 8;

    /** Stops the copying. Has no stack trace, because it is always caught here. */
    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("too large", null, false, false);
        }
    }

    private final int maxChars;
    private int chars;
    private @Nullable Object copy;

    private KeptValue(int maxChars) {
        this.maxChars = maxChars;
    }

    /**
     * Copies a value; returns null if it has more characters than the limit.
     *
     * @param maxChars the limit for all its texts; each object counts {@link #OBJECT_CHARS} more
     */
    static @Nullable KeptValue of(@Nullable Object value, int maxChars) {
        KeptValue kept = new KeptValue(maxChars);
        try {
            kept.copy = kept.copyOf(value, 0);
            return kept;
        } catch (TooLarge problem) {
            return null;
        }
    }

    @Nullable
    Object copy() {
        return copy;
    }

    int chars() {
        return chars;
    }

    private @Nullable Object copyOf(@Nullable Object value, int depth) {
        count(OBJECT_CHARS);
        try {
            if (value instanceof CharSequence text) {
                String bounded = bounded(text);
                count(bounded.length());
                return bounded;
            }
            if (value != null && isArrayOfPrimitives(value.getClass())) {
                return copyOfPrimitives(value);
            }
            if (!(value instanceof Map) && !(value instanceof Collection) && !(value instanceof Object[])) {
                return value;
            }
            if (depth == MAX_DEPTH) {
                return Failure.placeholder(value, "nests deeper than " + MAX_DEPTH);
            }
            if (value instanceof Map<?, ?> map) {
                Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    // Of keys with the same text the first wins, as in any map of a line.
                    all.putIfAbsent(copyOf(entry.getKey(), depth + 1), copyOf(entry.getValue(), depth + 1));
                }
                return all;
            }
            List<@Nullable Object> all = new ArrayList<>();
            for (Object element : value instanceof Collection<?> list ? list : Arrays.asList((Object[]) value)) {
                all.add(copyOf(element, depth + 1));
            }
            return all;
        } catch (TooLarge problem) {
            throw problem;
        } catch (Throwable problem) { // thrown by a text, map or collection class of the application
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(value, problem);
        }
    }

    /**
     * Returns whether this is an array of primitives whose elements a line shows. Of a {@code byte[]} it shows only the
     * length.
     */
    private static boolean isArrayOfPrimitives(Class<?> type) {
        return type.isArray() && type.componentType().isPrimitive() && type != byte[].class;
    }

    private Object copyOfPrimitives(Object array) {
        int length = Array.getLength(array);
        count(length);
        Object copied = Array.newInstance(array.getClass().componentType(), length);
        System.arraycopy(array, 0, copied, 0, length);
        return copied;
    }

    private void count(int more) {
        chars += more;
        if (chars > maxChars) {
            throw new TooLarge();
        }
    }

    /** Returns a text, without its middle if it is too long to fit into a line. */
    private static String bounded(CharSequence text) {
        if (text.length() <= MAX_TEXT_CHARS) {
            return String.valueOf(text.toString());
        }
        // With the note, the text is short enough for a field, so that it is not cut again.
        int kept = Limits.DEFAULT_VALUE_CHARS - MAX_NOTE_CHARS;
        BoundedText ends = new BoundedText().reset(kept);
        ends.append(String.valueOf(text.toString()));
        ends.cut(kept);
        return ends.toString();
    }
}
