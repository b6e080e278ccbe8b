package io.runpod.logback.internal.json;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Wraps Jackson's own serializer of a container, and stops it as soon as the line takes no more elements. */
final class BoundedSerializer extends ValueSerializer<Object> {

    private final ValueSerializer<Object> delegate;

    BoundedSerializer(ValueSerializer<Object> delegate) {
        this.delegate = delegate;
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
        @SuppressWarnings("unchecked") // the contextual serializer is of the same type
        ValueSerializer<Object> contextual = (ValueSerializer<Object>) delegate.createContextual(context, property);
        return contextual == delegate ? this : new BoundedSerializer(contextual);
    }

    @Override
    public void resolve(SerializationContext context) {
        delegate.resolve(context);
    }

    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
        if (!(generator instanceof JacksonGenerator target)) {
            delegate.serialize(value, generator, context);
            return;
        }
        TokenWriter fields = target.fields();
        TokenSkipper skipper = fields.skipper();
        int level = fields.depth() + 1;
        long before = skipper.allowRestStop(level);
        try {
            delegate.serialize(value, generator, context);
        } catch (RuntimeException | TokenSkipper.Stop problem) {
            if (!TokenSkipper.isStop(problem)) {
                throw problem;
            }
            if (!fields.tryEndRest(level, sizeOf(value))) {
                throw new TokenSkipper.Stop();
            }
        } finally {
            skipper.restoreRestStops(before);
        }
    }

    /** Never stops early: with type information, another container may be open around this one. */
    @Override
    public void serializeWithType(
            Object value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
        delegate.serializeWithType(value, generator, context, type);
    }

    /** Returns how many elements a container has; -1 = not known. */
    private static int sizeOf(Object container) {
        if (container instanceof Collection<?> collection) {
            return collection.size();
        } else if (container instanceof Map<?, ?> map) {
            return map.size();
        }
        return container.getClass().isArray() ? Array.getLength(container) : -1;
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
        return delegate.isEmpty(context, value);
    }
}
