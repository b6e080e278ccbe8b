package io.runpod.logback.internal.event;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.json.FieldNames;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.settings.ContextFields;
import io.runpod.logback.internal.settings.Format;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.NameCache;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;

/**
 * The fields of an event, from all their sources in the order of their rank: arguments, markers, key-values, throwable,
 * providers, bound fields, MDC, worker. Each source is asked once. The writer skips a name that a higher rank has given.
 * A source that fails costs the field that it was writing. Not thread-safe; reused for every line.
 */
public final class ExtraFields {

    /** The marker that Spring puts on events that came through Commons Logging. */
    private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

    private static final int MAX_MARKER_DEPTH = 16;

    /** References may make a lattice, which has far more ways through it than markers. */
    private static final int MAX_MARKERS = 1000;

    private static final int SOURCES = 8;
    private static final int CALL_SOURCES = 3;

    /** Writes a source of fields. Captures nothing, so that a call of it makes no object. */
    private interface Writing<T> {
        void write(T source, JsonGenerator generator);
    }

    /** What becomes of an MDC key, remembered for each. */
    private record MdcKey(FieldName name, boolean isField, boolean isNumber) {}

    private final Settings settings;
    private final FieldOutput output;
    private final FieldWriter fields;
    private final FieldNames names;
    private final NameCache<MdcKey> mdcKeys = new NameCache<>();
    private final Function<String, MdcKey> mdcKeyPreparation = this::prepareMdcKey;
    private final @Nullable JsonGeneratorDecorator decorator;
    private final int maxDecoratedBytes;
    private final JsonGenerator plain;
    private final MessageText message;
    private final BiConsumer<String, String> mdcField = this::writeMdcField;

    /** The MDC keys of the ids, which are no fields. */
    private final List<String> idKeys;

    private final List<String> tags = new ArrayList<>();

    /** Whether there are sources beside the event. */
    private final boolean hasProviders;

    private final boolean hasWorkerFields;
    private JsonGenerator generator;
    private int markersLeft;
    private int callFields;
    private int callFieldsDropped;

    /** @param message makes the text of the stack trace, where that is a field */
    public ExtraFields(Settings settings, FieldOutput output, FieldNames names, MessageText message) {
        this.settings = settings;
        this.output = output;
        this.fields = output.fields();
        this.names = names;
        this.plain = output.generator();
        this.message = message;
        this.decorator = settings.extensions().generatorDecorator();
        this.maxDecoratedBytes = maxDecoratedBytes(settings);
        this.generator = plain;
        this.idKeys = Stream.concat(settings.context().requestIdKeys().stream(), Stream.of(ContextFields.BATCH_ID))
                .distinct()
                .toList();
        this.hasProviders = !settings.extensions().providers().isEmpty();
        this.hasWorkerFields = !settings.context().workerFields().isEmpty();
    }

    /** Of one value; ample for one of which the line keeps a part. */
    public static int maxDecoratedBytes(Settings settings) {
        return Math.max(1 << 20, settings.limits().lineBytes());
    }

