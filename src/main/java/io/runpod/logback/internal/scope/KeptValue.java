package io.runpod.logback.internal.scope;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a value that is kept until its request ends, and its size. Maps, collections and arrays of objects are
 * copied with what they hold, so that they show what they were and no more memory than counted is kept; other objects
 * are kept as they are.
 */
final class KeptValue {

    /** A longer text loses its middle at once. */
    private static final int MAX_TEXT_CHARS = 1 << 14;

    /** Of the note where the middle was. */
    private static final int MAX_NOTE_CHARS = 48;

    /** As deep as a line shows. */
    private static final int MAX_DEPTH = 32;

    /** What an object counts beside its text. */
    private static final int OBJECT_CHARS = 8;

    /** It has no stack trace: the place in the code does not matter. */
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
     * Copies a value; null = it has more characters than the limit.
     *
     * @param maxChars of its texts; each object counts as some more
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
            if (!(value instanceof Map) && !(value instanceof Collection) && !(value instanceof Object[])) {
                return value;
            }
            if (depth == MAX_DEPTH) {
                return Failure.placeholder(value, "nests deeper than " + MAX_DEPTH);
            }
            if (value instanceof Map<?, ?> map) {
                Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    all.put(copyOf(entry.getKey(), depth + 1), copyOf(entry.getValue(), depth + 1));
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
        } catch (Throwable problem) { // of a text, map or collection of the application's own
            Failure.rethrowIfFatal(problem);
            return Failure.placeholder(value, problem);
        }
    }

    private void count(int more) {
        chars += more;
        if (chars > maxChars) {
            throw new TooLarge();
        }
    }

    /** Returns a text, without its middle where it is long: no more of it would fit into a line. */
    private static String bounded(CharSequence text) {
        if (text.length() <= MAX_TEXT_CHARS) {
            return String.valueOf(text.toString());
        }
        // With the note it has no more characters than a field's text may have, and is not cut again.
        int kept = Limits.DEFAULT_VALUE_CHARS - MAX_NOTE_CHARS;
        BoundedText ends = new BoundedText().reset(kept);
        ends.append(text instanceof String whole ? whole : text.toString());
        ends.cut(kept);
        return ends.toString();
    }
}
