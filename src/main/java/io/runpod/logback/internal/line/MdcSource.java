package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.runpod.logback.internal.json.EncodedFields;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.settings.ContextFields;
import io.runpod.logback.internal.text.NameCache;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The MDC of the event: the ids, and as fields, as the user chose, all other entries.
 *
 * <p>Logback gives all events of a thread the same map until its MDC changes: what a line of a map wrote is copied
 * into the further ones. (The fields and the id were 40 % of the time of a line with three entries.) Not
 * thread-safe; reused for every line.
 */
final class MdcSource {

    /** What a map's first lines may have had no room for is tried again in this many lines. */
    private static final int MAX_ATTEMPTS = 8;

    /** An id of more characters is not kept after the line. */
    private static final int MAX_KEPT_CHARS = 256;

    private static final WeakReference<@Nullable Map<String, String>> NONE = new WeakReference<>(null);

    /** How an MDC key is written; remembered for each key. */
    private record Key(FieldName name, boolean isField, boolean isNumber) {}

    private final ContextFields settings;
    private final SourceWriter writer;
    private final NameCache<Key> keys = new NameCache<>();
    private final Function<String, Key> keyPreparation = this::prepare;
    private final BiConsumer<String, String> entryWriter = this::write;

    /** The MDC keys of the ids, which are not fields. */
    private final List<String> idKeys;

    /** The map that the following was read from, unless it may change; else {@link #NONE}. */
    private WeakReference<@Nullable Map<String, String>> known = NONE;

    /** In how many further lines of the map something may be remembered. Not in the first: many maps have no second. */
    private int attempts;

    /** Whether what this line writes is wanted for the next ones. */
    private boolean remembers;

    /** Whether the following is of a map, and not of no MDC. */
    private boolean wasRead;

    private @Nullable String requestId;
    private @Nullable String batchId;
    private boolean hasFields;
    private byte @Nullable [] encodedId;
    private @Nullable EncodedFields encodedFields;

    /** The map of this event; null = it has none, or no event is being written. */
    private @Nullable Map<String, String> current;

    /** The names of the fields that are written, if these are remembered; else null. */
    private @Nullable List<FieldName> names;

    MdcSource(ContextFields settings, SourceWriter writer) {
        this.settings = settings;
        this.writer = writer;
        this.idKeys = settings.idKeys();
    }

    /** Reads the MDC of the next event. */
    void start(ILoggingEvent event) {
        Map<String, String> mdc = Events.mdc(event);
        current = mdc;
        if (known.refersTo(mdc)) {
            remembers = attempts > 0;
            attempts -= remembers ? 1 : 0;
            return;
        }
        if (wasRead) {
            forget();
        }
        if (!mdc.isEmpty()) {
            wasRead = true;
            requestId = Events.requestId(mdc, settings.requestIdKeys());
            batchId = mdc.get(ContextFields.BATCH_ID);
            hasFields = hasFields(mdc);
            if (isShort(requestId) && isShort(batchId) && isSnapshot(mdc, event)) {
                known = new WeakReference<>(mdc);
                attempts = MAX_ATTEMPTS;
            }
        }
    }

    /** Whether Logback made the map for this thread, and will never change it. Maps of others may change. */
    private static boolean isSnapshot(Map<String, String> mdc, ILoggingEvent event) {
        return event.getClass() == LoggingEvent.class
                && MDC.getMDCAdapter() instanceof LogbackMDCAdapter adapter
                && adapter.getClass() == LogbackMDCAdapter.class
                && adapter.getPropertyMap() == mdc;
    }

    private static boolean isShort(@Nullable String id) {
        return id == null || id.length() <= MAX_KEPT_CHARS;
    }

    private boolean hasFields(Map<String, String> mdc) {
        int others = mdc.size();
        for (int i = 0; others > 0 && i < idKeys.size(); i++) {
            if (mdc.containsKey(idKeys.get(i))) {
                others--;
            }
        }
        return others > 0;
    }

    /** Releases the event. */
    void end() {
        current = null;
        if (wasRead && known == NONE) {
            forget();
        }
    }

    private void forget() {
        known = NONE;
        wasRead = false;
        remembers = false;
        attempts = 0;
        requestId = null;
        batchId = null;
        hasFields = false;
        encodedId = null;
        encodedFields = null;
    }

    /** Returns the value of the first of the id's keys that the MDC has; null if it has none. */
    @Nullable
    String requestId() {
        return requestId;
    }

    @Nullable
    String batchId() {
        return batchId;
    }

    /** Returns what an earlier line wrote up to the message; null = it must be written. */
    byte @Nullable [] encodedId() {
        return encodedId;
    }

    /** Whether what this line writes up to the message is wanted for the next ones. */
    boolean remembersId() {
        return remembers && encodedId == null;
    }

    void rememberId(byte[] written) {
        encodedId = written;
    }

    /** Whether there are entries besides the ids; in most workers there are none. */
    boolean mayHaveFields() {
        return hasFields;
    }

    void write() {
        if (!hasFields || (encodedFields != null && writer.tryWrite(encodedFields))) {
            return;
        }
        int before = writer.written();
        names = remembers && encodedFields == null ? new ArrayList<>() : null;
        Objects.requireNonNull(current).forEach(entryWriter);
        if (names != null) {
            encodedFields = writer.encoded(before, names);
        }
    }

    private void write(@Nullable String key, @Nullable String value) {
        String name = key == null ? "null" : key;
        Key prepared = keys.of(name, keyPreparation);
        if (prepared.isField) {
            writer.field(name, prepared.name, value, prepared.isNumber);
            if (names != null) {
                names.add(prepared.name);
            }
        }
    }

    private Key prepare(String name) {
        return new Key(
                writer.names().of(name),
                settings.isMdcField(name),
                settings.mdcNumbers().matches(name));
    }
}
