package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import io.runpod.logback.RequestScope;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.RunPodLogger;
import io.runpod.logback.support.Expected;
import io.runpod.logback.support.LogLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Outputs of RunPod's own logger (runpod-python 1.12, {@code rp_logger.py}), and this library's, byte by byte. */
class ParityTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final LogLines json =
            LogLines.json(ParityTest::withoutWhatTheSdkLacks).attachTo("parity", Level.TRACE);
    private final LogLines text =
            LogLines.text(ParityTest::withoutWhatTheSdkLacks).attachTo("parity", Level.TRACE);
    private final RunPodLogger logger = RunPodLogger.of("parity");

    private static void withoutWhatTheSdkLacks(RunPodEncoder encoder) {
        encoder.setMaxLineBytes("0");
        encoder.setMaxValueChars("0");
        encoder.setRedact("off");
        encoder.setColor("never");
    }

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    @Test
    void everyLineIsTheSdksOwn() throws IOException {
        int compared = 0;
        try (InputStream in = ParityTest.class.getResourceAsStream("/parity/cases.jsonl");
                BufferedReader cases = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = cases.readLine(); line != null; line = cases.readLine()) {
                compared += compare(MAPPER.readTree(line)) ? 1 : 0;
            }
        }
        assertEquals(691, compared, "cases without a listed difference");
    }

    private boolean compare(JsonNode expected) {
        boolean deployed = expected.get("deployed").booleanValue();
        String message = expected.get("message").stringValue();
        if (!deployed && message.codePoints().anyMatch(ParityTest::isEscapedInText)) {
            return false;
        }
        LogLines lines = deployed ? json : text;
        int before = lines.all().size();
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("parity"))
                .setLevel(level(expected.get("threshold").stringValue()));
        log(expected, message);
        String output = lines.all().size() == before ? null : lines.last();
        JsonNode stdout = expected.get("stdout");
        String printed = stdout.isNull() ? null : stdout.stringValue();
        // The listed difference of a text line that is cut.
        String wanted = printed == null || deployed ? printed : Expected.afterNote(printed);
        assertEquals(wanted, output, () -> "case " + expected.get("id"));
        return true;
    }

    private static Level level(String name) {
        return name.equals("NOTSET") ? Level.OFF : Level.toLevel(name);
    }

    private void log(JsonNode expected, String message) {
        Map<String, Object> extra = expected.get("extra").isNull()
                ? null
                : MAPPER.convertValue(expected.get("extra"), new TypeReference<LinkedHashMap<String, Object>>() {});
        try (RequestScope ignored = RequestScope.open(text(expected, "requestId"), text(expected, "batchId"))) {
            switch (expected.get("level").stringValue()) {
                case "TRACE" -> logger.trace(message, extra);
                case "DEBUG" -> logger.debug(message, extra);
                case "INFO" -> logger.info(message, extra);
                case "WARN" -> logger.warn(message, extra);
                case "ERROR" -> logger.error(message, extra);
                case "TIP" -> logger.tip(message);
                default -> throw new AssertionError(expected.get("level"));
            }
        }
    }

    private static String text(JsonNode expected, String name) {
        return expected.get(name).isNull() ? null : expected.get(name).stringValue();
    }

    /** The listed difference of the text line: controls, separators and bidirectional characters are shown escaped. */
    private static boolean isEscapedInText(int c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || c == 0x61c
                || c == 0x200e
                || c == 0x200f
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff;
    }
}