    /** Whether any source may have a field for the event; says no for the plain line, which then skips them all. */
    public boolean mayHaveSome(ILoggingEvent event) {
        return hasProviders
                || hasWorkerFields
                || event.getThrowableProxy() != null
                || notEmpty(event.getKeyValuePairs())
                || notEmpty(event.getMarkerList())
                || hasStructured(event.getArgumentArray())
                || !hasIdsOnly(Events.mdc(event));
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

    /** Asking a string whether it has an interface is slow, and most arguments are strings and numbers. */
    private static boolean isStructured(@Nullable Object argument) {
        return !(argument instanceof String || argument instanceof Number) && argument instanceof StructuredArgument;
    }

    /** Whether the MDC is empty or, as in most workers, holds the ids alone. */
    private boolean hasIdsOnly(Map<String, String> mdc) {
        int others = mdc.size();
        for (int i = 0; others > 0 && i < idKeys.size(); i++) {
            if (mdc.containsKey(idKeys.get(i))) {
                others--;
            }
        }
        return others == 0;
    }

    private static boolean notEmpty(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }

    /**
     * Writes the fields of all sources, from the beginning of the output's buffer.
     *
     * @param maxBytes that they may take together
     */
    public void write(ILoggingEvent event, int maxBytes) {
        write(event, maxBytes, SOURCES);
    }

    /** Writes only those that the call itself gave. */
    public void writeOfCall(ILoggingEvent event, int maxBytes) {
        write(event, maxBytes, CALL_SOURCES);
    }

    private void write(ILoggingEvent event, int maxBytes, int sources) {
        fields.begin(settings.layout().format() == Format.TEXT, maxBytes);
        decorate();
        for (int rank = 0; rank < sources; rank++) {
            if (rank == CALL_SOURCES) {
                endOfCallFields();
            }
            try {
                writeSource(rank, event);
            } catch (Throwable problem) {
                failed(event, problem);
            }
        }
        if (sources == CALL_SOURCES) {
            endOfCallFields();
        }
        fields.settle();
    }

    private void endOfCallFields() {
        callFields = fields.written();
        callFieldsDropped = fields.dropped();
    }

    /** How many fields the call itself gave; they are the first ones. */
    public int callFields() {
        return callFields;
    }

    /** How many more it gave that did not fit. */
    public int callFieldsDropped() {
        return callFieldsDropped;
    }

    /** Puts the user's decorator, if there is one, around the generator, anew for each line: it may keep state. */
    private void decorate() {
        if (decorator != null) {
            generator = decorated(output);
        }
    }

    /** The generator of an output as the user decorates it, within the line's own object. */
    public JsonGenerator decorated(FieldOutput to) {
        return to.decorated(decorator == null ? UnaryOperator.identity() : decorator::decorate, maxDecoratedBytes);
    }

    private void writeSource(int rank, ILoggingEvent event) {
        switch (rank) {
            case 0 -> writeArguments(event);
            case 1 -> writeMarkers(event);
            case 2 -> writeKeyValues(event);
            case 3 -> writeThrowable(event);
            case 4 -> {
                if (hasProviders) {
                    writeProviders(event);
                }
            }
            case 5 -> writeBoundFields(event);
            case 6 -> writeMdc(event);
            default -> {
                if (hasWorkerFields) {
                    writeWorkerFields();
                }
            }
        }
    }

    private void writeArguments(ILoggingEvent event) {
        Object[] arguments = event.getArgumentArray();
        if (arguments == null) {
            return;
        }
        for (Object argument : arguments) {
            if (isStructured(argument)) {
                guard((StructuredArgument) argument, StructuredArgument::writeTo);
            }
        }
    }

    private void writeMarkers(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        if (markers == null || markers.isEmpty()) {
            return;
        }
        markersLeft = MAX_MARKERS;
        tags.clear();
        for (int i = 0; i < markers.size(); i++) {
            writeMarker(markers.get(i), 0);
        }
        if (!tags.isEmpty()) {
            writeField("tags", tags);
            tags.clear();
        }
    }

    private void writeMarker(@Nullable Marker marker, int depth) {
        if (marker == null || marker instanceof OwnMarker || depth > MAX_MARKER_DEPTH || --markersLeft < 0) {
            return;
        }
        if (marker instanceof LogstashMarker logstash) {
            guard(logstash, LogstashMarker::writeTo);
        } else if (!COMMONS_LOGGING.equals(marker.getName()) && !tags.contains(marker.getName())) {
            tags.add(marker.getName());
        }
        if (marker.hasReferences()) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                writeMarker(references.next(), depth + 1);
            }
        }
    }

    private void writeKeyValues(ILoggingEvent event) {
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return;
        }
        for (int i = 0; i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            if (pair != null) {
                writeField(pair.key, pair.value);
            }
        }
    }

    private void writeThrowable(ILoggingEvent event) {
        IThrowableProxy throwable = event.getThrowableProxy();
        if (throwable == null) {
            return;
        }
        writeField("error_type", throwable.getClassName());
        if (throwable.getMessage() != null) {
            writeField("error_message", throwable.getMessage());
        }
        if (settings.tracing().inExtra()) {
            int room = settings.limits().lineBytes() / 2;
            writeField(
                    "stack_trace",
                    message.stackTraceOf(
                            event, throwable, Math.min(settings.limits().valueChars(), room)));
        }
    }

    private void writeProviders(ILoggingEvent event) {
        List<JsonProvider<ILoggingEvent>> providers = settings.extensions().providers();
        for (int i = 0; i < providers.size(); i++) {
            writeProvider(providers.get(i), event);
        }
    }

    private void writeProvider(JsonProvider<ILoggingEvent> provider, ILoggingEvent event) {
        try {
            provider.writeTo(generator, event);
            fields.settle();
        } catch (Throwable problem) {
            failed(provider, problem);
        }
    }

    private void writeBoundFields(ILoggingEvent event) {
        OwnMarker marker = Events.ownMarker(event);
        StructuredArgument bound = marker == null ? null : marker.boundFields();
        if (bound != null) {
            guard(bound, StructuredArgument::writeTo);
        }
    }

    private void writeMdc(ILoggingEvent event) {
        Map<String, String> mdc = Events.mdc(event);
        if (!mdc.isEmpty()) {
            mdc.forEach(mdcField);
        }
    }

    private void writeMdcField(@Nullable String given, @Nullable String value) {
        String key = given == null ? "null" : given;
        MdcKey known = mdcKeys.of(key, mdcKeyPreparation);
        if (!known.isField) {
            return;
        }
        try {
            writeName(key, known.name);
            if (known.isNumber) {
                generator.writeNumber(value);
            } else {
                generator.writePOJO(value);
            }
            fields.settle();
        } catch (Throwable problem) {
            failed(value, problem);
        }
    }

    private MdcKey prepareMdcKey(String key) {
        return new MdcKey(
                names.of(key),
                settings.context().isMdcField(key),
                settings.context().mdcNumbers().matches(key));
    }

    private void writeWorkerFields() {
        for (Map.Entry<String, String> field : settings.context().workerFields().entrySet()) {
            writeField(field.getKey(), field.getValue());
        }
    }

    private void writeField(@Nullable String name, @Nullable Object value) {
        try {
            writeName(name, names.of(name));
            generator.writePOJO(value);
            fields.settle();
        } catch (Throwable problem) {
            failed(value, problem);
        }
    }

    /** A decorator sees the name as it was given; what is made of it comes behind the decorator. */
    private void writeName(@Nullable String name, FieldName prepared) {
        if (generator == plain) {
            fields.name(prepared);
        } else {
            generator.writeName(name);
        }
    }

    private <T> void guard(T source, Writing<T> writing) {
        try {
            writing.write(source, generator);
            fields.settle();
        } catch (Throwable problem) {
            failed(source instanceof CallFields call ? call.fields() : source, problem);
        }
    }

    /** A source that was stopped, as nothing more of it was needed, has done its part. */
    private void failed(@Nullable Object origin, Throwable problem) {
        if (!FieldWriter.isStop(problem)) {
            Failure.rethrowIfFatal(problem);
            fields.failField(Failure.placeholder(origin, problem));
        }
        fields.settle();
        decorate();
    }
}
