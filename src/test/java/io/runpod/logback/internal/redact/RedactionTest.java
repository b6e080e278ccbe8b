package io.runpod.logback.internal.redact;

import static io.runpod.logback.Extra.extra;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.raw;
import static net.logstash.logback.argument.StructuredArguments.v;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Secrets;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Fields with a sensitive name, and secrets in any text. */
class RedactionTest {

    private static final String HIDDEN = "hunter2-hunter2";

    private static final List<Secrets.Secret> SECRETS = Secrets.ALL;

    private static final List<String> SECRET_NAMES = List.of(
            "password",
            "passwd",
            "secret",
            "token",
            "authorization",
            "api_key",
            "apikey",
            "access_key",
            "private_key",
            "cookie",
            "credential",
            "PASSWORD",
            "Password",
            "PassWd",
            "Api-Key",
            "API_KEY",
            "ApiKey",
            "apiKey",
            "api-key",
            "access-key",
            "ACCESS-KEY",
            "accessKey",
            "accesskey",
            "Private-Key",
            "privateKey",
            "pass_word",
            "to-ken",
            "Authorization");

    record Login(String user, String password, Nested nested) {}

    record Nested(List<Map<String, String>> keys) {}

    private final LogLines json = LogLines.json(Secrets.VARIABLES, encoder -> {});
    private final LogLines text = LogLines.text(Secrets.VARIABLES, encoder -> {});

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private void log(String message, Object... arguments) {
        json.logger.info(message, arguments);
        text.logger.info(message, arguments);
    }

    private void assertMasked() {
        for (LogLines lines : List.of(json, text)) {
            assertFalse(lines.last().contains("hunter2"), lines.last());
            assertTrue(lines.last().contains("[redacted]"), lines.last());
        }
    }

    @ParameterizedTest
    @FieldSource("SECRET_NAMES")
    void valueOfASecretNameIsMaskedWhereverTheFieldComesFrom(String name) {
        log("m", kv(name, HIDDEN));
        assertMasked();
        json.lastJson().hasText(name, "[redacted]").hasMessage("m");
        log("m", extra(name, HIDDEN));
        assertMasked();
        log("m", entries(Map.of(name, HIDDEN)));
        assertMasked();
        log("m", kv("outer", Map.of(name, HIDDEN)));
        assertMasked();
        assertEquals("[redacted]", json.lastJson().extra("outer").get(name).stringValue());
        log("m", kv("deep", List.of(Map.of("a", List.of(Map.of("b", Map.of(name, List.of(HIDDEN))))))));
        assertMasked();
        log("m", raw("payload", "{\"a\": [{\"" + name + "\": \"" + HIDDEN + "\"}]}"));
        assertMasked();
        for (LogLines lines : List.of(json, text)) {
            lines.logger.atInfo().addKeyValue(name, HIDDEN).log("m");
            lines.logger.info(Markers.append(name, HIDDEN), "m");
        }
        assertMasked();
        try (MDC.MDCCloseable ignored = MDC.putCloseable(name, HIDDEN)) {
            log("m");
        }
        assertMasked();
    }

    @ParameterizedTest
    @FieldSource("SECRET_NAMES")
    void valueOfASecretNameIsMaskedInThePlaceholdersOfTheMessage(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("user", "joe");
        map.put(name, HIDDEN);
        for (Object argument : new Object[] {
            kv(name, HIDDEN),
            v(name, HIDDEN),
            entries(map),
            extra("user", "joe", name, HIDDEN),
            map,
            List.of(map),
            new Object[] {map},
            kv("outer", map),
            v("outer", map),
            raw("payload", "{\"" + name + "\": \"" + HIDDEN + "\"}"),
            Optional.of(map),
            Map.entry(name, HIDDEN),
            JsonMapper.shared().valueToTree(map)
        }) {
            log("got {} there", argument);
            assertMasked();
            assertTrue(json.lastJson().message().endsWith(" there"), json.last());
        }
    }

    @Test
    void secretNameOfABeanIsMasked() {
        Login login = new Login("joe", HIDDEN, new Nested(List.of(Map.of("Private-Key", HIDDEN, "id", "7"))));
        log("m", kv("login", login));
        assertMasked();
        json.lastJson()
                .hasExtra(
                        "login",
                        "{'user': 'joe', 'password': '[redacted]', 'nested': {'keys': [{'Private-Key': '[redacted]', 'id': '7'}]}}"
                                .replace('\'', '"'));
        log("m", fields(login));
        assertMasked();
        json.lastJson().hasText("password", "[redacted]").hasText("user", "joe");
    }

