package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.json.EncodedFields;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.OwnArgument;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.Settings.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.composite.JsonProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes the fields of an event, from all sources in the order of their rank: arguments, markers, key-values,
 * throwable, providers, bound fields, MDC, fixed fields (of the worker, then {@code customFields}). Each source is read
 * once. A name that a source of higher rank has used is skipped. Not thread-safe; reused for every line.
 */
final class ExtraFields {

    /** Maximum number of earlier arguments that an argument is compared with. */
    private static final int MAX_COMPARED = 16;

    /** The sources of fields, by rank. */
    private enum Source {
        ARGUMENTS,
        MARKERS,
        KEY_VALUES,
        THROWABLE,
        PROVIDERS,
        BOUND_FIELDS,
        MDC,
        FIXED
    }

    private static final List<Source> ALL_SOURCES = List.of(Source.values());

    /** The sources that belong to the call itself; they have the highest ranks. */
    private static final List<Source> CALL_SOURCES = List.of(Source.ARGUMENTS, Source.MARKERS, Source.KEY_VALUES);

    private final boolean asText;

    /** Whether class and message of the throwable are fields; in a text line the stack trace already shows them. */
    private final boolean namesError;

    private final boolean withTrace;
    private final int maxTraceChars;
    private final Map<String, Object> fixedFields;

    /** The encoded fixed fields, from the first line that had room for all of them; null = none yet. */
    private @Nullable EncodedFields encodedFixed;

    private final SourceWriter writer;
    private final FieldWriter fields;
    private final MarkerSource markers;
    private final MdcSource mdc;
    private final MessageText message;
    private final List<JsonProvider<ILoggingEvent>> providers;
    private int callFields;
    private int callFieldsDropped;

    /** @param message makes the text of the stack trace, if that is a field */
    ExtraFields(Settings settings, SourceWriter writer, MdcSource mdc, MessageText message) {
        this.asText = settings.layout().format() == Format.TEXT;
        this.namesError = !asText || !settings.traces().inMessage();
        this.withTrace = settings.traces().inExtra();
        this.maxTraceChars =
                Math.min(settings.limits().valueChars(), settings.limits().lineBytes() / 2);
        this.fixedFields = settings.context().fixedFields();
        this.writer = writer;
        this.fields = writer.fields();
        this.markers = new MarkerSource(writer);
        this.mdc = mdc;
        this.message = message;
        this.providers = settings.extensions().providers();
    }

    /** Whether any source may have a field for the event. For a plain line this is false, and no source is read. */
    boolean mayHaveFields(ILoggingEvent event) {
        return !providers.isEmpty()
                || !fixedFields.isEmpty()
                || event.getThrowableProxy() != null
                || notEmpty(event.getKeyValuePairs())
                || notEmpty(event.getMarkerList())
                || hasStructured(event.getArgumentArray())
                || mdc.mayHaveFields();
    }

