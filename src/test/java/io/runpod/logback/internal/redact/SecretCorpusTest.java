package io.runpod.logback.internal.redact;

import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.SecretKinds;
import io.runpod.logback.support.Secrets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** Every kind of secret in every place of an event: no line shows eight characters of it in a row. */
class SecretCorpusTest {

    private static final List<Secrets.Secret> KINDS = SecretKinds.ALL;

    private static final List<Secrets.Secret> NAMED = SecretKinds.BY_NAME;

    record Holder(String text, int n) {}

    private final LogLines json = LogLines.json(encoder -> encoder.setInclude("thread, logger"));
    private final LogLines text = LogLines.text(encoder -> encoder.setInclude("thread, logger"));

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private void check(Secrets.Secret secret, String place, String message, Object... arguments) {
        for (LogLines lines : List.of(json, text)) {
            lines.logger.info(message, arguments);
            Secrets.assertHidden(secret, lines.last(), place);
            assertTrue(lines.last().contains("[redacted]"), lines.last());
        }
    }

    @Test
    void kindsAreManyAndEachIsOne() {
        assertTrue(KINDS.size() >= 60);
        assertEquals(
                KINDS.size(),
                KINDS.stream().map(Secrets.Secret::name).distinct().count());
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void secretIsHiddenInEveryPlace(Secrets.Secret secret) {
        String held = secret.text();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("n", 1);
        map.put("held", held);
        check(secret, "message", held);
        check(secret, "sentence", "We found " + held + " there.");
        check(secret, "placeholder", "got {} there", held);
        check(secret, "map", "got {} there", map);
        check(secret, "record", "got {} there", new Holder(held, 1));
        check(secret, "list", "got {} there", List.of("a", held));
        check(secret, "array", "got {} there", new Object[] {new String[] {held, "b"}});
        check(secret, "structured argument", "got {} there", kv("k", held));
        check(secret, "field", "m", kv("k", held));
        check(secret, "nested field", "m", kv("k", Map.of("a", List.of(Map.of("b", held)))));
        check(secret, "bean", "m", kv("k", new Holder(held, 1)));
        Exception suppressed = new IllegalArgumentException("s " + held);
        Exception exception = new IllegalStateException(held, new RuntimeException("cause " + held, new Error(held)));
        exception.addSuppressed(suppressed);
        check(secret, "exception", "m", exception);
        for (LogLines lines : List.of(json, text)) {
            lines.logger.info(MarkerFactory.getDetachedMarker(held), "m");
            Secrets.assertHidden(secret, lines.last(), "marker");
            lines.logger.info(Markers.append("k", held), "m");
            Secrets.assertHidden(secret, lines.last(), "field of a marker");
            lines.logger.atInfo().addKeyValue("k", held).log("m");
            Secrets.assertHidden(secret, lines.last(), "key-value");
        }
        for (String key : List.of("user", "requestId", "batchId")) {
            try (MDC.MDCCloseable ignored = MDC.putCloseable(key, held)) {
                check(secret, "MDC " + key, "m");
            }
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void secretIsHiddenInTheNamesOfThreadsAndLoggers(Secrets.Secret secret) {
        String held = secret.text();
        for (LogLines lines : List.of(json, text)) {
            LoggingEvent event = new LoggingEvent(
                    "x", lines.context.getLogger("a." + held.replace('\n', ' ')), Level.INFO, "m", null, new Object[0]);
            event.setThreadName(held);
            event.setMDCPropertyMap(Map.of());
            lines.doAppend(event);
            Secrets.assertHidden(secret, lines.last(), "names");
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void secretIsHiddenAcrossACut(Secrets.Secret secret) {
        String held = secret.text();
        for (int length : new int[] {5_000, 9_000, 100_000}) {
            for (int cut : new int[] {2048, length - 2048}) {
                for (int offset = cut - held.length() - 2; offset <= cut + 2; offset += 5) {
                    String around = " ".repeat(length);
                    String message = around.substring(0, offset) + held + around.substring(offset + held.length());
                    for (LogLines lines : List.of(json, text)) {
                        lines.logger.info(message);
                        Secrets.assertHidden(secret, lines.last(), "offset " + offset + " of " + length);
                    }
                }
            }
        }
    }

    /** The rules for text alone find a secret in the text of any object. */
    @ParameterizedTest
    @FieldSource("KINDS")
    void secretIsHiddenInTheTextOfObjects(Secrets.Secret secret) {
        Redactor redactor = new Redactor(List.of());
        String held = secret.text();
        for (Object holder : new Object[] {
            held,
            Map.of("k", held),
            List.of(held, held),
            new Holder(held, 1),
            Map.of("a", List.of(new Holder(held, 1), Map.of("b", held))),
            "\"" + held + "\"",
            "'" + held + "'",
            "(" + held + ")",
            "<" + held + ">",
            held + ", " + held,
            "line\n" + held + "\nline"
        }) {
            String masked = MaskedText.of(redactor, holder.toString());
            Secrets.assertHidden(secret, String.valueOf(masked), holder.toString());
        }
    }

    /** A value that is cut off by the end of the text is masked to there. */
    @ParameterizedTest
    @FieldSource("NAMED")
    void secretThatIsCutOffIsHidden(Secrets.Secret secret) {
        Redactor redactor = new Redactor(List.of());
        String text = secret.before() + secret.value();
        for (int end = secret.before().length() + 12; end <= text.length(); end++) {
            String masked = MaskedText.of(redactor, text.substring(0, end));
            Secrets.assertHidden(secret, masked, "cut off at " + end);
        }
    }

    /** Sensitive names are found in the texts of maps, records and beans too. */
    @Test
    void valueOfASecretNameIsHiddenInTheTextsOfObjects() {
        record Login(String user, String password, int n) {}
        record Account(Login login, List<Login> all) {}
        Redactor redactor = new Redactor(List.of());
        Secrets.Secret secret = new Secrets.Secret("phrase", "", "correct, horse battery=staple (wrong) one", "");
        Login login = new Login("bob", secret.value(), 1);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("user", "bob");
        map.put("password", secret.value());
        map.put("n", 1);
        for (Object holder : new Object[] {
            login,
            new Account(login, List.of(login, login)),
            map,
            List.of(map, map),
            Map.of("a", Map.of("b", map)),
            kv("password", secret.value()),
            kv("outer", map),
            Map.entry("api_key", secret.value()) + "",
            java.util.Optional.of(login)
        }) {
            String masked = MaskedText.of(redactor, holder.toString());
            if (!(holder instanceof String) && !holder.toString().startsWith("password=")) {
                Secrets.assertHidden(secret, masked, holder.toString());
                assertTrue(masked.contains("bob"), masked);
            }
            assertTrue(masked.contains("[redacted]"), masked);
        }
    }
}
