package io.runpod.logback;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.encoder.EncoderBase;
import io.runpod.logback.internal.line.LineEncoder;
import io.runpod.logback.internal.settings.Destination;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.EnvironmentWarnings;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.SettingsBuilder;
import io.runpod.logback.internal.settings.SettingsBuilder.Name;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.Decorator;
import org.jspecify.annotations.Nullable;

/**
 * Renders events as RunPod's Python SDK does: a JSON line on a deployed worker, a line for people elsewhere.
 *
 * <pre>{@code
 * <encoder class="io.runpod.logback.RunPodEncoder">
 *   <include>logger, thread</include>
 *   <maxValueChars>500</maxValueChars>
 * </encoder>
 * }</pre>
 *
 * <p>All settings are texts, as in XML. A wrong one is reported by one status warning that names it, its value and the
 * valid ones, and the default holds. They take effect in {@link #start}. {@link #encode} is thread-safe and throws
 * nothing, whatever an event holds, but for errors of the virtual machine.
 *
 * @since 0.1
 */
public final class RunPodEncoder extends EncoderBase<ILoggingEvent> {

    private final SettingsBuilder settings = new SettingsBuilder();
    private final Environment environment;
    private Destination destination = Destination.UNKNOWN;
    private volatile @Nullable LineEncoder engine;

    /** Creates an encoder with all defaults. */
    public RunPodEncoder() {
        this(Environment.SYSTEM);
    }

    RunPodEncoder(Environment environment) {
        this.environment = environment;
    }

    /** Makes the settings effective. */
    @Override
    public void start() {
        Context context = getContext();
        Settings made = settings.build(
                context,
                environment,
                destination,
                this::addWarn,
                warning -> EnvironmentWarnings.once(context, warning, this::addWarn));
        engine = new LineEncoder(made);
        super.start();
    }

