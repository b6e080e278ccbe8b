package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.OwnArgument;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * The map given to a logging call. Its entries are fields of the call, but no {@code {}} of the message stands for it.
 */
public record CallFields(Map<?, ?> fields) implements OwnArgument {

    @Override
    public void writeTo(JsonGenerator generator) {
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            generator.writeName(String.valueOf(field.getKey()));
            generator.writePOJO(field.getValue());
        }
    }

    @Override
    public String toString() {
        return String.valueOf(fields);
    }
}
