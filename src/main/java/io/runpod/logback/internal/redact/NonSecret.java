package io.runpod.logback.internal.redact;

import java.util.Set;

/**
 * Recognises values that are not secret although their name is sensitive: empty values, null, booleans, words that only
 * report a state ({@code missing}), masks, placeholders of templates, and source code. {@code token=null},
 * {@code token=${TOKEN}} and {@code token=get_token()} stay.
 */
final class NonSecret {

    private static final Set<String> WORDS = Set.copyOf(Chars.words("""
            null none nil undefined true false yes no on off n/a na unset empty missing invalid valid expired
            required optional hidden redacted masked filtered omitted removed set unknown present absent ok string
            str int bool object optional.empty changeme eof not_set"""));

    /** The texts in square brackets that replace a masked value. */
    private static final Set<String> MASKS =
            Set.of("redacted", "filtered", "masked", "hidden", "removed", "omitted", "protected", "secret", "");

    /** Names of objects in source code: {@code self.token} is a member of one, not a value. */
    private static final Set<String> CODE_OBJECTS = Set.copyOf(Chars.words("""
            self this args arg config cfg conf settings os process env request req options opts params ctx context
            kwargs cls props system credentials"""));

    private static final String PWD = "PWD";

    private static final String OLD_PWD = "OLDPWD";

    private static final int MAX_CHARS = 40;

    private static final int MAX_CALL_CHARS = 128;

    private static final int MAX_NUMBER_DIGITS = 3;

    private static final int MAX_TOKEN_ID_DIGITS = 6;

    private static final String MASK_CHARACTERS = "*xX.-#\u2022_?";

    private NonSecret() {}

    /** Whether the value without quotes at {@code start} is empty or source code. */
    static boolean isEmptyOrCode(char[] chars, int start, int to) {
        return start >= to || ",;&)}]|".indexOf(chars[start]) >= 0 || isCode(chars, start, to);
    }

    /** Whether the value is the working directory of a shell: {@code PWD=/home}. */
    static boolean isDirectory(NameSpan name, char[] chars, int start, int to) {
        return start < to && chars[start] == '/' && (isName(PWD, name, chars) || isName(OLD_PWD, name, chars));
    }

    private static boolean isName(String word, NameSpan name, char[] chars) {
        return name.length() == word.length() && Chars.isAt(word, chars, name.start(), name.end());
    }

    /**
     * The end of a placeholder, or of another text that is not a secret, at {@code start}; -1 = none. The caller must
     * check that the whole value ends there.
     */
    static int placeholderEnd(NameSpan name, char[] chars, int start, int to) {
        int end = plainEnd(chars, start, to);
        end = end >= 0 ? end : ownNameEnd(name, chars, start, to);
        return end >= 0 ? end : tokenIdEnd(name, chars, start, to);
    }

    /** Whether the quoted text at {@code quote} is not a secret. */
    static boolean isInQuotes(NameSpan name, char[] chars, int quote, int to, int level) {
        int start = quote + 1;
        if (start >= to) {
            return false;
        }
        if (closesQuote(chars, start, to, chars[quote], level) || isDirectory(name, chars, start, to)) {
            return true;
        }
        int end = plainEnd(chars, start, to);
        end = end >= 0 ? end : ownNameEnd(name, chars, start, to);
        end = end >= 0 ? end : ValidationMessage.end(chars, start, to);
        return end >= 0 && (end == to || closesQuote(chars, end, to, chars[quote], level));
    }

    private static boolean closesQuote(char[] chars, int at, int to, char quote, int level) {
        int i = Chars.backslashesEnd(chars, at, Math.min(to, at + level));
        return i == at + level && i < to && chars[i] == quote;
    }

    /** The end of a word of {@link #WORDS}, a short number, a mask or a placeholder of a template; -1 = none. */
    static int plainEnd(char[] chars, int start, int to) {
        int end = wordEnd(chars, start, to);
        end = end >= 0 ? end : maskEnd(chars, start, to);
        return end >= 0 ? end : templateEnd(chars, start, to);
    }

