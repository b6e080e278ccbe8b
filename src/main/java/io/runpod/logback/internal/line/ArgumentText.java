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
 * Appends an argument's own text to a message, as SLF4J's {@code MessageFormatter} does: {@code String.valueOf}, and
 * arrays with their elements. No object is taken apart. The JDK's maps and collections, and arrays, are appended piece by
 * piece in their own textual form, and no further than the message can show; what is left out is counted. An argument, or
 * an element, that fails is named in its place. Not thread-safe.
 */
final class ArgumentText {

    /** Deeper text is of no use to a reader. */
    private static final int MAX_DEPTH = 500;

    /** Of the text of fields that an encoder of another kind prints. */
    private static final int MAX_TEXT_CHARS = 1 << 16;

    /** Longer strings are quoted without escaping. */
    private static final int MAX_QUOTED_CHARS = 1 << 14;

    /**
     * Whether the text of a class's objects is the JDK's own one of a map, a collection or an entry. (The answers are the
     * JDK's own objects, so that no class keeps this library alive.)
     */
    private static final ClassValue<Boolean> JDK_TEXTS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return (Map.class.isAssignableFrom(type)
                            || Collection.class.isAssignableFrom(type)
                            || Map.Entry.class.isAssignableFrom(type))
                    && isTextOfTheJdk(type);
        }
    };

    private static boolean isTextOfTheJdk(Class<?> type) {
        Class<?> source = type;
        while (source != null && !declaresText(source)) {
            source = source.getSuperclass();
        }
        return source != null
                && source.getClassLoader() == null
                && (source.getPackageName().equals("java.util")
                        || source.getPackageName().equals("java.util.concurrent"));
    }

    @SuppressWarnings("ReturnValueIgnored") // whether it is there is what is asked
    private static boolean declaresText(Class<?> type) {
        try {
            type.getDeclaredMethod("toString");
            return true;
        } catch (NoSuchMethodException inherited) {
            return false;
        } catch (LinkageError unknown) {
            return true; // a class of which another is missing may declare it: it is asked for its text
        }
    }

    /** What is secret where no encoder's settings say it. Made on first use: most programs never ask. */
    private static final class Defaults {
        static final SensitiveNames NAMES = new SensitiveNames();
        static final Redactor REDACTOR = new Redactor(NAMES, List.of(), List.of());
    }

    private final int maxChars;
    private final @Nullable SensitiveNames sensitive;
    private final NameCache<Boolean> known = new NameCache<>();
    private final Function<String, Boolean> asking = this::ask;

    /** The containers that are being appended, to recognise one that contains itself. */
    private final List<Object> path = new ArrayList<>();

    /** Characters that the argument has taken. */
    private long taken;

    /**
     * Makes one.
     *
     * @param maxChars of an argument; more of it is not needed
     * @param sensitive finds names that announce secrets; null = none does
     */
    public ArgumentText(int maxChars, @Nullable SensitiveNames sensitive) {
        this.maxChars = maxChars;
        this.sensitive = sensitive;
    }

    static String textOf(FieldList fields) {
        BoundedText text = new BoundedText().reset(MAX_TEXT_CHARS);
        new ArgumentText(MAX_TEXT_CHARS, Defaults.NAMES).appendArgument(fields, text);
        text.redact(Defaults.REDACTOR);
        text.cut(MAX_TEXT_CHARS);
        return text.toString();
    }

    /** Whether a value of this name is not shown. */
    boolean hides(String name, @Nullable Object value) {
        return value != null && !(value instanceof Boolean) && known.of(name, asking);
    }

    private Boolean ask(String name) {
        return sensitive != null && sensitive.matches(name);
    }

    /** Whether the text of an object is the JDK's own one of a map, a collection or an entry. */
    boolean isTextOfTheJdk(Object value) {
        return JDK_TEXTS.get(value.getClass());
    }

    /** Appends an argument. */
    public void appendArgument(@Nullable Object argument, BoundedText out) {
        taken = 0;
        path.clear();
        append(argument, out);
    }

    /** Appends an argument, or a part of one. */
    void append(@Nullable Object value, BoundedText out) {
        if (value instanceof String text) {
            piece(text, out);
            return;
        } else if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            out.append(number);
            taken += LineBuffer.digits(Math.abs(number)) + (number < 0 ? 1 : 0);
            return;
        }
        int depth = path.size();
        try {
            if (value != null && value.getClass().isArray()) {
                appendArray(value, out);
            } else if (value instanceof StructuredArgument structured) {
                appendStructured(structured, out);
            } else if (value instanceof Optional<?> optional && optional.isPresent()) {
                piece("Optional[", out);
                appendElement(optional.get(), optional, "", out);
                piece("]", out);
            } else if (value != null && JDK_TEXTS.get(value.getClass())) {
                appendContainer(value, out);
            } else {
                piece(String.valueOf(value), out);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            piece(Failure.placeholder(value, problem), out);
        } finally {
            path.subList(depth, path.size()).clear();
        }
    }

    private void appendStructured(StructuredArgument argument, BoundedText out) {
        if (argument instanceof FieldList fields) {
            long start = taken;
            fields.forEach((name, value) -> appendField(taken > start ? " " : "", name, value, out));
        } else if (!LogstashText.append(argument, out, this)) {
            piece(String.valueOf(argument), out);
        }
    }

    private void appendField(String separator, String name, @Nullable Object value, BoundedText out) {
        if (isFull()) {
            return;
        }
        piece(separator + name + "=", out);
        if (hides(name, value)) {
            piece(Redactor.MASK, out);
        } else if (value instanceof String text && !isBare(text)) {
            piece("\"", out);
            piece(text.length() > MAX_QUOTED_CHARS ? text : escaped(text), out);
            piece("\"", out);
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

    /** Appends a text that is part of an argument; one that is null reads so. */
    void piece(@Nullable String given, BoundedText out) {
        String text = String.valueOf(given);
        out.append(text);
        taken += text.length();
    }

    /** Whether the message cannot show more of the argument. */
    private boolean isFull() {
        return taken > maxChars;
    }

    private void enter(Object container) {
        if (path.size() == MAX_DEPTH) {
            throw new Failure.Refusal("nests deeper than " + MAX_DEPTH);
        }
        path.add(container);
    }

    private boolean isWithin(Object container) {
        for (Object one : path) {
            if (one == container) {
                return true;
            }
        }
        return false;
    }

    private void appendArray(Object array, BoundedText out) {
        if (array instanceof byte[] bytes) {
            piece("[" + bytes.length + " bytes]", out);
            return;
        }
        if (isWithin(array)) {
            piece("[...]", out);
            return;
        }
        enter(array);
        int length = Array.getLength(array);
        piece("[", out);
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                piece(", ", out);
            }
            if (isFull()) {
                appendMore(length - i, out);
                break;
            }
            append(Array.get(array, i), out);
        }
        piece("]", out);
    }

    private void appendContainer(Object container, BoundedText out) {
        if (container instanceof Map.Entry<?, ?> entry) {
            enter(container);
            appendEntry(entry, container, out);
        } else if (isSynchronized(container)) {
            synchronized (container) { // as its own toString does
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
        piece(isMap ? "{" : "[", out);
        for (int i = 0; elements.hasNext(); i++) {
            if (i > 0) {
                piece(", ", out);
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
        piece(isMap ? "}" : "]", out);
    }

    private void appendEntry(Map.Entry<?, ?> entry, Object container, BoundedText out) {
        if (isFull()) {
            piece("...", out);
            return;
        }
        Object key = entry.getKey();
        Object value = entry.getValue();
        appendElement(key, container, "(this Map)", out);
        piece("=", out);
        if (key instanceof String name && hides(name, value)) {
            piece(Redactor.MASK, out);
        } else {
            appendElement(value, container, "(this Map)", out);
        }
    }

    /** An array in a collection is its own text there, as of any object. */
    private void appendElement(@Nullable Object element, Object container, String self, BoundedText out) {
        if (element == container) {
            piece(self, out);
        } else if (element != null && element.getClass().isArray()) {
            piece(element.toString(), out);
        } else {
            append(element, out);
        }
    }

    private void appendMore(int count, BoundedText out) {
        piece(count > 0 ? "..." + count + " more" : "...", out);
    }
}
