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
 * Passes a value inside a bean back to {@link ValueWriter}. So it is written as it is outside a bean, and each of its
 * elements can fail or be cut alone. If an annotation of the property changes the output, Jackson's own serializer
 * writes the value.
 */
final class SerializerByKind extends ValueSerializer<Object> {

    /** Annotations that do not change how a value is written. */
    private static final Set<Class<?>> HARMLESS_ANNOTATIONS =
            Set.of(JsonProperty.class, JsonGetter.class, JsonAlias.class, JsonPropertyDescription.class);

    /** Jackson's own serializer; null = it must never see the value. */
    private final @Nullable ValueSerializer<Object> jacksonSerializer;

    SerializerByKind(@Nullable ValueSerializer<Object> jacksonSerializer) {
        this.jacksonSerializer = jacksonSerializer;
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        if (generator instanceof JacksonGenerator) {
            generator.writePOJO(value);
        } else if (jacksonSerializer != null) { // a decorator's generator, which passes values to the mapper
            jacksonSerializer.serialize(value, generator, context);
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
    public boolean isEmpty(SerializationContext context, Object value) {
        return jacksonSerializer != null && jacksonSerializer.isEmpty(context, value);
    }

    @Override
    public void resolve(SerializationContext context) {
        if (jacksonSerializer != null) {
            jacksonSerializer.resolve(context);
        }
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
        return jacksonSerializer == null || property == null || !changesOutput(property)
                ? this
                : jacksonSerializer.createContextual(context, property);
    }

    private static boolean changesOutput(BeanProperty property) {
        return property.getMember() != null
                && property.getMember().annotations().anyMatch(SerializerByKind::changesOutput);
    }

    private static boolean changesOutput(Annotation annotation) {
        Class<?> type = annotation.annotationType();
        boolean isJacksonAnnotation = type.getName().startsWith("com.fasterxml.jackson.annotation.")
                || type.getName().startsWith("tools.jackson.databind.annotation.");
        if (annotation instanceof JsonInclude include) {
            return include.content() != JsonInclude.Include.ALWAYS;
        }
        return isJacksonAnnotation && !HARMLESS_ANNOTATIONS.contains(type);
    }
}
