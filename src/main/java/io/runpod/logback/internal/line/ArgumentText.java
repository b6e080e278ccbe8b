package io.runpod.logback.internal.line;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.NameCache;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import java.util.function.Function;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;

/**
 * Appends the text of an argument to a message as SLF4J's {@code MessageFormatter} does: {@code String.valueOf}, and
 * arrays as {@code Arrays.toString}. A {@code byte[]} is shown only as its length. The properties of an object are not
 * read. Arrays, and maps and collections of the JDK, are appended element by element, only as far as the message can
 * show; the rest is counted. An argument or element that fails is replaced by a text that names it. Not thread-safe.
 */
final class ArgumentText {

    /** Maximum nesting of a value; a deeper value fails, because its text would be of no use to a reader. */
    private static final int MAX_DEPTH = 500;

    /** Maximum length of the text of a {@link FieldList} in the line of another encoder, in code points. */
    private static final int MAX_TEXT_CHARS = 1 << 16;

    /** Maximum length of a string that is escaped in quotes; a longer string is quoted without escaping. */
    private static final int MAX_QUOTED_CHARS = 1 << 14;

    /**
     * Whether a class is a map, a collection or an entry whose {@code toString} is the JDK's own. The cached values are
     * JDK types; otherwise a class would keep this library's class loader alive.
     */
    private static final ClassValue<Boolean> HAS_JDK_TEXT = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return (Map.class.isAssignableFrom(type)
                            || Collection.class.isAssignableFrom(type)
                            || Map.Entry.class.isAssignableFrom(type))
                    && inheritsJdkText(type);
        }
    };

    private static boolean inheritsJdkText(Class<?> type) {
        Class<?> source = type;
        while (source != null && !declaresToString(source)) {
            source = source.getSuperclass();
        }
        return source != null
                && source.getClassLoader() == null
                && (source.getPackageName().equals("java.util")
                        || source.getPackageName().equals("java.util.concurrent"));
    }

    @SuppressWarnings("ReturnValueIgnored") // only its presence matters
    private static boolean declaresToString(Class<?> type) {
        try {
            type.getDeclaredMethod("toString");
            return true;
        } catch (NoSuchMethodException inherited) {
            return false;
        } catch (LinkageError unknown) {
            return true; // it needs a class that is missing; it may declare toString, so its toString is called
        }
    }

    /**
     * The default rules for secrets, for {@link #textOf}, which knows no encoder's settings. In a class of their own,
     * so that they are made on first use: most programs never need them.
     */
    private static final class DefaultRedaction {
        static final SensitiveNames NAMES = new SensitiveNames();
        static final Redactor REDACTOR = new Redactor(NAMES, List.of(), List.of());
    }

    private final int maxChars;
    private final @Nullable SensitiveNames sensitive;
    private final NameCache<Boolean> sensitiveCache = new NameCache<>();
    private final Function<String, Boolean> sensitiveLookup = this::isSensitive;

    /** The containers that are being appended, to detect one that contains itself. */
    private final List<Object> path = new ArrayList<>();

    /** Characters appended for the current argument. */
    private long appendedChars;

    /**
     * @param maxChars how many characters of an argument are needed; appending stops soon after them
     * @param sensitive recognises names of secrets; null = no name is one
     */
    ArgumentText(int maxChars, @Nullable SensitiveNames sensitive) {
        this.maxChars = maxChars;
        this.sensitive = sensitive;
    }

    static String textOf(FieldList fields) {
        BoundedText text = new BoundedText().reset(MAX_TEXT_CHARS);
        new ArgumentText(MAX_TEXT_CHARS, DefaultRedaction.NAMES).appendArgument(fields, text);
        text.redact(DefaultRedaction.REDACTOR);
        text.cut(MAX_TEXT_CHARS);
        return text.toString();
    }

    /** Whether a value is masked because of its name. Null and booleans never are. */
    boolean masks(String name, @Nullable Object value) {
        return value != null && !(value instanceof Boolean) && sensitiveCache.of(name, sensitiveLookup);
    }

    private Boolean isSensitive(String name) {
        return sensitive != null && sensitive.matches(name);
    }

    /** Whether the object is a map, a collection or an entry whose {@code toString} is the JDK's own. */
    static boolean hasJdkText(Object value) {
        return HAS_JDK_TEXT.get(value.getClass());
    }

    /** Appends a whole argument. */
    void appendArgument(@Nullable Object argument, BoundedText out) {
        appendedChars = 0;
        path.clear();
        append(argument, out);
    }

    /** Appends an argument, or a part of one. */
    void append(@Nullable Object value, BoundedText out) {
        if (value instanceof String text) {
            appendText(text, out);
            return;
        } else if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            out.append(number);
            appendedChars += LineBuffer.width(number);
            return;
        }
        int depth = path.size();
        try {
            if (value != null && value.getClass().isArray()) {
                appendArray(value, out);
            } else if (value instanceof StructuredArgument structured) {
                appendStructured(structured, out);
            } else if (value instanceof Optional<?> optional && optional.isPresent()) {
                appendText("Optional[", out);
                appendElement(optional.get(), optional, "", out);
                appendText("]", out);
            } else if (value != null && hasJdkText(value)) {
                appendContainer(value, out);
            } else {
                appendText(String.valueOf(value), out);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            appendText(Failure.placeholder(value, problem), out);
        } finally {
            path.subList(depth, path.size()).clear();
        }
    }

    private void appendStructured(StructuredArgument argument, BoundedText out) {
        if (argument instanceof FieldList fields) {
            long start = appendedChars;
            fields.forEach((name, value) -> appendField(appendedChars > start ? " " : "", name, value, out));
        } else if (!LogstashText.append(argument, out, this)) {
            appendText(String.valueOf(argument), out);
        }
    }

    private void appendField(String separator, String name, @Nullable Object value, BoundedText out) {
        if (isFull()) {
            return;
        }
        appendText(separator + name + "=", out);
        if (masks(name, value)) {
            appendText(Redactor.MASK, out);
        } else if (value instanceof String text && !isBare(text)) {
            appendText("\"", out);
            appendText(text.length() > MAX_QUOTED_CHARS ? text : escaped(text), out);
            appendText("\"", out);
        } else {
            append(value, out);
        }
    }

    private static boolean isBare(String text) {
        return text.length() <= MAX_QUOTED_CHARS && Escapes.isBare(text.toCharArray(), 0, text.length());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Appends a text, and counts it as part of the argument; null is appended as {@code null}. */
    void appendText(@Nullable String value, BoundedText out) {
        String text = String.valueOf(value);
        out.append(text);
        appendedChars += text.length();
    }

    /** Whether the message can show no more of the argument. */
    private boolean isFull() {
        return appendedChars > maxChars;
    }

    private void enter(Object container) {
        if (path.size() == MAX_DEPTH) {
            throw new Failure.Refusal("nests deeper than " + MAX_DEPTH);
        }
        path.add(container);
    }

    private boolean isOnPath(Object container) {
        for (Object open : path) {
            if (open == container) {
                return true;
            }
        }
        return false;
    }

    private void appendArray(Object array, BoundedText out) {
        if (array instanceof byte[] bytes) {
            appendText("[" + bytes.length + " bytes]", out);
            return;
        }
        if (isOnPath(array)) {
            appendText("[...]", out);
            return;
        }
        enter(array);
        int length = Array.getLength(array);
        appendText("[", out);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                appendText(", ", out);
            }
            if (isFull()) {
                appendMore(length - i, out);
                break;
            }
            append(Array.get(array, i), out);
        }
        appendText("]", out);
    }

    private void appendContainer(Object container, BoundedText out) {
        if (container instanceof Map.Entry<?, ?> entry) {
            enter(container);
            appendEntry(entry, container, out);
        } else if (isSynchronized(container)) {
            synchronized (container) { // its own toString locks it too
                appendElements(container, out);
            }
        } else {
            appendElements(container, out);
        }
    }

    private static boolean isSynchronized(Object container) {
        return container instanceof Vector<?>
                || container instanceof Hashtable<?, ?>
                || container.getClass().getName().startsWith("java.util.Collections$Synchronized");
    }

    private void appendElements(Object container, BoundedText out) {
        enter(container);
        boolean isMap = container instanceof Map<?, ?>;
        Iterator<?> elements =
                isMap ? ((Map<?, ?>) container).entrySet().iterator() : ((Collection<?>) container).iterator();
        appendText(isMap ? "{" : "[", out);
        for (int i = 0; elements.hasNext(); i++) {
            if (i > 0) {
                appendText(", ", out);
            }
            if (isFull()) {
                int size = isMap ? ((Map<?, ?>) container).size() : ((Collection<?>) container).size();
                appendMore(size - i, out);
                break;
            }
            Object element = elements.next();
            if (isMap) {
                appendEntry((Map.Entry<?, ?>) element, container, out);
            } else {
                appendElement(element, container, "(this Collection)", out);
            }
        }
        appendText(isMap ? "}" : "]", out);
    }

    private void appendEntry(Map.Entry<?, ?> entry, Object container, BoundedText out) {
        if (isFull()) {
            appendText("...", out);
            return;
        }
        Object key = entry.getKey();
        Object value = entry.getValue();
        appendElement(key, container, "(this Map)", out);
        appendText("=", out);
        if (key instanceof String name && masks(name, value)) {
            appendText(Redactor.MASK, out);
        } else {
            appendElement(value, container, "(this Map)", out);
        }
    }

    /** Appends an element. An array in a collection is shown by its own {@code toString}, as the JDK does. */
    private void appendElement(@Nullable Object element, Object container, String self, BoundedText out) {
        if (element == container) {
            appendText(self, out);
        } else if (element != null && element.getClass().isArray()) {
            appendText(element.toString(), out);
        } else {
            append(element, out);
        }
    }

    private void appendMore(int count, BoundedText out) {
        appendText(count > 0 ? "..." + count + " more" : "...", out);
    }
}
