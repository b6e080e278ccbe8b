package io.runpod.logback;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Shows the counts of an appender in JMX. Only this class needs the module {@code java.management}. */
final class AppenderBean {

    private AppenderBean() {}

    /**
     * Registers a bean and returns an action that removes it. Both throw an IllegalStateException if JMX refuses. If
     * there is already a bean of this name, {@code instance=2} or a higher number is added to the name.
     */
    static Runnable register(RunPodAppender appender) {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        String first =
                "io.runpod.logback:type=RunPodAppender,name=" + ObjectName.quote(String.valueOf(appender.getName()));
        try {
            StandardMBean bean = new StandardMBean(new Counts(appender), RunPodAppenderMXBean.class, true);
            for (int instance = 1; true; instance++) {
                ObjectName name = new ObjectName(instance == 1 ? first : first + ",instance=" + instance);
                try {
                    ObjectName registered = server.registerMBean(bean, name).getObjectName();
                    return () -> unregister(server, registered);
                } catch (InstanceAlreadyExistsException taken) {
                    // by an appender of another context, or by one that was never stopped; the next number may be free
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
