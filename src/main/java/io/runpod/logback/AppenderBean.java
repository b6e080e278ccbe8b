package io.runpod.logback;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Shows the counts of an appender in JMX. The only class that needs the module {@code java.management}. */
final class AppenderBean {

    private AppenderBean() {}

    /** Registers a bean; returns what takes it away again. Both throw an IllegalStateException if JMX refuses. */
    static Runnable register(RunPodAppender appender) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try {
            ObjectName name = new ObjectName("io.runpod.logback:type=RunPodAppender,name="
                    + ObjectName.quote(String.valueOf(appender.getName())));
            StandardMBean bean = new StandardMBean(new Counts(appender), RunPodAppenderMXBean.class, true);
            ObjectName registered = server.registerMBean(bean, name).getObjectName();
            return () -> unregister(server, registered);
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
