package io.runpod.logback.internal.trace;

import static io.runpod.logback.support.Problems.framed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.pattern.RootCauseFirstThrowableProxyConverter;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Problems;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.naming.CompositeName;
import javax.naming.NamingException;
import net.logstash.logback.stacktrace.ShortenedThrowableConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.xml.sax.SAXParseException;

/** What a stack trace says, and where it stands. */
class StackTraceTest {

    private static final String GUTTER = "       | ";

    private static String trace(Throwable problem) {
        return trace(problem, encoder -> {});
    }

    /** What follows the message in JSON. */
    private static String trace(Throwable problem, Consumer<RunPodEncoder> configuration) {
        try (LogLines lines = LogLines.json(configuration)) {
            lines.logger.error("failed", problem);
            String message = lines.lastJson().message();
            assertTrue(message.startsWith("failed\n"), message);
            return message.substring("failed\n".length());
        }
    }

    private static List<String> textLines(Throwable problem) {
        try (LogLines lines = LogLines.text()) {
            lines.logger.error("failed", problem);
            List<String> physical = lines.last().lines().toList();
            for (String later : physical.subList(1, physical.size())) {
                assertTrue(later.startsWith(GUTTER), lines.last());
            }
            return physical;
        }
    }

    private static String lines(String... lines) {
        return String.join("\n", lines);
    }

    @Test
    void traceFollowsTheMessage() {
        assertEquals(
                lines(
                        "java.lang.IllegalStateException: no",
                        "\tat app.Service.run(Service.java:1)",
                        "\tat app.Service.run(Service.java:2)"),
                trace(framed(new IllegalStateException("no"), "run", 2)));
    }

    @Test
    void traceStandsBehindTheGutterInText() {
        assertEquals(
                List.of(
                        "ERROR  | failed",
                        GUTTER + "java.lang.IllegalStateException: no",
                        GUTTER + "    at app.Service.run(Service.java:1)"),
                textLines(framed(new IllegalStateException("no"), "run", 1)));
    }

    @Test
    void traceInExtraIsTheSameInBothFormats() {
        try (LogLines text = LogLines.text(encoder -> encoder.setStackTrace("extra"))) {
            text.logger.error("failed", framed(new IllegalStateException("no"), "run", 1));
            assertTrue(
                    text.last()
                            .contains("stack_trace=\"java.lang.IllegalStateException: no\\n\\tat app.Service.run("
                                    + "Service.java:1)\""),
                    text.last());
        }
    }

