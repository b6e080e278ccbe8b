package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option, right and wrong. */
class OptionTest {

    private static String line(String id, String level, String message, String more) {
        return "{\"requestId\": " + (id == null ? "null" : '"' + id + '"') + ", \"message\": \"" + message
                + "\", \"level\": \"" + level + "\"" + more + "}";
    }

    private static final String[] LOG = {
        line(null, "TRACE", "one", ""),
        line("job-1", "DEBUG", "two", ""),
        line("job-2", "INFO", "three", ", \"extra\": {\"prompt\": \"Ein Café\"}"),
        line(null, "TIP", "four", ""),
        "text",
        line("job-12", "WARN", "five", ""),
        line("job-1", "ERROR", "six\\nx.E: no", "")
    };

    private static String messages(String... arguments) {
        return Viewed.of(LOG)
                .run(arguments)
                .out()
                .replaceAll("(?m)^.{7}\\| (job-\\d+ \\| )?", "")
                .replaceAll(" \\| prompt.*", "")
                .strip()
                .replace('\n', ' ');
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "trace, one two three four text five six x.E: no",
                "DEBUG, two three four text five six x.E: no",
                "Info, three four text five six x.E: no",
                "3, three four text five six x.E: no",
                "warning, text five six x.E: no",
                "ERROR, text six x.E: no"
            })
    void levelAndAbove(String level, String shown) {
        assertEquals(shown, messages("--level", level));
    }

    @ParameterizedTest
    @CsvSource({
        "job-1, two six x.E: no",
        "job-1*, two five six x.E: no",
        "*2, three five",
        "j*b-*2, three five",
        "job, ''",
        "*, two three five six x.E: no",
        "JOB-1, ''"
    })
    void linesOfARequest(String id, String shown) {
        assertEquals(shown, messages("--request", id));
    }

    @Test
    void linesOfSeveralRequests() {
        assertEquals("three five", messages("-r", "job-2", "-r", "job-12"));
    }

    @ParameterizedTest
    @CsvSource({
        "^t, two three text",
        "prompt=, three",
        "'Café', three",
        "x\\.E, six x.E: no",
        "TEXT, ''",
        "(?i)TEXT, text",
        "job-2, ''"
    })
    void linesInWhichATextIsFound(String regex, String shown) {
        assertEquals(shown, messages("--grep", regex));
    }

    @Test
    void severalTextsMustAllBeFound() {
        assertEquals("three", messages("-g", "t", "-g", "CAFÉ", "-i"));
    }

    @Test
    void filtersGoTogether() {
        assertEquals("six x.E: no", messages("-l", "info", "-r", "job-1", "-g", "s"));
    }

    @Test
    void patternThatDescendsTooDeepShowsTheLine() {
        String message = "ab".repeat(100_000);
        assertEquals(
                "INFO   | " + message + "\n",
                Viewed.of(line(null, "INFO", message, ""))
                        .run("--grep", "(a|b)*c")
                        .out());
    }

    private static final String[] TIMES = {
        line(null, "INFO", "before", ""),
        line(null, "INFO", "a", ", \"timestamp\": \"2026-01-01T11:59:59.999999Z\""),
        "of a",
        "{\"source\": \"container\", \"line\": \"b\", \"ts\": \"2026-01-01T13:00:00+01:00\"}",
        line(null, "INFO", "of b", ""),
        line(null, "INFO", "c", ", \"timestamp\": \"2026-01-02T11:55:00Z\""),
        "of c"
    };

    /** Now is 2026-01-02T12:00:00Z. */
    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00Z, before b of b c of c",
        "2026-01-01T11:59:59.999Z, before a of a b of b c of c",
        "2026-01-01T12:00, before b of b c of c",
        "2026-01-01 12:00:01, before c of c",
        "2026-01-01T14:00:00+02:00, before b of b c of c",
        "2026-01-02, before c of c",
        "11:55, before c of c",
        "11:55:01, before",
        "12:30, before c of c",
        "5m, before c of c",
        "299s, before",
        "24h, before b of b c of c",
        "1d, before b of b c of c",
        "23h60m, before b of b c of c",
        "1d1s, before a of a b of b c of c"
    })
    void linesSinceATime(String time, String shown) {
        String out = Viewed.of(TIMES).run("--since", time).out();
        assertEquals(
                shown,
                out.replaceAll("(?m)^(\\S+ UTC\n)?(\\S+ )?.{7}\\| |^\\S+ UTC\n", "")
                        .strip()
                        .replace('\n', ' '));
    }

    @Test
    void jsonIsWhatTheWorkerWrote() {
        String odd = "{ \"level\":\"INFO\",\"message\" : \"\\u00e9 é\",\"requestId\":null,\"extra\":{\"n\":1.0e+2}}";
        String frame = "{\"source\": \"container\", \"line\": \""
                + odd.replace("\\", "\\\\").replace("\"", "\\\"") + "\", \"ts\": \"2026-01-02T03:04:05Z\"}";
        Viewed.of("text", odd + "\r", frame, "data: " + frame, "", LOG[6])
                .run("--json", "--color", "always")
                .prints(odd, odd, odd, LOG[6]);
        Viewed.of(LOG).run("--json", "--level", "error").prints(LOG[6]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "--level LOUD@Invalid value for option '--level': \"LOUD\" is not valid. Valid: TRACE, DEBUG, INFO, WARN"
                        + " (or WARNING), ERROR, or 1 to 5.",
                "--level NOTSET@Invalid value for option '--level': \"NOTSET\" is not valid. Valid: TRACE, DEBUG, INFO, WARN"
                        + " (or WARNING), ERROR, or 1 to 5.",
                "--color red@Invalid value for option '--color': \"red\" is not valid. Valid: auto, always, never.",
                "--width 19@Invalid value for option '--width': \"19\" is not valid. Valid: 0 (lines are not broken), 20 to"
                        + " 10000.",
                "--width wide@Invalid value for option '--width': \"wide\" is not valid. Valid: 0 (lines are not broken), 20"
                        + " to 10000.",
                "--grep (@Invalid value for option '--grep' (REGEX): \"(\" is not valid. Valid: a regular expression of Java;"
                        + " Unclosed group at position 1.",
                "--request=@Invalid value for option '--request' (ID): \"\" is not valid. Valid: a request id, or a part of"
                        + " one with * for the rest.",
                "--since soon@Invalid value for option '--since': \"soon\" is not valid. Valid: a time in UTC such as"
                        + " 2026-01-02T03:04:05Z, \"2026-01-02 03:04\", 2026-01-02 or 03:04, or how long ago: 30s, 10m, 2h,"
                        + " 1d, 1h30m.",
                "--levle info@Unknown option: '--levle'. Did you mean --level?",
                "--worker=@Invalid value for option '--worker' (ID): \"\" is not valid. Valid: a worker's id, or a part of one"
                        + " with * for the rest.",
                "--level@Missing required parameter for option '--level' (LEVEL)."
            })
    void wrongCommandLineIsToldInOneLine(String arguments, String message) {
        Viewed viewed = Viewed.of("x").run(arguments.split(" ", -1));
        assertEquals("runpod-logback-viewer: " + message + " --help shows all options.\n", viewed.err());
        assertEquals("", viewed.out());
        assertEquals(2, viewed.code());
    }

    @Test
    void helpNamesEveryOptionAndTheExitCodes() {
        Viewed viewed = Viewed.of().run("--help");
        for (String word : new String[] {
            "--level",
            "--request",
            "--worker",
            "--grep",
            "--ignore-case",
            "--since",
            "--follow",
            "--json",
            "--stats",
            "--color",
            "--width",
            "--help",
            "--version",
            "FILE",
            "Exit codes",
            "is not a log line",
            "UTC"
        }) {
            assertTrue(viewed.out().contains(word), word + " in " + viewed.out());
        }
        assertEquals(0, viewed.code());
        assertTrue(viewed.out().lines().allMatch(line -> line.length() <= 80), viewed.out());
    }

    @Test
    void versionIsPrinted() {
        assertEquals(
                "runpod-logback-viewer (not packaged)\n",
                Viewed.of().run("--version").out());
    }

    @ParameterizedTest
    @CsvSource({
        "auto, true, '', '', xterm, true",
        "auto, false, '', '', xterm, false",
        "auto, true, 1, '', xterm, false",
        "auto, true, '', '', dumb, false",
        "auto, false, '', 1, xterm, true",
        "always, false, 1, '', dumb, true",
        "never, true, '', 1, xterm, false"
    })
    void colourIsDecidedAsInTheLibrary(
            String option, boolean terminal, String noColor, String forceColor, String term, boolean colored) {
        Viewed viewed = Viewed.of(LOG).with(Map.of("NO_COLOR", noColor, "FORCE_COLOR", forceColor, "TERM", term));
        if (terminal) {
            viewed.onTerminal(80);
        }
        viewed.run("--color", option);
        assertEquals(colored, viewed.out().contains("\u001b["), viewed.out());
    }
}
