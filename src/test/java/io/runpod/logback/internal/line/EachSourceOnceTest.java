package io.runpod.logback.internal.line;

import static net.logstash.logback.argument.StructuredArguments.array;
import static net.logstash.logback.argument.StructuredArguments.defer;
import static net.logstash.logback.argument.StructuredArguments.entries;
import static net.logstash.logback.argument.StructuredArguments.fields;
import static net.logstash.logback.argument.StructuredArguments.kv;
import static net.logstash.logback.argument.StructuredArguments.v;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.Calls;
import io.runpod.logback.support.CountingSources;
import io.runpod.logback.support.CountingSources.CountingArgument;
import io.runpod.logback.support.CountingSources.CountingBean;
import io.runpod.logback.support.CountingSources.CountingList;
import io.runpod.logback.support.CountingSources.CountingMap;
import io.runpod.logback.support.CountingSources.CountingMarker;
import io.runpod.logback.support.CountingSources.OneShotIterable;
import io.runpod.logback.support.LogLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.marker.Markers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/**
 * What an event holds is asked once for its place in the message and once for its field, in any format and style, in
 * lines that fit and in lines that do not.
 */
class EachSourceOnceTest {

    private static final String LOGGER = "each.source";

    /** Six bytes a character in JSON: more than a line holds. */
    private static final String OVERFLOW = "\u6f22".repeat(4090);

    private static final List<String> PATTERNS_THAT_OVERFLOW =
            List.of("{} " + OVERFLOW, OVERFLOW, OVERFLOW + " {}", OVERFLOW.substring(1500));

    private interface Sender {
        void send(LogLines to, String pattern, Calls calls);
    }

