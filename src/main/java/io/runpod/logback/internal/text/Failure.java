package io.runpod.logback.internal.text;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Handles the failure of a value: makes the text that is written instead of it, and rethrows fatal errors. */
public final class Failure {

    private static final int MAX_REASON_CHARS = 200;

    private Failure() {}

    /**
     * Rethrows an error of the virtual machine, which a logger must not swallow. {@code StackOverflowError} is not
     * rethrown: the code of one value recursed too deeply, and the stack is free again.
     */
    public static void rethrowIfFatal(Throwable problem) {
        if (problem instanceof VirtualMachineError error && !(problem instanceof StackOverflowError)) {
            throw error;
        }
    }

    /** Returns {@code [unserializable: Class: reason]}, with the class of the value. */
    public static String placeholder(@Nullable Object value, Throwable problem) {
        Throwable root = root(problem);
        boolean named = root instanceof Refusal refusal && refusal.subject != null;
        return placeholder(named ? ((Refusal) root).subject : value, reason(root));
    }

    public static String placeholder(@Nullable Object value, String reason) {
        return "[unserializable: " + (value == null ? "value" : value.getClass().getTypeName()) + ": " + reason + "]";
    }

    /**
     * Thrown if a rule of this library refuses a value. Has no stack trace, since the place in the code does not
     * matter.
     */
    public static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Object subject;

        public Refusal(String reason) {
            this(reason, null);
        }

        /** @param subject the refused value, if it is only a part of the value that is being written */
        public Refusal(String reason, @Nullable Object subject) {
            super(reason, null, false, false);
            this.subject = subject;
        }
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        for (int i = 0; i < 8 && isWrapper(root) && root.getCause() != null; i++) {
            root = root.getCause();
        }
        return root;
    }

    private static String reason(Throwable root) {
        String message = message(root);
        if (root instanceof Refusal) {
            return message;
        }
        String name = root.getClass().getSimpleName();
        return message.isEmpty() ? name : name + ": " + message;
    }

    /**
     * Whether the exception only wraps what a getter threw. Jackson's message adds the path of the value, but the
     * getter's own message says more.
     */
    private static boolean isWrapper(Throwable problem) {
        return problem instanceof JacksonException || problem instanceof InvocationTargetException;
    }

    /** Cuts a message after a whole word, because a part of a secret might not be recognised as secret. */
    private static String wholeWords(String message) {
        int end = MAX_REASON_CHARS;
        while (end > 0 && message.charAt(end) > ' ') {
            end--;
        }
        return message.substring(0, end);
    }

    private static String message(Throwable problem) {
        try {
            String message =
                    problem instanceof JacksonException jackson ? jackson.getOriginalMessage() : problem.getMessage();
            if (message == null) {
                return "";
            }
            return message.length() <= MAX_REASON_CHARS ? message : wholeWords(message) + "...";
        } catch (Throwable second) {
            rethrowIfFatal(second);
            return "";
        }
    }
}
