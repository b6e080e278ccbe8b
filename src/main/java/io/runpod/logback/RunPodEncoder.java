package io.runpod.logback;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import io.runpod.logback.internal.line.LineEncoder;
import io.runpod.logback.internal.scope.RequestRecord;
import io.runpod.logback.internal.settings.ColorMode.Destination;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.EnvironmentWarnings;
import io.runpod.logback.internal.settings.SettingsBuilder;
import io.runpod.logback.internal.settings.SettingsBuilder.Name;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.Decorator;
import org.jspecify.annotations.Nullable;

/**
 * Renders events as RunPod's Python SDK does: as a JSON line on a deployed worker, as a readable text line elsewhere.
 *
 * <pre>{@code
 * <encoder class="io.runpod.logback.RunPodEncoder">
 *   <include>logger, thread</include>
 *   <maxValueChars>500</maxValueChars>
 * </encoder>
 * }</pre>
 *
 * <p>All settings are strings, as in XML. A wrong value causes one status warning with the setting, the value and the
 * valid ones, and the default is used. Settings take effect in {@link #start}. {@link #encode} is thread-safe. It
 * throws only errors of the virtual machine, whatever an event contains.
 *
 * <p>LLE stands for logstash-logback-encoder, whose providers and decorators can be added.
 *
 * @since 0.1
 */
public final class RunPodEncoder extends EncoderBase<ILoggingEvent> {

    private final SettingsBuilder settings = new SettingsBuilder();
    private final Environment environment;
    private Destination destination = Destination.UNKNOWN;
    private boolean appenderStartsLater;
    private volatile @Nullable LineEncoder engine;

    /** Creates an encoder with all defaults. */
    public RunPodEncoder() {
        this(Environment.SYSTEM);
    }

    RunPodEncoder(Environment environment) {
        this.environment = environment;
    }

    /** Starts the encoder with the settings so far. */
    @Override
    public void start() {
        if (appenderStartsLater) {
            engine = null; // made when the appender starts: Logback may not have set the appender's target yet
        } else {
            engine = newEngine();
        }
        super.start();
    }

    private LineEncoder newEngine() {
        Context context = getContext();
        return new LineEncoder(settings.build(
                context,
                environment,
                destination,
                this::addWarn,
                warning -> EnvironmentWarnings.once(context, warning, this::addWarn)));
    }

    /** Stops the encoder and its LLE providers. */
    @Override
    public void stop() {
        super.stop();
        LineEncoder current = engine;
        if (current != null) {
            current.close();
        }
    }

    /** Returns null: a stream of lines has no header. */
    @Override
    @SuppressWarnings("NullAway") // Logback documents null for "none"
    public byte[] headerBytes() {
        return null;
    }

    /** Returns null: a stream of lines has no footer. */
    @Override
    @SuppressWarnings("NullAway") // Logback documents null for "none"
    public byte[] footerBytes() {
        return null;
    }

    /** Renders any event as one complete line, including its line end. */
    @Override
    public byte[] encode(ILoggingEvent event) {
        RequestRecord.reached(event);
        return engine().encode(event);
    }

    /** Returns the engine. An encoder that Java code forgot to start is started here, so that no line is lost. */
    LineEncoder engine() {
        LineEncoder current = engine;
        return current != null ? current : startedEngine();
    }

    private synchronized LineEncoder startedEngine() {
        LineEncoder current = engine;
        if (current == null) {
            current = newEngine();
            engine = current;
            super.start();
        }
        return current;
    }

    /**
     * Sets the appender of this encoder, which decides whether text can be coloured. Logback calls this.
     */
    public void setParent(Appender<?> parent) {
        appenderStartsLater = parent instanceof RunPodAppender && !parent.isStarted();
        if (parent instanceof RunPodAppender own) {
            destination = own.hasTarget("stderr") ? Destination.STANDARD_ERROR : Destination.STANDARD_OUTPUT;
        } else if (parent instanceof ConsoleAppender<?> console) {
            destination =
                    console.getTarget().equals("System.err") ? Destination.STANDARD_ERROR : Destination.STANDARD_OUTPUT;
        } else {
            destination = Destination.ELSEWHERE;
        }
    }

