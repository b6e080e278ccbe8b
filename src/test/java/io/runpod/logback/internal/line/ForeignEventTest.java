package io.runpod.logback.internal.line;

import static io.runpod.logback.Extra.extra;
import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.defer;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.v;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.LoggingEventVO;
import ch.qos.logback.core.AppenderBase;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.Calls;
import io.runpod.logback.support.LogLines;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** An event that wraps another one, to mask its text, is shown by its own text and never by the other's. */
class ForeignEventTest {

    private static final String NUMBER = "12345678901";
    private static final String MASK = "***********";
    private static final String LOGGER = "foreign.event";

    private final Calls calls = new Calls();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
    private final MaskingAppender masking = new MaskingAppender();
    private final LogLines json = LogLines.json(encoder -> encoder.setStackTrace("none"));
    private final LogLines text = LogLines.text(encoder -> encoder.setStackTrace("none"));
    private final LogLines shown = LogLines.json(encoder -> {
        encoder.setStackTrace("none");
        encoder.setShowInMessage("extra");
    });

    /** Wraps each event, and gives it to encoders. */
    private final class MaskingAppender extends AppenderBase<ILoggingEvent> {
        private String expected = "";

        @Override
        protected void append(ILoggingEvent event) {
            expected = masked(event.getFormattedMessage());
            for (LogLines lines : List.of(json, text, shown)) {
                calls.forget();
                lines.append(wrapped(event));
                assertEquals(1, calls.of("getFormattedMessage"), "it is asked for once");
            }
        }
    }

    private static String masked(String text) {
        return text.replace(NUMBER, MASK);
    }

