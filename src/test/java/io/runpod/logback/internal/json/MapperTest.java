package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.mask.MaskingJsonGeneratorDecorator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** The user's own mapper settings and LLE's decorators. */
class MapperTest {

    record Person(String firstName, String cardNumber) {}

    record Money(int cents) {}

    private static final class MoneySerializer extends StdSerializer<Money> {
        MoneySerializer() {
            super(Money.class);
        }

        @Override
        public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
            if (value.cents() < 0) {
                throw new IllegalArgumentException("debt");
            }
            generator.writeString(value.cents() + " cents");
        }
    }

    private static final class SnakeCase implements MapperBuilderDecorator<JsonMapper, JsonMapper.Builder> {
        @Override
        public JsonMapper.Builder decorate(JsonMapper.Builder builder) {
            return builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DateTimeFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
                    .addModule(new SimpleModule().addSerializer(new MoneySerializer()));
        }
    }

    private static final class FailingDecorator implements MapperBuilderDecorator<JsonMapper, JsonMapper.Builder> {
        @Override
        public JsonMapper.Builder decorate(JsonMapper.Builder builder) {
            throw new IllegalStateException("no decoration");
        }
    }

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(configuration);
    }

    @Test
    void mapperDecoratorDecidesHowObjectsAreWritten() {
        configure(encoder -> encoder.addDecorator(new SnakeCase()));
        lines.logger.info(
                "m",
                kv("p", new Person("Ada", null)),
                kv("money", new Money(5)),
                kv("list", List.of(new Money(6))),
                kv("at", Instant.ofEpochMilli(1500)),
                kv("text", "as ever"));
        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {"
                        + "\"p\": {\"first_name\": \"Ada\", \"card_number\": null}, \"money\": \"5 cents\", "
                        + "\"list\": [\"6 cents\"], \"at\": 1500, \"text\": \"as ever\"}}\n",
                lines.last());
        lines.logger.info("m", kv("bad", new Money(-1)), kv("after", 1));
        assertTrue(lines.lastJson().extra("bad").stringValue().matches("\\[unserializable: .*Money: .*debt.*]"));
        lines.lastJson().hasExtra("after", "1");
    }

    @Test
    void failingDecoratorIsOneWarning() {
        configure(encoder -> encoder.addDecorator(new FailingDecorator()));
        lines.logger.info("m", kv("p", new Money(1)));
        lines.lastJson().hasExtra("p", "{\"cents\": 1}");
        assertEquals(1, lines.problems().size(), lines.problems()::toString);
    }

    @Test
    void failingGeneratorDecoratorLosesNoLine() {
        configure(encoder -> encoder.addDecorator((JsonGeneratorDecorator) generator -> {
            throw new IllegalStateException("no generator");
        }));
        lines.logger.info("m", kv("a", 1));
        assertFalse(lines.last().isEmpty());
    }

    private static MaskingJsonGeneratorDecorator masking() {
        MaskingJsonGeneratorDecorator masking = new MaskingJsonGeneratorDecorator();
        masking.addPath("card");
        masking.addPath("person/firstName");
        masking.addPath("list/*/pin");
        masking.addValue("\\d{3}-\\d{2}-\\d{4}");
        masking.addValue("^top$");
        masking.setDefaultMask("XX");
        masking.start();
        return masking;
    }

    private static Object[] maskable() {
        return new Object[] {
            kv("card", Map.of("number", 4111)),
            kv("person", new Person("Ada", "123-45-6789")),
            kv("firstName", "kept"),
            kv("list", List.of(Map.of("pin", 1234), Map.of("pin", List.of(1, 2)), "top", "topmost")),
            kv("text", "id 123-45-6789 and 987-65-4321"),
            kv("array", new String[] {"top", "x"}),
            Extra.extra("ssn", "123-45-6789", "n", 5),
        };
    }

    @Test
    void maskingWorksAsOnTheEncoderItCameWith() {
        configure(encoder -> encoder.addDecorator(masking()));
        LogstashEncoder other = new LogstashEncoder();
        other.setContext(lines.context);
        other.addDecorator(masking());
        other.start();
        MDC.put("user", "123-45-6789");
        LoggingEvent event = new LoggingEvent(
                "x", lines.logger, ch.qos.logback.classic.Level.INFO, "ssn 123-45-6789", null, maskable());
        event.addKeyValuePair(new org.slf4j.event.KeyValuePair("kv", "a 123-45-6789"));
        lines.logger.callAppenders(event);
        JsonNode expected = JsonMapper.shared().readTree(new String(other.encode(event), StandardCharsets.UTF_8));
        JsonLine line = lines.lastJson();
        line.hasMessage(expected.get("message").stringValue());
        assertEquals("ssn XX", line.message());
        for (String name : line.extraNames()) {
            assertEquals(expected.get(name), line.extra(name), name);
        }
        assertTrue(line.extraNames().containsAll(List.of("card", "person", "list", "ssn", "kv", "user")), lines.last());
        assertFalse(lines.last().contains("123-45"), lines.last());
        assertFalse(lines.last().contains("1234"), lines.last());
    }

    @Test
    void maskedLineStaysCorrectAndTheNextOneToo() {
        configure(encoder -> encoder.addDecorator(masking()));
        BadValues.all().forEach(kind -> {
            lines.logger.info("m", kv("before", 1), kv("bad", kind.make().get()), kv("after", 2), kv("card", 1));
            lines.lastJson().hasExtra("before", "1").hasExtra("after", "2").hasText("card", "XX");
        });
        lines.logger.info("m", kv("a", "123-45-6789"));
        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"a\": \"XX\"}}\n",
                lines.last());
    }

    @Test
    void maskedLineKeepsItsLimits() {
        configure(encoder -> {
            encoder.addDecorator(masking());
            encoder.setMaxValueChars("100");
            encoder.setMaxElements("3");
            encoder.setMaxLineBytes("1000");
        });
        lines.logger.info(
                "long 123-45-6789 " + "x".repeat(5000),
                kv("list", List.of(1, 2, 3, 4, 5)),
                kv("text", "y".repeat(300)),
                kv("card", "z".repeat(300)));
        assertTrue(lines.last().length() <= 1000, lines.last());
        assertTrue(lines.lastJson().message().startsWith("long XX xxx"), lines.last());
    }

    @Test
    void mapperIsNotLetIntoThreads() {
        try (LogLines lines = LogLines.json(encoder -> encoder.addDecorator(new SnakeCase()))) {
            Thread thread = new Thread(() -> {}, "worker-7");
            lines.logger.info("m", kv("thread", thread));
            lines.lastJson().hasText("thread", thread.toString());
        }
    }
}
