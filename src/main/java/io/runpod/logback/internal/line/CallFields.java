package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.OwnArgument;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * A map of fields, as an argument of an event. Its entries become fields, but no {@code {}} of the message shows it.
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
