package io.runpod.logback.bench;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import io.runpod.logback.RunPodEncoder;
import java.util.function.Function;
import java.util.function.Supplier;
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
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** The encoders that are compared. */
public enum EncoderKind {
    /** This library, as it is without any setting. */
    OURS("runpod-logback", shared(() -> runPod(encoder -> encoder))),

    /** This library with nothing cut: it writes the bound's bytes also for a long stack trace. */
    OURS_NO_LIMITS("runpod-logback, no limits", shared(() -> runPod(EncoderKind::noLimits))),

    /** This library without the search for secrets. */
    OURS_UNREDACTED("runpod-logback, redact off", shared(() -> runPod(EncoderKind::unredacted))),

    /** This library in UTF-8, as its peers write. */
    OURS_UTF8("runpod-logback, UTF-8", shared(() -> runPod(EncoderKind::utf8))),

    /** A hand-written encoder of the same line, that does nothing else. Each thread has its own. */
    BOUND("hand-written bound", () -> call -> new LogbackLines(new BoundEncoder(), call)),

    /** LLE's encoder as it is. */
    LLE_LOGSTASH("LLE LogstashEncoder", shared(LogstashEncoder::new)),

    /** LLE's encoder with the fields of this library's line. */
    LLE_COMPOSITE("LLE composite, our fields", shared(EncoderKind::lleComposite)),

    /** Logback's encoder as it is. */
    LOGBACK("Logback JsonEncoder", shared(JsonEncoder::new)),

    /** Logback's encoder without what this library's line has no field for. */
    LOGBACK_TRIMMED("Logback JsonEncoder, trimmed", shared(EncoderKind::logbackTrimmed)),

    /** Elastic's encoder. */
    ECS("Elastic EcsEncoder", shared(EcsEncoder::new)),

    /** Spring Boot's encoder, Elastic's fields. */
    SPRING_ECS("Spring Boot, ecs", shared(() -> spring("ecs"))),

    /** Spring Boot's encoder, Logstash's fields. */
    SPRING_LOGSTASH("Spring Boot, logstash", shared(() -> spring("logstash"))),

    /** Log4j 2's layout with the fields of this library's line, and Log4j's own events. */
    LOG4J("Log4j 2 JsonTemplateLayout", () -> {
        JsonTemplateLayout layout = Log4jLines.layout();
        return call -> new Log4jLines(layout, call);
    });

    /** The name that people read. */
    final String label;

    private final Supplier<Function<Call, Lines>> starter;

    EncoderKind(String label, Supplier<Function<Call, Lines>> starter) {
        this.label = label;
        this.starter = starter;
    }

    /** Starts what all threads share, and gives what each of them has of its own. */
    Function<Call, Lines> start() {
        return starter.get();
    }

    private static Supplier<Function<Call, Lines>> shared(Supplier<Encoder<ILoggingEvent>> maker) {
        return () -> {
            Encoder<ILoggingEvent> encoder = maker.get();
            encoder.setContext(Call.CONTEXT);
            encoder.start();
            return call -> new LogbackLines(encoder, call);
        };
    }

    private static Encoder<ILoggingEvent> runPod(Function<RunPodEncoder, RunPodEncoder> settings) {
        RunPodEncoder encoder = new RunPodEncoder();
        encoder.setFormat("json");
        return settings.apply(encoder);
    }

    private static RunPodEncoder noLimits(RunPodEncoder encoder) {
        encoder.setMaxMessageChars("0");
        encoder.setMaxLineBytes("0");
        return encoder;
    }

    private static RunPodEncoder unredacted(RunPodEncoder encoder) {
        encoder.setRedact("off");
        return encoder;
    }

    private static RunPodEncoder utf8(RunPodEncoder encoder) {
        encoder.setAscii("false");
        return encoder;
    }

    static Encoder<ILoggingEvent> lleComposite() {
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

    private static Encoder<ILoggingEvent> logbackTrimmed() {
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

    private static Encoder<ILoggingEvent> spring(String format) {
        Call.CONTEXT.putObject(Environment.class.getName(), new StandardEnvironment());
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setFormat(format);
        return encoder;
    }
}