    /** Masks digits in the formatted message, and passes all else on. */
    private ILoggingEvent wrapped(ILoggingEvent event) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("getFormattedMessage")) {
                return calls.count("getFormattedMessage", masked(event.getFormattedMessage()));
            }
            return passedOn(event, method, arguments);
        };
        return (ILoggingEvent) Proxy.newProxyInstance(
                ForeignEventTest.class.getClassLoader(), new Class<?>[] {ILoggingEvent.class}, handler);
    }

    private static Object passedOn(ILoggingEvent event, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(event, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @BeforeEach
    void attach() {
        masking.setContext(logger.getLoggerContext());
        masking.start();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(masking);
    }

    @AfterEach
    void close() {
        logger.detachAppender(masking);
        logger.setLevel(null);
        logger.setAdditive(true);
        List.of(json, text, shown).forEach(LogLines::close);
    }

    private static Arguments call(String name, Consumer<Logger> call) {
        return Arguments.of(name, call);
    }

    private static Arguments runpod(String name, Consumer<RunPodLogger> call) {
        return Arguments.of(name, (Consumer<Logger>) ignored -> call.accept(RunPodLogger.of(LOGGER)));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                call("plain", log -> log.info("plain " + NUMBER)),
                call("string", log -> log.info("arg {}", NUMBER)),
                call("number", log -> log.info("arg {}", Long.parseLong(NUMBER))),
                call("kv", log -> log.info("arg {} and {}", NUMBER, kv("steps", 3))),
                call("kv with the number", log -> log.info("arg {}", kv("steps", Long.parseLong(NUMBER)))),
                call("v", log -> log.info("arg {}", v("steps", NUMBER))),
                call("sensitive name", log -> log.info("arg {} and {}", NUMBER, kv("api_key", true))),
                call("bytes", log -> log.info("arg {} body {}", NUMBER, new byte[] {1, 2})),
                call("list", log -> log.info("arg {} list {}", NUMBER, List.of(NUMBER, 1))),
                call("map", log -> log.info("arg {} map {}", NUMBER, Map.of("a", NUMBER))),
                call("array", log -> log.info("arg {} array {}", NUMBER, new Object[] {NUMBER})),
                call("int array", log -> log.info("arg {} array {}", NUMBER, new int[] {1})),
                call("optional", log -> log.info("arg {}", Optional.of(NUMBER))),
                call("null", log -> log.info("arg {} {}", NUMBER, null)),
                call("entries", log -> log.info("arg {}", entries(Map.of("a", NUMBER)))),
                call("array argument", log -> log.info("arg {}", array("a", NUMBER, 1))),
                call("deferred", log -> log.info("arg " + NUMBER, defer(() -> kv("d", 1)))),
                call("extra", log -> log.info("arg {}", extra("a", NUMBER))),
                call("throwable", log -> log.error("arg {}", NUMBER, new IllegalStateException("boom"))),
                call("key-value", log -> log.atInfo().addKeyValue("k", 1).log("arg " + NUMBER)),
                call("escapes", log -> log.info("a \\{} {} \\\\{} " + NUMBER, 1, 2)),
                call("too few", log -> log.info("{} {} {} " + NUMBER, 1)),
                runpod("map of a call", log -> log.info("no place " + NUMBER, Map.of("steps", 3))),
                runpod("place that is none", log -> log.info("literal {} " + NUMBER, Map.of("steps", 3))),
                runpod("backslash", log -> log.info("literal \\{} {} " + NUMBER, Map.of("steps", 3))),
                runpod("backslashes", log -> log.info("literal \\\\{} \\ {} " + NUMBER, Map.of("steps", 3))),
                runpod("backslash and no place", log -> log.info("C:\\dir\\" + NUMBER, Map.of("steps", 3))),
                runpod(
                        "map and throwable",
                        log -> log.error("x {} " + NUMBER, Map.of("steps", 3), new IllegalStateException("boom"))),
                runpod("extra of a call", log -> log.info("{} {}", NUMBER, extra("steps", 3))),
                runpod("bound", log -> log.with(extra("b", 1)).info("{}", NUMBER)),
                runpod("supplier", log -> log.info(() -> "supplied {} " + NUMBER)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void isShownByItsOwnText(String name, Consumer<Logger> call) {
        call.accept(logger);
        json.lastJson().hasMessage(masking.expected);
        assertFalse(json.lastJson().message().contains(NUMBER), json.last());
        assertTrue(text.last().startsWith(" | " + masking.expected, 6), text.last());
        assertTrue(shown.lastJson().message().startsWith(masking.expected), shown.last());
    }

    @Test
    void keepsItsFields() {
        RunPodLogger.of(LOGGER).info("literal {} " + NUMBER, Map.of("steps", 3));
        json.lastJson().hasMessage("literal {} " + MASK).hasExtra("steps", "3");
        assertEquals("INFO   | literal {} " + MASK + " | steps=3\n", text.last());
    }

    /** Of a class of Logback's own, changed. */
    private static final class Whispering extends LoggingEvent {
        Whispering(Logger logger, String message, Object... arguments) {
            super("fqcn", logger, Level.INFO, message, null, arguments);
        }

        @Override
        public String getFormattedMessage() {
            return masked(super.getFormattedMessage());
        }
    }

    @Test
    void subclassOfLogbacksOwnEventIsShownByItsOwnTextToo() {
        json.append(new Whispering(logger, "arg {} {}", NUMBER, Map.of("a", 1)));
        json.lastJson().hasMessage("arg " + MASK + " {a=1}");
    }

    @Test
    void eventFromAnotherProcessIsShownByTheTextThatItBrought() {
        LoggingEvent event =
                new LoggingEvent("fqcn", logger, Level.INFO, "arg {} {}", null, new Object[] {NUMBER, Map.of("a", 1)});
        json.append(LoggingEventVO.build(event));
        json.lastJson().hasMessage("arg " + NUMBER + " {a=1}");
    }

    @Test
    void failingTextCostsTheTextAlone() {
        LoggingEvent event = new LoggingEvent("fqcn", logger, Level.WARN, "m {}", null, new Object[] {kv("k", 1)});
        json.append((ILoggingEvent) Proxy.newProxyInstance(
                ForeignEventTest.class.getClassLoader(),
                new Class<?>[] {ILoggingEvent.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getFormattedMessage")) {
                        throw new IllegalStateException("no text");
                    }
                    return passedOn(event, method, arguments);
                }));
        json.lastJson().hasLevel("WARN").hasExtra("k", "1");
        assertTrue(json.lastJson().message().contains("no text"), json.last());
    }
}
