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
    private static final Set<String> MASKS = Set.of(
            "redacted", "filtered", "masked", "hidden", "removed", "omitted", "protected", "secret", "sensitive", "");

    private static final String PWD = "PWD";

    private static final String OLD_PWD = "OLDPWD";

    private static final int MAX_CHARS = 40;

    private static final int MAX_CALL_CHARS = 128;

    private static final int MAX_NUMBER_DIGITS = 3;

    private static final int MAX_TOKEN_ID_DIGITS = 6;

    private static final int MAX_REMARK_CHARS = 7;

    private static final String MASK_CHARACTERS = "*xX.-#\u2022_?";

    private NonSecret() {}

    /** Whether the value without quotes at {@code start} is empty or source code. */
    static boolean isEmptyOrCode(char[] chars, int start, int to) {
        return start >= to || ",;&)}]|".indexOf(chars[start]) >= 0 || SourceCode.isAt(chars, start, to);
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
        end = end >= 0 ? end : Variable.end(name, chars, start, to);
        end = end >= 0 ? end : SourceCode.callWithNameEnd(name, chars, start, to);
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
        end = end >= 0 ? end : Variable.end(name, chars, start, to);
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
                && isMaskIn(opener, chars, start + 1, end);
        return isMask ? end + 1 : -1;
    }

    /**
     * Whether the text in brackets is a mask or placeholder: any text in braces or angle brackets; in square brackets a
     * known mask; in round ones also a known word, a short word, or a remark of several words.
     */
    private static boolean isMaskIn(char opener, char[] chars, int from, int end) {
        if (opener != '[' && opener != '(') {
            return true;
        }
        String text = Chars.lowerCase(chars, from, end);
        boolean isRemark = opener == '(' && (end - from <= MAX_REMARK_CHARS || text.indexOf(' ') >= 0);
        return isRemark || MASKS.contains(text) || (opener == '(' && WORDS.contains(text));
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

    /**
     * The end of {@code ${NAME}}, {@code $(command)}, {@code %s}, {@code %(name)s}, <code>#&#123;name&#125;</code> or
     * {@code {{ name }}}; -1 = there is none.
     */
    private static int templateEnd(char[] chars, int start, int to) {
        int next = start + 1;
        if (next >= to) {
            return -1;
        }
        char first = chars[start];
        char second = chars[next];
        if (first == '%') {
            int end = second == '(' ? lettersEnd(chars, next + 1, to) : next;
            end = end > next && Chars.isAt(")s", chars, end, to) ? end + 1 : end;
            return delimited(end < to && Character.isLetter(chars[end]) ? end + 1 : -1, chars, to);
        }
        if (first == '#' && second == '{') {
            int end = propertyEnd(chars, next + 1, to);
            return delimited(end < to && chars[end] == '}' ? end + 1 : -1, chars, to);
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
        int end = second == '{' ? lettersEnd(chars, next + 1, to) : to;
        return delimited(end < to && chars[end] == '}' ? end + 1 : -1, chars, to);
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

    /** The end of a property of MyBatis, with what follows it: {@code token,jdbcType=VARCHAR}. */
    private static int propertyEnd(char[] chars, int start, int to) {
        int end = lettersEnd(chars, start, to);
        while (end + 1 < to && (chars[end] == ',' || chars[end] == '=')) {
            end = lettersEnd(chars, end + 1, to);
        }
        return end;
    }

    private static int lettersEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int end = start;
        while (end < limit && (Character.isLetter(chars[end]) || "_.- ".indexOf(chars[end]) >= 0)) {
            end++;
        }
        return end;
    }
}
