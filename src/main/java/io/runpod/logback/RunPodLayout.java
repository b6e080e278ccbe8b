package io.runpod.logback;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.LayoutBase;
import java.nio.charset.StandardCharsets;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.Decorator;

/**
 * Renders events as {@link RunPodEncoder} does, for appenders that take a layout. Its settings are the encoder's.
 *
 * <pre>{@code
 * <layout class="io.runpod.logback.RunPodLayout">
 *   <format>json</format>
 * </layout>
 * }</pre>
 *
 * @since 0.1
 */
public final class RunPodLayout extends LayoutBase<ILoggingEvent> {

    private final RunPodEncoder encoder = new RunPodEncoder();

    /** Creates a layout with all defaults. */
    public RunPodLayout() {}

    @Override
    public void setContext(Context context) {
        super.setContext(context);
        encoder.setContext(context);
    }

    /** Starts the layout with the settings so far. */
    @Override
    public void start() {
        encoder.start();
        super.start();
    }

    /** Stops the layout and its LLE providers. */
    @Override
    public void stop() {
        super.stop();
        encoder.stop();
    }

    /** Renders any event as one complete line, including its line end. */
    @Override
    public String doLayout(ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    /** Returns {@code text/plain}: a line may be JSON or text. */
    @Override
    public String getContentType() {
        return "text/plain";
    }

    /** As {@link RunPodEncoder#setFormat(String)}. */
    public void setFormat(String format) {
        encoder.setFormat(format);
    }

    /** As {@link RunPodEncoder#setAscii(String)}. */
    public void setAscii(String ascii) {
        encoder.setAscii(ascii);
    }

    /** As {@link RunPodEncoder#setInclude(String)}. */
    public void setInclude(String keys) {
        encoder.setInclude(keys);
    }

    /** As {@link RunPodEncoder#setExtra(String)}. */
    public void setExtra(String style) {
        encoder.setExtra(style);
    }

    /** As {@link RunPodEncoder#setShowInMessage(String)}. */
    public void setShowInMessage(String parts) {
        encoder.setShowInMessage(parts);
    }

    /** As {@link RunPodEncoder#setStackTrace(String)}. */
    public void setStackTrace(String place) {
        encoder.setStackTrace(place);
    }

    /** As {@link RunPodEncoder#setStackTraceExclude(String)}. */
    public void setStackTraceExclude(String classes) {
        encoder.setStackTraceExclude(classes);
    }

    /** As {@link RunPodEncoder#setThrowableConverter(ThrowableHandlingConverter)}. */
    public void setThrowableConverter(ThrowableHandlingConverter converter) {
        encoder.setThrowableConverter(converter);
    }

    /** As {@link RunPodEncoder#setMaxMessageChars(String)}. */
    public void setMaxMessageChars(String chars) {
        encoder.setMaxMessageChars(chars);
    }

    /** As {@link RunPodEncoder#setMaxValueChars(String)}. */
    public void setMaxValueChars(String chars) {
        encoder.setMaxValueChars(chars);
    }

    /** As {@link RunPodEncoder#setMaxElements(String)}. */
    public void setMaxElements(String elements) {
        encoder.setMaxElements(elements);
    }

    /** As {@link RunPodEncoder#setMaxLineBytes(String)}. */
    public void setMaxLineBytes(String bytes) {
        encoder.setMaxLineBytes(bytes);
    }

    /** As {@link RunPodEncoder#setRequestIdKey(String)}. */
    public void setRequestIdKey(String keys) {
        encoder.setRequestIdKey(keys);
    }

    /** As {@link RunPodEncoder#setMdc(MdcFields)}. */
    public void setMdc(MdcFields fields) {
        encoder.setMdc(fields);
    }

    /** As {@link RunPodEncoder#setMdcNumbers(String)}. */
    public void setMdcNumbers(String names) {
        encoder.setMdcNumbers(names);
    }

    /** As {@link RunPodEncoder#setWorkerFields(String)}. */
    public void setWorkerFields(String fields) {
        encoder.setWorkerFields(fields);
    }

    /** As {@link RunPodEncoder#setCustomFields(String)}. */
    public void setCustomFields(String json) {
        encoder.setCustomFields(json);
    }

    /** As {@link RunPodEncoder#setRedact(String)}. */
    public void setRedact(String names) {
        encoder.setRedact(names);
    }

    /** As {@link RunPodEncoder#setColor(String)}. */
    public void setColor(String mode) {
        encoder.setColor(mode);
    }

    /** As {@link RunPodEncoder#addProvider(JsonProvider)}. */
    public void addProvider(JsonProvider<ILoggingEvent> provider) {
        encoder.addProvider(provider);
    }

    /** As {@link RunPodEncoder#addDecorator(Decorator)}. */
    public void addDecorator(Decorator<?> decorator) {
        encoder.addDecorator(decorator);
    }
}
