package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import java.lang.ref.WeakReference;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.argument.StructuredArguments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import tools.jackson.core.JsonGenerator;

/** Where one rule of the line meets another. */
class InterplayTest {

    /** Written by the mapper. */
    public static final class Bean {
        public String getText() {
            return "text";
        }
    }

    private static final class Failing {
        private final String reason;

        Failing(String reason) {
            this.reason = reason;
        }

        @Override
        public String toString() {
            throw new IllegalStateException(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:supersecretpassword@host/",
                "rpa_supersecretpassword",
                "AKIASUPERSECRETPASSW",
                "eyJsupersecret.eyJsupersecret.password"
            })
    void reasonOfAFailureIsNeverCutWithinASecret(String secret) {
        try (LogLines lines = LogLines.json()) {
            for (int before = 120; before < 210; before++) {
                lines.logger.info("{}", new Failing("p".repeat(before) + ' ' + secret), 1);
                String line = lines.last();
                assertFalse(line.toLowerCase(Locale.ROOT).contains("supersec"), line);
            }
        }
    }

    @Test
    void mapOfTheCallFillsNoPlaceWhereAnotherThreadEncodesToo() {
        try (LogLines lines = LogLines.json()) {
            AsyncAppender async = behindAnotherThread(lines);
            RunPodLogger.of("test.Async").info("literal {} text", Map.of("k", 1));
            stop(async);
            assertEquals("literal {} text", lines.lastJson().message());
        }
    }

    @Test
    void secretNamesInArraysAreMaskedWhereAnotherThreadEncodesToo() {
        try (LogLines lines = LogLines.json()) {
            AsyncAppender async = behindAnotherThread(lines);
            RunPodLogger.of("test.Async").info("{} {}", new Object[] {Map.of("password", "hunter2secret")}, 1);
            stop(async);
            assertFalse(lines.last().contains("hunter2secret"), lines.last());
        }
    }

    /** Of which nobody can say whether a name in it announces a secret; its own text would show it. */
    static Stream<Object> valuesNotLookedAtToTheirEnd() {
        Map<String, String> secret = Map.of("password", "hunter2secret");
        return Stream.of(
                Stream.concat(Stream.generate(() -> Map.of("k", "v")).limit(2000), Stream.of(secret))
                        .toList(),
                new AbstractMap<String, String>() {
                    @Override
                    public Set<Entry<String, String>> entrySet() {
                        throw new StackOverflowError();
                    }

                    @Override
                    public String toString() {
                        return secret.toString();
                    }
                },
                new FailingArgument());
    }

    private static final class FailingArgument implements StructuredArgument {
        @Override
        public void writeTo(JsonGenerator generator) {
            throw new StackOverflowError();
        }

        @Override
        public String toString() {
            return "password=hunter2secret";
        }
    }

    @ParameterizedTest
    @MethodSource("valuesNotLookedAtToTheirEnd")
    void whatIsNotLookedAtToItsEndIsNotShownByItsOwnText(Object value) {
        try (LogLines lines = LogLines.json()) {
            lines.logger.info("{} {}", value, 1);
            assertFalse(lines.last().contains("hunter2secret"), lines.last());
            AsyncAppender async = behindAnotherThread(lines);
            RunPodLogger.of("test.Async").info("{} {}", new Object[] {value}, 1);
            LoggerFactory.getLogger("test.Async").info("{} {}", value, 1);
            stop(async);
            assertFalse(lines.last().contains("hunter2secret"), lines.last());
        }
    }

    private static AsyncAppender behindAnotherThread(LogLines lines) {
        AsyncAppender async = new AsyncAppender();
        async.setContext(lines.context);
        async.addAppender(lines);
        async.start();
        var logger = (Logger) LoggerFactory.getLogger("test.Async");
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(async);
        return async;
    }

    private static void stop(AsyncAppender async) {
        async.stop();
        ((Logger) LoggerFactory.getLogger("test.Async")).detachAppender(async);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nested", "flat", "none"})
    void longKeysBehindAMessageNeverMakeTheLineTooLong(String style) {
        try (LogLines lines = LogLines.json(encoder -> {
            encoder.setMaxLineBytes("512");
            encoder.setExtra(style);
            encoder.setInclude("timestamp, logger, thread");
        })) {
            Thread thread = Thread.currentThread();
            String name = thread.getName();
            try {
                thread.setName("t".repeat(300));
                var logger = lines.context.getLogger("l".repeat(300));
                logger.addAppender(lines);
                for (int length = 0; length < 600; length++) {
                    logger.info("x".repeat(length), StructuredArguments.kv("k", 1));
                    assertTrue(lines.last().length() <= 512, lines.last());
                }
            } finally {
                thread.setName(name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void limitOfValuesIsNotOneOfIdsAndLevels(String format) {
        try (LogLines lines =
                format.equals("json") ? LogLines.json(this::smallValues) : LogLines.text(this::smallValues)) {
            MDC.put("requestId", "0f3c2a52-a1f1-4e6c-9c8e-1f2b3c4d5e6f-u1");
            lines.logger.info("m");
            assertTrue(lines.last().contains("0f3c2a52-a1f1-4e6c-9c8e-1f2b3c4d5e6f-u1"), lines.last());
            assertTrue(lines.last().contains("INFO"), lines.last());
            assertTrue(lines.last().contains("test.Logger"), lines.last());
        }
    }

    private void smallValues(RunPodEncoder encoder) {
        encoder.setMaxValueChars("2");
        encoder.setInclude("logger, timestamp");
    }

    @Test
    void eventWithoutAContextKeepsItsMessage() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setInclude("caller, logger, thread"))) {
            LoggingEvent event = new LoggingEvent();
            event.setMessage("hello");
            event.setLevel(Level.WARN);
            lines.append(event);
            assertEquals("hello", lines.lastJson().message());
            assertTrue(lines.last().contains("\"level\": \"WARN\""), lines.last());
        }
    }

    @Test
    void nothingOfAnEventIsKeptAliveBehindItsLine() throws InterruptedException {
        try (LogLines lines = LogLines.json(encoder -> encoder.setShowInMessage("stackTrace, extra"))) {
            List<WeakReference<Object>> logged = new ArrayList<>();
            logOnce(lines, logged);
            for (WeakReference<Object> reference : logged) {
                for (int i = 0; i < 50 && reference.get() != null; i++) {
                    System.gc();
                    Thread.sleep(10);
                }
                assertNull(reference.get());
            }
        }
    }

    private static void logOnce(LogLines lines, List<WeakReference<Object>> logged) {
        Map<String, Object> map = new HashMap<>();
        map.put("list", new ArrayList<>(List.of(1)));
        Object bean = new Bean();
        logged.add(new WeakReference<>(map));
        logged.add(new WeakReference<>(map.get("list")));
        logged.add(new WeakReference<>(bean));
        lines.logger.info("{}", StructuredArguments.kv("map", map), StructuredArguments.kv("bean", bean));
    }
}
