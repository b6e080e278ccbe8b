package io.runpod.logback;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
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
            bean = Beans.register(appender);
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

    /** Registers JMX beans. Only this class needs the module {@code java.management}. */
    private static final class Beans {

        private Beans() {}

        /**
         * Registers a bean and returns an action that removes it. Both throw an IllegalStateException if JMX refuses.
         * If there is already a bean of this name, {@code instance=2} or a higher number is added to the name.
         */
        static Runnable register(RunPodAppender appender) {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            String first = "io.runpod.logback:type=RunPodAppender,name="
                    + ObjectName.quote(String.valueOf(appender.getName()));
            try {
                StandardMBean bean = new StandardMBean(new Counts(appender), RunPodAppenderMXBean.class, true);
                for (int instance = 1; true; instance++) {
                    ObjectName name = new ObjectName(instance == 1 ? first : first + ",instance=" + instance);
                    try {
                        ObjectName registered = server.registerMBean(bean, name).getObjectName();
                        return () -> unregister(server, registered);
                    } catch (InstanceAlreadyExistsException taken) {
                        // taken by an appender of another context or one that was not stopped; the next number may be
                        // free
                    }
                }
            } catch (JMException refused) {
                throw new IllegalStateException(refused);
            }
        }

        private static void unregister(MBeanServer server, ObjectName registered) {
            try {
                server.unregisterMBean(registered);
            } catch (JMException gone) {
                throw new IllegalStateException(gone);
            }
        }
    }

    /** The attributes of a bean. */
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
