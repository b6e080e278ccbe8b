package io.runpod.logback.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.util.NameTransformer;

/**
 * Writes the properties of a bean that come from one getter ({@code @JsonUnwrapped}). If one fails, all of them are
 * replaced by one text.
 */
final class IsolatedGroup extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    private final BeanPropertyWriter group;

    IsolatedGroup(BeanPropertyWriter group) {
        super(group);
        this.group = group;
    }

    @Override
    public BeanPropertyWriter rename(NameTransformer transformer) {
        return new IsolatedGroup(group.rename(transformer));
    }

    @Override
    public boolean isUnwrapping() {
        return group.isUnwrapping();
    }

    @Override
    public boolean hasSerializer() {
        return group.hasSerializer();
    }

    @Override
    public void assignSerializer(ValueSerializer<Object> serializer) {
        group.assignSerializer(serializer);
    }

    @Override
    public void assignNullSerializer(ValueSerializer<Object> serializer) {
        group.assignNullSerializer(serializer);
    }

    @Override
    public void assignTypeSerializer(TypeSerializer serializer) {
        group.assignTypeSerializer(serializer);
    }

    @Override
    public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        if (!(generator instanceof JacksonGenerator target)) {
            group.serializeAsProperty(bean, generator, context);
        } else if (!IsolatedProperty.trySkip(target, getName())) {
            FieldWriter.Mark part = target.fields().beginPart(false);
            try {
                group.serializeAsProperty(bean, generator, context);
            } catch (Throwable problem) {
                IsolatedProperty.handleFailure(problem, target, part, getName(), false, bean);
            } finally {
                target.fields().endPart(part);
            }
        }
    }
}