    /**
     * Sets the format.
     *
     * @param format {@code json} or {@code text}; default: the system property {@code runpod.log.format}, else the
     *     variable {@code RUNPOD_LOG_FORMAT}, else json if {@code RUNPOD_ENDPOINT_ID} is set, else text
     */
    public void setFormat(String format) {
        settings.set(Name.FORMAT, format);
    }

    /**
     * Sets whether the JSON line is ASCII only.
     *
     * @param ascii {@code true} (default), or {@code false} for UTF-8; control characters, line separators and
     *     bidirectional controls are escaped in both
     */
    public void setAscii(String ascii) {
        settings.set(Name.ASCII, ascii);
    }

    /**
     * Sets which keys are written in addition to those of the SDK: {@code requestId}, {@code message}, {@code level}.
     *
     * @param keys a list of {@code timestamp}, {@code logger}, {@code thread}, {@code caller}; default: none, because
     *     RunPod adds a timestamp to each line. {@code caller} makes Logback walk the stack, which is slow
     */
    public void setInclude(String keys) {
        settings.set(Name.INCLUDE, keys);
    }

    /**
     * Sets where fields are written in the JSON line.
     *
     * @param style {@code nested} (default), {@code flat} or {@code none}
     */
    public void setExtra(String style) {
        settings.set(Name.EXTRA, style);
    }

    /**
     * Sets what is also written into the message of a JSON line, because RunPod's endpoint log view shows nothing else.
     *
     * @param parts {@code none}, or a list of: before the message, {@code timestamp} (ISO-8601, milliseconds) and
     *     {@code requestId} (in brackets); after the message, {@code extra} (the fields of the call) and
     *     {@code stackTrace}. Default: stackTrace
     */
    public void setShowInMessage(String parts) {
        settings.set(Name.SHOW_IN_MESSAGE, parts);
    }

    /**
     * Sets where a stack trace is written.
     *
     * @param place {@code message}, {@code extra} (as {@code stack_trace}), {@code both} or {@code none}; default:
     *     {@code message}; in a JSON line {@code extra} if {@code showInMessage} has no {@code stackTrace}
     */
    public void setStackTrace(String place) {
        settings.set(Name.STACK_TRACE, place);
    }

    /**
     * Sets the classes whose frames are left out of a stack trace. Each run of such frames becomes one line with their
     * number, such as {@code ... 12 frames excluded}. The frame that threw is always shown. A
     * {@code throwableConverter} has its own settings for this. Example:
     * {@code <stackTraceExclude>java.lang.reflect.*, org.springframework.*</stackTraceExclude>}.
     *
     * @param classes a list of class names, in which {@code *} matches any characters; default: none
     */
    public void setStackTraceExclude(String classes) {
        settings.set(Name.STACK_TRACE_EXCLUDE, classes);
    }

    /**
     * Sets a converter that writes the text of a stack trace instead of this library.
     *
     * @param converter a started converter of Logback or LLE; default: none
     */
    public void setThrowableConverter(ThrowableHandlingConverter converter) {
        settings.throwableConverter(converter);
    }

    /**
     * Sets how long a message may be. The middle of a longer one is cut out.
     *
     * @param chars code points, 1 to 1,000,000,000; default: 4096; 0 = no limit
     */
    public void setMaxMessageChars(String chars) {
        settings.set(Name.MAX_MESSAGE_CHARS, chars);
    }

    /**
     * Sets how long a string in {@code extra} may be. The middle of a longer one is cut out.
     *
     * @param chars code points, 1 to 1,000,000,000; default: 4096; 0 = no limit
     */
    public void setMaxValueChars(String chars) {
        settings.set(Name.MAX_VALUE_CHARS, chars);
    }

