package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.runpod.logback.internal.json.EncodedFields;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.settings.Settings.ContextFields;
import io.runpod.logback.internal.text.LineBuffer;
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
 * Reads the MDC of an event: the ids, and the other entries, of which those that the user chose become fields.
 *
 * <p>All events of a thread have the same map object until the thread's MDC changes. So the bytes that one line wrote
 * for a map are copied to later lines. (Without the copy, fields and id took 40 % of the time of a line with three
 * entries.) Not thread-safe; reused for every line.
 */
final class MdcSource {

    /**
     * How many lines of a map may try to cache the encoded id and fields. More than one, because a line may have no
     * room for all of them.
     */
    private static final int MAX_ATTEMPTS = 8;

    /** Maximum length of an id that is kept after the line, in characters. */
    private static final int MAX_KEPT_CHARS = 256;

    private static final WeakReference<@Nullable Map<String, String>> NONE = new WeakReference<>(null);

    /** How an MDC key is written; cached for each key. */
    private record Key(FieldName name, boolean isField, boolean isNumber) {}

    private final ContextFields settings;
    private final SourceWriter writer;
    private final NameCache<Key> keys = new NameCache<>();
    private final Function<String, Key> keyPreparation = this::prepare;
    private final BiConsumer<String, String> entryWriter = this::write;

    /** The MDC keys of the ids, which are not fields. */
    private final List<String> idKeys;

    /** The map that the values below were read from; {@link #NONE} if the map may change. */
    private WeakReference<@Nullable Map<String, String>> known = NONE;

    /**
     * How many more lines of the map may try to cache its encoded form. The first line never tries, because many maps
     * have no second one.
     */
    private int attempts;

    /** Whether the encoded form that this line writes is cached for later lines. */
    private boolean caches;

    /** Whether the values below are those of a map; false = the event has no MDC. */
    private boolean wasRead;

    private @Nullable String requestId;
    private @Nullable String batchId;
    private boolean hasFields;
    private byte @Nullable [] encodedId;
    private @Nullable EncodedFields encodedFields;

    /** The map of this event; null = it has none, or no event is being written. */
    private @Nullable Map<String, String> current;

    /** The names of the fields that this line writes, if their encoded form is cached; else null. */
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
            caches = attempts > 0;
            attempts -= caches ? 1 : 0;
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

    /** Whether the map is Logback's own snapshot of this thread's MDC, which never changes. Other maps may change. */
    private static boolean isSnapshot(Map<String, String> mdc, ILoggingEvent event) {
        return event.getClass() == LoggingEvent.class
                && MDC.getMDCAdapter() instanceof LogbackMDCAdapter adapter
                && adapter.getClass() == LogbackMDCAdapter.class
                && adapter.getPropertyMap() == mdc;
    }

    private static boolean isShort(@Nullable String id) {
        return id == null || id.length() <= MAX_KEPT_CHARS;
    }

    /** Whether the map has entries besides the ids. */
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
        caches = false;
        attempts = 0;
        requestId = null;
        batchId = null;
        hasFields = false;
        encodedId = null;
        encodedFields = null;
    }

    /** Returns the request id: the value of the first of its keys that the MDC has; null if it has none. */
    @Nullable
    String requestId() {
        return requestId;
    }

    @Nullable
    String batchId() {
        return batchId;
    }

    /** Returns the request id and the text around it, as an earlier line wrote them; null = they must be written. */
    byte @Nullable [] encodedId() {
        return encodedId;
    }

    /**
     * If this map is to be cached, copies the id and the text around it, which begin at {@code start}, for later lines.
     */
    void cacheId(LineBuffer line, int start) {
        if (caches) {
            encodedId = line.copyFrom(start);
        }
    }

    /** Whether the event's MDC has entries besides the ids; in most workers it has none. */
    boolean mayHaveFields() {
        return hasFields;
    }

    void write() {
        if (!hasFields || (encodedFields != null && writer.fields().tryWrite(encodedFields))) {
            return;
        }
        int first = writer.fields().written();
        names = caches && encodedFields == null ? new ArrayList<>() : null;
        Objects.requireNonNull(current).forEach(entryWriter);
        if (names != null) {
            encodedFields = writer.encoded(first, names);
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
                writer.name(name),
                settings.isMdcField(name),
                settings.mdcNumbers().matches(name));
    }
}
