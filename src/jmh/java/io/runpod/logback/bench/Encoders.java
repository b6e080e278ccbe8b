package io.runpod.logback.bench;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.runpod.logback.RunPodEncoder;
import java.util.function.Consumer;
import net.logstash.logback.composite.loggingevent.ArgumentsJsonProvider;
import net.logstash.logback.composite.loggingevent.KeyValuePairsJsonProvider;
import net.logstash.logback.composite.loggingevent.LogLevelJsonProvider;
import net.logstash.logback.composite.loggingevent.LoggingEventJsonProviders;
import net.logstash.logback.composite.loggingevent.LoggingEventNestedJsonProvider;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import net.logstash.logback.composite.loggingevent.MessageJsonProvider;
import net.logstash.logback.composite.loggingevent.StackTraceJsonProvider;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import net.logstash.logback.encoder.LogstashEncoder;

/** The encoders that are compared. */
public enum Encoders {
    /** This library, as it is without any setting. */
    ours {
        @Override
        Encoder<ILoggingEvent> make() {
            return runPod(encoder -> {});
        }
    },
    /** This library with nothing cut, so that it writes the same bytes as the bound also for a long stack trace. */
    oursNoLimits {
        @Override
        Encoder<ILoggingEvent> make() {
            return runPod(encoder -> {
                encoder.setMaxMessageChars("0");
                encoder.setMaxLineBytes("0");
            });
        }
    },
    /** A hand-written encoder of the same line, that does nothing else. */
    bound {
        @Override
        Encoder<ILoggingEvent> make() {
            return new BoundEncoder();
        }
    },
    /** LLE's encoder as it is. */
    lleLogstash {
        @Override
        Encoder<ILoggingEvent> make() {
            return new LogstashEncoder();
        }
    },
    /** LLE's encoder with the fields of this library's line. */
    lleComposite {
        @Override
        Encoder<ILoggingEvent> make() {
            MdcJsonProvider requestId = new MdcJsonProvider();
            requestId.addIncludeMdcKeyName("requestId");
            MdcJsonProvider otherMdc = new MdcJsonProvider();
            otherMdc.addExcludeMdcKeyName("requestId");
            LoggingEventJsonProviders inner = new LoggingEventJsonProviders();
            inner.addArguments(new ArgumentsJsonProvider());
            inner.addKeyValuePairs(new KeyValuePairsJsonProvider());
            inner.addMdc(otherMdc);
            LoggingEventNestedJsonProvider extra = new LoggingEventNestedJsonProvider();
            extra.setFieldName("extra");
            extra.setProviders(inner);
            LoggingEventJsonProviders outer = new LoggingEventJsonProviders();
            outer.addMdc(requestId);
            outer.addMessage(new MessageJsonProvider());
            outer.addLogLevel(new LogLevelJsonProvider());
            outer.addNestedField(extra);
            outer.addStackTrace(new StackTraceJsonProvider());
            LoggingEventCompositeJsonEncoder encoder = new LoggingEventCompositeJsonEncoder();
            encoder.setProviders(outer);
            return encoder;
        }
    },
    /** Logback's own encoder as it is. */
    logbackJson {
        @Override
        Encoder<ILoggingEvent> make() {
            return new JsonEncoder();
        }
    },
    /** Logback's own encoder without what this library's line has no field for. */
    logbackJsonTrimmed {
        @Override
        Encoder<ILoggingEvent> make() {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setWithSequenceNumber(false);
            encoder.setWithTimestamp(false);
            encoder.setWithNanoseconds(false);
            encoder.setWithThreadName(false);
            encoder.setWithLoggerName(false);
            encoder.setWithContext(false);
            encoder.setWithMarkers(false);
            encoder.setWithMessage(false);
            encoder.setWithArguments(false);
            encoder.setWithFormattedMessage(true);
            return encoder;
        }
    };

    /** A new encoder, not started. */
    abstract Encoder<ILoggingEvent> make();

    /** A new encoder, started. */
    Encoder<ILoggingEvent> start(LoggerContext context) {
        Encoder<ILoggingEvent> encoder = make();
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> runPod(Consumer<RunPodEncoder> configuration) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        configuration.accept(encoder);
        return encoder;
    }

    /** An encoder of lines that needs neither header nor footer. */
    abstract static class LinesOnly extends EncoderBase<ILoggingEvent> {
        @Override
        public byte[] headerBytes() {
            return null;
        }

        @Override
        public byte[] footerBytes() {
            return null;
        }
    }
}