    /**
     * The end of a value that repeats its name ({@code token=token} in source code) or the last word of it
     * ({@code token=my_token}); -1 = none.
     */
    private static int ownNameEnd(NameSpan name, char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        int word = start;
        if (end < limit && (chars[end] == ':' || chars[end] == '@')) {
            end++; // a parameter of SQL
            word = end;
        }
        boolean isParameter = end > start;
        boolean several = false;
        while (end < limit && (Character.isLetter(chars[end]) || chars[end] == '_')) {
            if (chars[end] == '_') {
                word = end + 1;
                several = true;
            }
            end++;
        }
        if ((several || isParameter) && ValueEnd.isDelimited(chars, end, to) && endsAlike(name, chars, word, end)) {
            return end;
        }
        int own = name.start();
        for (int i = name.start(); i < name.end(); i++) {
            own = chars[i] == '.' ? i + 1 : own;
        }
        int length = name.end() - own;
        end = start + length;
        return end <= to && ValueEnd.isDelimited(chars, end, to) && endsAlike(name, chars, start, end) ? end : -1;
    }

    /** Whether a name ends with this word, in any case. */
    private static boolean endsAlike(NameSpan name, char[] chars, int from, int end) {
        int length = end - from;
        if (length == 0 || length > name.length()) {
            return false;
        }
        for (int n = 1; n <= length; n++) {
            if (Character.toLowerCase(chars[end - n]) != Character.toLowerCase(chars[name.end() - n])) {
                return false;
            }
        }
        return true;
    }

    /** The end of a number that is a token of a language model ({@code token=50256}); -1 = none. */
    private static int tokenIdEnd(NameSpan name, char[] chars, int start, int to) {
        int end = Alphabet.DIGITS.runEnd(chars, start, Math.min(to, start + MAX_TOKEN_ID_DIGITS));
        return end > start && ValueEnd.isDelimited(chars, end, to) && name.endsWith("token", chars) ? end : -1;
    }

