package io.runpod.logback;

/** Logs an exception that ends a thread as an ERROR line, in place of a raw stack trace on standard error. */
final class UncaughtExceptions implements Thread.UncaughtExceptionHandler {

    private static final String NAME = UncaughtExceptions.class.getPackageName() + ".Uncaught";

    private UncaughtExceptions() {}

    /** Logs them from now on, unless the application has a handler of its own. */
    static synchronized void install() {
        if (Thread.getDefaultUncaughtExceptionHandler() == null) {
            Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptions());
        }
    }

    /** Runs on the thread that ends, so that the line has the request id of its MDC. */
    @Override
    @SuppressWarnings("CatchAndPrintStackTrace") // as the JDK does without a handler
    public void uncaughtException(Thread thread, Throwable problem) {
        try {
            RunPodLogger logger = RunPodLogger.of(NAME);
            if (logger.isErrorEnabled()) {
                logger.error("Uncaught exception in thread \"{}\"", thread.getName(), problem);
                return;
            }
        } catch (Throwable failure) {
            // the logger is what failed: the exception must not be lost with it
        }
        problem.printStackTrace();
    }
}
