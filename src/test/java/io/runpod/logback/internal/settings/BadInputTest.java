package io.runpod.logback.internal.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.runpod.logback.Extra;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.Expected;
import io.runpod.logback.support.Invariants;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.NaughtyTexts;
import io.runpod.logback.support.PythonJson;
import io.runpod.logback.support.Secrets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;

/**
 * Inputs that are hard on a logger, in every place of an event, through both formats.
 *
 * <p>{@code mvn test -Dtest=BadInputTest}; with {@code -DargLine="-Dinputs=all"} each UTF-16 unit has lines of its own and each
 * text stands in each place alone.
 */
@Timeout(600)
class BadInputTest {

    private static final boolean ALL = "all".equals(System.getProperty("inputs"));

    /** How many units one line tries. */
    private static final int UNITS_AT_ONCE = ALL ? 1 : 32;

    /** Each place meets one secret of so many, and each secret two places. */
    private static final int SECRETS_STEP = 5;

    private static @Nullable PythonJson python;

    private final List<String> written = new ArrayList<>();

    @BeforeAll
    static void startPython() {
        try {
            python = new PythonJson();
        } catch (IOException none) {
            python = null;
        }
    }

    @AfterAll
    static void stopPython() {
        if (python != null) {
            python.close();
        }
    }

    @Test
    void pythonIsOneOfTheReaders() {
        assumeTrue(python != null, "no python3 here: lines are read by Jackson and Gson alone");
        assertNotNull(python);
        List<String> answers =
                python.read(List.of("{\"a\": [1.0, \"\u00e9\", null]}", "{\"a\": 1, \"a\": 2}", "{", "NaN"));
        assertEquals(Invariants.sum("{s1:a[n1.0;s1:\u00e9z]}"), answers.get(0));
        assertTrue(answers.subList(1, 4).stream().allMatch(answer -> answer.contains("Error")), answers::toString);
    }

    private enum Place {
        MESSAGE,
        ARGUMENT,
        KEY,
        VALUE,
        MDC_KEY,
        MDC_VALUE,
        REQUEST_ID,
        LOGGER,
        THREAD,
        EXCEPTION
    }

    private static final List<Place> PLACES = List.of(Place.values());

    /** An event that has the text in these places, and harmless words in all others. */
    private static LoggingEvent event(List<Place> places, String text) {
        LoggingEvent event = new LoggingEvent();
        event.setLevel(Level.INFO);
        event.setMessage((places.contains(Place.MESSAGE) ? text : "message") + " {}");
        event.setArgumentArray(new Object[] {places.contains(Place.ARGUMENT) ? text : "argument"});
        event.addKeyValuePair(new KeyValuePair(
                "k." + (places.contains(Place.KEY) ? text : ""), places.contains(Place.VALUE) ? text : "value"));
        event.setMDCPropertyMap(Map.of(
                "m." + (places.contains(Place.MDC_KEY) ? text : ""),
                places.contains(Place.MDC_VALUE) ? text : "context",
                "requestId",
                places.contains(Place.REQUEST_ID) ? text : "r"));
        event.setLoggerName(places.contains(Place.LOGGER) ? text : "logger");
        event.setThreadName(places.contains(Place.THREAD) ? text : "thread");
        if (places.contains(Place.EXCEPTION)) {
            Exception thrown = new Exception(text);
            thrown.setStackTrace(new StackTraceElement[0]);
            event.setThrowableProxy(new ThrowableProxy(thrown));
        }
        return event;
    }

    private static LogLines lines(boolean json, Consumer<RunPodEncoder> more) {
        Consumer<RunPodEncoder> configuration = encoder -> {
            encoder.setColor("never");
            encoder.setInclude("logger, thread");
            more.accept(encoder);
        };
        return json ? LogLines.json(Secrets.VARIABLES, configuration) : LogLines.text(Secrets.VARIABLES, configuration);
    }

    private static String encode(LogLines by, LoggingEvent event) {
        return new String(by.encoder.encode(event), StandardCharsets.UTF_8);
    }

    /** As it is read again: pairs are whole. */
    private static String paired(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
    }

    private static void nextIsPerfect(LogLines lines, boolean json) {
        String line = encode(lines, event(List.of(), ""));
        assertEquals(
                json
                        ? "{\"requestId\": \"r\", \"message\": \"message argument\", \"level\": \"INFO\", \"logger\": \"logger\", "
                                + "\"thread\": \"thread\", \"extra\": {\"k.\": \"value\", \"m.\": \"context\"}}\n"
                        : "INFO   | r | [logger] [thread] message argument | k.=value m.=context\n",
                line);
    }

