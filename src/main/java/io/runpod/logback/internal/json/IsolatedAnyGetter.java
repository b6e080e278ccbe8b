package io.runpod.logback.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.AnyGetterWriter;

/** Writes the additional properties of a bean ({@code @JsonAnyGetter}). If one fails, one text replaces them all. */
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

    /** Writes the properties. Jackson calls this, also through {@code serializeAsProperty}. */
    @Override
    public void getAndSerialize(Object bean, JsonGenerator generator, SerializationContext context) throws Exception {
        if (!(generator instanceof JacksonGenerator target)) {
            any.getAndSerialize(bean, generator, context);
        } else if (!IsolatedProperty.trySkip(target, getName())) {
            FieldWriter.Mark part = target.fields().beginPart(false);
            try {
                any.getAndSerialize(bean, generator, context);
            } catch (Throwable problem) {
                IsolatedProperty.handleFailure(problem, target, part, getName(), false, bean);
            } finally {
                target.fields().endPart(part);
            }
        }
    }
}
