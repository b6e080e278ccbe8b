package io.runpod.logback.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents: the README, the page for contributors, and those of {@code src/docs}. */
public final class Pages {

    public static final Path README = Path.of("README.md");
    public static final Path FOLDER = Path.of("src/docs");

    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL);

    private Pages() {}

    /** A piece of code in a page. */
    public record Block(Path page, String language, String text) {
        /** For the name of a test. */
        @Override
        public String toString() {
            return page.getFileName() + ": "
                    + text.lines().findFirst().orElse("").strip();
        }
    }

    /** All of them, the README first. */
    public static List<Path> all() {
        return Stream.concat(Stream.of(README, Path.of(".github/CONTRIBUTING.md")), ofTheFolder().stream())
                .toList();
    }

    public static List<Path> ofTheFolder() {
        return files(FOLDER, ".md");
    }

    public static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public static String text(String page) {
        return text(FOLDER.resolve(page));
    }

    public static List<Block> blocks() {
        return all().stream().flatMap(Pages::blocks).toList();
    }

    public static Stream<Block> blocks(Path page) {
        return BLOCK.matcher(text(page)).results().map(found -> new Block(page, found.group(1), found.group(2)));
    }

    public static Stream<Block> blocks(String language) {
        return blocks().stream().filter(block -> block.language().equals(language));
    }

    /** The anchors that code hosts give the headings of a page. */
    public static List<String> anchors(Path page) {
        return BLOCK.matcher(text(page))
                .replaceAll("")
                .lines()
                .filter(line -> line.matches("#+ .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The rows of a page's tables as their cells, without the heads. */
    public static List<List<String>> rows(String page) {
        return text(page)
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("|---"))
                .map(line -> Stream.of(line.split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList())
                .map(cells -> cells.subList(1, cells.size() - 1))
                .toList();
    }

    /** Whether an application of {@code src/it}, which the build runs, has a file with just this text. */
    public static boolean isFileOfAnApplication(String text) {
        return files(Path.of("src/it"), "").stream().anyMatch(file -> text(file).equals(text));
    }

    private static List<Path> files(Path folder, String end) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(end))
                    .sorted()
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