    private static int wordEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        while (end < limit && (Character.isLetter(chars[end]) || "/._".indexOf(chars[end]) >= 0)) {
            end++;
        }
        if (end > start && chars[end - 1] == '.') {
            end--; // the end of a sentence
        }
        if (end > start) {
            return ValueEnd.isDelimited(chars, end, to) && WORDS.contains(Chars.lowerCase(chars, start, end))
                    ? end
                    : -1;
        }
        end = Alphabet.DIGITS.runEnd(chars, start, limit);
        return end > start && end - start <= MAX_NUMBER_DIGITS && ValueEnd.isDelimited(chars, end, to) ? end : -1;
    }

    private static int maskEnd(char[] chars, int start, int to) {
        int end = start;
        while (end < to && MASK_CHARACTERS.indexOf(chars[end]) >= 0) {
            end++;
        }
        if (end > start && ValueEnd.isDelimited(chars, end, to)) {
            return end;
        }
        char opener = start < to ? chars[start] : 0;
        if (!Brackets.isOpener(opener) && opener != '<') {
            return -1;
        }
        if (opener == '<' && start + 1 < to && chars[start + 1] == '|') {
            return specialTokenEnd(chars, start + 2, to);
        }
        char closer = opener == '<' ? '>' : Brackets.closerOf(opener);
        end = lettersEnd(chars, start + 1, to);
        boolean isMask = end < to
                && chars[end] == closer
                && ValueEnd.isDelimited(chars, end + 1, to)
                && (opener != '[' || MASKS.contains(Chars.lowerCase(chars, start + 1, end)));
        return isMask ? end + 1 : -1;
    }

    /** The end of a special token of a tokenizer: {@code <|endoftext|>}; -1 = none. */
    private static int specialTokenEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        while (end < limit && (Alphabet.WORD.has(chars[end]) || chars[end] == ' ')) {
            end++;
        }
        return end + 1 < to && chars[end] == '|' && chars[end + 1] == '>' ? end + 2 : -1;
    }

    /** The end of {@code ${NAME}}, {@code $NAME}, {@code $1}, {@code $(command)}, {@code %s}, {@code {{ name }}}. */
    private static int templateEnd(char[] chars, int start, int to) {
        int next = start + 1;
        if (next >= to) {
            return -1;
        }
        char first = chars[start];
        char second = chars[next];
        if (first == '%') {
            return delimited(Character.isLetter(second) ? next + 1 : -1, chars, to);
        }
        if (first == '{' && second == '{') {
            return doubleBracesEnd(chars, next + 1, to);
        }
        if (first != '$') {
            return -1;
        }
        if (second == '{' && next + 1 < to && chars[next + 1] == '{') {
            return doubleBracesEnd(chars, next + 2, to);
        }
        if (second == '(') {
            return delimited(ValueEnd.ofBracket(chars, next, Math.min(to, next + MAX_CALL_CHARS)), chars, to);
        }
        if (Alphabet.DIGITS.has(second)) {
            return delimited(Alphabet.DIGITS.runEnd(chars, next, Math.min(to, next + 2)), chars, to);
        }
        boolean braces = second == '{';
        int end = lettersEnd(chars, braces ? next + 1 : next, to);
        if (braces) {
            return delimited(end < to && chars[end] == '}' ? end + 1 : -1, chars, to);
        }
        for (int i = next; i < end; i++) {
            end = chars[i] == ' ' ? i : end;
        }
        return delimited(end > next ? end : -1, chars, to);
    }

    /** Returns {@code end} if a value may end there, else -1. */
    private static int delimited(int end, char[] chars, int to) {
        return end >= 0 && ValueEnd.isDelimited(chars, end, to) ? end : -1;
    }

    /** The end of {@code {{ name }}}; -1 = none. With a digit in it, it may be a secret and is not a placeholder. */
    private static int doubleBracesEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CALL_CHARS);
        int end = start;
        while (end < limit && (Character.isLetter(chars[end]) || " _-.|'\"$(),".indexOf(chars[end]) >= 0)) {
            end++;
        }
        boolean closed = end + 1 < to && chars[end] == '}' && chars[end + 1] == '}';
        return delimited(closed ? end + 2 : -1, chars, to);
    }

    private static int lettersEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        while (end < limit && (Character.isLetter(chars[end]) || "_.- ".indexOf(chars[end]) >= 0)) {
            end++;
        }
        return end;
    }

    /** Whether it is a call, element or member: {@code get_token()}, {@code environ["X"]}, {@code self.token}. */
    private static boolean isCode(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        int dot = -1;
        while (end < limit && (Alphabet.ALPHANUMERIC.has(chars[end]) || chars[end] == '_' || chars[end] == '.')) {
            if (Alphabet.DIGITS.has(chars[end])) {
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
        if (dot > 0 && CODE_OBJECTS.contains(first)) {
            return ValueEnd.isDelimited(chars, end, to) || isCall(chars, end, to);
        }
        return isCall(chars, end, to);
    }

    private static int callEnd(char[] chars, int start, int to) {
        int end = start;
        int limit = Math.min(to, start + MAX_CHARS);
        while (end < limit && Chars.isNameChar(chars[end])) {
            end++;
        }
        return end;
    }

    private static boolean isCall(char[] chars, int open, int to) {
        if (open >= to || (chars[open] != '(' && chars[open] != '[')) {
            return false;
        }
        if (chars[open] == '[' && (open + 1 >= to || !Chars.isQuote(chars[open + 1]))) {
            return false;
        }
        int limit = Math.min(to, open + MAX_CALL_CHARS);
        int end = ValueEnd.ofBracket(chars, open, limit);
        return end > 0 && (ValueEnd.isDelimited(chars, end, to) || chars[end] == '.' || chars[end] == '[');
    }
}
