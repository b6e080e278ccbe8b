package io.runpod.logback.internal.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TreeNode;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JacksonFeatureSet;
import tools.jackson.databind.SerializationContext;

/**
 * Presents a {@link TokenWriter} as a Jackson generator: LLE's arguments, markers, providers and decorators, and
 * Jackson's serializers, write to it. It writes no syntax itself. Raw JSON is parsed ({@link RawJson}); raw text of any
 * other kind is refused.
 */
final class JacksonGenerator extends GeneratorBase {

    private final TokenWriter out;
    private final ValueWriter values;
    private final LazyMapper mapper;
    private @Nullable RawJson rawJson;
    private @Nullable SerializationContext context;
    private @Nullable Object currentValue;
    private boolean rootExpected;

    JacksonGenerator(TokenWriter out) {
        super(ObjectWriteContext.empty(), newIoContext(), 0);
        this.out = out;
        this.values = new ValueWriter(out, this);
        this.mapper = out.rules().mapper();
    }

    private static IOContext newIoContext() {
        return new IOContext(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                new BufferRecycler(),
                ContentReference.unknown(),
                false,
                JsonEncoding.UTF8);
    }

    /** Releases the values of the line. */
    void reset() {
        context = null;
        currentValue = null;
        rootExpected = false;
    }

    /**
     * Makes the generator ignore the next start of an object: that object is the line's own, which is already open. It
     * is started only because some decorators must see its start.
     */
    void expectRoot() {
        rootExpected = true;
    }

    TokenWriter fields() {
        return out;
    }

    /** Returns the mapper's own context, a new one for each field, because serializers keep state in it. */
    @Override
    public SerializationContext objectWriteContext() {
        SerializationContext made = context;
        if (made == null) {
            made = mapper.get()._serializationContext();
            context = made;
        }
        return made;
    }

    /**
     * Writes a value with the mapper. If the field does not fit, a {@link TokenSkipper.Stop} ends this early, and no
     * more of the value is read.
     */
    void writeByMapper(Object value) {
        TokenSkipper skipper = out.skipper();
        long before = skipper.allowValueStop(0);
        try {
            objectWriteContext().writeValue(this, value);
        } finally {
            skipper.restoreValueStops(before);
        }
    }

    @Override
    public JsonGenerator writePOJO(@Nullable Object value) {
        if (context != null && out.depth() == 0) {
            context = null; // state that a serializer keeps for one field must not reach the next
        }
        values.write(value);
        return this;
    }

    @Override
    public JsonGenerator writeTree(@Nullable TreeNode tree) {
        return writePOJO(tree);
    }

    @Override
    public JsonGenerator writeStartArray() {
        out.startArray();
        return this;
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object forValue) {
        out.start(true, forValue);
        return this;
    }

    @Override
    public JsonGenerator writeEndArray() {
        out.endArray();
        return this;
    }

    @Override
    public JsonGenerator writeStartObject() {
        return writeStartObject(null);
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object forValue) {
        if (rootExpected) {
            rootExpected = false;
            return this;
        }
        currentValue = forValue;
        out.start(false, forValue);
        return this;
    }

    @Override
    public JsonGenerator writeEndObject() {
        out.endObject();
        return this;
    }

    @Override
    public JsonGenerator writeName(@Nullable String name) {
        out.name(name);
        return this;
    }

    @Override
    public JsonGenerator writePropertyId(long id) {
        return writeName(Long.toString(id));
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        if (text == null) {
            out.nullValue();
        } else {
            out.string(text);
        }
        return this;
    }

    @Override
    public JsonGenerator writeString(char[] buffer, int offset, int len) {
        return writeString(new String(buffer, offset, len));
    }

    @Override
    public JsonGenerator writeString(@Nullable Reader reader, int len) {
        throw unsupported("a reader");
    }

    @Override
    public JsonGenerator writeRawUTF8String(byte[] buffer, int offset, int len) {
        return writeUTF8String(buffer, offset, len);
    }

    @Override
    public JsonGenerator writeUTF8String(byte[] buffer, int offset, int len) {
        return writeString(new String(buffer, offset, len, StandardCharsets.UTF_8));
    }

    @Override
    public JsonGenerator writeRaw(String text) {
        throw unsupported("raw text");
    }

    @Override
    public JsonGenerator writeRaw(String text, int offset, int len) {
        throw unsupported("raw text");
    }

    @Override
    public JsonGenerator writeRaw(char[] text, int offset, int len) {
        throw unsupported("raw text");
    }

    @Override
    public JsonGenerator writeRaw(char c) {
        throw unsupported("raw text");
    }

    @Override
    public JsonGenerator writeRawValue(@Nullable String json) {
        if (out.isSkipping()) {
            out.nullValue();
            return this;
        }
        RawJson parsing = rawJson;
        if (parsing == null) {
            parsing = new RawJson(this, mapper.get());
            rawJson = parsing;
        }
        parsing.write(json == null ? "null" : json);
        return this;
    }

    @Override
    public JsonGenerator writeRawValue(String text, int offset, int len) {
        return writeRawValue(text.substring(offset, offset + len));
    }

    @Override
    public JsonGenerator writeRawValue(char[] text, int offset, int len) {
        return writeRawValue(new String(text, offset, len));
    }

    @Override
    public JsonGenerator writeRawValue(SerializableString text) {
        return writeRawValue(text.getValue());
    }

    /** Writes how many bytes there are, never the bytes themselves. */
    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int len) {
        out.bytes(len);
        return this;
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int dataLength) {
        if (dataLength < 0) {
            throw unsupported("a stream");
        }
        out.bytes(dataLength); // the length is known, so nothing is read
        return dataLength;
    }

    @Override
    public JsonGenerator writeNumber(short value) {
        out.number(value);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(int value) {
        out.number(value);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(long value) {
        out.number(value);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(double value) {
        out.number(value);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(float value) {
        out.number(value);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigInteger value) {
        return writePOJO(value);
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigDecimal value) {
        return writePOJO(value);
    }

    /**
     * Writes a number that is given as text. A text that is no JSON number, or that parsers may not read, becomes a
     * string.
     */
    @Override
    public JsonGenerator writeNumber(@Nullable String text) {
        if (text != null && NumberText.isNumber(text)) {
            out.number(text);
            return this;
        }
        return writeString(text);
    }

    @Override
    public JsonGenerator writeBoolean(boolean state) {
        out.bool(state);
        return this;
    }

    @Override
    public JsonGenerator writeNull() {
        out.nullValue();
        return this;
    }

    private static UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException(what + " cannot be part of a log line");
    }

    @Override
    public TokenStreamContext streamWriteContext() {
        return out.path();
    }

    @Override
    public @Nullable Object currentValue() {
        return currentValue;
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        currentValue = value;
    }

    @Override
    public @Nullable Object streamWriteOutputTarget() {
        return null;
    }

    @Override
    public int streamWriteOutputBuffered() {
        return 0;
    }

    @Override
    public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
        return DEFAULT_TEXTUAL_WRITE_CAPABILITIES;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    /** Does nothing: the line is written out when it is complete. */
    @Override
    public void flush() {}

    /** Does nothing: the generator serves many lines. */
    @Override
    public void close() {}

    @Override
    protected void _closeInput() throws IOException {}

    @Override
    protected void _releaseBuffers() {}

    @Override
    protected void _verifyValueWrite(String what) {}
}