    private static boolean notEmpty(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static boolean hasStructured(@Nullable Object @Nullable [] arguments) {
        if (arguments != null) {
            for (Object argument : arguments) {
                if (isStructured(argument)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether an argument is structured. Most arguments are strings or numbers. These are tested first, because testing
     * them for an interface is slow.
     */
    private static boolean isStructured(@Nullable Object argument) {
        return !(argument instanceof String || argument instanceof Number) && argument instanceof StructuredArgument;
    }

    /**
     * Writes the fields of all sources, from the beginning of the output's buffer.
     *
     * @param maxBytes bytes that they may take together
     */
    void write(ILoggingEvent event, int maxBytes) {
        write(event, maxBytes, ALL_SOURCES);
    }

    /** Writes only the fields of the call itself. */
    void writeCallFields(ILoggingEvent event, int maxBytes) {
        write(event, maxBytes, CALL_SOURCES);
    }

    private void write(ILoggingEvent event, int maxBytes, List<Source> sources) {
        fields.begin(asText, maxBytes);
        writer.decorate();
        for (int rank = 0; rank < sources.size(); rank++) {
            try {
                write(sources.get(rank), event);
            } catch (Throwable problem) {
                writer.handleFailure(event, problem);
            }
            fields.endSource();
            if (rank == CALL_SOURCES.size() - 1) {
                callFields = fields.written();
                callFieldsDropped = fields.dropped();
            }
        }
    }

    /** Returns how many fields of the call were written; they are the first ones. */
    int callFields() {
        return callFields;
    }

    /** Returns how many fields of the call did not fit. */
    int callFieldsDropped() {
        return callFieldsDropped;
    }

    private void write(Source source, ILoggingEvent event) {
        switch (source) {
            case ARGUMENTS -> writeArguments(event);
            case MARKERS -> {
                if (notEmpty(event.getMarkerList())) {
                    markers.write(event.getMarkerList());
                }
            }
            case KEY_VALUES -> {
                if (!(event.getKeyValuePairs() instanceof BoundFields)) {
                    writeKeyValues(event.getKeyValuePairs());
                }
            }
            case THROWABLE -> writeThrowable(event);
            case PROVIDERS -> writeProviders(event);
            case BOUND_FIELDS -> {
                if (event.getKeyValuePairs() instanceof BoundFields bound) {
                    writeBoundFields(bound);
                }
            }
            case MDC -> mdc.write();
            case FIXED -> writeFixedFields();
        }
    }

    private void writeArguments(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (arguments == null) {
            return;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (isStructured(arguments[i]) && !isRepeated(arguments, i)) {
                writer.source((StructuredArgument) arguments[i], OwnArgument::write);
            }
        }
    }

    /** Whether the same object is also an earlier argument, so that its fields are written already. */
    @SuppressWarnings("ReferenceEquality") // the same object, not an equal one
    private static boolean isRepeated(@Nullable Object[] arguments, int index) {
        for (int i = Math.max(0, index - MAX_COMPARED); i < index; i++) {
            if (arguments[i] == arguments[index]) {
                return true;
            }
        }
        return false;
    }

    private void writeKeyValues(@Nullable List<KeyValuePair> pairs) {
        if (pairs == null) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            if (pair != null) {
                writer.field(pair.key, pair.value);
            }
        }
    }

    private void writeBoundFields(BoundFields bound) {
        EncodedFields known = bound.encoded();
        if (known != null && fields.tryWrite(known)) {
            return;
        }
        int first = fields.written();
        writeKeyValues(bound);
        if (bound.cachesThisLine()) {
            List<FieldName> names = new ArrayList<>(bound.size());
            for (int i = 0; i < bound.size(); i++) {
                names.add(writer.name(bound.get(i).key));
            }
            bound.cache(writer.encoded(first, names));
        }
    }

    private void writeThrowable(ILoggingEvent event) {
        IThrowableProxy throwable = event.getThrowableProxy();
        if (throwable == null) {
            return;
        }
        if (namesError) {
            writer.field("error_type", throwable.getClassName());
            String text = throwable.getMessage();
            if (text != null) {
                writer.field("error_message", text);
            }
        } else {
            fields.reserve("error_type");
            fields.reserve("error_message");
        }
        if (withTrace) {
            writer.field("stack_trace", message.stackTraceOf(event, throwable, maxTraceChars));
        }
    }

    private void writeProviders(ILoggingEvent event) {
        for (int i = 0; i < providers.size(); i++) {
            JsonProvider<ILoggingEvent> provider = providers.get(i);
            try {
                provider.writeTo(writer.generator(), event);
                fields.endField();
            } catch (Throwable problem) {
                writer.handleFailure(provider, problem);
            }
        }
    }

    private void writeFixedFields() {
        if (fixedFields.isEmpty() || (encodedFixed != null && fields.tryWrite(encodedFixed))) {
            return;
        }
        int first = fields.written();
        for (Map.Entry<String, Object> field : fixedFields.entrySet()) {
            writer.field(field.getKey(), field.getValue());
        }
        if (encodedFixed == null) {
            List<FieldName> names = new ArrayList<>(fixedFields.size());
            for (String name : fixedFields.keySet()) {
                names.add(writer.name(name));
            }
            encodedFixed = writer.encoded(first, names);
        }
    }
}
