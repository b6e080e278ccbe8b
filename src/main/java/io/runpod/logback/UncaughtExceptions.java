package io.runpod.logback;

import org.slf4j.Logger;

/** Logs an exception that ends a thread as an ERROR line, instead of a raw stack trace on standard error. */
final class UncaughtExceptions implements Thread.UncaughtExceptionHandler {

    private static final String NAME = UncaughtExceptions.class.getPackageName() + ".Uncaught";

    private UncaughtExceptions() {}

    /** Makes this the default handler of all threads, unless the application has set one. */
    static synchronized void install() {
        if (Thread.getDefaultUncaughtExceptionHandler() == null) {
            Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptions());
        }
    }

    /** Returns whether the default handler is one of this class. */
    static boolean isInstalled() {
        return Thread.getDefaultUncaughtExceptionHandler() instanceof UncaughtExceptions;
    }

    /**
     * Returns whether a line would reach an appender. A context that was stopped, or that has no appender for this
     * logger, would drop the line without a word. Another SLF4J provider is trusted.
     */
    private static boolean hasAppender(Logger logger) {
        if (!(logger instanceof ch.qos.logback.classic.Logger logback)) {
            return true;
        }
        ch.qos.logback.classic.Logger at = logback;
        while (!at.iteratorForAppenders().hasNext()) {
            if (!at.isAdditive() || at.getName().equals(Logger.ROOT_LOGGER_NAME)) {
                return false;
            }
            int end = at.getName().lastIndexOf('.');
            String parent = end < 0 ? Logger.ROOT_LOGGER_NAME : at.getName().substring(0, end);
            at = logback.getLoggerContext().getLogger(parent);
        }
        return true;
    }

    /**
     * Runs on the thread that ends, so that the line has the request id of its MDC, or that of the carried task that
     * threw.
     */
    @Override
    @SuppressWarnings("CatchAndPrintStackTrace") // as the JDK does without a handler
    public void uncaughtException(Thread thread, Throwable problem) {
        try {
            RunPodLogger logger = RunPodLogger.of(NAME);
            if (logger.isErrorEnabled() && hasAppender(logger.slf4j())) {
                CarriedContext.runAsThrower(
                        problem, () -> logger.error("Uncaught exception in thread \"{}\"", thread.getName(), problem));
                return;
            }
        } catch (Throwable failure) {
            // The logger failed: the exception is printed instead, so that it is not lost.
        }
        problem.printStackTrace();
    }
}
