package io.runpod.logback.internal.json;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.ser.std.StdContainerSerializer;
import tools.jackson.databind.type.ArrayType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * What Jackson's own serializers keep to in a line: a property fails for itself, a container ends where it is cut, an
 * object without any property is its own text, and what no logger should look into is left alone. A serializer that the
 * user gave stays as it is.
 */
final class LineModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    LineModule() {
        super("runpod-logback");
        setSerializerModifier(new Modifier());
    }

    /** Writes an object's own text. */
    private static final class OwnText extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(String.valueOf(value));
        }
    }

    /** Gives a value back to the writer of values, which knows its kind. */
    private static final class ByKind extends ValueSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
            generator.writePOJO(value);
        }
    }

    private static final class Modifier extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription.Supplier bean, List<BeanPropertyWriter> properties) {
            List<BeanPropertyWriter> isolated = new ArrayList<>(properties);
            isolated.replaceAll(property ->
                    property.getClass() == BeanPropertyWriter.class ? new IsolatedProperty(property) : property);
            return isolated;
        }

        @Override
        public ValueSerializer<?> modifySerializer(
                SerializationConfig config, BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            if (!isJacksons(serializer)) {
                return serializer;
            } else if (ValueKind.of(bean.getBeanClass()).isKeptFromMapper()) {
                return new ByKind();
            } else if (serializer instanceof UnknownSerializer || isWithoutProperty(bean, serializer)) {
                return new OwnText();
            }
            return serializer instanceof StdContainerSerializer<?> ? bounded(serializer) : serializer;
        }

        private static boolean isWithoutProperty(BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            return serializer instanceof BeanSerializerBase of
                    && of.propertyCount() == 0
                    && bean.get().findAnyGetter() == null;
        }

        @Override
        public ValueSerializer<?> modifyArraySerializer(
                SerializationConfig config,
                ArrayType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return isJacksons(serializer) ? bounded(serializer) : serializer;
        }

        @Override
        public ValueSerializer<?> modifyCollectionSerializer(
                SerializationConfig config,
                CollectionType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return container(bean, serializer);
        }

        @Override
        public ValueSerializer<?> modifyMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier bean,
                ValueSerializer<?> serializer) {
            return container(bean, serializer);
        }

        private static ValueSerializer<?> container(BeanDescription.Supplier bean, ValueSerializer<?> serializer) {
            if (!isJacksons(serializer)) {
                return serializer;
            }
            return ValueKind.of(bean.getBeanClass()).isKeptFromMapper() ? new ByKind() : bounded(serializer);
        }

        @SuppressWarnings("unchecked") // a serializer is only ever given what it is for
        private static ValueSerializer<?> bounded(ValueSerializer<?> serializer) {
            return new BoundedSerializer((ValueSerializer<Object>) serializer);
        }

        private static boolean isJacksons(ValueSerializer<?> serializer) {
            return serializer.getClass().getName().startsWith("tools.jackson.databind.ser.");
        }
    }
}
