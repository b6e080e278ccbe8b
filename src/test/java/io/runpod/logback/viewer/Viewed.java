package io.runpod.logback.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.logback.internal.settings.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A run of the viewer in this process: what it was given, and what it printed. */
public final class Viewed {

    static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final InputStream in;
    private boolean terminal;
    private int columns = 80;
    private Map<String, String> variables = Map.of();
    private BooleanSupplier stopping = () -> false;
    private OutputStream output = out;
    private int code;

    private Viewed(InputStream in) {
        this.in = in;
    }

    static Viewed of(byte[] input) {
        return new Viewed(new ByteArrayInputStream(input));
    }

    static Viewed of(InputStream input) {
        return new Viewed(input);
    }

    static Viewed of(String... lines) {
        return of((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What is shown of an input without any options. */
    public static String text(String input) {
        Viewed viewed = of(input.getBytes(StandardCharsets.UTF_8)).run();
        assertEquals("", viewed.err());
        assertEquals(0, viewed.code);
        return viewed.out();
    }

    /** What a terminal is given of an input. */
    public static String onTerminal(String input, String... options) {
        Viewed viewed =
                of(input.getBytes(StandardCharsets.UTF_8)).onTerminal(80).run(options);
        assertEquals("", viewed.err());
        assertEquals(0, viewed.code);
        return viewed.out();
    }

    Viewed onTerminal(int width) {
        terminal = true;
        columns = width;
        return this;
    }

    Viewed with(Map<String, String> environment) {
        variables = environment;
        return this;
    }

    Viewed until(BooleanSupplier stop) {
        stopping = stop;
        return this;
    }

    Viewed to(OutputStream other) {
        output = other;
        return this;
    }

    Viewed run(String... arguments) {
        ProcessContext context = new ProcessContext(
                in,
                output,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                false,
                () -> columns,
                new Environment(variables::get, name -> null),
                Clock.fixed(NOW, ZoneOffset.UTC),
                stopping);
        code = ViewerCommand.run(context, arguments);
        return this;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    int code() {
        return code;
    }

    /** Asserts on all of standard output; nothing must stand on standard error. */
    void prints(String... lines) {
        assertEquals(lines.length == 0 ? "" : String.join("\n", lines) + "\n", out());
        assertEquals("", err());
        assertEquals(0, code);
    }
}
