package io.runpod.logback.internal.redact;

import java.util.Arrays;
import java.util.Set;

/**
 * Decides whether the value of a sensitive name is no secret: {@code token=null}, {@code token=${TOKEN}} and
 * {@code token=get_token()} stay. It knows empty values, words that only report a state ({@code missing}), masks,
 * templates and messages of a validation; {@link Variable}, {@link SourceCode} and {@link JsonSchema} know the rest.
 */
final class NonSecret {

    private static final Set<String> WORDS = Set.copyOf(Chars.words("""
            null none nil undefined true false yes no on off n/a na unset empty missing invalid valid expired
            required optional hidden redacted masked filtered omitted removed set unknown present absent ok string
            str int bool object optional.empty changeme eof not_set"""));

    /** The texts in square brackets that replace a masked value. */
    private static final Set<String> MASKS = Set.of(
            "redacted", "filtered", "masked", "hidden", "removed", "omitted", "protected", "secret", "sensitive", "");

    /** Words of a placeholder of several words. */
    private static final Set<String> PLACEHOLDER_WORDS = Set.copyOf(Chars.words("""
            your my the a an this here insert enter put add not is was from by see after value name password passwd
            passphrase secret token key credential credentials cookie api default same as for in to of"""));

    private static final String PWD = "PWD";

    private static final String OLD_PWD = "OLDPWD";

    private static final int MAX_CHARS = 40;

    private static final int MAX_CALL_CHARS = 128;

    private static final int MAX_NUMBER_DIGITS = 3;

    private static final int MAX_TOKEN_ID_DIGITS = 6;

    private static final int MAX_REMARK_CHARS = 7;

    /** The characters of a template's name, besides letters. */
    private static final String NAME_CHARS = "_.- ";

    /** The same for double braces. There are no digits, because a text with one may be a secret. */
    private static final String EXPRESSION_CHARS = " _-.|'\"$(),";

    private static final Template[] TEMPLATES = {
        new Template("${{", EXPRESSION_CHARS, MAX_CALL_CHARS, "}}"),
        new Template("{{", EXPRESSION_CHARS, MAX_CALL_CHARS, "}}"),
        new Template("${", NAME_CHARS, MAX_CHARS, "}"),
        new Template("#{", NAME_CHARS + ",=", MAX_CALL_CHARS, "}"), // MyBatis: #{token,jdbcType=VARCHAR}
        new Template("%(", NAME_CHARS, MAX_CHARS, ")s"),
    };

    /** How a template marks the place of a value. */
    private record Template(String opener, String others, int maxChars, String closer) {

        /** The end of the place at {@code start}; -1 if there is none. */
        int end(char[] chars, int start, int to) {
            if (chars[start] != opener.charAt(0) || !Chars.isAt(opener, chars, start, to)) {
                return -1;
            }
            int name = start + opener.length();
            int end = Chars.lettersEnd(chars, name, Math.min(to, name + maxChars), others);
            return Chars.isAt(closer, chars, end, to) ? end + closer.length() : -1;
        }
    }

    /** The words that a validation message may begin with. */
    private static final Set<String> FIRST_MESSAGE_WORDS = Set.copyOf(Chars.words("""
            must should cannot can can't may is has does needs field this size length password passwords"""));

    /** Words of which at least one must follow. */
    private static final Set<String> LATER_MESSAGE_WORDS = Set.copyOf(Chars.words("""
            be blank empty required match valid invalid contain null least short long characters missing incorrect"""));

    private static final int MAX_MESSAGE_CHARS = 96;

    private static final String MASK_CHARACTERS = "*xX.-#\u2022_?";

    private NonSecret() {}

    /** Whether the value without quotes at {@code start} is no secret, whatever follows it. */
    static boolean isAt(NameSpan name, char[] chars, int start, int to) {
        return isEmptyOrCode(chars, start, to)
                || isDirectory(name, chars, start, to)
                || JsonSchema.isAt(name, chars, start, to)
                || isMapOfFlags(chars, start, to);
    }

