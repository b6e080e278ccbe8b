package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Writes a property of a bean. If it fails, or is too large or too deep, the other properties stay. Its getter is not
 * called if the line has no room for it.
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
        } else if (!skip(target, getName())) {
            FieldWriter.Mark part = target.fields().beginPart(true);
            try {
                super.serializeAsProperty(bean, generator, context);
            } catch (Throwable problem) {
                handle(problem, target, part, getName(), true, bean);
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
        } else if (!skip(target, null)) {
            FieldWriter.Mark part = target.fields().beginPart(true);
            try {
                super.serializeAsElement(bean, generator, context);
            } catch (Throwable problem) {
                handle(problem, target, part, null, true, bean);
            } finally {
                target.fields().endPart(part);
            }
        }
    }

    /**
     * Skips a part of a bean, without a call of its getter, if what is written now is not wanted; returns whether it
     * did.
     *
     * @param name the property's name; null = the part is an element of an array
     */
    static boolean skip(JacksonGenerator target, @Nullable String name) {
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
     * Writes, in place of a part of a bean that failed, a text that says so.
     *
     * @param name the property's name; null = the part is an element of an array
     * @param isSingle whether the part is one property, and ends with its value
     */
    static void handle(
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
