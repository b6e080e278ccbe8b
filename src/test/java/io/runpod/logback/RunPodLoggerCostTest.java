package io.runpod.logback;

import static io.runpod.logback.Extra.extra;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.runpod.logback.support.Allocations;
import io.runpod.logback.support.JsonLine;
import io.runpod.logback.support.LogLines;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The layer over SLF4J is thin: it costs nothing where the level is off, and the caller is the user's line. */
class RunPodLoggerCostTest {

    private static final String NAME = RunPodLoggerCostTest.class.getName();
    private static final int CALLS = 10_000;

    private final RunPodLogger logger = new RunPodLogger();
    private final Logger slf4j = LoggerFactory.getLogger(NAME);
    private final LogLines lines =
            LogLines.json(encoder -> encoder.setInclude("caller")).attachTo(NAME, Level.TRACE);

    @AfterEach
    void close() {
        lines.close();
    }

    private static long allocated(Runnable call) {
        return Allocations.perCall(CALLS, call);
    }

    @Test
    void callAtALevelThatIsOffAllocatesNoMoreThanSlf4js() {
        ((ch.qos.logback.classic.Logger) slf4j).setLevel(Level.OFF);
        RunPodLogger child = logger.with(extra("a", 1));
        Map<String, Integer> map = Map.of("k", 1);
        Extra fields = extra("k", 1);
        assertEquals(0, allocated(() -> logger.info("m")), "message");
        assertEquals(0, allocated(() -> logger.info("m", map)), "map");
        assertEquals(0, allocated(() -> logger.debug("m {}", "a")), "one");
        assertEquals(0, allocated(() -> logger.warn("m {}", "a", fields)), "two");
        assertEquals(0, allocated(() -> child.error("m {}", "a", fields)), "child");
        assertEquals(0, allocated(() -> logger.trace(() -> "m")), "supplier");
        assertEquals(0, allocated(() -> logger.secret("name", "value")), "secret");
        assertEquals(0, allocated(() -> logger.tip("m")), "tip");
        assertEquals(0, allocated(logger::isInfoEnabled), "enabled");
        long own = allocated(() -> logger.info("m {} {} {}", "a", "b", "c"));
        long slf4js = allocated(() -> slf4j.info("m {} {} {}", "a", "b", "c"));
        assertTrue(own <= slf4js, () -> own + " bytes, SLF4J's " + slf4js);
    }

    /** The place in this file where it is called, as a caller's text ends. */
    private static String here() {
        return StackWalker.getInstance()
                .walk(frames -> frames.skip(1).findFirst())
                .map(frame -> "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElseThrow();
    }

    private interface Call {
        void log(RunPodLogger logger) throws Exception;
    }

    private static Stream<Call> calls() {
        return Stream.of(
                l -> l.trace(here()),
                l -> l.trace(here(), Map.of("a", 1)),
                l -> l.trace(here(), 1),
                l -> l.trace(here(), 1, 2),
                l -> l.trace(here(), 1, 2, 3),
                l -> l.trace(() -> here()),
                l -> l.debug(here()),
                l -> l.debug(here(), Map.of("a", 1)),
                l -> l.debug(here(), 1),
                l -> l.debug(here(), 1, 2),
                l -> l.debug(here(), 1, 2, 3),
                l -> l.debug(() -> here()),
                l -> l.info(here()),
                l -> l.info(here(), Map.of("a", 1)),
                l -> l.info(here(), 1),
                l -> l.info(here(), 1, 2),
                l -> l.info(here(), 1, 2, 3),
                l -> l.info(() -> here()),
                l -> l.warn(here()),
                l -> l.warn(here(), Map.of("a", 1)),
                l -> l.warn(here(), 1),
                l -> l.warn(here(), 1, 2),
                l -> l.warn(here(), 1, 2, 3),
                l -> l.warn(() -> here()),
                l -> l.error(here()),
                l -> l.error(here(), Map.of("a", 1)),
                l -> l.error(here(), 1),
                l -> l.error(here(), 1, 2),
                l -> l.error(here(), 1, 2, 3),
                l -> l.error(() -> here()),
                l -> l.tip(here()),
                l -> l.secret(here(), "x"),
                l -> l.timed(here(), () -> 1),
                l -> l.timed(here(), () -> {}),
                l -> l.timed(here(), () -> Integer.parseInt("no number")));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void callerIsTheUsersLine(Call call) throws Exception {
        for (RunPodLogger one : List.of(logger, logger.with(extra("bound", 1)))) {
            int before = lines.all().size();
            try {
                call.log(one);
            } catch (NumberFormatException expected) {
                assertEquals("ERROR", lines.lastJson().root.get("level").stringValue());
            }
            for (String line : lines.all().subList(before, lines.all().size())) {
                JsonLine json = JsonLine.parse(line);
                String caller = json.root.get("caller").stringValue();
                String place = caller.substring(caller.indexOf('('));
                assertTrue(json.message().contains(place), line);
                assertTrue(caller.startsWith(NAME + "."), line);
            }
            assertTrue(lines.all().size() > before);
        }
    }

    @Test
    void callerOfSetLevelIsTheUsersLine() {
        String before = here();
        logger.setLevel("DEBUG");
        logger.setLevel(2);
        int line = Integer.parseInt(before.replaceAll("\\D", ""));
        List<String> all = lines.all();
        assertTrue(all.get(0).contains(":" + (line + 1) + ")"), all.get(0));
        assertTrue(all.get(1).contains(":" + (line + 2) + ")"), all.get(1));
    }
}
