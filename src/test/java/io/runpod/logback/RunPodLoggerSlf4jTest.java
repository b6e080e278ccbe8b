package io.runpod.logback;

import static io.runpod.logback.Extra.extra;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import io.runpod.logback.support.LogLines;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** A logger behaves as users of SLF4J expect: filters, other encoders, names, serialization. */
class RunPodLoggerSlf4jTest {

    private static final String NAME = "test.slf4j.Logger";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final RunPodLogger logger = RunPodLogger.of(NAME);
    private final LogLines lines = LogLines.json().attachTo(NAME, Level.INFO);
    private final List<String> asked = new ArrayList<>();
    private FilterReply reply = FilterReply.NEUTRAL;

    private final TurboFilter filter = new TurboFilter() {
        @Override
        public FilterReply decide(
                Marker marker, Logger of, Level level, String format, Object[] params, Throwable throwable) {
            if (!of.getName().equals(NAME)) {
                return FilterReply.NEUTRAL;
            }
            asked.add(format + (params == null ? "" : params.length));
            return reply;
        }
    };

    @AfterEach
    void close() {
        context.getTurboFilterList().remove(filter);
        lines.close();
    }

    private void filter(FilterReply answer) {
        reply = answer;
        filter.start();
        context.addTurboFilter(filter);
    }

    @Test
    void turboFilterIsAskedOnceForACallWithItsMessage() {
        filter(FilterReply.NEUTRAL);
        logger.info("a");
        logger.info("b {}", 1);
        logger.with(extra("k", 1)).info("c {} {}", 1, 2);
        logger.debug("off");
        assertEquals(List.of("a", "b {}1", "c {} {}2", "off"), asked);
        assertEquals(3, lines.all().size());
    }

    @Test
    void turboFilterDecidesOnEveryCall() {
        filter(FilterReply.ACCEPT);
        logger.debug("accepted");
        logger.with(extra("k", 1)).trace("accepted");
        assertEquals(2, lines.all().size());
        reply = FilterReply.DENY;
        logger.error("denied");
        logger.with(extra("k", 1)).error("denied");
        logger.tip("denied");
        assertEquals(2, lines.all().size());
    }

    @Test
    void supplierIsNotCalledForALevelThatIsOff() {
        filter(FilterReply.NEUTRAL);
        logger.debug(() -> {
            throw new AssertionError("called");
        });
        logger.with(extra("k", 1)).trace(() -> {
            throw new AssertionError("called");
        });
        logger.info(() -> "supplied");
        assertEquals(1, lines.all().size());
        lines.lastJson().hasMessage("supplied");
    }

    @Test
    void boundFieldsReachOtherEncodersAsKeyValues() {
        ListAppender<ILoggingEvent> other = new ListAppender<>();
        other.start();
        Logger logback = context.getLogger(NAME);
        logback.addAppender(other);
        logger.with(extra("model", "sdxl", "v", 1)).with(extra("v", 2)).info("m {}", 1);
        logback.detachAppender(other);
        assertEquals(
                "[v=\"2\", model=\"sdxl\"]",
                other.list.get(0).getKeyValuePairs().toString());
        assertEquals(null, other.list.get(0).getMarkerList());
        lines.lastJson()
                .hasMessage("m 1")
                .hasExtra("v", "2")
                .hasText("model", "sdxl")
                .lacks("tags");
    }

    @Test
    void loggersAreNamedAfterTheClassThatHasThemMade() {
        String own = "RunPodLogger[" + RunPodLoggerSlf4jTest.class.getName() + "]";
        assertEquals(own, new RunPodLogger().toString());
        assertEquals(own, ThreadLocal.withInitial(RunPodLogger::new).get().toString());
        assertEquals(
                own, Optional.<RunPodLogger>empty().orElseGet(RunPodLogger::new).toString());
        assertEquals("RunPodLogger[" + NAME + "]", logger.toString());
        assertSame(context.getLogger(NAME), logger.slf4j());
    }

    @Test
    void serializedLoggerIsTheOneOfItsName() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(logger.with(extra("k", new Object())));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ((RunPodLogger) in.readObject()).info("read");
        }
        lines.lastJson().hasMessage("read").hasNoExtra();
    }

    @Test
    void levelThatWasSetIsSaidWhateverItIs() {
        logger.setLevel("ERROR");
        lines.lastJson().hasMessage("Log level set to ERROR").hasLevel("INFO");
        logger.setLevel("fatal");
        lines.lastJson().hasMessage("Log level set to ERROR");
        logger.setLevel("NOTSET");
        assertEquals(2, lines.all().size());
    }

    @Test
    void failureOfATimedOperationIsOneLineWithoutItsStackTrace() {
        IOException thrown = assertThrows(
                IOException.class,
                () -> logger.timed("Loading", () -> {
                    throw new IOException("disk");
                }));
        assertEquals("disk", thrown.getMessage());
        assertEquals(2, lines.all().size());
        lines.lastJson()
                .hasLevel("ERROR")
                .hasMessage("Loading failed")
                .hasText("error_type", "java.io.IOException")
                .hasText("error_message", "disk");
    }

    private static final class BrokenMap extends AbstractMap<String, Object> {
        @Override
        public Set<Map.Entry<String, Object>> entrySet() {
            throw new IllegalStateException("lazy");
        }
    }

    @Test
    void mapThatFailsCostsItsOwnFieldsOnly() {
        logger.with(new BrokenMap()).info("bound");
        assertTrue(lines.last().contains("lazy"), lines.last());
        logger.info("call", new BrokenMap());
        assertTrue(lines.last().contains("lazy"), lines.last());
        logger.info("extra", Extra.of(new BrokenMap()));
        assertTrue(lines.last().contains("lazy"), lines.last());
    }

    @Test
    void fieldsAreEqualByNameAndValue() {
        assertEquals(extra("a", 1, "b", null), extra("a", 1, "b", null));
        assertEquals(extra("a", 1).hashCode(), extra("a", 1).hashCode());
        assertNotEquals(extra("a", 1), extra("a", 2));
        assertEquals("a=1 b=x", extra("a", 1, "b", "x").toString());
    }
}
