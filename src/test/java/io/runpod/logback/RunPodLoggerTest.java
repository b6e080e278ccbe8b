package io.runpod.logback;

import static io.runpod.logback.Extra.extra;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.runpod.logback.support.LogLines;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** The logger that users of the SDK know, method by method. */
class RunPodLoggerTest {

    private static final String NAME = RunPodLoggerTest.class.getName();

    private final RunPodLogger logger = new RunPodLogger();
    private final LogLines lines = LogLines.json().attachTo(NAME, Level.TRACE);

    @AfterEach
    void close() {
        lines.close();
    }

    private static void threshold(Level level) {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME)).setLevel(level);
    }

    /** One level's methods under common names. */
    record Methods(String level, One one, WithMap map, Many many, FromSupplier supplier, Enabled enabled) {
        interface One {
            void log(RunPodLogger logger, String message);
        }

        interface WithMap {
            void log(RunPodLogger logger, String message, Map<?, ?> fields);
        }

        interface Many {
            void log(RunPodLogger logger, String message, Object... arguments);
        }

        interface FromSupplier {
            void log(RunPodLogger logger, Supplier<String> message);
        }

        interface Enabled {
            boolean isOn(RunPodLogger logger);
        }

        @Override
        public String toString() {
            return level;
        }
    }

    private static final List<Methods> LEVELS = List.of(
            new Methods(
                    "TRACE",
                    RunPodLogger::trace,
                    RunPodLogger::trace,
                    RunPodLogger::trace,
                    RunPodLogger::trace,
                    RunPodLogger::isTraceEnabled),
            new Methods(
                    "DEBUG",
                    RunPodLogger::debug,
                    RunPodLogger::debug,
                    RunPodLogger::debug,
                    RunPodLogger::debug,
                    RunPodLogger::isDebugEnabled),
            new Methods(
                    "INFO",
                    RunPodLogger::info,
                    RunPodLogger::info,
                    RunPodLogger::info,
                    RunPodLogger::info,
                    RunPodLogger::isInfoEnabled),
            new Methods(
                    "WARN",
                    RunPodLogger::warn,
                    RunPodLogger::warn,
                    RunPodLogger::warn,
                    RunPodLogger::warn,
                    RunPodLogger::isWarnEnabled),
            new Methods(
                    "ERROR",
                    RunPodLogger::error,
                    RunPodLogger::error,
                    RunPodLogger::error,
                    RunPodLogger::error,
                    RunPodLogger::isErrorEnabled));

    @ParameterizedTest
    @FieldSource("LEVELS")
    void everyOverloadLogsAtItsLevel(Methods methods) {
        Exception failure = new IllegalStateException("boom");
        methods.one().log(logger, "m {}");
        lines.lastJson().hasLevel(methods.level()).hasMessage("m {}").hasNoExtra();
        methods.map().log(logger, "m {}", Map.of("k", 1));
        lines.lastJson().hasLevel(methods.level()).hasMessage("m {}").hasExtra("k", "1");
        methods.map().log(logger, "m", null);
        lines.lastJson().hasLevel(methods.level()).hasMessage("m").hasNoExtra();
        methods.supplier().log(logger, () -> "m {}");
        lines.lastJson().hasLevel(methods.level()).hasMessage("m {}").hasNoExtra();
        methods.many().log(logger, "a {} b {}", 1, "two");
        lines.lastJson().hasLevel(methods.level()).hasMessage("a 1 b two").hasNoExtra();
        methods.many().log(logger, "a {} {}", kv("k", 1), extra("x", "y", "z", 2), failure);
        lines.lastJson()
                .hasLevel(methods.level())
                .hasExtra("k", "1")
                .hasText("x", "y")
                .hasExtra("z", "2")
                .hasText("error_message", "boom");
        assertTrue(lines.lastJson().message().startsWith("a k=1 x=y z=2\njava.lang.IllegalStateException: boom\n"));
    }

    @ParameterizedTest
    @FieldSource("LEVELS")
    void levelThatIsOffLogsNothingAndAsksNoSupplier(Methods methods) {
        threshold(Level.OFF);
        assertFalse(methods.enabled().isOn(logger));
        methods.one().log(logger, "m");
        methods.map().log(logger, "m", Map.of("k", 1));
        methods.many().log(logger, "m {}", 1, 2, 3);
        methods.supplier().log(logger, () -> {
            throw new AssertionError("asked");
        });
        threshold(Level.toLevel(methods.level()));
        assertTrue(methods.enabled().isOn(logger));
        assertEquals(List.of(), lines.all());
        methods.one().log(logger, "m");
        assertEquals(1, lines.all().size());
    }

    @Test
    void placesTakeFieldsAndTheThrowableMayStandAnywhereAtTheEnd() {
        Exception failure = new IOException("boom");
        logger.info("Operation failed: {}", failure.getMessage(), extra("input_id", "123"), failure);
        lines.lastJson().hasText("input_id", "123").hasText("error_type", "java.io.IOException");
        assertTrue(lines.lastJson().message().startsWith("Operation failed: boom\njava.io.IOException: boom"));
        logger.info("done", extra("a", 1));
        lines.lastJson().hasMessage("done").hasExtra("a", "1");
        logger.info("got {}", extra("a", 1, "b", "two words"));
        lines.lastJson()
                .hasMessage("got a=1 b=\"two words\"")
                .hasExtra("a", "1")
                .hasText("b", "two words");
        logger.info("failed", failure);
        assertTrue(lines.lastJson().message().startsWith("failed\njava.io.IOException: boom"));
        logger.info("{} is escaped \\{} and {}", 1, 2);
        lines.lastJson().hasMessage("1 is escaped {} and 2");
        logger.info("too few {} {}", 1);
        lines.lastJson().hasMessage("too few 1 {}");
        logger.info("none", (Object[]) null);
        lines.lastJson().hasMessage("none");
        logger.info((String) null);
        lines.lastJson().hasMessage("null");
    }

    @Test
    void mapIsReadAtTheCallAndMayHoldNulls() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("a", null);
        fields.put(null, 1);
        logger.info("m", fields);
        lines.lastJson().hasExtra("a", "null").hasExtra("null", "1");
    }

    @Test
    void supplierThatFailsLosesOnlyItsMessage() {
        logger.info(() -> {
            throw new IllegalStateException("broken");
        });
        lines.lastJson().hasLevel("INFO");
        assertTrue(lines.lastJson().message().contains("IllegalStateException: broken"), lines.last());
        logger.info(() -> null);
        lines.lastJson().hasMessage("null");
    }

    @Test
    void childHasBoundFieldsThatTheCallsBeat() {
        RunPodLogger child = logger.with(extra("a", 1, "b", 1));
        RunPodLogger grandchild = child.with(Map.of("b", 2)).with(extra("c", 3));
        grandchild.info("m", extra("c", "call"));
        assertEquals(List.of("c", "b", "a"), lines.lastJson().extraNames());
        lines.lastJson().hasText("c", "call").hasExtra("b", "2").hasExtra("a", "1");
        child.info("m");
        lines.lastJson().hasExtra("a", "1").hasExtra("b", "1").lacks("c");
        logger.info("m");
        lines.lastJson().hasNoExtra();
        child.tip("m");
        lines.lastJson().hasLevel("TIP").hasExtra("a", "1");
    }

    @Test
    void appenderThatAddsAKeyValueFailsNotAndHarmsNoBoundFields() {
        AppenderBase<ILoggingEvent> adding = new AppenderBase<>() {
            @Override
            public void doAppend(ILoggingEvent event) {
                ((LoggingEvent) event).addKeyValuePair(new KeyValuePair("added", 1));
            }

            @Override
            protected void append(ILoggingEvent event) {}
        };
        ch.qos.logback.classic.Logger logback = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(NAME);
        logback.addAppender(adding);
        try {
            RunPodLogger child = logger.with(extra("a", 1));
            child.info("m");
            child.info("m");
            lines.lastJson().hasExtra("a", "1").lacks("added");
        } finally {
            logback.detachAppender(adding);
        }
    }

    private static final class Nested {
        static final RunPodLogger LOGGER = new RunPodLogger();
    }

    @Test
    void loggerIsNamedAfterTheCallingClassOrAsAsked() {
        try (LogLines named = LogLines.json(encoder -> encoder.setInclude("logger"))
                .attachTo(NAME, Level.INFO)
                .attachTo(Nested.class.getName(), Level.INFO)
                .attachTo("some.name", Level.INFO)) {
            new RunPodLogger().info("m");
            assertEquals(NAME, named.lastJson().root.get("logger").stringValue());
            Nested.LOGGER.info("m");
            assertEquals(
                    Nested.class.getName(), named.lastJson().root.get("logger").stringValue());
            RunPodLogger.of(Nested.class).info("m");
            assertEquals(
                    Nested.class.getName(), named.lastJson().root.get("logger").stringValue());
            RunPodLogger.of("some.name").with(extra("a", 1)).info("m");
            assertEquals("some.name", named.lastJson().root.get("logger").stringValue());
        }
    }
}