    /** The text, in each of these places, is what is read there. */
    private void assertSaid(LogLines json, LogLines text, List<Place> places, String input) {
        String line = encode(json, event(places, input));
        Invariants.assertLine(line, true, Invariants.LIMIT);
        written.add(line);
        JsonLine read = JsonLine.parse(line);
        String said = paired(input);
        boolean thrown = places.contains(Place.EXCEPTION);
        String message = (places.contains(Place.MESSAGE)
                        ? said.replace("{}", places.contains(Place.ARGUMENT) ? said : "argument")
                        : "message")
                + ' '
                + (places.contains(Place.ARGUMENT) ? said : "argument");
        if (!input.contains("{}") && !input.endsWith("\\")) {
            assertTrue(
                    thrown
                            ? read.message().startsWith(message + "\njava.lang.Exception: ")
                            : read.message().equals(message),
                    line);
        }
        read.hasRequestId(places.contains(Place.REQUEST_ID) ? said : "r");
        assertEquals(
                places.contains(Place.LOGGER) ? said : "logger",
                read.root.get("logger").stringValue());
        assertEquals(
                places.contains(Place.THREAD) ? said : "thread",
                read.root.get("thread").stringValue());
        read.hasText("k." + (places.contains(Place.KEY) ? said : ""), places.contains(Place.VALUE) ? said : "value");
        read.hasText(
                "m." + (places.contains(Place.MDC_KEY) ? said : ""),
                places.contains(Place.MDC_VALUE) ? said : "context");
        if (thrown) {
            read.hasText("error_type", "java.lang.Exception").hasText("error_message", said);
        }
        String shown = encode(text, event(places, input));
        Invariants.assertLine(shown, false, Invariants.LIMIT);
        String field = Expected.textField("k." + (places.contains(Place.KEY) ? input : ""))
                + '='
                + Expected.textField(places.contains(Place.VALUE) ? input : "value");
        assertTrue(shown.contains(" | " + field + ' '), () -> field + " in " + shown);
    }

    private static List<List<Place>> turns() {
        return ALL
                ? Stream.concat(Stream.of(PLACES), PLACES.stream().map(List::of))
                        .toList()
                : List.of(PLACES);
    }

    @Test
    void everyUnitIsSaidInEveryPlace() {
        try (LogLines json = lines(true, encoder -> {});
                LogLines text = lines(false, encoder -> {})) {
            for (int first = 0; first <= 0xffff; first += UNITS_AT_ONCE) {
                StringBuilder units = new StringBuilder("a");
                for (int unit = first; unit < first + UNITS_AT_ONCE; unit++) {
                    units.append((char) unit).append('a');
                }
                assertSaid(json, text, PLACES, units.toString());
            }
            nextIsPerfect(json, true);
            nextIsPerfect(text, false);
        }
        Invariants.assertReadAlike(written, python);
    }

    @Test
    void naughtyTextIsSaidInEveryPlace() {
        try (LogLines json = lines(true, encoder -> {});
                LogLines text = lines(false, encoder -> {})) {
            for (String input : NaughtyTexts.all()) {
                turns().forEach(places -> assertSaid(json, text, places, input));
                nextIsPerfect(json, true);
                nextIsPerfect(text, false);
            }
        }
        Invariants.assertReadAlike(written, python);
    }

