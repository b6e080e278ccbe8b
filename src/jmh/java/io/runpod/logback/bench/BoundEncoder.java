package io.runpod.logback.bench;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import net.logstash.logback.marker.ObjectAppendingMarker;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the line costs at the least: the same bytes as this library's, written by hand with care and nothing else. It has
 * no redaction, no limits, no check for names used twice, no isolation of bad values and no cache. Beans are Jackson's, in
 * its own spacing. For one thread.
 */
final class BoundEncoder extends JsonBytes {

    private static final byte[] BEFORE_ID = bytes("{\"requestId\": ");
    private static final byte[] BEFORE_MESSAGE = bytes(", \"message\": \"");
    private static final byte[] BEFORE_LEVEL = bytes("\", \"level\": \"");
    private static final byte[] BEFORE_EXTRA = bytes(", \"extra\": {");
    private static final byte[] NULL = bytes("null");
    private static final byte[] CAUSED_BY = bytes("\\nCaused by: ");
    private static final byte[] AT = bytes("\\n\\tat ");
    private static final byte[] MORE = bytes("\\n\\t... ");
    private static final byte[] OMITTED = bytes(" common frames omitted");
    private static final byte[] NATIVE = bytes("Native Method)");
    private static final byte[] UNKNOWN = bytes("Unknown Source)");
    private static final MethodHandle FIELD_VALUE = fieldValue();
    private static final JsonMapper MAPPER = new JsonMapper();

    private final BiConsumer<String, String> mdcField = this::mdcField;
    private boolean hasFields;

    @Override
    public byte[] headerBytes() {
        return null;
    }

    @Override
    public byte[] footerBytes() {
        return null;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        write(event);
        return Arrays.copyOf(line, length);
    }

    void encodeTo(ILoggingEvent event, Drain drain) {
        write(event);
        drain.accept(line, length);
    }

    private void write(ILoggingEvent event) {
        length = 0;
        hasFields = false;
        Map<String, String> mdc = event.getMDCPropertyMap();
        IThrowableProxy thrown = event.getThrowableProxy();
        put(BEFORE_ID);
        String requestId = mdc.get("requestId");
        if (requestId == null) {
            put(NULL);
        } else {
            quoted(requestId);
        }
        put(BEFORE_MESSAGE);
        content(event.getFormattedMessage());
        if (thrown != null) {
            put('\\');
            put('n');
            stackTrace(thrown);
        }
        put(BEFORE_LEVEL);
        content(event.getLevel().levelStr);
        put('"');
        fields(event, mdc, thrown);
        if (hasFields) {
            put('}');
        }
        put('}');
        put('\n');
    }

    private void fields(ILoggingEvent event, Map<String, String> mdc, IThrowableProxy thrown) {
        Object[] arguments = event.getArgumentArray();
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof ObjectAppendingMarker field) {
                    name(field.getFieldName());
                    value(valueOf(field));
                }
            }
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (int i = 0; i < pairs.size(); i++) {
                KeyValuePair pair = pairs.get(i);
                name(pair.key);
                value(pair.value);
            }
        }
        if (thrown != null) {
            name("error_type");
            quoted(thrown.getClassName());
            if (thrown.getMessage() != null) {
                name("error_message");
                quoted(thrown.getMessage());
            }
        }
        mdc.forEach(mdcField);
    }

    private void mdcField(String key, String value) {
        if (!key.equals("requestId")) {
            name(key);
            quoted(value);
        }
    }

    private void name(String name) {
        if (hasFields) {
            put(',');
            put(' ');
        } else {
            put(BEFORE_EXTRA);
            hasFields = true;
        }
        quoted(name);
        put(':');
        put(' ');
    }

    private void value(Object value) {
        if (value instanceof String text) {
            quoted(text);
        } else if (value instanceof Integer || value instanceof Long) {
            number(((Number) value).longValue());
        } else if (value instanceof Double) {
            content(value.toString());
        } else {
            put(MAPPER.writeValueAsBytes(value));
        }
    }

    private static Object valueOf(ObjectAppendingMarker field) {
        try {
            return (Object) FIELD_VALUE.invokeExact(field);
        } catch (Throwable impossible) {
            throw new LinkageError("LLE's field value", impossible);
        }
    }

    private static MethodHandle fieldValue() {
        try {
            return MethodHandles.privateLookupIn(ObjectAppendingMarker.class, MethodHandles.lookup())
                    .findVirtual(ObjectAppendingMarker.class, "getFieldValue", MethodType.methodType(Object.class));
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("LLE's field value", impossible);
        }
    }

    private void stackTrace(IThrowableProxy thrown) {
        for (IThrowableProxy one = thrown; one != null; one = one.getCause()) {
            if (one != thrown) {
                put(CAUSED_BY);
            }
            content(one.getClassName());
            if (one.getMessage() != null) {
                put(':');
                put(' ');
                content(one.getMessage());
            }
            StackTraceElementProxy[] frames = one.getStackTraceElementProxyArray();
            int own = frames.length - one.getCommonFrames();
            for (int i = 0; i < own; i++) {
                frame(frames[i].getStackTraceElement());
            }
            if (own < frames.length) {
                put(MORE);
                number(frames.length - own);
                put(OMITTED);
            }
        }
    }

    private void frame(StackTraceElement frame) {
        put(AT);
        content(frame.getClassName());
        put('.');
        content(frame.getMethodName());
        put('(');
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            put(NATIVE);
            return;
        }
        if (file == null) {
            put(UNKNOWN);
            return;
        }
        content(file);
        if (frame.getLineNumber() >= 0) {
            put(':');
            number(frame.getLineNumber());
        }
        put(')');
    }
}
