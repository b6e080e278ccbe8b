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

/** The fields of the MDC: all of its entries but the ids, as the user chose. Not thread-safe; reused for every line. */
final class MdcSource {

    /** What becomes of an MDC key, remembered for each. */
    private record Key(FieldName name, boolean isField, boolean isNumber) {}

    private final ContextFields settings;
    private final SourceWriter writer;
    private final NameCache<Key> keys = new NameCache<>();
    private final Function<String, Key> keyPreparation = this::prepare;
    private final BiConsumer<String, String> entry = this::write;

    /** The MDC keys of the ids, which are no fields. */
    private final List<String> idKeys;

    MdcSource(ContextFields settings, SourceWriter writer) {
        this.settings = settings;
        this.writer = writer;
        this.idKeys = settings.idKeys();
    }

    /** Whether there are entries beside the ids; in most workers there are none. */
    boolean mayHaveSome(ILoggingEvent event) {
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
            mdc.forEach(entry);
        }
    }

    private void write(@Nullable String given, @Nullable String value) {
        String name = given == null ? "null" : given;
        Key key = keys.of(name, keyPreparation);
        if (key.isField) {
            writer.field(name, key.name, value, key.isNumber);
        }
    }

    private Key prepare(String name) {
        return new Key(
                writer.names().of(name),
                settings.isMdcField(name),
                settings.mdcNumbers().matches(name));
    }
}
