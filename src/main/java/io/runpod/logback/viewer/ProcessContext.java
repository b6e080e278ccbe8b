package io.runpod.logback.viewer;

import io.runpod.logback.internal.settings.ColorMode;
import io.runpod.logback.internal.settings.Environment;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Holds what the viewer uses of the process: its streams, terminal, environment and clock. Tests pass their own.
 *
 * @param in standard input, whose {@code available} says whether a read would wait
 * @param out standard output, unbuffered; a failure of it is thrown
 * @param err standard error
 * @param outIsTerminal whether standard output is a terminal
 * @param errIsTerminal whether standard error is a terminal
 * @param terminalColumns how wide the terminal of standard output is
 * @param stopping whether the process is asked to end (SIGINT)
 */
record ProcessContext(
        InputStream in,
        OutputStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        IntSupplier terminalColumns,
        Environment environment,
        Clock clock,
        BooleanSupplier stopping) {

    /** Returns the context of this process. */
    static ProcessContext system(BooleanSupplier stopping) {
        return new ProcessContext(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                System.err,
                ColorMode.isTerminal(1),
                ColorMode.isTerminal(2),
                ProcessContext::columns,
                Environment.SYSTEM,
                Clock.systemUTC(),
                stopping);
    }

    /** Asks picocli, which asks the terminal. */
    private static int columns() {
        UsageMessageSpec usage = new UsageMessageSpec().autoWidth(true);
        return CommandSpec.create().usageMessage(usage).usageMessage().width();
    }
}