    @Test
    void secretNameIsMaskedWhateverTheValueIs() {
        for (Object value : new Object[] {
            12345678, HIDDEN.toCharArray(), new StringBuilder(HIDDEN), List.of(HIDDEN), Optional.of(HIDDEN)
        }) {
            json.logger.info("m", kv("password", value));
            json.lastJson().hasText("password", "[redacted]");
        }
        json.logger.info("m", kv("has_password", true), kv("token", null), kv("secret", Map.of("cookie", false)));
        json.lastJson()
                .hasExtra("has_password", "true")
                .hasExtra("token", "null")
                .hasText("secret", "[redacted]");
    }

    @Test
    void secretNameAfterALimitIsMaskedInAPlaceholderToo() {
        Map<String, Object> large = new LinkedHashMap<>();
        for (int i = 0; i < 1500; i++) {
            large.put("k" + i, "");
        }
        large.put("password", HIDDEN);
        log("got {}", large);
        for (LogLines lines : List.of(json, text)) {
            assertFalse(lines.last().contains("hunter2"), lines.last());
        }
        Object deep = Map.of("password", HIDDEN);
        for (int i = 0; i < 40; i++) {
            deep = List.of(deep);
        }
        log("got {}", deep);
        for (LogLines lines : List.of(json, text)) {
            assertFalse(lines.last().contains("hunter2"), lines.last());
        }
        List<Object> cyclic = new ArrayList<>(List.of(Map.of("password", HIDDEN)));
        cyclic.add(new Object[] {cyclic});
        log("got {}", kv("cyclic", cyclic));
        for (LogLines lines : List.of(json, text)) {
            assertFalse(lines.last().contains("hunter2"), lines.last());
        }
    }

