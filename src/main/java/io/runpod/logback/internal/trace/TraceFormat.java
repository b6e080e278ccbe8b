package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.json.NameCache;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.Redactor;
import io.runpod.logback.internal.text.TextWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the stack traces of one encoder are written, and the pieces of them that were written lately. One for all threads.
 */
public final class TraceFormat {

    static final String AT = "at ";

    private static final String NATIVE = "Native Method";
    private static final String UNKNOWN = "Unknown Source";

    private final TextWriter writer;
    private final byte[] lineEnd;
    private final int lineEndChars;
    private final byte[] indent;
    private final int indentChars;
    private final FrameCache frames = new FrameCache();
    private final NameCache<TracePiece> types = new NameCache<>();
    private final Function<StackTraceElement, TracePiece> framePreparation = this::prepare;
    private final Function<String, TracePiece> typePreparation = this::prepareType;

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
    TracePiece type(String name) {
        return types.of(name, typePreparation);
    }

    private TracePiece prepareType(String name) {
        return piece(new BoundedText().reset(0).append(name), new LineBuffer());
    }

    /**
     * A frame, with the line end, indent and {@code at} that stand before it on the outermost level, so that it is one
     * copy there; these are not counted in its characters.
     */
    TracePiece frame(StackTraceElement frame) {
        return frames.of(frame, framePreparation);
    }

    /** How many of a frame's bytes are the line end. */
    int lineEndBytes() {
        return lineEnd.length;
    }

    /**
     * As {@code StackTraceElement.toString()}, without the class loader and module, which cost room and say little.
     */
    private TracePiece prepare(StackTraceElement frame) {
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
        return piece(text.append(')'), bytes);
    }

    private TracePiece piece(BoundedText text, LineBuffer bytes) {
        text.redact(writer.redactor());
        text.writeTo(bytes, writer.escapes());
        return new TracePiece(bytes.copyFrom(0), text.length());
    }
}
