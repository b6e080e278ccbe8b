package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.EncodedFields;
import io.runpod.logback.internal.json.FieldName;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.OwnArgument.FieldMap;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.Failure;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the fields of a source, through the user's decorator if there is one. A source that fails loses only the field
 * that it was writing. Not thread-safe; reused for every line.
 */
final class SourceWriter {

    private final FieldOutput output;
    private final FieldWriter fields;
    private final @Nullable JsonGeneratorDecorator decorator;
    private final JsonGenerator plain;
    private JsonGenerator generator;

    SourceWriter(Settings settings, FieldOutput output) {
        this.output = output;
        this.fields = output.fields();
        this.decorator = settings.extensions().generatorDecorator();
        this.plain = output.generator();
        this.generator = plain;
    }

    FieldWriter fields() {
        return fields;
    }

    FieldOutput output() {
        return output;
    }

    FieldName name(@Nullable String name) {
        return output.name(name);
    }

    JsonGenerator generator() {
        return generator;
    }

    /** Wraps the generator in the user's decorator, if there is one. Done for each line: a decorator may keep state. */
    void decorate() {
        if (decorator != null) {
            generator = decorated(output);
        }
    }

    /**
     * Returns an output's generator, wrapped in the user's decorator; the line's own object is already started. To be
     * called only if there is a decorator.
     */
    JsonGenerator decorated(FieldOutput to) {
        return to.decorated(Objects.requireNonNull(decorator));
    }

    /**
     * Returns a copy of the fields that were written last, for later lines. Returns null if one of them was not
     * written, if they are too large to keep, or if a decorator must see each field.
     *
     * @param first the index of the first of them
     * @param names the name of each
     */
    @Nullable
    EncodedFields encoded(int first, List<FieldName> names) {
        return generator == plain ? fields.encoded(first, names) : null;
    }

    void field(@Nullable String name, @Nullable Object value) {
        field(name, name(name), value, false);
    }

    /**
     * Writes one field with a prepared name.
     *
     * @param name the original name, for a decorator
     * @param isNumber whether a string that is a JSON number is written as a number
     */
    void field(@Nullable String name, FieldName prepared, @Nullable Object value, boolean isNumber) {
        try {
            // A decorator gets the original name. The name that it writes is prepared after that.
            if (generator == plain) {
                if (!isNumber && fields.tryWrite(prepared, value)) {
                    return;
                }
                fields.name(prepared);
            } else {
                generator.writeName(name);
            }
            if (isNumber) {
                generator.writeNumber((String) value);
            } else {
                generator.writePOJO(value);
            }
            fields.endField();
        } catch (Throwable problem) {
            handleFailure(value, problem);
        }
    }

    /**
     * Lets a source write its own fields.
     *
     * @param writing writes them to the generator; it captures nothing, so that a call allocates nothing
     */
    <T> void source(T source, BiConsumer<T, JsonGenerator> writing) {
        try {
            writing.accept(source, generator);
            fields.endField();
        } catch (Throwable problem) {
            handleFailure(source instanceof FieldMap call ? call.fields() : source, problem);
        }
    }

    /**
     * Handles what a source threw: replaces the open field by a text that says what failed. If the source was stopped
     * because the line needs no more of it, this is no failure.
     *
     * @param origin the value or source that failed
     */
    void handleFailure(@Nullable Object origin, Throwable problem) {
        if (!FieldWriter.isStop(problem)) {
            Failure.rethrowIfFatal(problem);
            fields.replaceFailedField(Failure.placeholder(origin, problem));
        }
        fields.endField();
        decorate();
    }
}
