package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message together as SLF4J's {@code MessageFormatter} does, straight into the text of a line. Not thread-safe.
 */
final class MessageFormat {

    private final ArgumentText arguments;

    /**
     * Makes a format.
     *
     * @param maxChars of a message; more of an argument is not needed
     * @param sensitive finds names that announce secrets; null = none does
     */
    MessageFormat(int maxChars, @Nullable SensitiveNames sensitive) {
        this.arguments = new ArgumentText(maxChars, sensitive);
    }

    void append(ILoggingEvent event, BoundedText out) {
        Object[] given = event.getArgumentArray();
        String pattern = event.getMessage();
        if (pattern != null
                && given != null
                && isLogbacks(event)
                && (isOfThisThread(event.getThreadName()) || hides(given))) {
            append(pattern, given, out);
        } else {
            out.append(String.valueOf(event.getFormattedMessage()));
        }
    }

    /** An event of another class makes its own text, such as one with parts masked. */
    private static boolean isLogbacks(ILoggingEvent event) {
        return event.getClass() == LoggingEvent.class;
    }

    /** Whether Logback's text shows a value, without its name, that the name announces as a secret. */
    private boolean hides(Object[] given) {
        for (Object argument : given) {
            if (LogstashText.hasHidden(argument, arguments, 0)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the arguments are what they were when the event was logged. Not so where another thread encodes it, as
     * they may have changed since: Logback has kept the text then.
     *
     * <p>By the name that Logback gives a thread; one that has none, as virtual threads mostly have, it calls by
     * its number.
     */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static boolean isOfThisThread(@Nullable String name) {
        Thread thread = Thread.currentThread();
        String own = thread.getName();
        if (!own.isEmpty() || name == null) {
            return own.equals(name);
        }
        return name.isEmpty() || name.equals("virtual-" + thread.getId()) || name.equals("unnamed-" + thread.getId());
    }

    private void append(String pattern, Object[] given, BoundedText out) {
        int at = 0;
        for (int next = 0; next < given.length; ) {
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
                arguments.appendArgument(given[next++], out);
                at = place + 2;
            }
        }
        out.append(pattern, at, pattern.length());
    }
}
