package io.runpod.logback.internal.json;

import net.logstash.logback.argument.StructuredArgument;
import tools.jackson.core.JsonGenerator;

/**
 * A structured argument of this library. It can also be written beside LLE before version 9, whose
 * {@code StructuredArgument} has no method for Jackson 3.
 */
public interface OwnArgument extends StructuredArgument {

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
