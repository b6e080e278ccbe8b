package io.runpod.logback.bench;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.LogEventFactory;
import org.apache.logging.log4j.core.impl.ReusableLogEventFactory;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.apache.logging.log4j.util.StringMap;

/**
 * The lines of Log4j 2's layout, from events of its own kind as its loggers make them in their garbage-free way. It has no
 * key-values; they go where its own adapter for SLF4J puts them, into the event's context, with their types.
 */
final class Log4jLines implements Lines {

    private static final String FQCN = Log4jLines.class.getName();

    private static final String TEMPLATE = """
            {
              "requestId": {"$resolver": "mdc", "key": "requestId"},
              "message": {"$resolver": "message", "stringified": true},
              "level": {"$resolver": "level", "field": "name"},
              "extra": {"$resolver": "mdc"},
              "stack_trace": {"$resolver": "exception", "field": "stackTrace", "stackTrace": {"stringified": true}}
            }
            """;

    private final LogEventFactory factory = new ReusableLogEventFactory();
    private final JsonTemplateLayout layout;
    private final Call call;
    private final LogEvent prebuilt;

    Log4jLines(JsonTemplateLayout layout, Call call) {
        this.layout = layout;
        this.call = call;
        call.fillMdc(ThreadContext::put);
        Message message = message();
        LogEvent event = event(message);
        prebuilt = event.toImmutable();
        release(event, message);
    }

    static JsonTemplateLayout layout() {
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setCharset(StandardCharsets.UTF_8)
                .setEventTemplate(TEMPLATE)
                .build();
    }

    private LogEvent event(Message message) {
        LogEvent event = factory.createEvent(
                Call.LOGGER_NAME, null, FQCN, call.fails() ? Level.ERROR : Level.INFO, message, null, call.thrown());
        if (!call.names.isEmpty()) {
            StringMap context = (StringMap) event.getContextData();
            for (int i = 0; i < call.names.size(); i++) {
                context.putValue(call.names.get(i), call.values.get(i));
            }
        }
        return event;
    }

    private Message message() {
        return call.arguments.length == 2
                ? ReusableMessageFactory.INSTANCE.newMessage(call.message, call.arguments[0], call.arguments[1])
                : ReusableMessageFactory.INSTANCE.newMessage(call.message);
    }

    private static void release(LogEvent event, Message message) {
        ReusableLogEventFactory.release(event);
        ReusableMessageFactory.release(message);
    }

    @Override
    public byte[] fresh() {
        Message message = message();
        LogEvent event = event(message);
        byte[] line = layout.toByteArray(event);
        release(event, message);
        return line;
    }

    @Override
    public byte[] prebuilt() {
        return layout.toByteArray(prebuilt);
    }

    @Override
    public void freshTo(Drain drain) {
        Message message = message();
        LogEvent event = event(message);
        layout.encode(event, drain);
        release(event, message);
    }

    @Override
    public void prebuiltTo(Drain drain) {
        layout.encode(prebuilt, drain);
    }
}
