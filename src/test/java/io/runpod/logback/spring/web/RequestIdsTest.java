package io.runpod.logback.spring.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.RequestScope;
import io.runpod.logback.internal.settings.NamePatterns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.http.server.RequestPath;

class RequestIdsTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "sync-1f2e-u1", "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"})
    void whatIsVisibleAsciiIsTaken(String id) {
        assertEquals(id, RequestIds.of(id));
        assertEquals(
                id.repeat(128).substring(0, 128), RequestIds.of(id.repeat(128).substring(0, 128)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "two words",
                "tab\t",
                "line\nbreak",
                "a\r\nSet-Cookie: b",
                "\u001b[31m",
                "\u0000",
                "\u007f",
                "größer",
                "\u202e"
            })
    void anythingElseGetsANewId(String id) {
        assertTrue(RequestIds.of(id).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
        assertNotEquals(RequestIds.of(id), RequestIds.of(id));
    }

    @Test
    void whatIsTooLongGetsANewId() {
        assertEquals(36, RequestIds.of("a".repeat(129)).length());
    }

    @Test
    void onlyTheRequestItselfIsSilenced() {
        QuietRequests quiet = new QuietRequests(new NamePatterns(List.of("/ping", "/health/*")));
        String id = RequestIds.of("same");
        String other = RequestIds.of("same");
        assertTrue(quiet.begin("/ping", id));
        assertTrue(!quiet.begin("/pings", other) && !quiet.begin("/", other));
        assertTrue(quiet.begin("/health/live", RequestIds.of(null)));
        assertEquals(FilterReply.NEUTRAL, reply(quiet, other, Level.INFO));
        assertEquals(FilterReply.DENY, reply(quiet, id, Level.INFO));
        assertEquals(FilterReply.NEUTRAL, reply(quiet, id, Level.WARN));
        assertEquals(FilterReply.NEUTRAL, reply(quiet, null, Level.DEBUG));
        quiet.end(id);
        assertEquals(FilterReply.NEUTRAL, reply(quiet, id, Level.INFO));
    }

    /** As Spring MVC has it; otherwise a client chooses whether its request is silenced. */
    @ParameterizedTest
    @CsvSource({
        "/ping, /ping",
        "/, /",
        "/delay;.css, /delay",
        "/delay;a=/ping, /delay/ping",
        "/ping;a=b, /ping",
        "/%70ing, /ping",
        "/health;v=1/l%69ve, /health/live",
        "/health%2Flive, /health%2Flive",
        "/ping/, /ping/",
        "/%C3%BC, /\u00fc"
    })
    void aPathOfWebFluxIsDecodedAndHasNoParameters(String raw, String path) {
        assertEquals(path, RequestScopeHttpHandlers.path(RequestPath.parse(raw, null)));
        assertEquals(path, RequestScopeHttpHandlers.path(RequestPath.parse("/app" + raw, "/app")));
    }

    @Test
    void aContextThatIsConfiguredAnewStillSilences() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        QuietRequests quiet = new QuietRequests(new NamePatterns(List.of("/ping")));
        quiet.install();
        try {
            context.reset();
            assertTrue(context.getTurboFilterList().contains(quiet));
        } finally {
            quiet.uninstall();
        }
        assertFalse(context.getTurboFilterList().contains(quiet));
        context.reset();
        assertFalse(context.getTurboFilterList().contains(quiet));
    }

    private static FilterReply reply(QuietRequests quiet, String id, Level level) {
        try (RequestScope scope = RequestScope.open(id)) {
            return quiet.decide(null, null, level, "message", null, null);
        }
    }

    @Test
    void chosenIdStaysUnlessAFilterSetsAnother() {
        assertEquals("a", RequestIds.of("a", "a"));
        assertEquals("b", RequestIds.of("b", "a"));
        assertEquals("a", RequestIds.of(null, "a"));
        assertEquals("a", RequestIds.of("not an id", "a"));
    }
}
