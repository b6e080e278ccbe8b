package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.AnyGetterWriter;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.PropertyFilter;
import tools.jackson.databind.util.NameTransformer;

/**
 * Writes one property of a bean. If it fails or nests too deep, only this property is replaced by a text. Its getter is
 * not called while the line skips tokens. {@link Group} and {@link AnyGetter} do the same for several properties that
 * come from one getter.
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
        if (generator instanceof DecoratedGenerator decorated) {
            decorated.writeProperties(getName(), bean, plain -> serializeAsProperty(bean, plain, context));
        } else if (!(generator instanceof JacksonGenerator target)) {
            super.serializeAsProperty(bean, generator, context);
        } else if (!trySkip(target, getName())) {
            TokenWriter.Mark part = target.fields().beginPart(true);
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
            TokenWriter.Mark part = target.fields().beginPart(true);
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
     * Writes several properties of a bean that come from one getter. If one fails, one text replaces them all.
     *
     * @param name the name for this text
     */
    private static void serializeGroup(
            String name, Object bean, JsonGenerator generator, DecoratedGenerator.Writing writing) throws Exception {
        if (generator instanceof DecoratedGenerator decorated) {
            decorated.writeProperties(name, bean, plain -> serializeGroup(name, bean, plain, writing));
        } else if (!(generator instanceof JacksonGenerator target)) {
            writing.run(generator);
        } else if (!trySkip(target, name)) {
            TokenWriter.Mark part = target.fields().beginPart(false);
            try {
                writing.run(generator);
            } catch (Throwable problem) {
                handleFailure(problem, target, part, name, false, bean);
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
    private static boolean trySkip(JacksonGenerator target, @Nullable String name) {
        TokenWriter fields = target.fields();
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
    private static void handleFailure(
            Throwable problem,
            JacksonGenerator target,
            TokenWriter.Mark part,
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

    /** Writes the properties that an unwrapped value adds to a bean ({@code @JsonUnwrapped}). */
    static final class Group extends BeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        private final BeanPropertyWriter group;

        Group(BeanPropertyWriter group) {
            super(group);
            this.group = group;
        }

        @Override
        public BeanPropertyWriter rename(NameTransformer transformer) {
            return new Group(group.rename(transformer));
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
            serializeGroup(getName(), bean, generator, to -> group.serializeAsProperty(bean, to, context));
        }
    }

    /** Writes the additional properties of a bean ({@code @JsonAnyGetter}). */
    static final class AnyGetter extends AnyGetterWriter {

        private static final long serialVersionUID = 1L;

        private final AnyGetterWriter any;

        @SuppressWarnings("NullAway") // Jackson accepts null: it finds the serializer later
        AnyGetter(AnyGetterWriter any) {
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
        public void getAndSerialize(Object bean, JsonGenerator generator, SerializationContext context)
                throws Exception {
            serializeGroup(getName(), bean, generator, to -> any.getAndSerialize(bean, to, context));
        }

        /** As {@link #getAndSerialize}, where the bean has a filter ({@code @JsonFilter}). */
        @Override
        public void getAndFilter(
                Object bean, JsonGenerator generator, SerializationContext context, PropertyFilter filter)
                throws Exception {
            serializeGroup(getName(), bean, generator, to -> any.getAndFilter(bean, to, context, filter));
        }
    }
}
