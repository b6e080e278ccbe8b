package io.runpod.logback.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.event.KeyValuePair;
import org.slf4j.spi.MDCAdapter;

/** The events that are measured. */
public enum Sample {
    /** A short message and nothing else. */
    S {
        @Override
        LoggingEvent event(Values values) {
            return info("Generated image 17 of 40 for this worker", null);
        }
    },
    /** A message of two arguments, four key-values and three MDC entries. */
    M {
        @Override
        LoggingEvent event(Values values) {
            LoggingEvent event = info("Generated image {} in {} steps", null, values.name, values.steps);
            event.addKeyValuePair(new KeyValuePair("dimensions", values.dimensions));
            event.addKeyValuePair(new KeyValuePair("batch_size", values.size));
            event.addKeyValuePair(new KeyValuePair("seed", values.seed));
            event.addKeyValuePair(new KeyValuePair("generation_time", values.seconds));
            return event;
        }

        @Override
        void fillMdc(MDCAdapter mdc) {
            mdc.put("requestId", "a1f3c7d2-94b0-4c1e-8a55-0b6f2e7d9c31-u1");
            mdc.put("tenant", "acme-render-farm");
            mdc.put("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        }
    },
    /** A failure with a cause: 40 frames each, 30 of them in common. */
    X {
        @Override
        LoggingEvent event(Values values) {
            return new LoggingEvent(
                    FQCN,
                    LOGGER,
                    Level.ERROR,
                    "Job failed while the model was being run",
                    values.failures.next(),
                    null);
        }
    },
    /** 4 KiB of many scripts. */
    U {
        @Override
        LoggingEvent event(Values values) {
            return info(values.scripts, null);
        }
    };

    private static final String FQCN = Sample.class.getName();
    static final LoggerContext CONTEXT = context();
    private static final Logger LOGGER = CONTEXT.getLogger("com.example.worker.image.ImagePipeline");

    /** What the events hold; not constants, so that nothing is computed ahead. */
    static final class Values {
        String name = "portrait-0017.png";
        int steps = 30;
        String dimensions = "1024x1024";
        int size = 4;
        long seed = 7_340_032_118_541L;
        double seconds = 2.34;
        String scripts = scripts(4096);
        Failures failures = Failures.same();
    }

    /** A new event. */
    abstract LoggingEvent event(Values values);

    /** What the thread's MDC holds; it is set once, before events are made. */
    void fillMdc(MDCAdapter mdc) {}

    private static LoggingEvent info(String message, Throwable thrown, Object... arguments) {
        return new LoggingEvent(FQCN, LOGGER, Level.INFO, message, thrown, arguments.length == 0 ? null : arguments);
    }

    private static LoggerContext context() {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        return context;
    }

    /** Text of many scripts that takes so many bytes in UTF-8. */
    static String scripts(int bytes) {
        String block = "Größe geändert: \"Übermut\"\nИзображение создано за 2,3 секунды\n"
                + "图像已生成，共三十步 🚀🎨 \"done\"\tall 30 steps of the sampler took 2.3 s\\n\n";
        StringBuilder text = new StringBuilder();
        int left = bytes;
        while (left > 0) {
            for (int i = 0; i < block.length() && left > 0; ) {
                int point = block.codePointAt(i);
                int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
                text.appendCodePoint(size <= left ? point : '.');
                left -= size <= left ? size : 1;
                i += Character.charCount(point);
            }
        }
        return text.toString();
    }
}
