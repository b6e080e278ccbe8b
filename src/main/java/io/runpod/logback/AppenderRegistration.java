package io.runpod.logback;

import org.jspecify.annotations.Nullable;

/** Registers a shutdown hook and a JMX bean for as long as an appender is started. */
final class AppenderRegistration {

    private final RunPodAppender appender;
    private @Nullable Thread hook;

    /** Removes the bean. A Runnable, because this class must load without java.management. */
    private @Nullable Runnable bean;

    AppenderRegistration(RunPodAppender appender) {
        this.appender = appender;
    }

    void begin() {
        Thread added = new Thread(appender::drain, "runpod-log-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(added);
            hook = added;
        } catch (IllegalStateException shuttingDown) {
            // The JVM is already shutting down: stop() drains the queue instead of the hook.
        }
        try {
            bean = AppenderBean.register(appender);
        } catch (RuntimeException | LinkageError noBean) { // jlink can make a Java runtime without java.management
            appender.addInfo("No JMX bean for appender [" + appender.getName() + "]: " + noBean);
        }
    }

    void end() {
        Thread added = hook;
        hook = null;
        if (added != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(added);
            } catch (IllegalStateException shuttingDown) {
                // The JVM is shutting down: the hook is running or has run.
            }
        }
        Runnable registered = bean;
        bean = null;
        if (registered != null) {
            try {
                registered.run();
            } catch (RuntimeException gone) {
                appender.addInfo("The JMX bean was removed already: " + gone);
            }
        }
    }
}
