package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Writes one property of a bean. If it fails or nests too deep, only this property is replaced by a text. Its getter is
 * not called while the line skips tokens.
 */
final class IsolatedProperty extends BeanPropertyWriter {

    private static final long serialVersionUID = 1L;

    IsolatedProperty(BeanPropertyWriter base) {
        super(base);
    }

    private IsolatedProperty(BeanPropertyWriter base, PropertyName name) {
        super(base, name);
    }

    @Override
    protected BeanPropertyWriter _new(PropertyName newName) {
        return new IsolatedProperty(this, newName);
    }

    @Override
    public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        if (!(generator instanceof JacksonGenerator target)) {
            super.serializeAsProperty(bean, generator, context);
        } else if (!trySkip(target, getName())) {
            FieldWriter.Mark part = target.fields().beginPart(true);
            try {
                super.serializeAsProperty(bean, generator, context);
            } catch (Throwable problem) {
                handleFailure(problem, target, part, getName(), true, bean);
            } finally {
                target.fields().endPart(part);
            }
        }
    }

    @Override
    public void serializeAsElement(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        if (!(generator instanceof JacksonGenerator target)) {
            super.serializeAsElement(bean, generator, context);
        } else if (!trySkip(target, null)) {
            target.fields().nameElement(getName());
            FieldWriter.Mark part = target.fields().beginPart(true);
            try {
                super.serializeAsElement(bean, generator, context);
            } catch (Throwable problem) {
                handleFailure(problem, target, part, null, true, bean);
            } finally {
                target.fields().endPart(part);
            }
        }
    }

    /**
     * Skips a part of a bean, without calling its getter, if the line is skipping tokens; returns whether it did.
     *
     * @param name the property's name; null = the part is an element of an array
     */
    static boolean trySkip(JacksonGenerator target, @Nullable String name) {
        FieldWriter fields = target.fields();
        if (!fields.isSkipping()) {
            return false;
        }
        if (name != null) {
            fields.name(name);
        }
        fields.nullValue();
        return true;
    }

    /**
     * Handles what a part of a bean threw: replaces the part by a text that says what failed. A
     * {@link TokenSkipper.Stop} is no failure: it ends the part, or else goes on to the caller.
     *
     * @param name the property's name; null = the part is an element of an array
     * @param isSingle whether the part is one property, and ends with its value
     */
    static void handleFailure(
            Throwable problem,
            JacksonGenerator target,
            FieldWriter.Mark part,
            @Nullable String name,
            boolean isSingle,
            Object bean)
            throws TokenSkipper.Stop {
        if (TokenSkipper.isStop(problem)) {
            if (!isSingle || !target.fields().tryEndValue(part)) {
                throw new TokenSkipper.Stop();
            }
            return;
        }
        Failure.rethrowIfFatal(problem);
        target.fields().replaceFailedElement(part, name, Failure.placeholder(bean, problem));
    }
}