    /** Stops the providers. */
    @Override
    public void stop() {
        super.stop();
        LineEncoder made = engine;
        if (made != null) {
            made.close();
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

    /**
     * Renders one event.
     *
     * @param event any event
     * @return one complete line, its line end included
     */
    @Override
    public byte[] encode(ILoggingEvent event) {
        return engine().encode(event);
    }

    /** The engine; an encoder that nobody started, as may happen in code, starts itself, so that no line is lost. */
    LineEncoder engine() {
        LineEncoder made = engine;
        if (made == null) {
            synchronized (this) {
                if (engine == null) {
                    start();
                }
                made = java.util.Objects.requireNonNull(engine);
            }
        }
        return made;
    }

    /**
     * Told by Logback which appender the encoder belongs to; colours are for a console only.
     *
     * @param parent the appender
     */
    public void setParent(Appender<?> parent) {
        boolean standardOutput = parent instanceof RunPodAppender
                || (parent instanceof ConsoleAppender<?> console
                        && console.getTarget().equals("System.out"));
        destination = standardOutput ? Destination.STANDARD_OUTPUT : Destination.ELSEWHERE;
    }

    /**
     * Sets the format.
     *
     * @param format {@code json} or {@code text}; default: the environment's choice (system property
     *     {@code runpod.log.format}, variable {@code RUNPOD_LOG_FORMAT}, else json where {@code RUNPOD_ENDPOINT_ID} is
     *     set)
     */
    public void setFormat(String format) {
        settings.set(Name.FORMAT, format);
    }

    /**
     * Sets whether the JSON line is ASCII only.
     *
     * @param ascii {@code true} (default) or {@code false}: UTF-8, of which controls, line separators and bidirectional
     *     controls stay escaped
     */
    public void setAscii(String ascii) {
        settings.set(Name.ASCII, ascii);
    }

    /**
     * Sets the keys that are written beside the three of the SDK.
     *
     * @param keys a list of {@code timestamp}, {@code logger}, {@code thread}, {@code caller}; default: none, as RunPod
     *     stamps each line itself. {@code caller} makes Logback look at the stack, which is slow
     */
    public void setInclude(String keys) {
        settings.set(Name.INCLUDE, keys);
    }

    /**
     * Sets where the fields stand in the JSON line.
     *
     * @param style {@code nested} (default), {@code flat} or {@code none}
     */
    public void setExtra(String style) {
        settings.set(Name.EXTRA, style);
    }

    /**
     * Sets what is also put into the message, as RunPod's endpoint log view shows nothing else.
     *
     * @param parts a list of {@code stackTrace}, {@code extra}, or {@code none}; default: stackTrace
     */
    public void setShowInMessage(String parts) {
        settings.set(Name.SHOW_IN_MESSAGE, parts);
    }

    /**
     * Sets where a stack trace goes.
     *
     * @param place {@code message} (default), {@code extra} (as {@code stack_trace}), {@code both} or {@code none}
     */
    public void setStackTrace(String place) {
        settings.set(Name.STACK_TRACE, place);
    }

    /**
     * Sets the classes whose frames a stack trace does not show: each run of them becomes one line that counts them, as
     * {@code ... 12 frames excluded}. The frame that threw is always shown. A {@code throwableConverter} has settings of
     * its own for this. For example {@code <stackTraceExclude>java.lang.reflect.*, org.springframework.*</stackTraceExclude>}.
     *
     * @param classes a list of names of classes, where {@code *} stands for any characters; default: none
     */
    public void setStackTraceExclude(String classes) {
        settings.set(Name.STACK_TRACE_EXCLUDE, classes);
    }

    /**
     * Sets a converter that makes the text of a stack trace in place of this library.
     *
     * @param converter any of Logback's or LLE's; started
     */
    public void setThrowableConverter(ThrowableHandlingConverter converter) {
        settings.throwableConverter(converter);
    }

    /**
     * Sets how long a message may be before its middle is cut out.
     *
     * @param chars code points; default 4096, 0 = no limit
     */
    public void setMaxMessageChars(String chars) {
        settings.set(Name.MAX_MESSAGE_CHARS, chars);
    }

    /**
     * Sets how long a string in {@code extra} may be before its middle is cut out.
     *
     * @param chars code points; default 4096, 0 = no limit
     */
    public void setMaxValueChars(String chars) {
        settings.set(Name.MAX_VALUE_CHARS, chars);
    }

    /**
     * Sets how many elements of a collection in {@code extra} are written.
     *
     * @param elements default 1000, 0 = no limit
     */
    public void setMaxElements(String elements) {
        settings.set(Name.MAX_ELEMENTS, elements);
    }

    /**
     * Sets how long a line may be. Fields that do not fit are dropped, those of the lowest rank first, and counted in
     * {@code _dropped}; only then is the message cut further.
     *
     * @param bytes its line end included; default 16000 (container runtimes split at 16 KiB), 0 = no limit, else at
     *     least 512
     */
    public void setMaxLineBytes(String bytes) {
        settings.set(Name.MAX_LINE_BYTES, bytes);
    }

    /**
     * Sets the MDC keys of the request id.
     *
     * @param keys one or several, the first that is set wins; default {@code requestId}
     */
    public void setRequestIdKey(String keys) {
        settings.set(Name.REQUEST_ID_KEY, keys);
    }

    /**
     * Sets which MDC keys become fields.
     *
     * @param fields the choice; default: all
     */
    public void setMdc(MdcFields fields) {
        settings.includeMdc(fields.included());
        settings.excludeMdc(fields.excluded());
    }

    /**
     * Sets the MDC keys whose values are written as numbers when (and only when) they are JSON numbers.
     *
     * @param names a list, {@code *} stands for any characters; default: none
     */
    public void setMdcNumbers(String names) {
        settings.set(Name.MDC_NUMBERS, names);
    }

    /**
     * Sets the fields that say which worker logged.
     *
     * @param fields a list of {@code podId}, {@code podHostname}, {@code endpointId}, {@code dataCenter}, {@code gpu},
     *     {@code gpuCount}, {@code cpuCount}, {@code memoryGb}, {@code volumeId}; default: none
     */
    public void setWorkerFields(String fields) {
        settings.set(Name.WORKER_FIELDS, fields);
    }

    /**
     * Sets what is redacted: {@code <redact>iban, -page_token, prefix:ACME_</redact>}. Given more than once it
     * adds up. Anything else is reported, and redaction stays on.
     *
     * @param names {@code on} (default) or {@code off} alone; or a list of names of fields that are secret besides the
     *     usual ones, {@code -NAME} for one that is no secret, {@code prefix:BEGINNING} of tokens of one's own (3 to 64
     *     characters; 8 or more letters, digits, {@code _} or {@code -} follow)
     */
    public void setRedact(String names) {
        settings.set(Name.REDACT, names);
    }

    /**
     * Sets whether the text line is coloured.
     *
     * @param mode {@code auto} (default), {@code always} or {@code never}; auto = on a terminal, unless
     *     {@code NO_COLOR} is set or {@code TERM} is dumb
     */
    public void setColor(String mode) {
        settings.set(Name.COLOR, mode);
    }

    /**
     * Adds an LLE provider, whose fields follow those of the call.
     *
     * @param provider any provider for logging events
     */
    public void addProvider(JsonProvider<ILoggingEvent> provider) {
        settings.addProvider(provider);
    }

    /**
     * Adds an LLE decorator: of the mapper, or of the generator (masking, for example).
     *
     * @param decorator any decorator
     */
    public void addDecorator(Decorator<?> decorator) {
        if (!settings.addDecorator(decorator)) {
            addWarn("decorator " + decorator.getClass().getName() + " is of no known kind. Going on without it.");
        }
    }
}
