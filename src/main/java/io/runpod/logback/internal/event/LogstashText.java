package io.runpod.logback.internal.event;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import net.logstash.logback.argument.DeferredStructuredArgument;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.argument.StructuredArguments;
import net.logstash.logback.marker.LogstashMarker;
import net.logstash.logback.marker.MapEntriesAppendingMarker;
import net.logstash.logback.marker.ObjectAppendingMarker;
import net.logstash.logback.marker.SingleFieldAppendingMarker;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.util.TokenBuffer;

/**
 * The texts of LLE's arguments, as LLE itself writes them, but piece by piece: its own {@code toString} builds the whole
 * text of a value, however large that is. Reads the private fields of LLE's classes; where that is not possible, the
 * argument's {@code toString} is used.
 */
final class LogstashText {

    private static final @Nullable VarHandle PATTERN =
            field(SingleFieldAppendingMarker.class, "messageFormatPattern", String.class);
    private static final @Nullable VarHandle VALUE = field(ObjectAppendingMarker.class, "fieldValue", Object.class);
    private static final @Nullable VarHandle MAP = field(MapEntriesAppendingMarker.class, "map", Map.class);

    /** Keeps values as they are given. */
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

    /** Appends the argument's text; returns false, with nothing appended, where it is not of a known kind. */
    static boolean append(StructuredArgument argument, BoundedText out, ArgumentText values) {
        if (argument instanceof DeferredStructuredArgument deferred) {
            appendDeferred(deferred, out, values);
            return true;
        }
        if (argument instanceof LogstashMarker marker && marker.hasReferences()) {
            return false;
        }
        if (isHidden(argument, values)) {
            appendHidden((SingleFieldAppendingMarker) argument, out, values);
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

    /** Whether the argument's name makes it a secret; its own text may not show that name. */
    static boolean isHidden(@Nullable Object argument, ArgumentText values) {
        return argument instanceof SingleFieldAppendingMarker field && values.hides(field.getFieldName(), argument);
    }

    private static void appendHidden(SingleFieldAppendingMarker field, BoundedText out, ArgumentText values) {
        Object pattern = PATTERN == null ? null : PATTERN.get(field);
        Object value = Redactor.MASK;
        if (field instanceof ObjectAppendingMarker object && VALUE != null) {
            value = VALUE.get(object);
        }
        if (!StructuredArguments.VALUE_ONLY_MESSAGE_FORMAT_PATTERN.equals(pattern)) {
            values.piece(field.getFieldName() + "=", out);
        }
        values.piece(value == null || value instanceof Boolean ? String.valueOf(value) : Redactor.MASK, out);
    }

    private static boolean appendField(
            String name, @Nullable Object value, @Nullable Object pattern, BoundedText out, ArgumentText values) {
        if (StructuredArguments.DEFAULT_KEY_VALUE_MESSAGE_FORMAT_PATTERN.equals(pattern)) {
            values.piece(name, out);
            values.piece("=", out);
        } else if (!StructuredArguments.VALUE_ONLY_MESSAGE_FORMAT_PATTERN.equals(pattern)) {
            return false;
        }
        values.append(value, out);
        return true;
    }

    /** It has no text of its own; what it stands for, as {@code name=value}, its values not looked into. */
    private static void appendDeferred(DeferredStructuredArgument argument, BoundedText out, ArgumentText values) {
        try (TokenBuffer tokens = new ValueTokens()) {
            tokens.writeStartObject();
            argument.writeTo(tokens);
            tokens.writeEndObject();
            try (JsonParser fields = tokens.asParser()) {
                fields.nextToken();
                for (int i = 0; fields.nextToken() == JsonToken.PROPERTY_NAME; i++) {
                    values.piece((i > 0 ? " " : "") + fields.currentName() + "=", out);
                    appendValue(fields, out, values);
                }
            }
        }
    }

    private static void appendValue(JsonParser fields, BoundedText out, ArgumentText values) {
        JsonToken token = fields.nextToken();
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT) {
            values.append(fields.getEmbeddedObject(), out);
        } else if (token.isStructStart()) {
            fields.skipChildren();
            values.piece(token.asString(), out);
            values.piece("...", out);
        } else {
            values.piece(fields.getString(), out);
        }
    }
}
