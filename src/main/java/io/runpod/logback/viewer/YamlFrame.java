package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects the lines of a frame that {@code runpodctl} printed as YAML, {@code line: '...'}, {@code source: container} and so
 * on, and reads its values: plain, quoted, or in a block. Not thread-safe.
 */
final class YamlFrame {

    private static final Pattern KEY = Pattern.compile("( {0,8})(- )?(\\w{1,40}):(?: (.*))?", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("[|>][+-]?\\s*");
    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|u(\\p{XDigit}{4})|(.))", Pattern.DOTALL);
    private static final Set<String> KEYS =
            Set.of("line", "source", "ts", "workerId", "podId", "truncated", "id", "endpointId", "seq", "stream");
    private static final int MAX_KEY_BYTES = 64;
    private static final int MAX_BYTES = 1 << 20;

    private final LineBuffer lines = new LineBuffer();
    private final Map<String, String> values = new HashMap<>();
    private boolean open;

    /** The indent of the keys, and the last one of them: only a line goes on in deeper lines. */
    private int indent;

    private String last = "";

    /** Begins a frame with a line, if it is {@code ---} or has one of the keys. */
    boolean open(byte[] bytes, int from, int to) {
        lines.reset();
        open = false;
        if (isSeparator(bytes, from, to)) {
            indent = 0;
            last = "";
            open = true;
        } else if (from < to && (bytes[from] == ' ' || bytes[from] == '-' || Character.isLowerCase(bytes[from]))) {
            Matcher key = KEY.matcher(text(bytes, from, Math.min(to, from + MAX_KEY_BYTES)));
            open = key.matches() && KEYS.contains(key.group(3));
            if (open) {
                take(key);
            }
        }
        if (open) {
            keep(bytes, from, to);
        }
        return open;
    }

    boolean isOpen() {
        return open;
    }

    /** Adds a line; false where it belongs to no frame, or to the next one. */
    boolean add(byte[] bytes, int from, int to) {
        String text = text(bytes, from, to);
        Matcher key = KEY.matcher(text);
        boolean isFirst = lines.length() <= "---\n".length();
        boolean isKey = key.matches()
                && KEYS.contains(key.group(3))
                && (isFirst || (key.group(2) == null && key.group(1).length() == indent));
        boolean isMore = last.equals("line") && (text.isBlank() || text.startsWith(" ".repeat(indent + 1)));
        if (isSeparator(bytes, from, to) || lines.length() > MAX_BYTES || !(isKey || isMore)) {
            return false;
        }
        if (isKey) {
            take(key);
        }
        keep(bytes, from, to);
        return true;
    }

    private void take(Matcher key) {
        indent = key.group(1).length() + (key.group(2) == null ? 0 : 2);
        last = key.group(3);
    }

    private void keep(byte[] bytes, int from, int to) {
        lines.put(bytes, from, to - from);
        lines.put('\n');
    }

    private static boolean isSeparator(byte[] bytes, int from, int to) {
        return to - from == 3 && bytes[from] == '-' && bytes[from + 1] == '-' && bytes[from + 2] == '-';
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The lines that were added, each with a line feed. */
    LineBuffer lines() {
        return lines;
    }

    void close() {
        open = false;
        lines.reset();
    }

    /** Reads the lines into a frame; false where they are none. */
    boolean read(LogFrame frame) {
        values.clear();
        String key = null;
        List<String> value = new ArrayList<>();
        for (String line : text(lines.array(), 0, lines.length()).split("\n", -1)) {
            Matcher matcher = KEY.matcher(line);
            if (matcher.matches() && line.indexOf(matcher.group(3)) == indent) {
                put(key, value);
                key = matcher.group(3);
                value.clear();
                value.add(matcher.group(4) == null ? "" : matcher.group(4));
            } else if (key != null) {
                value.add(line);
            }
        }
        put(key, value);
        String line = values.get("line");
        String worker = values.getOrDefault("workerId", values.get("podId"));
        if (line == null || values.size() < 2) {
            return false;
        }
        frame.set(
                line,
                values.get("source"),
                worker,
                values.getOrDefault("ts", ""),
                "true".equals(values.get("truncated")));
        return true;
    }

    private void put(@Nullable String key, List<String> value) {
        if (key == null) {
            return;
        }
        String first = value.get(0);
        if (BLOCK.matcher(first).matches()) {
            values.put(key, block(value.subList(1, value.size()), first.startsWith(">")));
            return;
        }
        StringBuilder joined = new StringBuilder(first);
        for (String more : value.subList(1, value.size())) {
            if (!more.isBlank()) {
                joined.append(' ').append(more.strip());
            }
        }
        String text = joined.toString().strip();
        if (text.length() > 1 && text.startsWith("'") && text.endsWith("'")) {
            text = text.substring(1, text.length() - 1).replace("''", "'");
        } else if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            text = ESCAPE.matcher(text.substring(1, text.length() - 1)).replaceAll(YamlFrame::unescape);
        }
        values.put(key, text);
    }

    private static String block(List<String> value, boolean folded) {
        StringBuilder text = new StringBuilder();
        int deep = -1;
        for (String line : value) {
            deep = deep < 0 && !line.isBlank()
                    ? line.length() - line.stripLeading().length()
                    : deep;
            text.append(line.substring(Math.min(Math.max(deep, 0), line.length())))
                    .append(folded ? ' ' : '\n');
        }
        return text.toString().stripTrailing();
    }

    private static String unescape(MatchResult escape) {
        String code = escape.group(1) == null ? escape.group(2) : escape.group(1);
        String character;
        if (code != null) {
            character = String.valueOf((char) Integer.parseInt(code, 16));
        } else {
            int known = "ntreb0".indexOf(escape.group(3));
            character = known < 0 ? escape.group(3) : String.valueOf("\n\t\r\u001b\b\0".charAt(known));
        }
        return Matcher.quoteReplacement(character);
    }
}
