package io.runpod.logback.viewer;

import io.runpod.logback.internal.settings.ColorMode;
import io.runpod.logback.internal.text.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds the options, which picocli sets, and runs the viewer with them. */
@Command(
        name = ViewerCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the log of a RunPod worker as text for people.",
            "",
            "It reads the lines of runpod-logback and of RunPod's Python SDK, JSON or text: alone, after times and names, "
                    + "from RunPod's console, log API and runpodctl, and compressed by gzip. Other text passes unchanged, "
                    + "without its colours; on a terminal its control characters are shown escaped.",
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
            "A line is shown if all filters let it pass. Text that is not a log line passes --level, must match --grep, and is "
                    + "hidden by --request. What continues a line goes with it. --since uses a line's own timestamp, else "
                    + "the time before it or of its frame; a line without a time goes with the one before it.",
            "",
            "Times are UTC. The date has its own line before the first line of a day."
        })
final class ViewerCommand implements Callable<Integer> {

    static final String NAME = "runpod-logback-viewer";

    private static final int MIN_WIDTH = 20;
    private static final int MAX_WIDTH = 10_000;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private final ProcessContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "Files to read, in this order; none, or - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"-l", "--level"},
            paramLabel = "LEVEL",
            description = "Lines of this level and above: TRACE, DEBUG, INFO, WARN, ERROR. TIP counts as INFO.")
    private String level = "TRACE";

    @Option(
            names = {"-r", "--request"},
            paramLabel = "ID",
            description = "Lines of this request; * stands for any characters. Several: of any of them.")
    private List<String> requests = new ArrayList<>();

    @Option(
            names = {"-w", "--worker"},
            paramLabel = "ID",
            description = "Lines of this worker or container, if the log names it; * and several as for --request.")
    private List<String> workers = new ArrayList<>();

    @Option(
            names = {"-g", "--grep"},
            paramLabel = "REGEX",
            description = "Lines in which this is found, in \"message | name=value ...\". Several: all of them.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = {"-i", "--ignore-case"},
            description = "--grep does not distinguish capital and small letters.")
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
            description = "Keeps reading when files grow, until interrupted.")
    private boolean follow;

    @Option(
            names = "--json",
            description =
                    "Prints the JSON lines as the worker wrote them, and nothing else. With --stats: the summary as JSON.")
    private boolean json;

    @Option(
            names = "--stats",
            description = "Prints a summary instead of the lines: levels, workers, requests with errors, most frequent "
                    + "messages, what the worker says it dropped.")
    private boolean stats;

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "auto (on a terminal; follows NO_COLOR, FORCE_COLOR and TERM=dumb), always, never.")
    private String color = "auto";

    @Option(
            names = "--width",
            paramLabel = "N",
            description =
                    "The number of columns at which lines are broken: 20 to 10000, 0 = never. Default: the terminal's; "
                            + "0 if the output is no terminal.")
    private @Nullable String width;

    ViewerCommand(ProcessContext context) {
        this.context = context;
    }

    /** Runs a command line and returns its exit code. */
    static int run(ProcessContext context, String... arguments) {
        CommandLine command = new CommandLine(new ViewerCommand(context))
                .setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((problem, given) -> refuse(context, problem))
                .setExecutionExceptionHandler((problem, commandLine, parsed) -> fail(context, problem));
        @Nullable String version = ViewerCommand.class.getPackage().getImplementationVersion(); // of the jar's manifest
        command.getCommandSpec().version(NAME + " " + (version == null ? "(not packaged)" : version));
        command.getCommandSpec().usageMessage().autoWidth(context.outIsTerminal());
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError tooLarge) {
            context.err().println(NAME + ": a line is too large for the memory of this JVM (-Xmx)");
            return FAILED;
        }
    }

    private static int refuse(ProcessContext context, ParameterException problem) {
        String text = String.valueOf(problem.getMessage());
        if (problem instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            text += ". Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
        }
        context.err().println(NAME + ": " + text + (text.endsWith("?") ? "" : ".") + " --help shows all options.");
        return MISUSED;
    }

    private static int fail(ProcessContext context, Exception problem) throws Exception {
        if (problem instanceof Output.Failure failure && failure.closed) {
            return 0; // as with "| head"
        }
        if (problem instanceof IOException) {
            context.err().println(NAME + ": " + problem.getMessage());
            return FAILED;
        }
        throw problem;
    }

    @Override
    public Integer call() throws IOException {
        LineFilter filter = filter();
        Output output = new Output(context.out());
        EntrySink sink = sink(output);
        Progress progress = follow || context.outIsTerminal() || !context.errIsTerminal()
                ? null
                : new Progress(context.err(), LogFiles.size(files), System::nanoTime);
        List<String> names = files.isEmpty() ? List.of(LogFiles.STANDARD_INPUT) : files;
        int failed;
        try {
            failed = new LogFiles(context, filter, sink, output, progress).read(names, follow);
        } finally {
            if (progress != null) {
                progress.end();
            }
        }
        sink.finish();
        output.flush();
        return failed == 0 ? 0 : FAILED;
    }

    private EntrySink sink(Output output) {
        ColorMode mode = valid("'--color'", color, colorMode(color), "auto, always, never");
        String valid = "0 (lines are not broken), " + MIN_WIDTH + " to " + MAX_WIDTH;
        int columns = width == null ? 0 : valid("'--width'", width, columns(width), valid);
        if (stats) {
            return new Statistics(output, json);
        }
        if (json) {
            return (line, origin, bytes, from, to) -> {
                if (to > from) { // else it was text
                    output.put(bytes, from, to - from);
                    output.endLine();
                }
            };
        }
        boolean colored = mode.isColored(context.environment(), context::outIsTerminal);
        if (width == null && context.outIsTerminal()) {
            columns = Math.max(MIN_WIDTH, context.terminalColumns().getAsInt());
        }
        boolean escaped = context.outIsTerminal() || colored || columns > 0;
        return new LinePrinter(output, colored, escaped, columns);
    }

    private LineFilter filter() {
        int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        return new LineFilter(
                valid("'--level'", level, level(level), "TRACE, DEBUG, INFO, WARN (or WARNING), ERROR, or 1 to 5"),
                names("'--request' (ID)", requests, "a request id, or a part of one with * for the rest"),
                names("'--worker' (ID)", workers, "a worker's id, or a part of one with * for the rest"),
                texts.stream().map(text -> regex(text, flags)).toList(),
                valid(
                        "'--since'",
                        String.valueOf(since),
                        since == null ? Long.valueOf(LineTime.NONE) : LineTime.since(since, context.clock()),
                        LineTime.VALID_SINCE));
    }

    /** Returns the converted value of an option. Reports a wrong value, for which {@code converted} is null. */
    private <T> T valid(String option, String value, @Nullable T converted, String valid) {
        if (converted == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option " + option + ": \"" + value + "\" is not valid. Valid: " + valid);
        }
        return converted;
    }

    private List<Pattern> names(String option, List<String> values, String valid) {
        return values.stream()
                .map(value -> valid(option, value, glob(value), valid))
                .toList();
    }

    /** Returns a pattern for a name in which {@code *} stands for any characters. */
    private static @Nullable Pattern glob(String value) {
        String regex =
                Arrays.stream(value.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return value.isEmpty() ? null : Pattern.compile(regex, Pattern.DOTALL);
    }

    private Pattern regex(String value, int flags) {
        try {
            return Pattern.compile(value, flags);
        } catch (PatternSyntaxException problem) {
            String reason = problem.getDescription() + " at position " + Math.max(0, problem.getIndex());
            return valid("'--grep' (REGEX)", value, null, "a regular expression of Java; " + reason);
        }
    }

    private static @Nullable LogLevel level(String value) {
        @Nullable String name = value.matches("[1-5]") ? LogLevel.parseThreshold(value) : value;
        return name == null ? null : LogLine.level(name);
    }

    private static @Nullable ColorMode colorMode(String value) {
        return Arrays.stream(ColorMode.values())
                .filter(mode -> mode.name().equalsIgnoreCase(value))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Integer columns(String value) {
        int columns = value.matches("\\d{1,5}") ? Integer.parseInt(value) : -1;
        return columns == 0 || (columns >= MIN_WIDTH && columns <= MAX_WIDTH) ? columns : null;
    }
}
