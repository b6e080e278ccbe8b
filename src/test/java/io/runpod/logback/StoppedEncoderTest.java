package io.runpod.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.support.LogLines;
import java.util.List;
import net.logstash.logback.composite.AbstractJsonProvider;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;

/** What an encoder does at its end, and after it. */
class StoppedEncoderTest {

    private static final class Provider extends AbstractJsonProvider<ILoggingEvent> {
        private final boolean fails;

        Provider(boolean fails) {
            this.fails = fails;
        }

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            generator.writeStringProperty("provided", "yes");
        }

        @Override
        public void stop() {
            super.stop();
            if (fails) {
                throw new IllegalStateException("cannot stop");
            }
        }
    }

    @Test
    void stopsAllItsProvidersAlsoWhereOneFails() {
        List<Provider> providers = List.of(new Provider(false), new Provider(true), new Provider(false));
        try (LogLines lines = LogLines.json(encoder -> providers.forEach(encoder::addProvider))) {
            providers.forEach(provider -> assertTrue(provider.isStarted()));
            lines.encoder.stop();
            providers.forEach(provider -> assertFalse(provider.isStarted()));
            assertFalse(lines.encoder.isStarted());
        }
    }

    @Test
    void stillEncodesAnEventThatComesLate() {
        try (LogLines lines = LogLines.json()) {
            lines.logger.info("before");
            lines.encoder.stop();
            lines.logger.info("late");
            assertEquals("{\"requestId\": null, \"message\": \"late\", \"level\": \"INFO\"}\n", lines.last());
        }
    }
}
