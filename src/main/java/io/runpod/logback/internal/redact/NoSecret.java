package io.runpod.logback.internal.redact;

import java.util.Locale;
import java.util.Set;

/**
 * Knows values that are no secrets, whatever their name is: nothing, null and booleans, what says that there is or is none,
 * what was masked, and what stands for a value in a template or in source code.
 */
final class NoSecret {

    private static final Set<String> WORDS = Set.of(
            "null",
            "none",
            "nil",
            "undefined",
            "true",
            "false",
            "yes",
            "no",
            "on",
            "off",
            "n/a",
            "na",
            "unset",
            "empty",
            "missing",
            "invalid",
            "valid",
            "expired",
            "required",
            "optional",
            "hidden",
            "redacted",
            "masked",
            "filtered",
            "omitted",
            "removed",
            "set",
            "unknown",
            "present",
            "absent",
            "ok",
            "string",
            "str",
            "int",
            "bool",
            "object",
            "optional.empty",
            "not_set");

    /** What the text of a masked value is, in brackets. */
    private static final Set<String> MASKS =
            Set.of("redacted", "filtered", "masked", "hidden", "removed", "omitted", "protected", "secret", "");

    /** Objects of programs whose parts are named, not shown. */
    private static final Set<String> ROOTS = Set.of(
            "self",
            "this",
            "args",
            "arg",
            "config",
            "cfg",
            "conf",
            "settings",
            "os",
            "process",
            "env",
            "request",
            "req",
            "options",
            "opts",
            "params",
            "ctx",
            "context",
            "kwargs",
            "cls",
            "props",
            "system",
            "credentials");

    private static final String PWD = "PWD";

    private static final String OLD_PWD = "OLDPWD";

    private static final int LONGEST = 40;

    private static final int LONGEST_CALL = 128;

    private static final int LONGEST_NUMBER = 3;

    private static final String MASK_CHARACTERS = "*xX.-#\u2022_?";

    private NoSecret() {}

    /** Whether what begins at {@code start}, without quotes, is no secret. */
    static boolean isAt(char[] chars, int start, int to) {
        return start >= to
                || ",;&)}]|".indexOf(chars[start]) >= 0
                || isPlain(chars, start, to)
                || isCode(chars, start, to);
    }

    /** Whether the value is its name's own ({@code token=token} of source code), or the directory of a shell. */
    static boolean isOf(NameBefore name, char[] chars, int start, int to) {
        int length = name.end() - name.start();
        if (length == PWD.length() || length == OLD_PWD.length()) {
            String text = new String(chars, name.start(), length).toUpperCase(Locale.ROOT);
            return (text.equals(PWD) || text.equals(OLD_PWD)) && (chars[start] == '/' || chars[start] == '~');
        }
        int own = name.start();
        for (int i = name.start(); i < name.end(); i++) {
            own = chars[i] == '.' ? i + 1 : own;
        }
        length = name.end() - own;
        int end = start + length;
        if (end > to || !Ends.isDelimited(chars, end, to)) {
            return false;
        }
        for (int n = 0; n < length; n++) {
            if (Character.toLowerCase(chars[start + n]) != Character.toLowerCase(chars[own + n])) {
                return false;
            }
        }
        return true;
    }

    /** Whether the quoted text at {@code quote} is no secret. */
    static boolean isInQuotes(char[] chars, int quote, int to, int level) {
        int start = quote + 1;
        if (start < to && chars[start] == '\\' && level > 0) {
            return Ends.backslashesBefore(chars, start + level, start) >= level
                    && start + level < to
                    && chars[start + level] == chars[quote];
        }
        return start < to && (chars[start] == chars[quote] || isPlain(chars, start, to));
    }

    private static boolean isPlain(char[] chars, int start, int to) {
        return isWord(chars, start, to) || isMasked(chars, start, to) || isTemplate(chars, start, to);
    }

