package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.MdcFields;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;
import org.slf4j.event.KeyValuePair;

/** What an encoder remembers of the MDC, of bound and of fixed fields never changes a line. */
class EncodedOnceTest {

    private static final int EVENTS = Integer.getInteger("random.events", 600);

    private static final List<String> NAMES =
            List.of("tenant", "model", "password", "step", "größe", "requestId", "batchId", "level", "job");

    /** Much longer than its mask: lines of 600 bytes have room for the one and not for the other. */
    private static final String PRIVATE_KEY =
            "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0B\n".repeat(14) + "-----END PRIVATE KEY-----";

    private static final List<String> VALUES = List.of(
            "a",
            "",
            "30",
            "two words",
            "größer 🚀",
            "hf_aBcDeFgHiJkLmNoPqRsTuVwXyZ012345",
            "x".repeat(300),
            PRIVATE_KEY);

    /** The settings that say how these fields are written. */
    private enum Setup {
        JSON(true, encoder -> encoder.setCustomFields("{\"app\": \"worker\", \"model\": {\"name\": \"sdxl\"}}")),
        FLAT(true, encoder -> {
            encoder.setExtra("flat");
            encoder.setInclude("timestamp, logger");
        }),
        SHORT_LINES(true, encoder -> {
            encoder.setMaxLineBytes("600");
            encoder.setCustomFields("{\"app\": \"worker\", \"tenant\": \"none\"}");
        }),
        OWN_KEYS(true, encoder -> {
            encoder.setRequestIdKey("job, requestId");
            MdcFields mdc = new MdcFields();
            encoder.setMdcNumbers("step");
            mdc.addExclude("tenant");
            encoder.setMdc(mdc);
        }),
        UTF8(true, encoder -> encoder.setAscii("false")),
        TEXT(false, encoder -> encoder.setCustomFields("{\"app\": \"worker one\"}")),
        CALL_FIELDS_SHOWN(true, encoder -> encoder.setShowInMessage("extra, requestId"));

        private final boolean json;
        private final Consumer<RunPodEncoder> configuration;

        Setup(boolean json, Consumer<RunPodEncoder> configuration) {
            this.json = json;
            this.configuration = configuration;
        }

        LogLines start() {
            return json ? LogLines.json(configuration) : LogLines.text(configuration);
        }
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    private static List<KeyValuePair> pairs(Random random, int most) {
        Map<String, KeyValuePair> pairs = new LinkedHashMap<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            Object value = random.nextInt(3) == 0 ? (Object) random.nextInt(100) : any(VALUES, random);
            pairs.put(name, new KeyValuePair(name, value));
        }
        return new ArrayList<>(pairs.values());
    }

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String encoded(LogLines lines, LoggingEvent event) {
        return new String(lines.encoder.encode(event), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void lineIsTheOneOfAnEncoderThatRemembersNothing(Setup setup) {
        long seed = Long.getLong("random.seed", System.nanoTime());
        Random random = new Random(seed);
        List<BoundFields> bound = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            bound.add(new BoundFields(pairs(random, 4)));
        }
        try (LogLines lines = setup.start()) {
            for (int i = 0; i < EVENTS; i++) {
                if (random.nextInt(4) == 0) {
                    String name = any(NAMES, random);
                    if (random.nextBoolean()) {
                        MDC.put(name, any(VALUES, random));
                    } else {
                        MDC.remove(name);
                    }
                }
                LoggingEvent event = new LoggingEvent(
                        "caller",
                        lines.logger,
                        Level.INFO,
                        "message " + i + " x".repeat(random.nextInt(3) * 60),
                        null,
                        null);
                int kind = random.nextInt(4);
                if (kind < 3) {
                    event.setKeyValuePairs(kind == 0 ? pairs(random, 3) : any(bound, random));
                }
                String line = encoded(lines, event);
                try (LogLines forgetful = setup.start()) {
                    Map<String, String> mdc = MDC.getCopyOfContextMap();
                    assertEquals(encoded(forgetful, event), line, "seed " + seed + ", event " + i);
                    MDC.setContextMap(mdc == null ? Map.of() : mdc);
                }
            }
        }
    }

    /** A value is left out if its text has no room, although its mask may have. */
    @Test
    void valueWithoutRoomIsLeftOutAlsoWhereItsMaskIsKnown() {
        BoundFields bound = new BoundFields(List.of(new KeyValuePair("certificate", PRIVATE_KEY)));
        try (LogLines lines = Setup.SHORT_LINES.start()) {
            for (boolean isBound : new boolean[] {false, true}) {
                MDC.clear();
                if (!isBound) {
                    MDC.put("certificate", PRIVATE_KEY);
                }
                for (int length : new int[] {10, 10, 10, 250, 10}) {
                    String message = "m".repeat(length);
                    LoggingEvent event = new LoggingEvent("caller", lines.logger, Level.INFO, message, null, null);
                    event.setKeyValuePairs(isBound ? bound : null);
                    lines.append(event);
                    assertEquals(length == 10, lines.last().contains("PRIVATE KEY"), lines.last());
                }
            }
        }
    }

    @Test
    void boundValueThatChangesIsReadForEachLine() {
        AtomicInteger step = new AtomicInteger();
        List<Integer> loss = new ArrayList<>();
        try (LogLines lines = LogLines.json().attachTo("bound", Level.INFO)) {
            RunPodLogger logger = RunPodLogger.of("bound").with(Map.of("step", step, "loss", loss));
            for (int i = 0; i < 4; i++) {
                logger.info("m");
                lines.lastJson().hasExtra("step", String.valueOf(i)).hasExtra("loss", loss.toString());
                step.incrementAndGet();
                loss.add(i);
            }
        }
    }

    private static List<UnaryOperator<Map<String, String>>> views() {
        return List.of(UnaryOperator.identity(), Collections::unmodifiableMap);
    }

    @ParameterizedTest
    @MethodSource("views")
    void mapOfAnEventThatChangesIsReadForEachLine(UnaryOperator<Map<String, String>> view) {
        Map<String, String> own = new LinkedHashMap<>();
        Map<String, String> seen = view.apply(own);
        try (LogLines lines = LogLines.json()) {
            for (int i = 0; i < 4; i++) {
                own.put("requestId", "job-" + i);
                own.put("step", "" + i);
                LoggingEvent event = new LoggingEvent("caller", lines.logger, Level.INFO, "m", null, null);
                event.setMDCPropertyMap(seen);
                lines.append(event);
                lines.lastJson().hasRequestId("job-" + i).hasExtra("step", "\"" + i + "\"");
            }
        }
    }

    @Test
    void eachOfTwoEncodersHasItsOwnFormOfBoundFields() {
        BoundFields bound = new BoundFields(List.of(new KeyValuePair("größe", "two words")));
        try (LogLines json = LogLines.json();
                LogLines text = LogLines.text()) {
            for (int i = 0; i < 4; i++) {
                LoggingEvent event = new LoggingEvent("caller", json.logger, Level.INFO, "m", null, null);
                event.setKeyValuePairs(bound);
                json.append(event);
                text.append(event);
                json.lastJson().hasExtra("größe", "\"two words\"");
                assertEquals("INFO   | m | größe=\"two words\"\n", text.last());
            }
        }
    }
}
