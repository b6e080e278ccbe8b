package io.runpod.logback.viewer;

import io.runpod.logback.internal.settings.ColorMode;
import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line: filled by picocli, then run. */
@Command(
        name = ViewerCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = ViewerCommand.Version.class,
        sortOptions = false,
        description = {
            "Shows the log of a RunPod worker as text for people.",
            "",
            "It reads JSON lines of runpod-logback and of RunPod's Python SDK, alone or in the frames of RunPod's log API "
                    + "(also as Server-Sent Events). What is no such line passes through unchanged; on a terminal, or with "
                    + "colours, its control characters are shown escaped.",
            ""
        },
        parameterListHeading = "Files:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all was read",
            "1:a file could not be read, or the output not written",
            "2:the command line is wrong"
        },
        footerHeading = "%nFilters:%n",
        footer = {
            "A line is shown if all filters let it pass. Of what is no log line, --level lets all pass, --request nothing, "
                    + "--grep what matches. --since goes by a line's own timestamp, else its frame's; a line without a time "
                    + "goes with the one before it.",
            "",
            "Times are UTC. The date stands on a line of its own before the first line of a day."
        })
final class ViewerCommand implements Callable<Integer> {

    static final String NAME = "runpod-logback-viewer";

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            @Nullable String version = ViewerCommand.class.getPackage().getImplementationVersion();
            return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
        }
    }

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Files to read, in this order; none, or - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"-l", "--level"},
            paramLabel = "LEVEL",
            converter = ViewerOptions.Level.class,
            description = "Lines of this level and above: TRACE, DEBUG, INFO, WARN, ERROR. TIP counts as INFO.")
    private LogLevel level = LogLevel.TRACE;

    @Option(
            names = {"-r", "--request"},
            paramLabel = "ID",
            converter = ViewerOptions.Request.class,
            description = "Lines of this request; * stands for any characters. Several: of any of them.")
    private List<LineFilter.RequestPattern> requests = new ArrayList<>();

    @Option(
            names = {"-g", "--grep"},
            paramLabel = "REGEX",
            converter = ViewerOptions.Text.class,
            description = "Lines in which this is found, in \"message | name=value ...\". Several: all of them.")
    private List<Pattern> texts = new ArrayList<>();

    @Option(
            names = {"-i", "--ignore-case"},
            description = "--grep takes capital and small letters for the same.")
    private boolean ignoreCase;

    @Option(
            names = {"-s", "--since"},
            paramLabel = "TIME",
            description =
                    "Lines from this time on (UTC): 2026-01-02T03:04:05Z, \"2026-01-02 03:04\", 2026-01-02, 03:04, "
                            + "or how long ago: 30s, 10m, 2h, 1d.")
    private @Nullable String since;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on reading when files grow, until interrupted.")
    private boolean follow;

    @Option(names = "--json", description = "Prints the log lines as the worker wrote them, and leaves out all else.")
    private boolean json;

    @Option(
            names = "--stats",
            description =
                    "Prints a summary in place of the lines: levels, requests with errors, most frequent messages, "
                            + "what the worker says it dropped.")
    private boolean stats;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            converter = ViewerOptions.Color.class,
            description = "auto (on a terminal; NO_COLOR, FORCE_COLOR and TERM=dumb are heeded), always, never.")
    private ColorMode color = ColorMode.AUTO;

    @Option(
            names = "--width",
            paramLabel = "N",
            converter = ViewerOptions.Width.class,
            description =
                    "Breaks lines at so many columns: 20 to 10000, 0 = not at all. Otherwise at the terminal's, if "
                            + "the output is one.")
    private @Nullable Integer width;

    ViewerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs a command line and returns its exit code. */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine command = new CommandLine(new ViewerCommand(surroundings))
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((problem, given) -> refuse(surroundings, problem))
                .setExecutionExceptionHandler((problem, commandLine, parsed) -> fail(surroundings, problem));
        if (surroundings.outIsTerminal()) {
            command.getCommandSpec().usageMessage().autoWidth(true);
        }
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError tooLarge) {
            surroundings.err().println(NAME + ": a line is too large for the memory of this JVM (-Xmx)");
            return FAILED;
        }
    }

    private static int refuse(Surroundings surroundings, ParameterException problem) {
        String text = String.valueOf(problem.getMessage());
        if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            text += ". Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        surroundings.err().println(NAME + ": " + text + (text.endsWith("?") ? "" : ".") + " --help shows all options.");
        return MISUSED;
    }

    private static int fail(Surroundings surroundings, Exception problem) throws Exception {
        if (problem instanceof Output.Closed) {
            return 0; // who reads it has had enough
        }
        if (problem instanceof Output.Failed failure) {
            String reason = failure.getCause() == null
                    ? ""
                    : String.valueOf(failure.getCause().getMessage());
            surroundings.err().println(NAME + ": cannot write: " + reason);
            return FAILED;
        }
        if (problem instanceof IOException) {
            surroundings.err().println(NAME + ": " + problem.getMessage());
            return FAILED;
        }
        throw problem;
    }

    @Override
    public Integer call() throws IOException {
        if (json && stats) {
            throw new ParameterException(spec.commandLine(), "--json and --stats cannot be used together");
        }
        Output output = new Output(surroundings.out());
        LineSink sink = sink(output);
        Progress progress = progress();
        List<String> names = files.isEmpty() ? List.of(LogFiles.STANDARD_INPUT) : files;
        int failed;
        try {
            failed = new LogFiles(surroundings, new LineFilter(rules()), sink, output, progress).read(names, follow);
        } finally {
            if (progress != null) {
                progress.end();
            }
        }
        sink.finish();
        return failed == 0 ? 0 : FAILED;
    }

    private LineSink sink(Output output) {
        if (stats) {
            return new Statistics(output);
        }
        if (json) {
            return new RawPrinter(output);
        }
        boolean terminal = surroundings.outIsTerminal();
        boolean colored = color.isColored(surroundings.environment(), surroundings::outIsTerminal);
        int columns = width != null
                ? width
                : terminal ? surroundings.terminalColumns().getAsInt() : 0;
        boolean escaped = terminal || colored || columns > 0;
        return new LinePrinter(
                output,
                new LinePrinter.Style(colored, escaped, columns == 0 ? 0 : Math.max(LineWrap.NARROWEST, columns)));
    }

    private @Nullable Progress progress() {
        return follow || surroundings.outIsTerminal() || !surroundings.errIsTerminal()
                ? null
                : new Progress(surroundings.err(), LogFiles.size(files), System::nanoTime);
    }

    private LineFilter.Rules rules() {
        long sinceMillis = LineTime.NONE;
        if (since != null) {
            sinceMillis = SinceTime.parse(since, surroundings.clock());
            if (sinceMillis == LineTime.NONE) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Invalid value for option '--since': \"" + since + "\" is not valid. Valid: "
                                + SinceTime.VALID);
            }
        }
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        return new LineFilter.Rules(
                level,
                requests,
                texts.stream()
                        .map(text -> Pattern.compile(text.pattern(), flags))
                        .toList(),
                sinceMillis);
    }
}
