package io.runpod.logback.internal.json;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.AnyGetterWriter;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.bean.UnwrappingBeanPropertyWriter;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Makes Jackson's own serializers follow the rules of a line: if a property fails, the others stay; a container is cut
 * at its limit; a value looks the same inside a bean as outside; an object without properties is written as its
 * {@code toString}; what a logger must not inspect ({@link ValueKind#bypassesMapper}) is not inspected. A serializer
 * that the user registered stays as it is.
 */
final class LineModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** @param userMapper whether the user changed the mapper; it then also writes dates and the like */
    LineModule(boolean userMapper) {
        super("runpod-logback");
        setSerializerModifier(new Modifier(userMapper));
        setDefaultNullKeySerializer(new NullName());
    }

    /** Writes an object as its {@code toString}. */
    private static final class OwnText extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(String.valueOf(value));
        }
    }

    /** Writes the map key null as the name {@code null}. */
    private static final class NullName extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeName("null");
        }
    }

    private static final class Modifier extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        private final boolean userMapper;

        Modifier(boolean userMapper) {
            this.userMapper = userMapper;
        }

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
            List<BeanPropertyWriter> isolated = new ArrayList<>(properties);
            isolated.replaceAll(Modifier::isolated);
            return isolated;
        }

        private static BeanPropertyWriter isolated(BeanPropertyWriter property) {
            if (property.getClass() == BeanPropertyWriter.class) {
                return new IsolatedProperty(property);
            }
            return property.getClass() == UnwrappingBeanPropertyWriter.class
                    ? new IsolatedProperty.Group(property)
                    : property;
        }

        @Override
        public BeanSerializerBuilder updateBuilder(
                SerializationConfig config, BeanDescription.Supplier bean, BeanSerializerBuilder builder) {
            List<BeanPropertyWriter> properties = new ArrayList<>(builder.getProperties());
            properties.replaceAll(property -> property.getClass() == AnyGetterWriter.class
                    ? new IsolatedProperty.AnyGetter((AnyGetterWriter) property)
                    : property);
            builder.setProperties(properties);
            return builder;
        }

        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            if (isJacksonSerializer(serializer)
                    && (serializer instanceof UnknownSerializer || isWithoutProperty(bean, serializer))
                    && !ValueKind.of(bean.getBeanClass()).bypassesMapper()) {
                return new OwnText();
            }
            return byKind(bean.getBeanClass(), serializer);
        }

        private static boolean isWithoutProperty(BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            return serializer instanceof BeanSerializerBase beanSerializer
                    && beanSerializer.propertyCount() == 0
                    && bean.get().findAnyGetter() == null;
        }

        @Override
        public ValueSerializer<?> modifyArraySerializer(
                SerializationConfig config,
                ArrayType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return container(type.getRawClass(), serializer);
        }

        @Override
        public ValueSerializer<?> modifyCollectionSerializer(
                SerializationConfig config,
                CollectionType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return container(type.getRawClass(), serializer);
        }

        @Override
        public ValueSerializer<?> modifyMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return container(type.getRawClass(), serializer);
        }

        private ValueSerializer<?> container(Class<?> type, ValueSerializer<?> serializer) {
            return isJacksonSerializer(serializer)
                    ? byKind(type, new BoundedSerializer(ofObjects(serializer)))
                    : serializer;
        }

        private ValueSerializer<?> byKind(Class<?> type, ValueSerializer<?> serializer) {
            ValueKind kind = ValueKind.of(type);
            if (kind.bypassesMapper() && isJacksonSerializer(serializer)) {
                return new SerializerByKind(null);
            }
            return kind.isSameInBeans() && !userMapper && isJacksonSerializer(serializer)
                    ? new SerializerByKind(ofObjects(serializer))
                    : serializer;
        }

        @SuppressWarnings("unchecked") // a serializer only gets values of its type
        private static ValueSerializer<Object> ofObjects(ValueSerializer<?> serializer) {
            return (ValueSerializer<Object>) serializer;
        }

        private static boolean isJacksonSerializer(ValueSerializer<?> serializer) {
            return serializer instanceof BoundedSerializer
                    || serializer.getClass().getName().startsWith("tools.jackson.databind.");
        }
    }
}