    @Test
    void everyKindOfPlaceIsShown() {
        Exception problem = new Exception("no");
        problem.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("a.B", "run", "B.java", 7),
            new StackTraceElement("a.B", "run", "B.java", -1),
            new StackTraceElement("a.B", "run", null, -1),
            new StackTraceElement("a.B", "run", "B.java", -2)
        });
        assertEquals(
                lines(
                        "java.lang.Exception: no",
                        "\tat a.B.run(B.java:7)",
                        "\tat a.B.run(B.java)",
                        "\tat a.B.run(Unknown Source)",
                        "\tat a.B.run(Native Method)"),
                trace(problem));
    }

    @Test
    void framesInCommonWithTheEnclosingTraceAreFolded() {
        StackTraceElement[] shared = framed(new Exception(), "shared", 3).getStackTrace();
        Throwable cause = framed(new IllegalArgumentException("why"), "inner", 2);
        cause.setStackTrace(Stream.concat(Arrays.stream(cause.getStackTrace()), Arrays.stream(shared))
                .toArray(StackTraceElement[]::new));
        Throwable problem = framed(new IllegalStateException("no", cause), "outer", 1);
        problem.setStackTrace(Stream.concat(Arrays.stream(problem.getStackTrace()), Arrays.stream(shared))
                .toArray(StackTraceElement[]::new));
        assertEquals(
                lines(
                        "java.lang.IllegalStateException: no",
                        "\tat app.Service.outer(Service.java:1)",
                        "\tat app.Service.shared(Service.java:1)",
                        "\tat app.Service.shared(Service.java:2)",
                        "\tat app.Service.shared(Service.java:3)",
                        "Caused by: java.lang.IllegalArgumentException: why",
                        "\tat app.Service.inner(Service.java:1)",
                        "\tat app.Service.inner(Service.java:2)",
                        "\t... 3 common frames omitted"),
                trace(problem));
    }

    @Test
    void excludedFramesAreCountedInTheirPlace() {
        Exception problem = new Exception("no");
        problem.setStackTrace(Stream.of("lib.A", "lib.A", "app.B", "lib.A", "lib.C", "app.B", "lib.A")
                .map(type -> new StackTraceElement(type, "run", "X.java", 1))
                .toArray(StackTraceElement[]::new));
        String expected = lines(
                "java.lang.Exception: no",
                "\tat lib.A.run(X.java:1)",
                "\t... 1 frames excluded",
                "\tat app.B.run(X.java:1)",
                "\t... 2 frames excluded",
                "\tat app.B.run(X.java:1)",
                "\t... 1 frames excluded");
        for (String place : List.of("message", "extra")) {
            try (LogLines lines = LogLines.json(encoder -> {
                encoder.setStackTrace(place);
                encoder.setStackTraceExclude("lib.*");
            })) {
                for (int i = 0; i < 4; i++) { // from the cache too
                    lines.logger.error("failed", problem);
                    String text = place.equals("message")
                            ? lines.lastJson().message()
                            : "failed\n" + lines.lastJson().extra("stack_trace").stringValue();
                    assertEquals("failed\n" + expected, text);
                }
            }
        }
    }

    @Test
    void suppressedFollowTheFramesOfTheirOwner() {
        Throwable nested = framed(new Exception("nested"), "nested", 1);
        Throwable suppressed = framed(new Exception("closing", framed(new Exception("disk"), "disk", 1)), "closing", 1);
        suppressed.addSuppressed(nested);
        Throwable problem = framed(new IllegalStateException("no", framed(new Exception("why"), "why", 1)), "run", 1);
        problem.addSuppressed(suppressed);
        problem.addSuppressed(framed(new Exception("second"), "second", 1));
        assertEquals(
                lines(
                        "java.lang.IllegalStateException: no",
                        "\tat app.Service.run(Service.java:1)",
                        "\tSuppressed: java.lang.Exception: closing",
                        "\t\tat app.Service.closing(Service.java:1)",
                        "\t\tSuppressed: java.lang.Exception: nested",
                        "\t\t\tat app.Service.nested(Service.java:1)",
                        "\tCaused by: java.lang.Exception: disk",
                        "\t\tat app.Service.disk(Service.java:1)",
                        "\tSuppressed: java.lang.Exception: second",
                        "\t\tat app.Service.second(Service.java:1)",
                        "Caused by: java.lang.Exception: why",
                        "\tat app.Service.why(Service.java:1)"),
                trace(problem));
    }

    @Test
    void cyclicCausesEndWithANote() {
        Exception first = framed(new Exception("first"), "first", 1);
        Exception second = framed(new Exception("second", first), "second", 1);
        first.initCause(second);
        assertEquals(
                lines(
                        "java.lang.Exception: first",
                        "\tat app.Service.first(Service.java:1)",
                        "Caused by: java.lang.Exception: second",
                        "\tat app.Service.second(Service.java:1)",
                        "Caused by: [CIRCULAR REFERENCE: java.lang.Exception]: first"),
                trace(first));
        assertTrue(textLines(first).get(5).contains("[CIRCULAR REFERENCE: java.lang.Exception]"));
    }

    @Test
    void cyclicSuppressedEndWithANote() {
        Exception problem = framed(new Exception("problem"), "problem", 1);
        problem.addSuppressed(framed(new Exception("closing", problem), "closing", 1));
        assertEquals(
                lines(
                        "java.lang.Exception: problem",
                        "\tat app.Service.problem(Service.java:1)",
                        "\tSuppressed: java.lang.Exception: closing",
                        "\t\tat app.Service.closing(Service.java:1)",
                        "\tCaused by: [CIRCULAR REFERENCE: java.lang.Exception]: problem"),
                trace(problem));
    }

    @Test
    void headerIsWhatToStringOfAThrowableSays() {
        assertEquals("java.lang.Exception", trace(framed(new Exception(), "run", 0)));
        assertEquals("java.lang.Exception: ", trace(framed(new Exception(""), "run", 0)));
        assertEquals("java.lang.Exception: a\nb", trace(framed(new Exception("a\nb"), "run", 0)));
        assertEquals(
                List.of(GUTTER + "java.lang.Exception: a", GUTTER + "ERROR  | b", GUTTER + "c"),
                textLines(framed(new Exception("a\nERROR  | b\r\nc"), "run", 0)).subList(1, 4));
    }

    /** Of an older Logback, which does not keep such a text, the header is class and message. */
    private static String header(String own, String nominal) {
        boolean isKept = Arrays.stream(IThrowableProxy.class.getMethods())
                .anyMatch(method -> method.getName().equals("getOverridingMessage"));
        return isKept ? own : nominal;
    }

    @Test
    void headerIsTheThrowablesOwnText() throws NamingException {
        SAXParseException parse = framed(new SAXParseException("no </a>", null, "job.xml", 3, 9), "parse", 1);
        NamingException naming = framed(new NamingException("lookup failed"), "lookup", 1);
        naming.setRemainingName(new CompositeName("jdbc/x"));
        for (Throwable problem : List.of(parse, naming)) {
            String header = header(problem.toString(), problem.getClass().getName() + ": " + problem.getMessage());
            assertEquals(header, trace(problem).lines().findFirst().orElseThrow());
            assertEquals(GUTTER + header, textLines(problem).get(1));
            Throwable outer = framed(new Exception("outer"), "outer", 1);
            outer.addSuppressed(problem);
            assertTrue(trace(outer).contains("\n\tSuppressed: " + header + "\n"), trace(outer));
        }
    }

    @Test
    void ownTextWithoutTheClassIsTheHeader() {
        class Own extends Exception {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return "E17 out of memory" + "!".repeat(10_000);
            }
        }
        String trace = trace(framed(new Own(), "run", 1));
        assertTrue(trace.startsWith(header("E17 out of memory!!!", Own.class.getName())), trace);
        assertTrue(trace.endsWith("\n\tat app.Service.run(Service.java:1)"), trace);
        assertTrue(trace.length() < 4096, trace);
    }

    @Test
    void ownTextIsAskedForOnceALine() {
        class Counting extends Exception {
            private static final long serialVersionUID = 1L;
            private int calls;

            @Override
            public String toString() {
                return "own text " + ++calls;
            }
        }
        Counting problem = framed(new Counting(), "run", 1);
        trace(problem, encoder -> encoder.setMaxLineBytes("600"));
        assertTrue(problem.calls <= 1, () -> problem.calls + " calls");
    }

    @Test
    void secretInAnOwnTextIsMasked() {
        class Own extends Exception {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                return getClass().getName() + "; key rpa_" + "k".repeat(44);
            }
        }
        String trace = trace(framed(new Own(), "run", 1));
        assertFalse(trace.contains("kkk"), trace);
    }

    @Test
    void typeAndMessageAreFields() {
        try (LogLines lines = LogLines.json()) {
            lines.logger.error("failed", new IllegalStateException("no", new Exception("why")));
            assertEquals(
                    List.of("error_type", "error_message"), lines.lastJson().extraNames());
            lines.lastJson()
                    .hasText("error_type", "java.lang.IllegalStateException")
                    .hasText("error_message", "no");
            lines.logger.error("failed", new Exception());
            lines.lastJson().hasText("error_type", "java.lang.Exception").lacks("error_message");
            lines.logger.error("failed", new Problems.RootProblem(""));
            lines.lastJson()
                    .hasText("error_type", "io.runpod.logback.support.Problems$RootProblem")
                    .hasText("error_message", "");
        }
    }

    @Test
    void fieldOfTheMdcWithTheNameOfAnErrorsFieldIsInNeitherFormatBesideATrace() {
        try (LogLines lines = LogLines.json();
                LogLines text = LogLines.text();
                var field = MDC.putCloseable("error_type", "of the MDC")) {
            Exception problem = framed(new Exception("no"), "run", 1);
            lines.logger.error("failed", problem);
            lines.lastJson().hasText("error_type", "java.lang.Exception");
            text.logger.error("failed", problem);
            assertFalse(text.last().contains("error_type"), text.last());
            text.logger.info("m");
            assertEquals("INFO   | m | error_type=\"of the MDC\"\n", text.last());
        }
    }

    @Test
    void placeOfTheTraceIsASetting() {
        Exception problem = framed(new Exception("no"), "run", 1);
        String trace = "java.lang.Exception: no\n\tat app.Service.run(Service.java:1)";
        assertPlace(encoder -> encoder.setStackTrace("message"), problem, "failed\n" + trace, null);
        assertPlace(encoder -> encoder.setStackTrace("extra"), problem, "failed", trace);
        assertPlace(encoder -> encoder.setStackTrace("both"), problem, "failed\n" + trace, trace);
        assertPlace(encoder -> encoder.setStackTrace("none"), problem, "failed", null);
    }

    @Test
    void messageShowsWhatIsChosen() {
        Exception problem = framed(new Exception("no"), "run", 1);
        String trace = "java.lang.Exception: no\n\tat app.Service.run(Service.java:1)";
        assertPlace(encoder -> encoder.setShowInMessage("stackTrace"), problem, "failed\n" + trace, null);
        assertPlace(encoder -> encoder.setShowInMessage("extra"), problem, "failed | k=1 s=\"a b\"", trace);
        assertPlace(
                encoder -> encoder.setShowInMessage("stackTrace, extra"),
                problem,
                "failed | k=1 s=\"a b\"\n" + trace,
                null);
    }

    private static void assertPlace(
            Consumer<RunPodEncoder> configuration, Throwable problem, String message, String stackTrace) {
        try (LogLines lines = LogLines.json(configuration)) {
            lines.logger
                    .atError()
                    .setMessage("failed")
                    .setCause(problem)
                    .addKeyValue("k", 1)
                    .addKeyValue("s", "a b")
                    .log();
            lines.lastJson().hasMessage(message).hasText("error_type", "java.lang.Exception");
            if (stackTrace == null) {
                lines.lastJson().lacks("stack_trace");
            } else {
                lines.lastJson().hasText("stack_trace", stackTrace);
            }
            assertEquals(List.of(), lines.problems());
        }
    }

    @Test
    void textShowsNoTraceWhereNoneIsWanted() {
        try (LogLines lines = LogLines.text(encoder -> encoder.setStackTrace("none"))) {
            lines.logger.error("failed", new Exception("no"));
            assertEquals("ERROR  | failed | error_type=java.lang.Exception error_message=no\n", lines.last());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stackTrace", "extra", "none"})
    void textShowsTheTraceBelowTheMessageWhateverJsonShowsThere(String shown) {
        try (LogLines lines = LogLines.text(encoder -> encoder.setShowInMessage(shown))) {
            lines.logger.error("failed", framed(new Exception("no"), "run", 1));
            assertEquals(
                    "ERROR  | failed\n       | java.lang.Exception: no\n       |     at app.Service.run(Service.java:1)\n",
                    lines.last());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "extra"})
    void converterOfTheUsersMakesTheText(String place) {
        ShortenedThrowableConverter shortened = new ShortenedThrowableConverter();
        shortened.setRootCauseFirst(true);
        shortened.setMaxDepthPerThrowable(2);
        Throwable problem = framed(new Exception("no", framed(new Exception("why"), "why", 9)), "run", 9);
        for (ThrowableHandlingConverter converter : List.of(shortened, new RootCauseFirstThrowableProxyConverter())) {
            converter.start();
            try (LogLines lines = LogLines.json(encoder -> {
                encoder.setStackTrace(place);
                encoder.setThrowableConverter(converter);
            })) {
                lines.logger.error("failed", problem);
                String text = place.equals("message")
                        ? lines.lastJson().message()
                        : lines.lastJson().extra("stack_trace").stringValue();
                assertTrue(text.contains("java.lang.Exception: why"), text);
                assertTrue(text.indexOf("why") < text.indexOf("Wrapped by: java.lang.Exception: no"), text);
                assertFalse(text.endsWith("\n"), text);
            }
        }
    }

    @Test
    void convertersTextStandsBehindTheGutterAndIsCut() {
        ThrowableHandlingConverter converter = new ThrowableHandlingConverter() {
            @Override
            public String convert(ILoggingEvent event) {
                return "ERROR  | a\r\nERROR  | b\n" + "z".repeat(100_000);
            }
        };
        try (LogLines text = LogLines.text(encoder -> encoder.setThrowableConverter(converter));
                LogLines json = LogLines.json(encoder -> encoder.setThrowableConverter(converter))) {
            text.logger.error("failed", new Exception());
            assertEquals(GUTTER + "ERROR  | b", text.last().lines().toList().get(2));
            assertTrue(text.last().lines().skip(1).allMatch(line -> line.startsWith(GUTTER)), text.last());
            assertTrue(text.last().length() <= 16_000, text.last());
            json.logger.error("failed", new Exception());
            assertTrue(json.lastJson().message().length() < 4096 + 100, json.last());
        }
    }

    @Test
    void convertersTabsAreBlanksInText() {
        ThrowableHandlingConverter converter = new ThrowableHandlingConverter() {
            @Override
            public String convert(ILoggingEvent event) {
                return "a.B: no\r\n\tat a.B.c(B.java:1)\r\n\t\tat d\te\r";
            }
        };
        try (LogLines text = LogLines.text(encoder -> encoder.setThrowableConverter(converter))) {
            text.logger.error("failed", new Exception("no"));
            assertEquals(
                    List.of(GUTTER + "a.B: no", GUTTER + "    at a.B.c(B.java:1)", GUTTER + "        at d    e"),
                    text.last().lines().skip(1).toList());
        }
        assertEquals(
                "a.B: no\r\n\tat a.B.c(B.java:1)\r\n\t\tat d\te",
                trace(new Exception("no"), encoder -> encoder.setThrowableConverter(converter)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 100, 500})
    void convertersTextIsWithinTheLimitWithItsNote(int limit) {
        ThrowableHandlingConverter converter = new ThrowableHandlingConverter() {
            @Override
            public String convert(ILoggingEvent event) {
                return "\u56fe".repeat(100_000);
            }
        };
        String message = trace(new Exception("no"), encoder -> {
            encoder.setThrowableConverter(converter);
            encoder.setMaxMessageChars(Integer.toString(limit + "failed\n".length()));
        });
        assertTrue(message.length() <= limit, message);
        assertEquals(limit >= 40, message.contains("TRUNCATED"), message);
    }

    @Test
    void failingConverterLosesOnlyTheTrace() {
        ThrowableHandlingConverter converter = new ThrowableHandlingConverter() {
            @Override
            public String convert(ILoggingEvent event) {
                throw new IllegalStateException("broken");
            }
        };
        String trace = trace(new Exception("no"), encoder -> encoder.setThrowableConverter(converter));
        assertTrue(trace.startsWith("[unserializable: ") && trace.contains("broken"), trace);
    }
}
