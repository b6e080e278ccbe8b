package io.runpod.logback.internal.json;

import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.BadValues;
import io.runpod.logback.support.BadValues.Kind;
import io.runpod.logback.support.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/** A bad value costs itself and nothing else: not its neighbours, not the next line, not the caller. */
class BadValueTest {

    private static final String AROUND = "{\"before\": 1, \"bad\": BAD, \"after\": 2}";

    /** The ways by which a value comes into an event, and the {@code extra} that it makes. */
    private enum Route {
        ARGUMENT(AROUND),
        KEY_VALUE(AROUND),
        EXTRA(AROUND),
        ENTRIES(AROUND),
        CALL_MAP(AROUND),
        BOUND("{\"before\": 1, \"after\": 2, \"bad\": BAD}"),
        MARKER("{\"before\": 1, \"after\": 2, \"bad\": BAD}"),
        IN_MAP("{\"before\": 1, \"outer\": " + AROUND + ", \"after\": 2}"),
        IN_LIST("{\"before\": 1, \"outer\": [\"a\", BAD, \"z\"], \"after\": 2}"),
        IN_ARRAY("{\"before\": 1, \"outer\": [\"a\", BAD, \"z\"], \"after\": 2}"),
        IN_OPTIONAL("{\"before\": 1, \"outer\": BAD, \"after\": 2}");

        private final String extra;

        Route(String extra) {
            this.extra = extra;
        }

        void log(LogLines to, Object bad) {
            RunPodLogger runpod = RunPodLogger.of("bad.values");
            switch (this) {
                case ARGUMENT -> to.logger.info("m", kv("before", 1), kv("bad", bad), kv("after", 2));
                case KEY_VALUE ->
                    to.logger
                            .atInfo()
                            .addKeyValue("before", 1)
                            .addKeyValue("bad", bad)
                            .addKeyValue("after", 2)
                            .log("m");
                case EXTRA -> to.logger.info("m", Extra.extra("before", 1, "bad", bad, "after", 2));
                case ENTRIES -> to.logger.info("m", entries(around(bad)));
                case CALL_MAP -> runpod.info("m", around(bad));
                case BOUND -> runpod.with(Extra.extra("bad", bad)).info("m", Extra.extra("before", 1, "after", 2));
                case MARKER -> to.logger.info(Markers.append("bad", bad), "m", kv("before", 1), kv("after", 2));
                case IN_MAP -> logInside(to, around(bad));
                case IN_LIST -> logInside(to, Arrays.asList("a", bad, "z"));
                case IN_ARRAY -> logInside(to, new Object[] {"a", bad, "z"});
                case IN_OPTIONAL -> logInside(to, Optional.of(bad));
            }
        }

        private static void logInside(LogLines to, Object outer) {
            to.logger.info("m", kv("before", 1), kv("outer", outer), kv("after", 2));
        }

