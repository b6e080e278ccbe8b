package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the page on reading logs says of the viewer is so. */
class ViewerReadmeTest {

    private static final String[] LOG = {
        "{\"source\":\"system\",\"line\":\"worker is ready\",\"ts\":\"2026-11-25T22:00:00Z\"}",
        "{\"source\":\"container\",\"line\":\"{\\\"requestId\\\": \\\"a1f3-u1\\\", \\\"message\\\": \\\"Job received\\\", "
                + "\\\"level\\\": \\\"INFO\\\", \\\"extra\\\": {\\\"prompt\\\": \\\"a lighthouse at dusk\\\", "
                + "\\\"steps\\\": 0}}\",\"ts\":\"2026-11-25T22:00:01.5Z\"}",
        "{\"source\":\"container\",\"line\":\"{\\\"requestId\\\": \\\"a1f3-u1\\\", \\\"message\\\": "
                + "\\\"Image generation failed\\\\njava.lang.IllegalArgumentException: steps must be at least 1"
                + "\\\\n\\\\tat app.Worker.generate(Worker.java:89)\\\", \\\"level\\\": \\\"ERROR\\\", "
                + "\\\"extra\\\": {\\\"error_type\\\": \\\"java.lang.IllegalArgumentException\\\"}}\","
                + "\"ts\":\"2026-11-25T22:00:01.512Z\"}",
        "{\"source\":\"container\",\"line\":\"Traceback (most recent call last):\",\"ts\":\"2026-11-25T22:00:01.52Z\"}"
    };

    @Test
    void exampleIsWhatIsPrinted() throws IOException {
        String page = Files.readString(Path.of("src/docs/reading-logs.md"));
        int start = page.indexOf("```text\n2026-11-25 UTC");
        assertTrue(start > 0);
        String shown = page.substring(start + "```text\n".length(), page.indexOf("```", start + 3));
        assertEquals(shown, Viewed.of(LOG).run().out());
    }

    @Test
    void everyOptionIsInTheTable() throws IOException {
        String page = Files.readString(Path.of("src/docs/reading-logs.md"));
        ViewerCommand command = new ViewerCommand(ProcessContext.system(() -> false));
        for (OptionSpec option : new CommandLine(command).getCommandSpec().options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                for (String name : option.names()) {
                    assertTrue(page.contains("`" + name + "`"), name);
                }
            }
        }
    }
}
