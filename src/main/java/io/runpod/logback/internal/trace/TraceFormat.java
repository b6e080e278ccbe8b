package io.runpod.logback.internal.trace;

import io.runpod.logback.internal.text.BoundedText;
import io.runpod.logback.internal.text.LineBuffer;
import io.runpod.logback.internal.text.NameCache;
import io.runpod.logback.internal.text.TextWriter;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The format of an encoder's stack traces: escapes, redaction, indent, and caches of recently written pieces. Shared by
 * all threads.
 */
final class TraceFormat {

    /** The indent of traces in which a tab is written as a tab. */
    static final String TAB = "\t";

    private static final String AT = "at ";

    /** The name of a throwable's class, redacted; as text and as escaped bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the array is written to the line and never changed
    record TypeName(String text, byte[] bytes, long extent) {}

    /** The beginning of a note, which is a line that counts what is not shown. */
    private static final String NOTE = "... ";

    private final TextWriter writer;
    private final Predicate<String> excluded;
    private final String indentText;
    private final byte[] lineEnd;
    private final byte[] indent;
    private final long lineEndExtent;
    private final long indentExtent;
    private final TraceFrame.Cache frames = new TraceFrame.Cache();
    private final FrameRun.Cache runs = new FrameRun.Cache();
    private final NameCache<TypeName> types = new NameCache<>();
    private final Function<StackTraceElement, TraceFrame> framePreparation = this::prepare;
    private final Function<String, TypeName> typePreparation = this::prepareType;

    /**
     * @param indent the indent of each level; {@code at} follows it
     * @param excluded true for the name of a class whose frames are only counted
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
        new BoundedText().reset().append(text).writeTo(bytes, writer.escapes());
        return bytes.copyFrom(0);
    }

    /** The writer of the line's text, which escapes and redacts it. */
    TextWriter writer() {
        return writer;
    }

    /** The indent of each level, not escaped. */
    String indent() {
        return indentText;
    }

    long lineEnd() {
        return lineEndExtent;
    }

    /** The extent of an empty line: the line end before it and its indent. */
    long line(int level) {
        return lineEndExtent + indent(level);
    }

    /** The extent of the indent of a level. */
    long indent(int level) {
        return level * indentExtent;
    }

    /** The extent of a line that holds a note; 0 if there is nothing to count. */
    long note(int level, int count, String text) {
        return count > 0 ? line(level) + Extent.ofAscii(NOTE.length() + LineBuffer.digits(count) + text.length()) : 0;
    }

    /** Writes a line that holds a note, if there is something to count. */
    void writeNote(int level, int count, String text, LineBuffer out) {
        if (count > 0) {
            startLine(level, out);
            writeNote(count, text, out);
        }
    }

    /** Writes a note without its line end and indent. */
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

    /** The name of a throwable's class, cached. */
    TypeName type(String name) {
        return types.of(name, typePreparation);
    }

    private TypeName prepareType(String name) {
        BoundedText text = new BoundedText().reset().append(name);
        text.redact(writer.redactor());
        LineBuffer bytes = new LineBuffer();
        text.writeTo(bytes, writer.escapes());
        return new TypeName(text.toString(), bytes.copyFrom(0), Extent.of(text.codePoints(), bytes.length()));
    }

    TraceFrame frame(StackTraceElement frame) {
        return frames.of(frame, framePreparation);
    }

    FrameRun.Cache runs() {
        return runs;
    }

    /**
     * Makes the text of {@code StackTraceElement.toString()}, without the class loader and module, which take room and
     * say little.
     */
    private TraceFrame prepare(StackTraceElement frame) {
        BoundedText text = new BoundedText()
                .reset()
                .append(frame.getClassName())
                .append('.')
                .append(frame.getMethodName())
                .append('(');
        String file = frame.getFileName();
        if (frame.isNativeMethod()) {
            text.append("Native Method");
        } else if (file == null) {
            text.append("Unknown Source");
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
