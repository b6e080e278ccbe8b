package io.runpod.logback;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** Registers a shutdown hook and a JMX bean while an appender with stages is started. */
final class AppenderRegistration {

    private final RunPodAppender appender;
    private @Nullable Thread hook;
    private @Nullable ObjectName bean;

    AppenderRegistration(RunPodAppender appender) {
        this.appender = appender;
    }

    void begin() {
        Thread added = new Thread(appender::drain, "runpod-log-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(added);
            hook = added;
        } catch (IllegalStateException shuttingDown) {
            // The JVM is already shutting down. The stop of the context drains; later lines are written at once.
        }
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            ObjectName beanName = new ObjectName("io.runpod.logback:type=RunPodAppender,name="
                    + ObjectName.quote(String.valueOf(appender.getName())));
            bean = server.registerMBean(
                            new StandardMBean(new Counts(appender), RunPodAppenderMXBean.class, true), beanName)
                    .getObjectName();
        } catch (JMException | RuntimeException | LinkageError noBean) {
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
        ObjectName registered = bean;
        bean = null;
        if (registered != null) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
            } catch (JMException | RuntimeException gone) {
                appender.addInfo("The JMX bean was gone already: " + gone);
            }
        }
    }

    private record Counts(RunPodAppender appender) implements RunPodAppenderMXBean {

        @Override
        public long getWritten() {
            return appender.stats().written();
        }

        @Override
        public long getThrottled() {
            return appender.stats().throttled();
        }

        @Override
        public long getSampled() {
            return appender.stats().sampled();
        }

        @Override
        public long getForgotten() {
            return appender.stats().forgotten();
        }

        @Override
        public long getBufferFull() {
            return appender.stats().bufferFull();
        }

        @Override
        public long getQueueFull() {
            return appender.stats().queueFull();
        }

        @Override
        public long getUnwritten() {
            return appender.stats().unwritten();
        }

        @Override
        public long getWaiting() {
            return appender.stats().waiting();
        }
    }
}
