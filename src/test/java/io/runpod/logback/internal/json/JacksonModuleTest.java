package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.LogLines;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/** Jackson modules of the class path are used, each for itself: a broken one costs itself and is told. */
class JacksonModuleTest {

    @TempDir
    Path folder;

    record Money(int cents) {}

    record Weight(int grams) {}

    record Order(Money price, Weight weight) {}

    /** Knows how money is written. */
    public static final class MoneyModule extends SimpleModule {
        private static final long serialVersionUID = 1L;

        public MoneyModule() {
            super("money");
            addSerializer(Money.class, new ValueSerializer<Money>() {
                @Override
                public void serialize(Money value, JsonGenerator generator, SerializationContext context) {
                    generator.writeString(value.cents() + " cents");
                }
            });
        }
    }

    /** Knows how weights are written. */
    public static final class WeightModule extends SimpleModule {
        private static final long serialVersionUID = 1L;

        public WeightModule() {
            super("weight");
            addSerializer(Weight.class, new ValueSerializer<Weight>() {
                @Override
                public void serialize(Weight value, JsonGenerator generator, SerializationContext context) {
                    generator.writeString(value.grams() + " g");
                }
            });
        }
    }

    /** Cannot be made. */
    public static final class UnmadeModule extends SimpleModule {
        private static final long serialVersionUID = 1L;

        public UnmadeModule() {
            throw new NoSuchMethodError("JsonFormat$Shape.of");
        }
    }

    /** Was made for a Jackson that is not there. */
    public static final class ForeignModule extends JacksonModule {
        @Override
        public String getModuleName() {
            return "foreign";
        }

        @Override
        public Version version() {
            return Version.unknownVersion();
        }

        @Override
        public void setupModule(SetupContext context) {
            throw new NoClassDefFoundError("com/fasterxml/jackson/Gone");
        }
    }

    @Test
    void brokenModulesCostThemselvesAndAreTold() throws IOException {
        Path services = folder.resolve("META-INF/services");
        Files.createDirectories(services);
        Files.write(
                services.resolve(JacksonModule.class.getName()),
                List.of(
                        MoneyModule.class.getName(),
                        "com.example.GoneModule",
                        UnmadeModule.class.getName(),
                        ForeignModule.class.getName(),
                        Money.class.getName(),
                        WeightModule.class.getName()));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, JacksonModuleTest.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            try (LogLines lines = LogLines.json()) {
                lines.logger.info("m", kv("order", new Order(new Money(5), new Weight(7))), kv("money", new Money(1)));
                lines.lastJson()
                        .hasExtra("order", "{\"price\": \"5 cents\", \"weight\": \"7 g\"}")
                        .hasText("money", "1 cents");
                String problems = String.join("\n", lines.problems());
                for (String name : List.of("GoneModule", "UnmadeModule", "ForeignModule", "Money not a subtype")) {
                    assertTrue(problems.contains(name), problems);
                }
                assertEquals(4, lines.problems().size(), problems);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
