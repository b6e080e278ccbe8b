package io.runpod.logback.support;

import java.util.function.BiFunction;

/** Throwables with stack traces of a test's choice. */
public final class Problems {

    /** Stands at the root of a chain, and nowhere else. */
    public static final class RootProblem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RootProblem(String message) {
            super(message);
        }
    }

    private Problems() {}

    /** Gives it frames that are numbered from the top, and no two of different names alike. */
    public static <T extends Throwable> T framed(T problem, String name, int frames) {
        StackTraceElement[] trace = new StackTraceElement[frames];
        for (int i = 0; i < frames; i++) {
            trace[i] = new StackTraceElement("app.Service", name, "Service.java", i + 1);
        }
        problem.setStackTrace(trace);
        return problem;
    }

    /** A chain of so many throwables in all, with messages {@code #0 ..., #1 ...} and a {@link RootProblem} at its end. */
    public static Throwable chain(int length, String message, int frames) {
        return chain(length, message, frames, IllegalStateException::new);
    }

    public static Throwable chain(
            int length, String message, int frames, BiFunction<String, Throwable, Throwable> factory) {
        Throwable cause = framed(new RootProblem("#" + (length - 1) + ' ' + message), "m" + (length - 1), frames);
        for (int i = length - 2; i >= 0; i--) {
            cause = framed(factory.apply("#" + i + ' ' + message, cause), "m" + i, frames);
        }
        return cause;
    }

    public static String frame(String name, int number) {
        return "at app.Service." + name + "(Service.java:" + number + ")";
    }
}
