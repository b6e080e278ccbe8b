package io.runpod.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Failure;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import net.logstash.logback.argument.DeferredStructuredArgument;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts a message together as SLF4J's {@code MessageFormatter} does, with two differences: an argument that fails is
 * named in its place, and an argument with a field that announces a secret is written without it.
 */
final class MessageFormat {

    private static final int MOST_ARRAY_ELEMENTS = 1000;

    private final FieldOutput probe;
    private final int mostBytes;

    /**
     * Makes a format.
     *
     * @param probe writes an argument's fields as text
     * @param mostBytes how large that text may get; more of an argument is not looked at
     */
    MessageFormat(FieldOutput probe, int mostBytes) {
        this.probe = probe;
        this.mostBytes = mostBytes;
    }

    void append(ILoggingEvent event, BoundedText out) {
        Object[] arguments = event.getArgumentArray();
        String pattern = event.getMessage();
        if (pattern != null
                && arguments != null
                && (isAsLogged(event) || isLiteral(pattern, arguments) || mustNotBeShown(arguments))) {
            append(pattern, arguments, out);
        } else {
            out.append(String.valueOf(event.getFormattedMessage()));
        }
    }

    /**
     * Whether the arguments are what they were when the event was logged. Not so where another thread encodes it, as
     * they may have changed since: Logback has kept the text then. Somebody else's event may have its own idea of the
     * text anyway, such as one with parts masked.
     */
    private static boolean isAsLogged(ILoggingEvent event) {
        return event.getClass() == LoggingEvent.class && isOfThisThread(event.getThreadName());
    }

    /** By the name that Logback gives a thread; one that has none, as virtual threads mostly have, it calls by its number. */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static boolean isOfThisThread(@Nullable String name) {
        Thread thread = Thread.currentThread();
        String own = thread.getName();
        if (!own.isEmpty() || name == null) {
            return own.equals(name);
        }
        return name.isEmpty() || name.equals("virtual-" + thread.getId()) || name.equals("unnamed-" + thread.getId());
    }

    /** Whether the call gave a map of fields, for which a place in its message does not stand, though Logback fills it. */
    private static boolean isLiteral(String pattern, Object[] arguments) {
        return arguments.length > 0 && arguments[0] instanceof CallFields && pattern.contains("{}");
    }

    private boolean mustNotBeShown(Object[] arguments) {
        for (Object argument : arguments) {
            if (argument instanceof byte[]) {
                return true; // Logback's text shows the bytes
            }
            try {
                if (isMadeOfFields(argument)
                        && fieldsAsText(argument) != null
                        && (probe.fields().masked() > 0 || !isLookedAtToTheEnd())) {
                    return true;
                }
            } catch (Throwable problem) {
                Failure.rethrowIfFatal(problem);
                return true; // nobody knows what is in it
            }
        }
        return false;
    }

    private boolean isLookedAtToTheEnd() {
        return !probe.fields().lacksFields() && !probe.fields().isPartial();
    }

    private static boolean isMadeOfFields(@Nullable Object argument) {
        return argument instanceof StructuredArgument
                || argument instanceof Map<?, ?>
                || argument instanceof Collection<?>
                || argument instanceof Map.Entry<?, ?>
                || argument instanceof Optional<?>
                || argument instanceof Object[]
                || argument instanceof JsonNode;
    }

    private void append(String pattern, Object[] arguments, BoundedText out) {
        int at = 0;
        for (int next = 0; next < arguments.length; ) {
            if (arguments[next] instanceof CallFields) {
                next++;
                continue;
            }
            int place = pattern.indexOf("{}", at);
            if (place < 0) {
                break;
            }
            boolean escaped = place > 0 && pattern.charAt(place - 1) == '\\';
            boolean escapedTwice = escaped && place > 1 && pattern.charAt(place - 2) == '\\';
            if (escaped && !escapedTwice) {
                out.append(pattern, at, place - 1).append('{');
                at = place + 1;
            } else {
                out.append(pattern, at, escapedTwice ? place - 1 : place);
                append(arguments[next++], out, 0);
                at = place + 2;
            }
        }
        out.append(pattern, at, pattern.length());
    }

    private void append(@Nullable Object argument, BoundedText out, int depth) {
        try {
            if (argument instanceof String text) {
                out.append(text);
            } else if (argument instanceof Integer || argument instanceof Long) {
                out.append(((Number) argument).longValue());
            } else if (argument == null || !argument.getClass().isArray()) {
                out.append(text(argument));
            } else if (argument instanceof byte[] bytes) {
                out.append("[").append(bytes.length).append(" bytes]");
            } else {
                appendArray(argument, out, depth);
            }
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            out.append(Failure.placeholder(argument, problem));
        }
    }

    private void appendArray(Object array, BoundedText out, int depth) {
        if (depth > 8) {
            out.append("[...]");
            return;
        }
        int length = Array.getLength(array);
        out.append('[');
        for (int i = 0; i < length; i++) {
            if (i > 0) {
                out.append(", ");
            }
            if (i == MOST_ARRAY_ELEMENTS) {
                out.append("...").append(length - i).append(" more");
                break;
            }
            append(Array.get(array, i), out, depth + 1);
        }
        out.append(']');
    }

    private String text(@Nullable Object argument) {
        String fields = isMadeOfFields(argument) ? fieldsAsText(argument) : null;
        return fields == null ? String.valueOf(argument) : fields;
    }

    /**
     * The argument's fields as text where one of them announces a secret or may do so, as not all were looked at, or
     * where the argument has no text of its own; else null.
     */
    private @Nullable String fieldsAsText(@Nullable Object argument) {
        probe.begin();
        FieldWriter fields = probe.fields();
        fields.beginFields(FieldWriter.Style.TEXT, mostBytes);
        if (argument instanceof StructuredArgument structured) {
            structured.writeTo(probe.generator());
        } else {
            fields.name("value");
            probe.generator().writePOJO(argument);
        }
        fields.endFields();
        if (fields.lacksFields()) {
            return Failure.placeholder(argument, "larger than " + mostBytes + " bytes"); // its own text would be, too
        }
        boolean hasOwnText = !(argument instanceof TextFields || argument instanceof DeferredStructuredArgument);
        if (fields.masked() == 0 && !fields.isPartial() && hasOwnText) {
            return null;
        }
        String text = new String(probe.buffer().array(), 0, probe.buffer().length(), StandardCharsets.UTF_8);
        int start = argument instanceof StructuredArgument ? " | ".length() : " | value=".length();
        return text.length() < start ? "" : text.substring(start);
    }
}