        private static Map<String, Object> around(Object bad) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("before", 1);
            map.put("bad", bad);
            map.put("after", 2);
            return map;
        }
    }

    private final LogLines json = LogLines.json().attachTo("bad.values", Level.INFO);
    private final LogLines text =
            LogLines.text(encoder -> encoder.setColor("never")).attachTo("bad.values", Level.INFO);

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private void nextLineIsPerfect() {
        for (LogLines lines : List.of(json, text)) {
            lines.logger.info("good {}", 7, kv("n", 1), kv("m", Map.of("a", List.of(1, "x"))));
        }
        assertEquals(
                "{\"requestId\": null, \"message\": \"good 7\", \"level\": \"INFO\", "
                        + "\"extra\": {\"n\": 1, \"m\": {\"a\": [1, \"x\"]}}}\n",
                json.last());
        assertEquals("INFO   | good 7 | n=1 m={\"a\": [1, \"x\"]}\n", text.last());
    }

    private static void assertMatches(String regex, String line) {
        assertTrue(Pattern.compile(regex, Pattern.DOTALL).matcher(line).matches(), () -> regex + "\n" + line);
    }

    static Stream<Kind> kinds() {
        return BadValues.all();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void jsonLineLosesTheValueOnly(Kind kind) {
        for (Route route : Route.values()) {
            route.log(json, kind.make().get());
            String start = "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": ";
            String[] around = (start + route.extra + "}\n").split("BAD", -1);
            assertMatches(
                    Pattern.quote(around[0]) + "(?:" + kind.inPlace() + ")" + Pattern.quote(around[1]), json.last());
            nextLineIsPerfect();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void textLineLosesTheValueOnly(Kind kind) {
        for (Route route : Route.values()) {
            route.log(text, kind.make().get());
            String[] names = route.extra.substring(1, route.extra.length() - 1).split("BAD", -1);
            String before = names[0].replaceAll("^\"before\": 1, ", "before=1 ")
                    .replaceAll("^before=1 \"after\": 2, ", "before=1 after=2 ")
                    .replaceAll("\"(bad|outer)\": (?=[\\[{]|$)", "$1=");
            if (route == Route.IN_MAP) {
                before = "before=1 outer={\"before\": 1, \"bad\": ";
            }
            String after = names[1].replaceAll(", \"after\": 2$", " after=2");
            assertMatches(
                    Pattern.quote("INFO   | m | " + before) + "[^\\n\u001b]+" + Pattern.quote(after + "\n"),
                    text.last());
            nextLineIsPerfect();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void messageLosesTheValueOnly(Kind kind) {
        for (LogLines lines : List.of(json, text)) {
            Object bad = kind.make().get();
            for (Object argument :
                    List.of(bad, List.of(bad), new Object[] {1, bad}, kv("k", bad), Extra.extra("k", bad))) {
                lines.logger.info("m {} end", argument, kv("after", 2));
                if (lines == json) {
                    assertMatches("m .+ end", json.lastJson().message());
                    json.lastJson().hasExtra("after", "2");
                } else {
                    assertMatches("INFO   \\| m .+ end \\| .*after=2\n", text.last());
                }
                assertFalse(lines.last().contains("ENDLESS"), kind.name());
            }
            nextLineIsPerfect();
        }
    }

    @Test
    void failingMapOfACallIsNamed() {
        RunPodLogger.of("bad.values").info("m", new BadValues.FailingMap());
        json.lastJson().hasExtra("entry0", "0").hasExtra("entry2", "2");
        assertTrue(json.last().contains("[unserializable: "), json.last());
        nextLineIsPerfect();
    }

    @Test
    void streamIsNeitherReadNorClosed() {
        BadValues.TouchyStream stream = new BadValues.TouchyStream(new byte[] {1, 2, 3});
        for (Route route : Route.values()) {
            route.log(json, stream);
            route.log(text, stream);
        }
        json.logger.info("m {}", stream, kv("k", stream));
        assertFalse(stream.touched);
    }

    @Test
    void valueThatLogsIsWrittenLikeAnyOther() {
        for (LogLines lines : List.of(json, text)) {
            List<String> inner = new ArrayList<>();
            CharSequence logging = new StringBuilderThatLogs(lines, inner);
            lines.logger.info("outer {} {}", logging, "x", kv("k", logging), kv("after", 2));
            lines.logger.info("outer", kv("k", List.of(logging)), kv("after", 2));
            boolean isJson = lines == json;
            String expected = isJson
                    ? "{\"requestId\": null, \"message\": \"outer\", \"level\": \"INFO\", "
                            + "\"extra\": {\"k\": [\"logged\"], \"after\": 2}}\n"
                    : "INFO   | outer | k=[\"logged\"] after=2\n";
            assertEquals(expected, lines.last());
            String expectedInner = isJson
                    ? "{\"requestId\": null, \"message\": \"inner\", \"level\": \"WARN\", \"extra\": {\"i\": 1}}\n"
                    : "WARN   | inner | i=1\n";
            assertFalse(inner.isEmpty());
            inner.forEach(line -> assertEquals(expectedInner, line));
        }
        nextLineIsPerfect();
    }

    private record StringBuilderThatLogs(LogLines lines, List<String> inner) implements CharSequence {
        @Override
        public int length() {
            return 6;
        }

        @Override
        public char charAt(int index) {
            return "logged".charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return "logged".subSequence(start, end);
        }

        @Override
        public String toString() {
            lines.logger.info("through the appender, which Logback guards", kv("k", "v"));
            LoggingEvent event =
                    new LoggingEvent("x", lines.logger, Level.WARN, "inner", null, new Object[] {kv("i", 1)});
            inner.add(new String(lines.encoder.encode(event), StandardCharsets.UTF_8));
            return "logged";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "a\r\nINFO   | forged",
                "\u001b]0;title\u0007",
                "\ud800",
                "\udc00\ud800",
                "\u0000",
                "\u202e",
                "\"}",
                "\\",
                "\u2028\u2029",
                "\ufeff\ufffe\uffff",
                "a=b | c",
                "\u0085\u009b"
            })
    void contextValueOfAnyTextStaysInItsPlace(String value) {
        MDC.put("bad", value);
        MDC.put("zgood", "1");
        MDC.put(value, "asName");
        json.logger.info("m");
        json.lastJson()
                .hasText(
                        "bad",
                        value.replaceAll(
                                "[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]", "\ufffd"))
                .hasText("zgood", "1");
        text.logger.info("m");
        assertMatches("INFO   \\| m \\| [^\\x00-\\x1f\\x7f-\\x9f\u2028\u2029\u202e]*\n", text.last());
        MDC.clear();
        nextLineIsPerfect();
    }

    record Holder(Object held) {}

    /** Each list is held twice by the next: thirty of them are a billion on the way through. */
    @Test
    @Tag("slow")
    @Timeout(20)
    void listsThatMultiplyAreStopped() {
        Object lists = List.of();
        for (int i = 0; i < 30; i++) {
            lists = List.of(lists, lists);
        }
        for (LogLines lines : List.of(json, text)) {
            lines.logger.info("m {}", kv("value", lists), kv("after", 2));
            assertTrue(lines.last().contains("...1 more]"), lines.last());
            lines.logger.info("m {}", lists);
            assertTrue(lines.last().contains("...1 more]"), lines.last());
            lines.logger.info("m", kv("value", new Holder(lists)), kv("after", 2));
            lines.logger.info("m", kv("value", lists), kv("after", 2));
        }
        json.lastJson().hasExtra("after", "2").hasExtra("_dropped", "1").lacks("value");
        nextLineIsPerfect();
    }

    private record WithoutText(String reason) {
        @Override
        public String toString() {
            throw new IllegalStateException(reason);
        }
    }

    /** As virtual threads mostly are. Logback gives it a name in the event. */
    @Test
    void argumentFailsAlikeOnAThreadWithoutAName() throws InterruptedException {
        for (String name : List.of("named", "")) {
            Thread thread = new Thread(() -> json.logger.info("m {}", new WithoutText("no text")), name);
            thread.start();
            thread.join();
            json.lastJson()
                    .hasMessage(
                            "m [unserializable: " + WithoutText.class.getName() + ": IllegalStateException: no text]");
        }
    }

    record Twice(Object first, Object second) {}

    /** As the lists above: each bean is held twice by the next. */
    private static Object beansThatMultiply() {
        Object beans = "x";
        for (int i = 0; i < 30; i++) {
            beans = new Twice(beans, beans);
        }
        return beans;
    }

    @Test
    @Tag("slow")
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void beansThatMultiplyAreStoppedOnTheirWayIntoTheMessage() {
        for (boolean inJson : List.of(true, false)) {
            Consumer<RunPodEncoder> setting = encoder -> encoder.setShowInMessage("extra");
            try (LogLines lines = inJson ? LogLines.json(setting) : LogLines.text(setting)) {
                lines.logger.info("m", kv("before", 1), kv("value", beansThatMultiply()), kv("after", 2));
                assertTrue(lines.last().contains("m | before=1 after=2 _dropped=1"), lines.last());
            }
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void beansThatMultiplyAreStoppedBeforeADecorator() {
        JsonGeneratorDecorator decorator = PassingOn::new;
        try (LogLines lines = LogLines.json(encoder -> encoder.addDecorator(decorator))) {
            lines.logger.info("m", kv("value", beansThatMultiply()), kv("after", 2));
            lines.lastJson()
                    .hasText("value", "[unserializable: " + Twice.class.getName() + ": larger than 1048576 bytes]")
                    .hasExtra("after", "2");
        }
    }

    private static final class PassingOn extends JsonGeneratorDelegate {
        PassingOn(JsonGenerator delegate) {
            super(delegate, false);
        }
    }

    @Test
    void containerThatContainsItselfIsRecognisedAtOnce() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        json.logger.info("m", kv("list", list));
        json.lastJson().hasExtra("list", "[\"[unserializable: java.util.ArrayList: contains itself]\"]");
    }

    @Test
    void valueNestsThirtyTwoDeepAndNoDeeper() {
        Object value = "leaf";
        for (int i = 0; i < 32; i++) {
            value = List.of(value);
        }
        json.logger.info("m", kv("value", value), kv("deeper", List.of(value)));
        assertEquals("[".repeat(32) + "\"leaf\"" + "]".repeat(32), written(json.last(), "value"));
        assertMatches("\\[{32}\"\\[unserializable: .*: nests deeper than 32]\"]{32}", written(json.last(), "deeper"));
    }

    /** The JSON of a field that ends with several brackets. */
    private static String written(String line, String name) {
        int start = line.indexOf("\"" + name + "\": ") + name.length() + 4;
        int end = line.indexOf("]]", start);
        while (line.charAt(end) == ']') {
            end++;
        }
        return line.substring(start, end);
    }
}
