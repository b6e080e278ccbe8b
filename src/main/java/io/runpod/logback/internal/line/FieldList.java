package io.runpod.logback.internal.line;

import java.util.function.BiConsumer;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;

/** An argument whose own text is its fields as {@code name=value name=value}. */
public interface FieldList extends StructuredArgument {

    /**
     * Gives each field in order.
     *
     * @param field takes the name and the value
     */
    void forEach(BiConsumer<String, @Nullable Object> field);
}
