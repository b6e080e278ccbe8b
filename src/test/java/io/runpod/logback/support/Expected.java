package io.runpod.logback.support;

/** What a line has to say, worked out slowly, one code point at a time, from the rules alone. */
public final class Expected {

    private static final String GUTTER = "       | ";

    private Expected() {}

    /** The content of a JSON string as Python's {@code json.dumps} writes it; unpaired surrogates become U+FFFD. */
    public static String asciiJson(String text) {
        StringBuilder out = new StringBuilder();
        paired(text).codePoints().forEach(c -> {
            if (shortEscape(c) != null) {
                out.append(shortEscape(c));
            } else if (c >= ' ' && c <= '~') {
                out.append((char) c);
            } else {
                for (char unit : Character.toChars(c)) {
                    out.append(unicode(unit));
                }
            }
        });
        return out.toString();
    }

    /** The content of a JSON string where UTF-8 is allowed. */
    public static String utf8Json(String text) {
        StringBuilder out = new StringBuilder();
        paired(text).codePoints().forEach(c -> {
            if (shortEscape(c) != null) {
                out.append(shortEscape(c));
            } else if (isHarmful(c)) {
                out.append(unicode(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** A message in a text line. */
    public static String text(String message) {
        StringBuilder out = new StringBuilder();
        paired(message).replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(c -> {
            if (c == '\n') {
                out.append('\n').append(GUTTER);
            } else if (!isHarmful(c)) {
                out.appendCodePoint(c);
            } else if (c <= 0xff) {
                out.append("\\x").append(Integer.toHexString(0x100 | c).substring(1));
            } else {
                out.append(unicode(c));
            }
        });
        return out.toString();
    }

    /** A name or a string value behind the message of a text line. */
    public static String textField(String nameOrValue) {
        String text = paired(nameOrValue);
        boolean bare = text.codePoints().noneMatch(c -> " \"=|\\".indexOf(c) >= 0 || isHarmful(c));
        return bare ? text : '"' + utf8Json(text) + '"';
    }

    /** {@code rp_logger.py}: {@code message[:half] + note + message[-half:]}, with {@code half = limit // 2}. */
    public static String cut(String message, int limit) {
        int[] all = message.codePoints().toArray();
        if (limit == 0 || all.length <= limit) {
            return message;
        }
        int half = limit / 2;
        return new String(all, 0, half)
                + "\n...TRUNCATED " + (all.length - limit) + " CHARACTERS...\n"
                + new String(all, all.length - half, half);
    }

    /** A cut message in a text line: the note stands at the margin, what follows it behind the gutter. */
    public static String afterNote(String cut) {
        return cut.replaceFirst("(\n\\.\\.\\.TRUNCATED \\d+ CHARACTERS\\.\\.\\.\n)", "$1" + GUTTER);
    }

    /** Controls, DEL, C1 controls, line separators, bidirectional controls, the byte-order mark. */
    public static boolean isHarmful(int c) {
        return c < 0x20
                || (c >= 0x7f && c <= 0x9f)
                || c == 0x061c
                || c == 0x200e
                || c == 0x200f
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xfeff;
    }

    private static String paired(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String shortEscape(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> null;
        };
    }

    private static String unicode(int unit) {
        return "\\u" + Integer.toHexString(0x10000 | unit).substring(1);
    }
}
