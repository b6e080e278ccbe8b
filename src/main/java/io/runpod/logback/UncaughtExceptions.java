package io.runpod.logback;

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
            // The logger failed: the exception is printed instead, so that it is not lost.
        }
        problem.printStackTrace();
    }
}
