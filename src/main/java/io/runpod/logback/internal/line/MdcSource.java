package io.runpod.logback.internal.line;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.settings.ContextFields;
import io.runpod.logback.internal.text.NameCache;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the MDC entries as fields, as the user chose: all but the ids. Not thread-safe; reused for every line. */
final class MdcSource {

    /** How an MDC key is written; remembered for each key. */
    private record Key(FieldName name, boolean isField, boolean isNumber) {}

    private final ContextFields settings;
    private final SourceWriter writer;
    private final NameCache<Key> keys = new NameCache<>();
    private final Function<String, Key> keyPreparation = this::prepare;
    private final BiConsumer<String, String> entryWriter = this::write;

    /** The MDC keys of the ids, which are not fields. */
    private final List<String> idKeys;

    MdcSource(ContextFields settings, SourceWriter writer) {
        this.settings = settings;
        this.writer = writer;
        this.idKeys = settings.idKeys();
    }

    /** Whether there are entries besides the ids; in most workers there are none. */
    boolean mayHaveFields(ILoggingEvent event) {
        Map<String, String> mdc = Events.mdc(event);
        int others = mdc.size();
        for (int i = 0; others > 0 && i < idKeys.size(); i++) {
            if (mdc.containsKey(idKeys.get(i))) {
                others--;
            }
        }
        return others > 0;
    }

    void write(ILoggingEvent event) {
        Map<String, String> mdc = Events.mdc(event);
        if (!mdc.isEmpty()) {
            mdc.forEach(entryWriter);
        }
    }

    private void write(@Nullable String key, @Nullable String value) {
        String name = key == null ? "null" : key;
        Key prepared = keys.of(name, keyPreparation);
        if (prepared.isField) {
            writer.field(name, prepared.name, value, prepared.isNumber);
        }
    }

    private Key prepare(String name) {
        return new Key(
                writer.names().of(name),
                settings.isMdcField(name),
                settings.mdcNumbers().matches(name));
    }
}