    /** Whether it is a map that has only booleans and words for no value: {@code secrets: { inherit: true }}. */
    static boolean isMapOfFlags(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CALL_CHARS);
        int end = chars[start] == '{' ? Chars.indexOfAny("}", chars, start, limit) : limit;
        if (end == limit || !ValueEnd.isDelimited(chars, end + 1, to)) {
            return false;
        }
        int at = start;
        do { // a name of letters only, its colon, and its word; a name with a digit may be a secret itself
            int name = Chars.skip(chars, at + 1, end, " \n\"");
            int nameEnd = Chars.lettersEnd(chars, name, end, "_-");
            int colon = Chars.skip(chars, nameEnd, end, " \"");
            if (nameEnd == name || chars[colon] != ':') {
                return false;
            }
            int value = Chars.skip(chars, colon + 1, end, " \n");
            int after = Character.isLetter(chars[value]) ? wordEnd(chars, value, end + 1) : -1;
            if (after < 0) {
                return false;
            }
            at = Chars.skip(chars, after, end, " \n");
        } while (at < end && chars[at] == ',');
        return at == end;
    }

    /** Whether the value without quotes at {@code start} is empty or source code. */
    static boolean isEmptyOrCode(char[] chars, int start, int to) {
        return start >= to || ",;&)}]|".indexOf(chars[start]) >= 0 || SourceCode.isAt(chars, start, to);
    }

    /** Whether the value is the working directory of a shell: {@code PWD=/home}. */
    private static boolean isDirectory(NameSpan name, char[] chars, int start, int to) {
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
        if (end > start + 2 && "(<{".indexOf(chars[start]) >= 0 && isPassphrase(chars, start + 1, end - 1)) {
            return false;
        }
        end = end >= 0 ? end : Variable.end(name, chars, start, to);
        end = end >= 0 ? end : messageEnd(chars, start, to);
        return end >= 0 && (end == to || closesQuote(chars, end, to, chars[quote], level));
    }

    /**
     * Whether the text within brackets may be a passphrase: three words or more, none of which a placeholder has
     * ({@code <your password here>}).
     */
    private static boolean isPassphrase(char[] chars, int from, int end) {
        String text = Chars.lowerCase(chars, from, end);
        String[] words = text.split(" ", -1);
        return words.length > 2
                && text.chars().allMatch(c -> c == ' ' || Character.isLetter(c))
                && Arrays.stream(words).noneMatch(word -> WORDS.contains(word) || PLACEHOLDER_WORDS.contains(word));
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
        int end = Chars.lettersEnd(chars, start, limit, "/._");
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
        int end = Chars.skip(chars, start, to, MASK_CHARACTERS);
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
        end = Chars.lettersEnd(chars, start + 1, Math.min(to, start + 1 + MAX_CHARS), NAME_CHARS);
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

    /** The end of {@code %s}, {@code $(command)} or one of {@link #TEMPLATES}; -1 = none. */
    private static int templateEnd(char[] chars, int start, int to) {
        if (start + 1 >= to || "%#{$".indexOf(chars[start]) < 0) {
            return -1;
        }
        int end = -1;
        if (chars[start] == '%' && Character.isLetter(chars[start + 1])) {
            end = start + 2;
        } else if (chars[start] == '$' && chars[start + 1] == '(') {
            end = Brackets.endOf(chars, start + 1, Math.min(to, start + 1 + MAX_CALL_CHARS));
        }
        for (int n = 0; n < TEMPLATES.length && end < 0; n++) {
            end = TEMPLATES[n].end(chars, start, to);
        }
        return end >= 0 && ValueEnd.isDelimited(chars, end, to) ? end : -1;
    }

    /** The end of a message of a validation: {@code must not be blank}; -1 = there is none. */
    private static int messageEnd(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_MESSAGE_CHARS);
        boolean isFirst = true;
        boolean isMessage = false;
        int i = start;
        while (i < limit) {
            int word = i;
            i = Chars.lettersEnd(chars, word, limit, "");
            if (i > word) {
                String text = Chars.lowerCase(chars, word, i);
                if (isFirst && !FIRST_MESSAGE_WORDS.contains(text)) {
                    return -1;
                }
                isMessage |= !isFirst && LATER_MESSAGE_WORDS.contains(text);
            } else {
                i = Alphabet.DIGITS.runEnd(chars, word, limit);
                if (i == word || i - word > MAX_NUMBER_DIGITS) {
                    return -1;
                }
            }
            isFirst = false;
            i += i < limit && (chars[i] == ',' || chars[i] == '.') ? 1 : 0;
            if (i >= limit || chars[i] != ' ') {
                break;
            }
            i++;
        }
        return isMessage ? i : -1;
    }
}
