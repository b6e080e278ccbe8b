package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.text.BoundedText;
import org.jspecify.annotations.Nullable;

/** Formats a message as SLF4J's {@code MessageFormatter} does, directly into the text of a line. Not thread-safe. */
final class MessageFormat {

    private final ArgumentText argumentText;

    /**
     * @param maxChars maximum length of a message, in characters; no more than that is needed of an argument
     * @param sensitive recognises names of secrets; null = no name is one
     */
    MessageFormat(int maxChars, @Nullable SensitiveNames sensitive) {
        this.argumentText = new ArgumentText(maxChars, sensitive);
    }

    void append(ILoggingEvent event, BoundedText out) {
        Object[] arguments = event.getArgumentArray();
        String pattern = event.getMessage();
        if (pattern != null
                && arguments != null
                && isLogbackEvent(event)
                && (isOfThisThread(event.getThreadName()) || hasMasked(arguments))) {
            append(pattern, arguments, out);
        } else {
            out.append(String.valueOf(event.getFormattedMessage()));
        }
    }

    /**
     * Whether the event is Logback's own. Others may format their text in another way, for example with masked parts.
     */
    private static boolean isLogbackEvent(ILoggingEvent event) {
        return event.getClass() == LoggingEvent.class;
    }

    /**
     * Whether an argument, or a part of one, has the name of a secret. The text that Logback formatted may show the
     * value without the name.
     */
    private boolean hasMasked(Object[] arguments) {
        for (Object argument : arguments) {
            if (LogstashText.hasMasked(argument, argumentText, 0)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether this thread logged the event, so that the arguments have not changed since. If another thread encodes the
     * event, they may have changed; for that case Logback has stored the formatted text.
     *
     * <p>Compares the thread's name with the one that Logback recorded. If a thread has no name, as most virtual
     * threads, Logback makes one from its number.
     */
    @SuppressWarnings("deprecation") // threadId() came with Java 19
    private static boolean isOfThisThread(@Nullable String name) {
        Thread thread = Thread.currentThread();
        String ownName = thread.getName();
        if (!ownName.isEmpty() || name == null) {
            return ownName.equals(name);
        }
        return name.isEmpty() || name.equals("virtual-" + thread.getId()) || name.equals("unnamed-" + thread.getId());
    }

    private void append(String pattern, Object[] arguments, BoundedText out) {
        int at = 0;
        for (int next = 0; next < arguments.length; ) {
            int placeholder = pattern.indexOf("{}", at);
            if (placeholder < 0) {
                break;
            }
            boolean escaped = placeholder > 0 && pattern.charAt(placeholder - 1) == '\\';
            boolean escapedTwice = escaped && placeholder > 1 && pattern.charAt(placeholder - 2) == '\\';
            if (escaped && !escapedTwice) {
                out.append(pattern, at, placeholder - 1).append('{');
                at = placeholder + 1;
            } else {
                out.append(pattern, at, escapedTwice ? placeholder - 1 : placeholder);
                argumentText.appendArgument(arguments[next++], out);
                at = placeholder + 2;
            }
        }
        out.append(pattern, at, pattern.length());
    }
}