    @Test
    void escapedNameAndValueOfRawJsonAreMasked() {
        log("m", raw("payload", "{\"pass\\u0077ord\": \"" + HIDDEN + "\"}"));
        assertMasked();
        String key = Secrets.RUNPOD_KEY.value();
        log("m", raw("payload", "{\"a\": \"\\u0072" + key.substring(1) + "\"}"));
        Secrets.assertHidden(Secrets.RUNPOD_KEY, json.last(), "raw");
        Secrets.assertHidden(Secrets.RUNPOD_KEY, text.last(), "raw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"max_tokens", "secretary", "tokens", "maxTokens", "passwords_changed", "next_token", "author"})
    void similarNameStaysReadable(String name) {
        log("m {}", kv(name, "some value"));
        json.lastJson().hasText(name, "some value").hasMessage("m " + name + "=some value");
        assertTrue(text.last().contains(name + "=\"some value\""), text.last());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer of bad news",
                "the bearer is down",
                "https://example.com:8080/path?q=a@b",
                "see https://user@example.com/",
                "rpa_ is the prefix",
                "AKIA",
                "eyJ",
                "ratio 3://4",
                "a.b.c"
            })
    void wordsThatOnlyResembleASecretStayReadable(String message) {
        log(message);
        json.lastJson().hasMessage(message);
        assertTrue(text.last().contains(message), text.last());
    }

    @ParameterizedTest
    @ValueSource(strings = {"db_password", "X-Api-Key", "userPassword", "aws.secret", "HTTP cookie", "2token"})
    void nameThatEndsWithASecretOneIsMasked(String name) {
        log("m", kv(name, HIDDEN));
        assertMasked();
    }

    @Test
    void shortestSecretsAreMaskedAndShorterWordsStayReadable() {
        log("rpa_abcdef eyJabc.defg bearer a1 Bearer abcdefghijklmnop AKIA0123456789ABCDEF ://u:p@h");
        json.lastJson()
                .hasMessage("[redacted] [redacted] bearer [redacted] Bearer [redacted] [redacted] ://[redacted]@h");
        String readable = "rpa_abcde eyJab.defg eyJabc.def Bearer abcdefghijklmno AKIA0123456789ABCDE ://u:@h";
        log(readable);
        json.lastJson().hasMessage(readable);
    }

    @Test
    void ownNamesAreMaskedBesideTheUsualOnes() {
        try (LogLines lines = LogLines.json(encoder -> encoder.setRedact("iban, tax-id"))) {
            lines.logger.info(
                    "m", kv("IBAN", HIDDEN), kv("taxId", HIDDEN), kv("tax_id", HIDDEN), kv("password", HIDDEN));
            lines.lastJson()
                    .hasText("IBAN", "[redacted]")
                    .hasText("taxId", "[redacted]")
                    .hasText("tax_id", "[redacted]")
                    .hasText("password", "[redacted]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "OFF", " off "})
    void nothingIsMaskedWhenOff(String off) {
        try (LogLines lines = LogLines.json(Secrets.VARIABLES, encoder -> encoder.setRedact(off))) {
            lines.logger.info("m " + Secrets.JWT.text(), kv("password", HIDDEN), kv("k", Secrets.API_KEY.value()));
            lines.lastJson()
                    .hasMessage("m " + Secrets.JWT.text())
                    .hasText("password", HIDDEN)
                    .hasText("k", Secrets.API_KEY.value());
        }
    }

    @ParameterizedTest
    @FieldSource("SECRETS")
    void secretIsMaskedWhereverItStands(Secrets.Secret secret) {
        String held = "see " + secret.text() + " here";
        check(secret, "message", held);
        check(secret, "placeholder", "{}", held);
        check(secret, "key-value", "m {}", kv("k", held));
        check(secret, "name", "m {}", kv(held, "v"));
        check(secret, "nested", "m {}", kv("k", List.of(Map.of("a", held, held, "b"))));
        check(secret, "bean", "m", kv("k", new Login(held, "", new Nested(List.of(Map.of(held, held))))));
        check(secret, "builder", "m", kv("k", new StringBuilder(held)), kv("c", held.toCharArray()));
        check(secret, "raw", "m", raw("k", "{\"a\": \"" + held + "\"}"));
        check(secret, "exception", "m", new IllegalStateException(held, new RuntimeException(held)));
        check(secret, "exception as a value", "m {}", kv("k", new IllegalStateException(held)));
        json.logger.info(MarkerFactory.getDetachedMarker(held), "m");
        Secrets.assertHidden(secret, json.last(), "marker");
        for (String key : List.of("user", "requestId", "batchId", held)) {
            try (MDC.MDCCloseable ignored = MDC.putCloseable(key, held)) {
                check(secret, "MDC " + key, "m");
            }
        }
        Thread.currentThread().setName(held);
        try (LogLines lines = LogLines.json(Secrets.VARIABLES, encoder -> encoder.setInclude("thread, logger"))) {
            lines.logger.info("m");
            Secrets.assertHidden(secret, lines.last(), "thread");
        } finally {
            Thread.currentThread().setName("main");
        }
    }

    private void check(Secrets.Secret secret, String place, String message, Object... arguments) {
        log(message, arguments);
        Secrets.assertHidden(secret, json.last(), place);
        Secrets.assertHidden(secret, text.last(), place);
        assertTrue(json.last().contains("[redacted]"), json.last());
        assertTrue(text.last().contains("[redacted]"), text.last());
    }

    @Test
    void whatStandsAroundASecretStaysReadable() {
        log("a " + Secrets.BEARER.text() + " b " + Secrets.URL_PASSWORD.text() + " c");
        json.lastJson().hasMessage("a Bearer [redacted] b https://[redacted]@db.example/path c");
        log("m", kv("u", URI.create(Secrets.URL_PASSWORD.text())));
        json.lastJson().hasText("u", "https://[redacted]@db.example/path");
    }

    @ParameterizedTest
    @FieldSource("SECRETS")
    void givenValueIsMaskedNextToAnotherSecret(Secrets.Secret secret) {
        for (Secrets.Secret given : List.of(Secrets.API_KEY, Secrets.AI_API_KEY, Secrets.ENDPOINT_SECRET)) {
            for (String between : List.of("", " ", ",", "Bearer ")) {
                log(secret.text() + between + given.value());
                for (LogLines lines : List.of(json, text)) {
                    Secrets.assertHidden(secret, lines.last(), "before");
                    Secrets.assertHidden(given, lines.last(), "after " + secret.name() + " and '" + between + "'");
                }
            }
        }
    }

    @Test
    void givenValueEndsWhereItEndsAndHidesNothingThatFollows() {
        String key = "rpa_ENVKEY1234567890abcd";
        try (LogLines own = LogLines.json(Map.of("RUNPOD_API_KEY", key), encoder -> {})) {
            own.logger.info("key=" + key + "-worker-7 ok");
            own.lastJson().hasMessage("key=[redacted]-worker-7 ok");
            own.logger.info(key + "Bearer abcdefgh12345678");
            assertFalse(own.last().contains("abcdefgh12345678"), own.last());
            own.logger.info(key + "eyJhbGciOi.eyJzdWIi.abcdef");
            own.lastJson().hasMessage("[redacted][redacted]");
        }
    }

    @Test
    void givenValueIsFoundWhateverItIsMadeOf() {
        for (String value : List.of(
                "lowercaseonlyandnoword",
                "907153264",
                "MixedCASES",
                "aaaaaaaaaaaaaaaaab",
                "pässwört-ß",
                "with space_",
                "\uD83D\uDD11\uD83D\uDD11\uD83D\uDD11key")) {
            try (LogLines own = LogLines.json(Map.of("RUNPOD_ENDPOINT_SECRET", value), encoder -> {})) {
                for (String text :
                        List.of(value, "a" + value, value + value, "x " + value + " y", value.charAt(0) + value)) {
                    own.logger.info(text);
                    String message = own.lastJson().message();
                    assertFalse(message.contains(value), message);
                    assertTrue(message.contains("[redacted]"), message);
                }
            }
        }
    }
}