    private static boolean isWord(char[] chars, int start, int to) {
        int most = Math.min(to, start + LONGEST);
        int end = start;
        while (end < most && (Character.isLetter(chars[end]) || "/._".indexOf(chars[end]) >= 0)) {
            end++;
        }
        if (end > start && chars[end - 1] == '.') {
            end--; // of a sentence
        }
        if (end > start) {
            return Ends.isDelimited(chars, end, to)
                    && WORDS.contains(new String(chars, start, end - start).toLowerCase(Locale.ROOT));
        }
        while (end < most && chars[end] >= '0' && chars[end] <= '9') {
            end++;
        }
        return end > start && end - start <= LONGEST_NUMBER && Ends.isDelimited(chars, end, to);
    }

    private static boolean isMasked(char[] chars, int start, int to) {
        int end = start;
        while (end < to && MASK_CHARACTERS.indexOf(chars[end]) >= 0) {
            end++;
        }
        if (end > start && Ends.isDelimited(chars, end, to)) {
            return true;
        }
        char opener = chars[start];
        if (!Brackets.isOpener(opener) && opener != '<') {
            return false;
        }
        char closer = opener == '<' ? '>' : Brackets.closerOf(opener);
        end = lettersEnd(chars, start + 1, to);
        return end < to
                && chars[end] == closer
                && Ends.isDelimited(chars, end + 1, to)
                && (opener != '['
                        || MASKS.contains(new String(chars, start + 1, end - start - 1).toLowerCase(Locale.ROOT)));
    }

    /** {@code ${NAME}}, {@code $NAME}, {@code %s}, {@code {{ name }}}. */
    private static boolean isTemplate(char[] chars, int start, int to) {
        int next = start + 1;
        if (next >= to) {
            return false;
        }
        if (chars[start] == '%') {
            return Character.isLetter(chars[next]) && Ends.isDelimited(chars, next + 1, to);
        }
        if (chars[start] == '{' && chars[next] == '{') {
            return true;
        }
        if (chars[start] != '$') {
            return false;
        }
        boolean braces = chars[next] == '{';
        int end = lettersEnd(chars, braces ? next + 1 : next, to);
        if (braces) {
            return end < to && chars[end] == '}' && Ends.isDelimited(chars, end + 1, to);
        }
        return end > next && Ends.isDelimited(chars, end, to);
    }

    private static int lettersEnd(char[] chars, int start, int to) {
        int most = Math.min(to, start + LONGEST);
        int end = start;
        while (end < most && (Character.isLetter(chars[end]) || "_.- ".indexOf(chars[end]) >= 0)) {
            end++;
        }
        return end;
    }

    /** A call, an element of a map, a part of an object: {@code get_token()}, {@code os.environ["X"]}, {@code self.token}. */
    private static boolean isCode(char[] chars, int start, int to) {
        int most = Math.min(to, start + LONGEST);
        int end = start;
        int dot = -1;
        while (end < most && (Alphabet.LETTERS.has(chars[end]) || chars[end] == '_' || chars[end] == '.')) {
            if (chars[end] >= '0' && chars[end] <= '9') {
                return false;
            }
            dot = chars[end] == '.' && dot < 0 ? end : dot;
            end++;
        }
        if (end - start < 2 || !Character.isLowerCase(chars[start])) {
            return false;
        }
        String first = new String(chars, start, (dot < 0 ? end : dot) - start);
        if (end < to && chars[end] == ' ' && (first.equals("new") || first.equals("await"))) {
            return isCall(chars, callEnd(chars, end + 1, to), to);
        }
        if (dot > 0 && ROOTS.contains(first)) {
            return Ends.isDelimited(chars, end, to) || isCall(chars, end, to);
        }
        return isCall(chars, end, to);
    }

    private static int callEnd(char[] chars, int start, int to) {
        int end = start;
        int most = Math.min(to, start + LONGEST);
        while (end < most && Ends.isNameChar(chars[end])) {
            end++;
        }
        return end;
    }

    private static boolean isCall(char[] chars, int open, int to) {
        if (open >= to || (chars[open] != '(' && chars[open] != '[')) {
            return false;
        }
        if (chars[open] == '[' && (open + 1 >= to || !Ends.isQuote(chars[open + 1]))) {
            return false;
        }
        int most = Math.min(to, open + LONGEST_CALL);
        int end = Ends.ofBracket(chars, open, most);
        return end > 0 && (Ends.isDelimited(chars, end, to) || chars[end] == '.' || chars[end] == '[');
    }
}