    private static String random(Random random, String from, int length) {
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < length; i++) {
            made.append(from.charAt(random.nextInt(from.length())));
        }
        return made.toString();
    }

    /** 200: those that other tests use, and random ones of each kind. */
    private static List<Secrets.Secret> secrets() {
        Random random = new Random(20260301);
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        String capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        List<Secrets.Secret> secrets = new ArrayList<>(Secrets.ALL);
        while (secrets.size() < 200) {
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            secrets.add(
                    switch (random.nextInt(5)) {
                        case 0 ->
                            new Secrets.Secret(
                                    "RunPod key", "", "rpa_" + random(random, letters, 30 + random.nextInt(20)), "");
                        case 1 ->
                            new Secrets.Secret(
                                    "bearer token",
                                    "Bearer ",
                                    random(random, letters + "-._~+/", 20 + random.nextInt(60)),
                                    "");
                        case 2 -> new Secrets.Secret("AWS key id", "", "AKIA" + random(random, capitals, 16), "");
                        case 3 ->
                            new Secrets.Secret(
                                    "JWT",
                                    "",
                                    "eyJhbGciOiJIUzI1NiJ9."
                                            + base64.encodeToString(
                                                    ("{\"sub\":\"" + random(random, letters, 20) + "\"}")
                                                            .getBytes(StandardCharsets.UTF_8))
                                            + "." + random(random, letters + "-_", 43),
                                    "");
                        default ->
                            new Secrets.Secret(
                                    "URL password",
                                    "postgres://",
                                    random(random, letters, 8) + ":"
                                            + random(random, letters + "!$*", 12 + random.nextInt(12)),
                                    "@db.example/x");
                    });
        }
        return secrets;
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void secretIsHiddenAtTheHeadTheCutAndTheTail(Place place) {
        try (LogLines json = lines(true, encoder -> {});
                LogLines text = lines(false, encoder -> {})) {
            List<Secrets.Secret> secrets = secrets();
            for (int i = ALL ? 0 : place.ordinal() % SECRETS_STEP; i < secrets.size(); i += ALL ? 1 : SECRETS_STEP) {
                Secrets.Secret secret = secrets.get(i);
                Predicate<String> hidden = Invariants.hides(secret.value());
                String held = ' ' + secret.text() + ' ';
                for (String input : List.of(
                        held,
                        ".".repeat(2048 - held.length() / 2) + held + ".".repeat(3000),
                        ".".repeat(3000) + held)) {
                    for (LogLines lines : List.of(json, text)) {
                        String line = encode(lines, event(List.of(place), input));
                        Invariants.assertLine(line, lines == json, Invariants.LIMIT);
                        assertTrue(
                                hidden.test(line), () -> secret + ", " + place + ": " + secret.value() + " in " + line);
                        if (lines == json) {
                            written.add(line);
                        }
                    }
                }
            }
            nextIsPerfect(json, true);
            nextIsPerfect(text, false);
        }
        Invariants.assertReadAlike(written, python);
    }

    private static final List<String> WIDTHS = List.of("a", "\u00e9", "\ud83d\ude80");

    private static Stream<Integer> around(int limit) {
        return IntStream.rangeClosed(limit - 2, limit + 2).boxed();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 65, 1000, 4096})
    void textIsCutFromOneCharacterOverItsLimit(int limit) {
        Consumer<RunPodEncoder> limits = encoder -> {
            encoder.setMaxMessageChars(Integer.toString(limit));
            encoder.setMaxValueChars(Integer.toString(limit));
            encoder.setMaxLineBytes("0");
        };
        try (LogLines json = lines(true, limits);
                LogLines text = lines(false, limits)) {
            WIDTHS.forEach(width -> around(limit).forEach(length -> {
                String value = width.repeat(length);
                String message = width.repeat(length - " argument".length());
                String line = encode(json, event(List.of(Place.VALUE), value));
                JsonLine.parse(line).hasText("k.", Expected.cut(value, limit));
                written.add(line);
                line = encode(json, event(List.of(Place.MESSAGE), message));
                JsonLine.parse(line).hasMessage(Expected.cut(message + " argument", limit));
                written.add(line);
                String shown = encode(text, event(List.of(Place.VALUE), value));
                assertTrue(shown.contains("k.=" + Expected.textField(Expected.cut(value, limit)) + ' '), shown);
                shown = encode(text, event(List.of(Place.MESSAGE), message));
                String cut = Expected.afterNote(Expected.cut(message + " argument", limit));
                assertTrue(shown.contains("[thread] " + cut + " | k."), shown);
                nextIsPerfect(json, true);
                nextIsPerfect(text, false);
            }));
        }
        Invariants.assertReadAlike(written, python);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 1000})
    void collectionIsCutFromOneElementOverItsLimit(int limit) {
        try (LogLines json = LogLines.json(encoder -> {
            encoder.setMaxElements(Integer.toString(limit));
            encoder.setMaxLineBytes("0");
        })) {
            WIDTHS.forEach(width -> around(limit).forEach(length -> {
                List<String> elements = new ArrayList<>(java.util.Collections.nCopies(length, width));
                json.logger.info("m", Extra.extra("list", elements, "array", elements.toArray()));
                for (String name : List.of("list", "array")) {
                    var read = json.lastJson().extra(name);
                    int kept = Math.min(length, limit);
                    for (int i = 0; i < kept; i++) {
                        assertEquals(width, read.get(i).stringValue());
                    }
                    assertEquals(length > limit ? kept + 1 : kept, read.size(), json.last());
                    if (length > limit) {
                        String note = read.get(kept).stringValue();
                        assertTrue(note.contains(length - limit + " more"), note);
                    }
                }
                written.add(json.last());
            }));
        }
        Invariants.assertReadAlike(written, python);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 513, 1000, 16_000})
    void lineIsNoLongerThanItsLimit(int limit) {
        Consumer<RunPodEncoder> limits = encoder -> {
            encoder.setMaxLineBytes(Integer.toString(limit));
            encoder.setMaxMessageChars("0");
            encoder.setMaxValueChars("0");
        };
        for (boolean ascii : new boolean[] {true, false}) {
            try (LogLines json = lines(true, limits.andThen(encoder -> encoder.setAscii(Boolean.toString(ascii))));
                    LogLines text = lines(false, limits)) {
                for (LogLines lines : List.of(json, text)) {
                    for (Place place : ALL || limit < 2000 ? PLACES : List.of(Place.MESSAGE)) {
                        lengthsAround(lines, lines == json, place, limit);
                    }
                    nextIsPerfect(lines, lines == json);
                }
            }
        }
        Invariants.assertReadAlike(written, python);
    }

    /** So that the line has from two bytes less to two more than the limit; what fits has to stay whole. */
    private void lengthsAround(LogLines lines, boolean json, Place place, int limit) {
        for (String width : WIDTHS) {
            int base = bytes(encode(lines, event(List.of(place), "")));
            int each = bytes(encode(lines, event(List.of(place), width))) - base;
            int count = Math.max(0, (limit - base) / Math.max(each, 1) - 3);
            for (int more = 0; more < 6 * Math.max(each, 1) + 5; more++) {
                String input = width.repeat(count + more / Math.max(each, 1)) + "x".repeat(more % Math.max(each, 1));
                String line = encode(lines, event(List.of(place), input));
                Invariants.assertLine(line, json, limit);
                if (json) {
                    written.add(line);
                }
            }
        }
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }

    private static final int SHORT_TEXT = 1 << 14;

    /** Twice, and something for the clock. */
    private static final double MOST = 2.6;

    private static final int ATTEMPTS = 8;

    /** Compiled code is compared with compiled code. */
    private static final int WARM_UP = 20;

    static Stream<String> anchors() {
        return Stream.of(
                "rpa_",
                "rpa_a ",
                "Bearer ",
                "Bearer a",
                "AKIA",
                "AKIA ",
                "eyJ",
                "eyJ.",
                "eyJa.",
                "://",
                "://a:",
                "://a@");
    }

    /** A message without a limit, through the whole encoder. The thread's own time: what else runs does not count. */
    @ParameterizedTest
    @MethodSource("anchors")
    void twiceTheTextTakesTwiceTheTime(String anchor) {
        Consumer<RunPodEncoder> limits = encoder -> {
            encoder.setMaxMessageChars("0");
            encoder.setMaxLineBytes("0");
        };
        for (boolean json : new boolean[] {true, false}) {
            try (LogLines lines = lines(json, limits)) {
                LoggingEvent once = event(List.of(Place.MESSAGE), anchor.repeat(SHORT_TEXT / anchor.length()));
                LoggingEvent twice = event(List.of(Place.MESSAGE), anchor.repeat(2 * SHORT_TEXT / anchor.length()));
                double factor = Double.MAX_VALUE;
                for (int run = 0; run < WARM_UP; run++) {
                    lines.encoder.encode(once);
                }
                for (int attempt = 0; attempt < ATTEMPTS && factor > MOST; attempt++) {
                    factor = factor(lines, once, twice);
                }
                double least = factor;
                assertTrue(least <= MOST, () -> anchor + ": twice the text takes " + least + " times the time");
            }
        }
    }

    /** The median of some pairs of runs. */
    private static double factor(LogLines lines, LoggingEvent once, LoggingEvent twice) {
        double[] factors = new double[7];
        for (int i = 0; i < factors.length; i++) {
            long first = nanos(lines, once);
            factors[i] = (double) nanos(lines, twice) / Math.max(first, 1);
        }
        Arrays.sort(factors);
        return factors[factors.length / 2];
    }

    private static long nanos(LogLines lines, LoggingEvent event) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < 4; i++) {
            lines.encoder.encode(event);
        }
        return threads.getCurrentThreadCpuTime() - start;
    }
}
