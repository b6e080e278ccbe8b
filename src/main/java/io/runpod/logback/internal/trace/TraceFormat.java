package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.NameCache;
import io.runpod.logback.internal.text.TextWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the stack traces of one encoder are written, and the pieces of them that were written lately. One for all threads.
 */
public final class TraceFormat {

    static final String AT = "at ";

    /** The name of a throwable's class, redacted and escaped, and how many characters it has. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the array is written to the line and never changed
    record TypeName(byte[] bytes, int chars) {}

    private static final String NATIVE = "Native Method";
    private static final String UNKNOWN = "Unknown Source";

    private final TextWriter writer;
    private final byte[] lineEnd;
    private final int lineEndChars;
    private final byte[] indent;
    private final int indentChars;
    private final FrameCache frames = new FrameCache();
    private final RunCache runs = new RunCache();
    private final NameCache<TypeName> types = new NameCache<>();
    private final Function<StackTraceElement, TraceFrame> framePreparation = this::prepare;
    private final Function<String, TypeName> typePreparation = this::prepareType;

    /** @param indent what stands before {@code at} on each level */
    public TraceFormat(TextWriter writer, String indent) {
        this.writer = writer;
        this.lineEnd = escaped("\n");
        this.lineEndChars = writer.escapes() == Escapes.TEXT ? lineEnd.length : 1;
        this.indent = escaped(indent);
        this.indentChars = indent.length();
    }

    private byte[] escaped(String text) {
        LineBuffer bytes = new LineBuffer();
        new BoundedText().reset(0).append(text).writeTo(bytes, writer.escapes());
        return bytes.copyFrom(0);
    }

    public Escapes escapes() {
        return writer.escapes();
    }

    public @Nullable Redactor redactor() {
        return writer.redactor();
    }

    /** What the end of a line costs. */
    int lineEndChars() {
        return lineEndChars;
    }

    /** What a line costs before anything stands on it, the end of the one before included. */
    int lineCost(int level) {
        return lineEndChars + level * indentChars;
    }

    void startLine(int level, LineBuffer out) {
        out.put(lineEnd);
        for (int i = 0; i < level; i++) {
            out.put(indent);
        }
    }

    /** The name of a throwable's class. */
    TypeName type(String name) {
        return types.of(name, typePreparation);
    }

    private TypeName prepareType(String name) {
        LineBuffer bytes = new LineBuffer();
        int chars = write(new BoundedText().reset(0).append(name), bytes);
        return new TypeName(bytes.copyFrom(0), chars);
    }

    TraceFrame frame(StackTraceElement frame) {
        return frames.of(frame, framePreparation);
    }

    RunCache runs() {
        return runs;
    }

    /** How many of a frame's bytes are the line end. */
    int lineEndBytes() {
        return lineEnd.length;
    }

    /**
     * As {@code StackTraceElement.toString()}, without the class loader and module, which cost room and say little.
     */
    private TraceFrame prepare(StackTraceElement frame) {
        BoundedText text = new BoundedText()
                .reset(0)
                .append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName())
                .append('(');
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            text.append(NATIVE);
        } else if (file == null) {
            text.append(UNKNOWN);
        } else {
            text.append(file);
            if (frame.getLineNumber() >= 0) {
                text.append(':').append(frame.getLineNumber());
            }
        }
        LineBuffer bytes = new LineBuffer();
        startLine(1, bytes);
        bytes.ascii(AT);
        int chars = write(text.append(')'), bytes);
        return new TraceFrame(frame, bytes.copyFrom(0), chars);
    }

    private int write(BoundedText text, LineBuffer out) {
        text.redact(writer.redactor());
        text.writeTo(out, writer.escapes());
        return text.length();
    }
}
