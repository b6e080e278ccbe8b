package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.OwnArgument;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An argument whose text is its fields, as {@code name=value name=value}. */
public interface FieldList extends OwnArgument {

    /**
     * Passes each field on, in order.
     *
     * @param field takes the name and the value
     */
    void forEach(BiConsumer<String, @Nullable Object> field);

    /**
     * Returns the fields as {@code name=value name=value}, each value as its {@code toString}; secrets that are
     * recognised are masked. A text of more than 65,536 code points is cut.
     */
    static String textOf(FieldList fields) {
        return ArgumentText.textOf(fields);
    }
}