    /**
     * Sets how many elements of a collection in {@code extra} are written.
     *
     * @param elements elements, 1 to 1,000,000,000; default: 1000; 0 = no limit
     */
    public void setMaxElements(String elements) {
        settings.set(Name.MAX_ELEMENTS, elements);
    }

    /**
     * Sets how long a line may be. Fields that do not fit are dropped, those of the lowest priority first, and counted
     * in {@code _dropped}. If the line is still too long, the message is cut further.
     *
     * @param bytes bytes including the line end, 512 to 1,000,000,000; default: 16000 (container runtimes split at 16
     *     KiB); 0 = no limit
     */
    public void setMaxLineBytes(String bytes) {
        settings.set(Name.MAX_LINE_BYTES, bytes);
    }

    /**
     * Sets the MDC keys of the request id.
     *
     * @param keys a list of keys, of which the first that is set wins; default: {@code requestId}
     */
    public void setRequestIdKey(String keys) {
        settings.set(Name.REQUEST_ID_KEY, keys);
    }

    /**
     * Sets which MDC keys become fields.
     *
     * @param fields the selection; default: all keys except those of the request id and the batch id
     */
    public void setMdc(MdcFields fields) {
        settings.includeMdc(fields.included());
        settings.excludeMdc(fields.excluded());
    }

    /**
     * Sets the MDC keys whose values are written as numbers. A value that is not a JSON number stays a string.
     *
     * @param names a list of names, in which {@code *} matches any characters; default: none
     */
    public void setMdcNumbers(String names) {
        settings.set(Name.MDC_NUMBERS, names);
    }

    /**
     * Sets the fields that identify the worker.
     *
     * @param fields a list of {@code podId}, {@code podHostname}, {@code endpointId}, {@code dataCenter}, {@code gpu},
     *     {@code gpuCount}, {@code cpuCount}, {@code memoryGb}, {@code volumeId}; default: none
     */
    public void setWorkerFields(String fields) {
        settings.set(Name.WORKER_FIELDS, fields);
    }

    /**
     * Sets fields that are the same in every line: {@code <customFields>{"app": "image-worker"}</customFields>}. Any
     * other field of the same name wins.
     *
     * @param json a JSON object, as for {@code customFields} of LLE's encoders; default: none
     */
    public void setCustomFields(String json) {
        settings.set(Name.CUSTOM_FIELDS, json);
    }

    /**
     * Sets what is redacted: {@code <redact>iban, -page_token, prefix:ACME_</redact>}. If it is set more than once, the
     * lists are joined. A wrong value is reported, and redaction stays on.
     *
     * @param names {@code on} (default), or {@code off} alone, or a list of: the name of a further secret field;
     *     {@code -NAME} for a field that is not secret; {@code prefix:BEGINNING} for your own tokens, which have this
     *     beginning (3 to 64 characters) and then 8 or more letters, digits, {@code _} or {@code -}
     */
    public void setRedact(String names) {
        settings.set(Name.REDACT, names);
    }

    /**
     * Sets whether the text line is coloured.
     *
     * @param mode {@code auto} (default), {@code always} or {@code never}; auto = on a terminal, or if
     *     {@code FORCE_COLOR} is set, but not if {@code NO_COLOR} is set or {@code TERM} is {@code dumb}
     */
    public void setColor(String mode) {
        settings.set(Name.COLOR, mode);
    }

    /**
     * Adds an LLE provider. Its fields follow those of the call.
     *
     * @param provider any provider for logging events
     */
    public void addProvider(JsonProvider<ILoggingEvent> provider) {
        settings.addProvider(provider);
    }

    /**
     * Adds an LLE decorator of the mapper or of the generator, for example one that masks values.
     *
     * @param decorator any decorator; one of another kind causes a status warning
     */
    public void addDecorator(Decorator<?> decorator) {
        if (!settings.addDecorator(decorator)) {
            addWarn("decorator " + decorator.getClass().getName() + " is of no known kind. Going on without it.");
        }
    }
}
