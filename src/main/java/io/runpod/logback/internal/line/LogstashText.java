package io.runpod.logback.internal.line;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import net.logstash.logback.argument.DeferredStructuredArgument;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.LogstashMarker;
import net.logstash.logback.marker.MapEntriesAppendingMarker;
import net.logstash.logback.marker.ObjectAppendingMarker;
import net.logstash.logback.marker.SingleFieldAppendingMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Appends the texts of LLE's arguments as LLE itself writes them, but piece by piece: LLE's {@code toString} would
 * build the whole text of a value, however large. Reads private fields of LLE's classes; if that is not possible, the
 * argument's {@code toString} is used.
 */
final class LogstashText {

    /** How many levels of an argument {@link #hasMasked} looks at. */
    private static final int MAX_DEPTH = 8;

    /** How many parts of a container {@link #hasMasked} looks at. */
    private static final int MAX_PARTS = 100;

    private static final @Nullable VarHandle PATTERN =
            field(SingleFieldAppendingMarker.class, "messageFormatPattern", String.class);
    private static final @Nullable VarHandle VALUE = field(ObjectAppendingMarker.class, "fieldValue", Object.class);
    private static final @Nullable VarHandle MAP = field(MapEntriesAppendingMarker.class, "map", Map.class);

    /** A token buffer that keeps each value as the object that was given. */
    private static final class ValueTokens extends TokenBuffer {
        ValueTokens() {
            super(ObjectWriteContext.empty(), false);
        }

        @Override
        public JsonGenerator writePOJO(@Nullable Object value) {
            _appendValue(JsonToken.VALUE_EMBEDDED_OBJECT, value);
            return this;
        }
    }

    private LogstashText() {}

    private static @Nullable VarHandle field(Class<?> type, String name, Class<?> of) {
        try {
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup()).findVarHandle(type, name, of);
        } catch (ReflectiveOperationException | RuntimeException otherVersion) {
            return null;
        }
    }

    /** Appends the argument's text. Returns false, with nothing appended, if the kind of argument is not known. */
    static boolean append(StructuredArgument argument, BoundedText out, ArgumentText values) {
        if (argument instanceof DeferredStructuredArgument deferred) {
            appendDeferred(deferred, out, values);
            return true;
        }
        if (!appendOwn(argument, out, values)) {
            return false;
        }
        if (argument instanceof LogstashMarker marker && marker.hasReferences()) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                values.appendText(", ", out);
                values.append(references.next(), out);
            }
        }
        return true;
    }

    /** Appends the argument's own part, without the markers that it refers to. */
    private static boolean appendOwn(StructuredArgument argument, BoundedText out, ArgumentText values) {
        if (isMasked(argument, values)) {
            appendMasked((SingleFieldAppendingMarker) argument, out, values);
            return true;
        }
        if (argument.getClass() == ObjectAppendingMarker.class && VALUE != null && PATTERN != null) {
            ObjectAppendingMarker field = (ObjectAppendingMarker) argument;
            return appendField(field.getFieldName(), VALUE.get(field), PATTERN.get(field), out, values);
        }
        if (argument.getClass() == MapEntriesAppendingMarker.class && MAP != null) {
            values.append(MAP.get((MapEntriesAppendingMarker) argument), out);
            return true;
        }
        return false;
    }

    /** Whether the argument has the name of a secret. Its {@code toString} may show the value without the name. */
    private static boolean isMasked(@Nullable Object argument, ArgumentText values) {
        return argument instanceof SingleFieldAppendingMarker field && values.masks(field.getFieldName(), argument);
    }

    /**
     * Whether an argument, or a part of it that its text shows, has the name of a secret. Only the first parts of a
     * large container are checked.
     *
     * @param depth how many levels are above the argument
     */
    static boolean hasMasked(@Nullable Object argument, ArgumentText values, int depth) {
        if (argument == null || argument instanceof String || argument instanceof Number || depth > MAX_DEPTH) {
            return false;
        }
        if (isMasked(argument, values)) {
            return true;
        }
        if (argument instanceof FieldList fields) {
            boolean[] found = new boolean[1];
            fields.forEach(
                    (name, value) -> found[0] |= values.masks(name, value) || hasMasked(value, values, depth + 1));
            return found[0];
        }
        Iterator<?> parts = parts(argument);
        for (int i = 0; i < MAX_PARTS && parts.hasNext(); i++) {
            if (hasMasked(parts.next(), values, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private static Iterator<?> parts(Object argument) {
        if (argument instanceof ObjectAppendingMarker field && VALUE != null) {
            return Collections.singletonList(VALUE.get(field)).iterator();
        } else if (argument instanceof Object[] array) {
            return Arrays.asList(array).iterator();
        } else if (argument instanceof Collection<?> collection && ArgumentText.hasJdkText(argument)) {
            return collection.iterator();
        } else if (argument instanceof Map<?, ?> map && ArgumentText.hasJdkText(argument)) {
            return map.values().iterator();
        }
        return Collections.emptyIterator();
    }

    private static void appendMasked(SingleFieldAppendingMarker field, BoundedText out, ArgumentText values) {
        Object pattern = PATTERN == null ? null : PATTERN.get(field);
        Object value = Redactor.MASK;
        if (field instanceof ObjectAppendingMarker object && VALUE != null) {
            value = VALUE.get(object);
        }
        if (!StructuredArguments.VALUE_ONLY_MESSAGE_FORMAT_PATTERN.equals(pattern)) {
            values.appendText(field.getFieldName() + "=", out);
        }
        values.appendText(value == null || value instanceof Boolean ? String.valueOf(value) : Redactor.MASK, out);
    }

    private static boolean appendField(
            String name, @Nullable Object value, @Nullable Object pattern, BoundedText out, ArgumentText values) {
        if (StructuredArguments.DEFAULT_KEY_VALUE_MESSAGE_FORMAT_PATTERN.equals(pattern)) {
            values.appendText(name, out);
            values.appendText("=", out);
        } else if (!StructuredArguments.VALUE_ONLY_MESSAGE_FORMAT_PATTERN.equals(pattern)) {
            return false;
        }
        values.append(value, out);
        return true;
    }

    /**
     * Appends the fields of a deferred argument, which has no text of its own, as {@code name=value}. Objects and
     * arrays among the values are not shown in full.
     */
    private static void appendDeferred(DeferredStructuredArgument argument, BoundedText out, ArgumentText values) {
        try (TokenBuffer tokens = new ValueTokens()) {
            tokens.writeStartObject();
            argument.writeTo(tokens);
            tokens.writeEndObject();
            try (JsonParser fields = tokens.asParser()) {
                fields.nextToken();
                for (int i = 0; fields.nextToken() == JsonToken.PROPERTY_NAME; i++) {
                    String name = fields.currentName();
                    values.appendText((i > 0 ? " " : "") + name + "=", out);
                    appendValue(name, fields, out, values);
                }
            }
        }
    }

    private static void appendValue(String name, JsonParser fields, BoundedText out, ArgumentText values) {
        JsonToken token = fields.nextToken();
        if (token != JsonToken.VALUE_NULL && !token.isBoolean() && values.masks(name, token)) {
            fields.skipChildren();
            values.appendText(Redactor.MASK, out);
        } else if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            values.append(fields.getEmbeddedObject(), out);
        } else if (token.isStructStart()) {
            fields.skipChildren();
            values.appendText(token.asString(), out);
            values.appendText("...", out);
        } else {
            values.appendText(fields.getString(), out);
        }
    }
}
