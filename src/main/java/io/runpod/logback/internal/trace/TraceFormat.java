package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.NameCache;
import io.runpod.logback.internal.text.TextWriter;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the stack traces of one encoder are written, and the pieces of them that were written lately. One for all threads.
 */
final class TraceFormat {

    /** The indent of a line in which a tab may stand. */
    static final String TAB = "\t";

    static final String AT = "at ";

    /** The name of a throwable's class, redacted, and as bytes. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the array is written to the line and never changed
    record TypeName(String text, byte[] bytes, long extent) {}

    /** Stands before the number in a line that counts what is not shown. */
    private static final String NOTE = "... ";

    private static final String NATIVE = "Native Method";
    private static final String UNKNOWN = "Unknown Source";

    private final TextWriter writer;
    private final Predicate<String> excluded;
    private final String indentText;
    private final byte[] lineEnd;
    private final byte[] indent;
    private final long lineEndExtent;
    private final long indentExtent;
    private final FrameCache frames = new FrameCache();
    private final RunCache runs = new RunCache();
    private final NameCache<TypeName> types = new NameCache<>();
    private final Function<StackTraceElement, TraceFrame> framePreparation = this::prepare;
    private final Function<String, TypeName> typePreparation = this::prepareType;

    /**
     * Makes the format of an encoder's traces.
     *
     * @param indent what stands before {@code at} on each level
     * @param excluded says of the name of a class whether its frames are only counted
     */
    TraceFormat(TextWriter writer, String indent, Predicate<String> excluded) {
        this.writer = writer;
        this.excluded = excluded;
        this.indentText = indent;
        this.lineEnd = escaped("\n");
        this.indent = escaped(indent);
        this.lineEndExtent = Extent.of(1, lineEnd.length);
        this.indentExtent = Extent.of(indent.length(), this.indent.length);
    }

    private byte[] escaped(String text) {
        LineBuffer bytes = new LineBuffer();
        new BoundedText().reset(BoundedText.UNLIMITED).append(text).writeTo(bytes, writer.escapes());
        return bytes.copyFrom(0);
    }

    Escapes escapes() {
        return writer.escapes();
    }

    @Nullable
    Redactor redactor() {
        return writer.redactor();
    }

    /** What stands before {@code at} on each level, as it is read. */
    String indent() {
        return indentText;
    }

    /** What the end of a line takes. */
    long lineEnd() {
        return lineEndExtent;
    }

    /** What a line takes before anything stands on it, the end of the one before included. */
    long line(int level) {
        return lineEndExtent + indent(level);
    }

    /** What the indent of a level takes. */
    long indent(int level) {
        return level * indentExtent;
    }

    /** What a note takes that counts what is not shown; nothing where all is. */
    long note(int count, String text) {
        return count == 0 ? 0 : Extent.ofAscii(NOTE.length() + LineBuffer.digits(count) + text.length());
    }

    void writeNote(int count, String text, LineBuffer out) {
        out.ascii(NOTE);
        out.number(count);
        out.ascii(text);
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
        BoundedText text = new BoundedText().reset(BoundedText.UNLIMITED).append(name);
        text.redact(writer.redactor());
        LineBuffer bytes = new LineBuffer();
        text.writeTo(bytes, writer.escapes());
        return new TypeName(text.toString(), bytes.copyFrom(0), Extent.of(text.codePoints(), bytes.length()));
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
                .reset(BoundedText.UNLIMITED)
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
        text.append(')').redact(writer.redactor());
        LineBuffer bytes = new LineBuffer();
        startLine(1, bytes);
        bytes.ascii(AT);
        text.writeTo(bytes, writer.escapes());
        int chars = Extent.chars(line(1)) + AT.length() + (int) text.codePoints();
        return new TraceFrame(frame, bytes.copyFrom(0), chars, excluded.test(frame.getClassName()));
    }
}
