package io.runpod.logback;

import static io.runpod.logback.Extra.extra;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import io.runpod.logback.support.Calls;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** A call of a {@link RunPodLogger} is one line, whatever another appender, or the throwable, does. */
class OneLineACallTest {

    private static final String LOGGER = "one.line";

    private final Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
    private final LogLines lines = LogLines.json().attachTo(LOGGER, Level.TRACE);
    private final Calls calls = new Calls();

    /** Not one of Logback's own base classes, which would catch what it throws. */
    @SuppressWarnings("unchecked")
    private final Appender<ILoggingEvent> throwing = (Appender<ILoggingEvent>) Proxy.newProxyInstance(
            OneLineACallTest.class.getClassLoader(), new Class<?>[] {Appender.class}, (proxy, method, arguments) -> {
                switch (method.getName()) {
                    case "doAppend" -> {
                        calls.count("doAppend", 1);
                        throw new IllegalStateException("the other appender's own failure");
                    }
                    case "equals" -> {
                        return proxy == arguments[0];
                    }
                    case "hashCode" -> {
                        return 1;
                    }
                    default -> {
                        return method.getReturnType() == boolean.class ? false : null;
                    }
                }
            });

    @BeforeEach
    void attach() {
        logger.addAppender(throwing);
    }

    @AfterEach
    void close() {
        logger.detachAppender(throwing);
        lines.close();
    }

    /** Nothing of it can be read. */
    private static class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no trace");
        }
    }

    private static Arguments call(String name, Consumer<RunPodLogger> call) {
        return Arguments.of(name, call);
    }

    static Stream<Arguments> calls() {
        IOException declined = new IOException("card declined");
        return Stream.of(
                call("message", log -> log.error("Payment failed")),
                call("map", log -> log.info("Payment failed", Map.of("id", 7))),
                call("map and throwable", log -> log.error("Payment failed", Map.of("id", 7), declined)),
                call("literal place", log -> log.error("Payment failed {}", Map.of("id", 7), declined)),
                call("literal backslash", log -> log.error("Payment failed \\{}", Map.of("id", 7), declined)),
                call("extra", log -> log.warn("Payment failed", extra("id", 7))),
                call("extra and throwable", log -> log.error("Payment failed", extra("id", 7), declined)),
                call("arguments", log -> log.error("Payment {}: {}", "failed", 1, extra("id", 7), declined)),
                call("throwable", log -> log.error("Payment failed", declined)),
                call("supplier", log -> log.debug(() -> "Payment failed")),
                call("bound", log -> log.with(extra("id", 7)).error("Payment failed", declined)),
                call("tip", log -> log.tip("Payment failed")),
                call("secret", log -> log.secret("Payment failed", "0123456789abcdef")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void callIsOneLineWhereAnotherAppenderThrows(String name, Consumer<RunPodLogger> call) {
        try {
            call.accept(RunPodLogger.of(LOGGER));
        } catch (IllegalStateException own) {
            assertEquals("the other appender's own failure", own.getMessage());
        }
        assertEquals(1, lines.all().size(), () -> lines.all().toString());
        assertEquals(1, calls.of("doAppend"));
        assertTrue(lines.last().contains("Payment"), lines.last());
    }

    static Stream<Arguments> callsWithAThrowable() {
        return Stream.of(
                Arguments.of("map", (ThrowingCall) (log, thrown) -> log.error("failed", Map.of("id", 7), thrown)),
                Arguments.of("place", (ThrowingCall) (log, thrown) -> log.error("failed {}", Map.of("id", 7), thrown)),
                Arguments.of("extra", (ThrowingCall) (log, thrown) -> log.error("failed", extra("id", 7), thrown)),
                Arguments.of("alone", (ThrowingCall) (log, thrown) -> log.error("failed", thrown)),
                Arguments.of("arguments", (ThrowingCall)
                        (log, thrown) -> log.error("failed {} {}", 1, 2, extra("id", 7), thrown)));
    }

    private interface ThrowingCall {
        void log(RunPodLogger logger, Throwable thrown);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callsWithAThrowable")
    void unreadableThrowableIsOneLineWithItsClass(String name, ThrowingCall call) {
        logger.detachAppender(throwing);
        call.log(RunPodLogger.of(LOGGER), new Unreadable());
        assertEquals(1, lines.all().size(), () -> lines.all().toString());
        lines.lastJson().hasText("error_type", Unreadable.class.getName());
        assertTrue(lines.lastJson().message().startsWith("failed"), lines.last());
        if (!name.equals("alone")) {
            lines.lastJson().hasExtra("id", "7");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("callsWithAThrowable")
    void unreadableThrowableIsOneLineWhereAnotherAppenderThrows(String name, ThrowingCall call) {
        try {
            call.log(RunPodLogger.of(LOGGER), new Unreadable());
        } catch (IllegalStateException own) {
            assertEquals("the other appender's own failure", own.getMessage());
        }
        assertEquals(1, lines.all().size(), () -> lines.all().toString());
    }

    /** Read once, by Logback, it has no message any more. */
    private static final class ReadableOnce extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private boolean read;

        @Override
        public String getMessage() {
            if (read) {
                throw new IllegalStateException("read already");
            }
            read = true;
            return "once";
        }
    }

    @Test
    void throwableThatCanBeReadOnceIsOneLineWhereAnotherAppenderThrows() {
        try {
            RunPodLogger.of(LOGGER).error("failed", extra("id", 7), new ReadableOnce());
        } catch (IllegalStateException own) {
            assertEquals("the other appender's own failure", own.getMessage());
        }
        assertEquals(1, lines.all().size(), () -> lines.all().toString());
    }

    @Test
    void timedTaskIsTwoLinesAndItsFailureToldOnce() {
        logger.detachAppender(throwing);
        RunPodLogger.of(LOGGER).timed("Model inference", () -> 1);
        assertEquals(2, lines.all().size());
        List<String> messages =
                lines.all().stream().map(line -> JsonLine.parse(line).message()).toList();
        assertTrue(messages.get(0).contains("Model inference"), messages::toString);
    }
}
