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

    /** Writes a part of a bean. */
    interface Part {
        void write() throws Exception;
    }

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
        if (generator instanceof JacksonGenerator target) {
            isolate(target, getName(), true, bean, () -> super.serializeAsProperty(bean, generator, context));
        } else {
            super.serializeAsProperty(bean, generator, context);
        }
    }

    @Override
    public void serializeAsElement(Object bean, JsonGenerator generator, SerializationContext context)
            throws Exception {
        if (generator instanceof JacksonGenerator target) {
            isolate(target, null, true, bean, () -> super.serializeAsElement(bean, generator, context));
        } else {
            super.serializeAsElement(bean, generator, context);
        }
    }

    /**
     * Writes a part of a bean, or, if that fails, a text that says so.
     *
     * @param name the property's name; null = the part is an element of an array
     * @param isSingle whether the part is one property, and ends with its value
     */
    static void isolate(JacksonGenerator target, @Nullable String name, boolean isSingle, Object bean, Part part)
            throws Exception {
        FieldWriter fields = target.fields();
        if (fields.isSkipping()) {
            if (name != null) {
                fields.name(name);
            }
            fields.nullValue();
            return;
        }
        TokenSkipper skipper = fields.skipper();
        FieldWriter.Mark mark = fields.mark();
        int floorBefore = fields.raiseFloor();
        long stopsBefore = isSingle ? skipper.allowValueStop(mark.depth()) : skipper.forbidValueStop(mark.depth());
        try {
            part.write();
        } catch (Throwable problem) {
            if (TokenSkipper.isStop(problem)) {
                if (isSingle && fields.tryEndValue(mark)) {
                    return;
                }
                throw new TokenSkipper.Stop();
            }
            Failure.rethrowIfFatal(problem);
            fields.replaceFailedElement(mark, name, Failure.placeholder(bean, problem));
        } finally {
            skipper.restoreValueStops(stopsBefore);
            fields.restoreFloor(floorBefore);
            fields.release();
        }
    }
}