    /** The ways into an event; what each is asked for its place, and for its field. */
    private enum Source {
        BEAN("toString", "", argument(CountingBean::new)),
        LIST("iterator toString", "", argument(calls -> new CountingList(calls, new CountingBean(calls)))),
        MAP("entrySet toString", "", argument(calls -> new CountingMap(calls, "k", new CountingBean(calls)))),
        ARRAY("toString", "", argument(calls -> new Object[] {new CountingBean(calls)})),
        OPTIONAL("toString", "", argument(calls -> Optional.of(new CountingBean(calls)))),
        ENTRY("toString", "", argument(calls -> Map.entry("k", new CountingBean(calls)))),
        ITERABLE("toString", "", argument(OneShotIterable::new)),
        KV_BEAN("toString", "getter", argument(calls -> kv("k", new CountingBean(calls)))),
        KV_LIST(
                "iterator toString",
                "iterator getter",
                argument(calls -> kv("k", new CountingList(calls, new CountingBean(calls))))),
        KV_MAP(
                "entrySet toString",
                "entrySet getter",
                argument(calls -> kv("k", new CountingMap(calls, "i", new CountingBean(calls))))),
        KV_ARRAY("toString", "getter", argument(calls -> kv("k", new Object[] {new CountingBean(calls)}))),
        KV_OPTIONAL("toString", "getter", argument(calls -> kv("k", Optional.of(new CountingBean(calls))))),
        KV_ITERABLE("toString", "iterator", argument(calls -> kv("k", new OneShotIterable(calls)))),
        KV_HOLDER(
                "toString", "getter", argument(calls -> kv("k", new CountingSources.Holder(new CountingBean(calls))))),
        KV_HELD_LIST(
                "iterator toString",
                "iterator getter",
                argument(calls ->
                        kv("k", new CountingSources.Holder(new CountingList(calls, new CountingBean(calls)))))),
        KV_WITH_FORMAT("toString", "getter", argument(calls -> kv("k", new CountingBean(calls), "<{0}|{1}>"))),
        V("toString", "getter", argument(calls -> v("k", new CountingBean(calls)))),
        FIELDS("toString", "getter", argument(calls -> fields(new CountingBean(calls)))),
        ENTRIES(
                "entrySet toString",
                "entrySet getter",
                argument(calls -> entries(new CountingMap(calls, "k", new CountingBean(calls))))),
        LLE_ARRAY("toString", "getter", argument(calls -> array("k", new CountingBean(calls), 1))),
        DEFERRED(
                "supplier toString",
                "supplier getter",
                argument(calls -> defer(() -> calls.count("supplier", kv("k", new CountingBean(calls)))))),
        NESTED("toString", "getter", argument(calls -> kv("o", kv("k", new CountingBean(calls))))),
        OWN_ARGUMENT("toString", "writeTo", argument(CountingArgument::new)),
        EXTRA("toString", "getter", argument(calls -> Extra.extra("k", new CountingBean(calls)))),
        EXTRA_LIST(
                "iterator toString",
                "iterator getter",
                argument(calls -> Extra.extra("k", new CountingList(calls, new CountingBean(calls))))),
        EXTRA_OF_CALL(
                "toString",
                "getter",
                (to, pattern, calls) ->
                        RunPodLogger.of(LOGGER).info(pattern, Extra.extra("k", new CountingBean(calls)))),
        MAP_OF_CALL(
                "",
                "entrySet getter",
                (to, pattern, calls) ->
                        RunPodLogger.of(LOGGER).info(pattern, new CountingMap(calls, "k", new CountingBean(calls)))),
        BOUND(
                "",
                "getter",
                (to, pattern, calls) -> RunPodLogger.of(LOGGER)
                        .with(Extra.extra("k", new CountingBean(calls)))
                        .info(pattern, "x")),
        MARKER(
                "",
                "getter",
                (to, pattern, calls) -> to.logger.info(Markers.append("k", new CountingBean(calls)), pattern, "x")),
        MARKER_FIELDS(
                "",
                "getter",
                (to, pattern, calls) -> to.logger.info(Markers.appendFields(new CountingBean(calls)), pattern, "x")),
        MARKER_ENTRIES(
                "",
                "entrySet getter",
                (to, pattern, calls) -> to.logger.info(
                        Markers.appendEntries(new CountingMap(calls, "k", new CountingBean(calls))), pattern, "x")),
        MARKER_ARRAY(
                "",
                "getter",
                (to, pattern, calls) ->
                        to.logger.info(Markers.appendArray("k", new CountingBean(calls)), pattern, "x")),
        MARKER_DEFERRED(
                "",
                "supplier getter",
                (to, pattern, calls) -> to.logger.info(
                        Markers.defer(() -> calls.count("supplier", Markers.append("k", new CountingBean(calls)))),
                        pattern,
                        "x")),
        OWN_MARKER("", "writeTo", (to, pattern, calls) -> to.logger.info(new CountingMarker(calls), pattern, "x")),
        KEY_VALUE(
                "",
                "getter",
                (to, pattern, calls) -> to.logger
                        .atInfo()
                        .addKeyValue("k", new CountingBean(calls))
                        .log(pattern, "x")),
        KEY_VALUE_ITERABLE(
                "",
                "iterator",
                (to, pattern, calls) -> to.logger
                        .atInfo()
                        .addKeyValue("k", new OneShotIterable(calls))
                        .log(pattern, "x"));

        final List<String> place;
        final List<String> field;
        final Sender sender;

        Source(String place, String field, Sender sender) {
            this.place = names(place);
            this.field = names(field);
            this.sender = sender;
        }

        private static List<String> names(String names) {
            return names.isEmpty() ? List.of() : Arrays.asList(names.split(" "));
        }

        /** Whether its field is one of the call site's, which can be shown in the message. */
        boolean isOfCall() {
            return this != BOUND;
        }

        private interface Making {
            Object make(Calls calls);
        }

        private static Sender argument(Making making) {
            return (to, pattern, calls) -> to.logger.info(pattern, new Object[] {making.make(calls)});
        }
    }

