package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.logstash.logback.marker.Markers;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** LLE's masking decorator masks wherever a text is printed, in both formats. */
class MaskingDecoratorTest {

    private static final String NUMBER = "123-45-6789";

    public record Person(String name, String number) {}

    static Stream<Consumer<Logger>> events() {
        return Stream.of(
                log -> log.info("number 123-45-6789"),
                log -> log.info("number {}", NUMBER),
                log -> log.info("number {}", kv("n", NUMBER)),
                log -> log.info("m", kv("bean", new Person("Bob", NUMBER))),
                log -> log.info("m", kv("map", Map.of("list", List.of(NUMBER)))),
                log -> log.info(Markers.append("n", NUMBER), "m"),
                log -> log.atInfo().addKeyValue("n", NUMBER).log("m"),
                log -> log.error("m", new IllegalStateException(NUMBER, new RuntimeException("root " + NUMBER))),
                log -> {
                    MDC.put("n", NUMBER);
                    log.info("m");
                },
                log -> {
                    MDC.put("requestId", NUMBER);
                    log.info("m");
                });
    }

    private static void configure(RunPodEncoder encoder) {
        MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
        masking.addValue("\\d{3}-\\d{2}-\\d{4}");
        encoder.addDecorator(masking);
        encoder.setColor("never");
    }

    private static void assertMasked(LogLines lines, Consumer<Logger> event) {
        try (lines) {
            event.accept(lines.logger);
            assertFalse(lines.last().contains(NUMBER), lines.last());
            assertTrue(lines.last().contains("****"), lines.last());
        } finally {
            MDC.clear();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void masksByValueWhereverItStands(Consumer<Logger> event) {
        assertMasked(LogLines.json(MaskingDecoratorTest::configure), event);
        assertMasked(LogLines.text(MaskingDecoratorTest::configure), event);
        for (String extra : List.of("nested", "flat", "none")) {
            assertMasked(
                    LogLines.json(encoder -> {
                        configure(encoder);
                        encoder.setShowInMessage("stackTrace, extra");
                        encoder.setExtra(extra);
                        encoder.setInclude("logger");
                    }),
                    extra.equals("none") ? log -> log.info("x {}", NUMBER, kv("n", NUMBER)) : event);
        }
    }

    @ParameterizedTest
    @MethodSource("styles")
    void masksAFieldByItsPath(String style, String path) {
        MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
        masking.addPath(path);
        try (LogLines lines = LogLines.json(encoder -> {
            encoder.addDecorator(masking);
            encoder.setExtra(style);
        })) {
            lines.logger.info("m", kv("person", Map.of("number", NUMBER)), kv("other", 1));
            assertFalse(lines.last().contains(NUMBER), lines.last());
            assertTrue(lines.last().contains("\"other\": 1"), lines.last());
        }
    }

    static Stream<Arguments> styles() {
        return Stream.of(
                Arguments.of("nested", "/extra/person/number"),
                Arguments.of("nested", "person/number"),
                Arguments.of("flat", "/person/number"));
    }

    @Test
    void cutMessageIsMaskedBeforeItIsCut() {
        for (LogLines lines : List.of(
                LogLines.json(MaskingDecoratorTest::configure), LogLines.text(MaskingDecoratorTest::configure))) {
            try (lines) {
                for (int before = 2030; before < 2050; before++) {
                    lines.logger.info("x".repeat(before) + NUMBER + "y".repeat(5000));
                    assertFalse(lines.last().contains("123-4"), lines.last());
                    assertFalse(lines.last().contains("6789"), lines.last());
                }
                lines.logger.info("next");
                assertEquals(1, lines.last().split("next", -1).length - 1);
            }
        }
    }

    @Test
    void valuesAreCutOnceBesideADecorator() {
        try (LogLines lines = LogLines.json(encoder -> {
            configure(encoder);
            encoder.setMaxElements("5");
            encoder.setMaxValueChars("10");
        })) {
            lines.logger.info(
                    "m",
                    kv("list", List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)),
                    kv("texts", List.of("0123456789abcdef")),
                    kv("after", "0123456789abcdef"));
            lines.lastJson().hasExtra("list", "[1, 2, 3, 4, 5, \"...4 more\"]");
            String cut = "01234\\n...TRUNCATED 6 CHARACTERS...\\nbcdef";
            lines.lastJson().hasExtra("texts", "[\"" + cut + "\"]").hasExtra("after", '"' + cut + '"');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/extra/card", "extra/card", "card"})
    void pathMeansTheSameInBothFormats(String path) {
        for (String format : List.of("json", "text")) {
            LogLines lines = LogLines.text(encoder -> {
                MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
                masking.addPath(path);
                encoder.addDecorator(masking);
                encoder.setFormat(format);
            });
            assertMasked(lines, log -> log.info("m", kv("card", NUMBER)));
        }
    }
}
