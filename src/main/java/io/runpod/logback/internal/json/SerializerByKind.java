package io.runpod.logback.internal.json;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.lang.annotation.Annotation;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Gives a part of a bean back to the writer of values, so that it reads as it does outside of a bean, and each
 * of its parts fails, and is cut, alone. Where an annotation of the property changes the output, Jackson's own serializer
 * writes it.
 */
final class SerializerByKind extends ValueSerializer<Object> {

    /** They do not change how a value is written. */
    private static final Set<Class<?>> HARMLESS_ANNOTATIONS =
            Set.of(JsonProperty.class, JsonGetter.class, JsonAlias.class, JsonPropertyDescription.class);

    /** Jackson's own; null = it is never let at the value. */
    private final @Nullable ValueSerializer<?> jacksons;

    SerializerByKind(@Nullable ValueSerializer<?> jacksons) {
        this.jacksons = jacksons;
    }

    @Override
    @SuppressWarnings("unchecked") // a serializer is only ever given what it is for
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        if (generator instanceof JacksonGenerator) {
            generator.writePOJO(value);
        } else if (jacksons != null) { // a decorator's, which asks the mapper for what it is given
            ((ValueSerializer<Object>) jacksons).serialize(value, generator, context);
        } else {
            generator.writeString(String.valueOf(value));
        }
    }

    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        serialize(value, generator, context);
    }

    @Override
    @SuppressWarnings("unchecked") // a serializer is only ever given what it is for
    public boolean isEmpty(SerializationContext context, Object value) {
        return jacksons != null && ((ValueSerializer<Object>) jacksons).isEmpty(context, value);
    }

    @Override
    public void resolve(SerializationContext context) {
        if (jacksons != null) {
            jacksons.resolve(context);
        }
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return jacksons == null || property == null || !changesOutput(property)
                ? this
                : jacksons.createContextual(context, property);
    }

    private static boolean changesOutput(BeanProperty property) {
        return property.getMember() != null
                && property.getMember().annotations().anyMatch(SerializerByKind::changesOutput);
    }

    private static boolean changesOutput(Annotation annotation) {
        Class<?> type = annotation.annotationType();
        boolean isJacksons = type.getName().startsWith("com.fasterxml.jackson.annotation.")
                || type.getName().startsWith("tools.jackson.databind.annotation.");
        if (annotation instanceof JsonInclude include) {
            return include.content() != JsonInclude.Include.ALWAYS;
        }
        return isJacksons && !HARMLESS_ANNOTATIONS.contains(type);
    }
}
