package io.runpod.logback.internal.json;

import java.util.Map;
import net.logstash.logback.argument.StructuredArgument;
import tools.jackson.core.JsonGenerator;

/**
 * A structured argument of this library. It also works with LLE before version 9, whose {@code StructuredArgument} has
 * no method for Jackson 3.
 */
public interface OwnArgument extends StructuredArgument {

    /** A map whose entries become fields; no {@code {}} of the message shows them. */
    record FieldMap(Map<?, ?> fields) implements OwnArgument {

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

    @Override
    void writeTo(JsonGenerator generator);

    /** Writes any structured argument. */
    static void write(StructuredArgument argument, JsonGenerator generator) {
        if (argument instanceof OwnArgument own) {
            own.writeTo(generator);
        } else {
            argument.writeTo(generator);
        }
    }
}
