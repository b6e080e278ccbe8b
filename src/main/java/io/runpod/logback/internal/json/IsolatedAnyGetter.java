package io.runpod.logback.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.AnyGetterWriter;

/** Writes the further properties of a bean ({@code @JsonAnyGetter}), which fail together. */
final class IsolatedAnyGetter extends AnyGetterWriter {

    private static final long serialVersionUID = 1L;

    private final AnyGetterWriter any;

    @SuppressWarnings("NullAway") // Jackson accepts null: it finds the serializer later
    IsolatedAnyGetter(AnyGetterWriter any) {
        super(any, any, any.getMember(), null);
        this.any = any;
    }

    @Override
    public void fixAccess(SerializationConfig config) {
        any.fixAccess(config);
    }

    @Override
    public void resolve(SerializationContext context) {
        any.resolve(context);
    }

    @Override
    public void getAndSerialize(Object bean, JsonGenerator generator, SerializationContext context) throws Exception {
        if (!(generator instanceof JacksonGenerator target)) {
            any.getAndSerialize(bean, generator, context);
        } else if (!IsolatedProperty.skip(target, getName())) {
            FieldWriter.Mark part = target.fields().beginPart(false);
            try {
                any.getAndSerialize(bean, generator, context);
            } catch (Throwable problem) {
                IsolatedProperty.handle(problem, target, part, getName(), false, bean);
            } finally {
                target.fields().endPart(part);
            }
        }
    }

    @Override
    public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        getAndSerialize(bean, generator, context);
    }
}
