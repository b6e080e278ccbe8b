package io.runpod.logback.viewer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a frame that {@code runpodctl} printed as YAML, line by line: {@code line: '...'}, {@code source: container}
 * and other keys. The values are plain, quoted, or in a block. Not thread-safe.
 */
final class YamlFrame {

    private static final Pattern KEY = Pattern.compile(
            "( {0,8}(?:- )?)(line|source|ts|workerId|podId|truncated|id|endpointId|seq|stream):(?: (.*))?",
            Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("[|>][+-]?\\s*");
    private static final Pattern QUOTED = Pattern.compile("(['\"])(.*)\\1", Pattern.DOTALL);
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|u(\\p{XDigit}{4})|(.))", Pattern.DOTALL);

    private final Map<String, String> values = new HashMap<>();

    /** Whether the lines so far are a frame, or the beginning of one. */
    boolean open;

    /** The column of the keys. */
    private int indent;

    /** The last key; empty if there is none yet. */
    private String key = "";

    /** The value of the last key: the rest of its line, and the lines after it. */
    private final List<String> value = new ArrayList<>();

    /** Takes the first line. Returns false if it is not {@code ---} and has none of the keys. */
    boolean open(byte[] bytes, int from, int to) {
        values.clear();
        value.clear();
        key = "";
        indent = 0;
        boolean mayBegin =
                from < to && (bytes[from] == ' ' || bytes[from] == '-' || Character.isLowerCase(bytes[from]));
        open = mayBegin && (text(bytes, from, to).equals("---") || add(bytes, from, to));
        return open;
    }

    /** Takes a further line. Returns false if it belongs to no frame, or to the next one. */
    boolean add(byte[] bytes, int from, int to) {
        String text = text(bytes, from, to);
        Matcher matcher = KEY.matcher(text);
        if (matcher.matches()
                && (key.isEmpty()
                        || (matcher.group(1).isBlank() && matcher.group(1).length() == indent))) {
            putValue();
            value.clear();
            indent = matcher.group(1).length();
            key = matcher.group(2);
            value.add(matcher.group(3) == null ? "" : matcher.group(3));
            return true;
        }
        boolean goesOn = key.equals("line") && (text.isBlank() || text.startsWith(" ".repeat(indent + 1)));
        if (goesOn) {
            value.add(text);
        }
        return goesOn;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** Fills a frame with the values. Returns false if the values are not those of a frame. */
    boolean read(LogFrame frame) {
        putValue();
        String line = values.get("line");
        if (line == null || values.size() < 2) {
            return false;
        }
        frame.set(
                line,
                values.get("source"),
                values.getOrDefault("workerId", values.get("podId")),
                values.getOrDefault("ts", ""),
                "true".equals(values.get("truncated")));
        return true;
    }

    private void putValue() {
        if (value.isEmpty()) {
            return;
        }
        String first = value.get(0);
        String more = String.join("\n", value.subList(1, value.size()))
                .stripTrailing()
                .stripIndent();
        if (BLOCK.matcher(first).matches()) {
            values.put(key, first.startsWith(">") ? more.replace('\n', ' ') : more);
            return;
        }
        String text = (first + "\n" + more).strip().replaceAll("\\s*\n\\s*", " ");
        Matcher quoted = QUOTED.matcher(text);
        if (quoted.matches()) {
            text = quoted.group(1).equals("'")
                    ? quoted.group(2).replace("''", "'")
                    : ESCAPE.matcher(quoted.group(2)).replaceAll(YamlFrame::unescape);
        }
        values.put(key, text);
    }

    private static String unescape(MatchResult escape) {
        String code = escape.group(1) == null ? escape.group(2) : escape.group(1);
        if (code != null) {
            return Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code, 16)));
        }
        int known = "ntreb0".indexOf(escape.group(3));
        return Matcher.quoteReplacement(known < 0 ? escape.group(3) : String.valueOf("\n\t\r\u001b\b\0".charAt(known)));
    }
}
