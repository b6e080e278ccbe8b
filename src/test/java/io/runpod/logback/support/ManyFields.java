package io.runpod.logback.support;

import io.runpod.logback.Extra;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fields of one call, more than a line can hold. */
public final class ManyFields {

    private ManyFields() {}

    public static Extra of(int count) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            fields.put("field" + i, "value number " + i);
        }
        return Extra.of(fields);
    }
}