    /** How lines are written; whether fields of the call, and others, are written anywhere. */
    private enum Setup {
        JSON(true, true, true, encoder -> {}),
        TEXT(false, true, true, encoder -> {}),
        JSON_IN_MESSAGE(true, true, true, encoder -> encoder.setShowInMessage("stackTrace, extra")),
        JSON_IN_MESSAGE_ALONE(true, true, false, encoder -> {
            encoder.setShowInMessage("extra");
            encoder.setExtra("none");
        }),
        TEXT_IN_MESSAGE(false, true, true, encoder -> encoder.setShowInMessage("stackTrace, extra")),
        JSON_FLAT(true, true, true, encoder -> encoder.setExtra("flat")),
        JSON_UTF8(true, true, true, encoder -> encoder.setAscii("false")),
        JSON_WITHOUT_FIELDS(true, false, false, encoder -> encoder.setExtra("none")),
        TEXT_WITHOUT_FIELDS(false, false, false, encoder -> encoder.setExtra("none")),
        JSON_DECORATED(true, true, true, encoder -> encoder.addDecorator((JsonGeneratorDecorator) PassingOn::new)),
        TEXT_DECORATED(false, true, true, encoder -> encoder.addDecorator((JsonGeneratorDecorator) PassingOn::new)),
        JSON_UNLIMITED(true, true, true, encoder -> {
            encoder.setMaxLineBytes("0");
            encoder.setMaxMessageChars("0");
        });

        final boolean json;
        final boolean ofCall;
        final boolean others;
        final Consumer<RunPodEncoder> configuration;

        Setup(boolean json, boolean ofCall, boolean others, Consumer<RunPodEncoder> configuration) {
            this.json = json;
            this.ofCall = ofCall;
            this.others = others;
            this.configuration = configuration;
        }

        LogLines open() {
            LogLines lines = json ? LogLines.json(configuration) : LogLines.text(configuration);
            return lines.attachTo(LOGGER, Level.INFO);
        }
    }

    private static final class PassingOn extends JsonGeneratorDelegate {
        PassingOn(JsonGenerator delegate) {
            super(delegate, false);
        }
    }

    private static Map<String, Integer> expected(Setup setup, Source source, boolean placed) {
        Map<String, Integer> calls = new TreeMap<>();
        if (placed) {
            source.place.forEach(call -> calls.merge(call, 1, Integer::sum));
        }
        if (source.isOfCall() ? setup.ofCall : setup.others) {
            source.field.forEach(call -> calls.merge(call, 1, Integer::sum));
        }
        // What is deferred is remembered by those who defer it: it is asked for once in all.
        calls.computeIfPresent("supplier", (name, count) -> 1);
        return calls;
    }

    @ParameterizedTest
    @EnumSource
    void eachIsAskedOnceForItsPlaceAndOnceForItsField(Setup setup) {
        List<String> otherwise = new ArrayList<>();
        try (LogLines lines = setup.open()) {
            for (Source source : Source.values()) {
                for (boolean placed : List.of(true, false)) {
                    Calls calls = new Calls();
                    source.sender.send(lines, placed ? "m {} end" : "m", calls);
                    Map<String, Integer> expected = expected(setup, source, placed);
                    if (!expected.equals(calls.all())) {
                        otherwise.add(source + ": " + calls + " and not " + expected + " in " + lines.last());
                    }
                }
            }
        }
        assertEquals(List.of(), otherwise);
    }

    @ParameterizedTest
    @EnumSource
    void eachIsAskedNoMoreWhereTheLineOverflows(Setup setup) {
        List<String> otherwise = new ArrayList<>();
        try (LogLines lines = setup.open()) {
            for (Source source : Source.values()) {
                for (String pattern : PATTERNS_THAT_OVERFLOW) {
                    Calls calls = new Calls();
                    source.sender.send(lines, pattern, calls);
                    Map<String, Integer> expected = expected(setup, source, pattern.contains("{}"));
                    calls.all().forEach((name, count) -> {
                        if (count > expected.getOrDefault(name, 0)) {
                            otherwise.add(source + ": " + calls + " and not " + expected);
                        }
                    });
                    boolean shown = pattern.contains("{}") && !source.place.isEmpty();
                    if (shown && calls.of("toString") != 1) {
                        otherwise.add(source + " is not shown in its place: " + calls);
                    }
                }
            }
        }
        assertEquals(List.of(), otherwise);
    }
}
