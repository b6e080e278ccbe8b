package io.runpod.logback.internal.redact;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides whether a name is sensitive: it is or ends with a listed name, in any case and spelling ({@code api_key},
 * {@code X-Api-Key}, {@code dbPassword}, {@code DBPassword}), also in the plural or with a number after it.
 * {@code secretary} and {@code max_tokens} are not sensitive. Immutable.
 */
public final class SensitiveNames {

    private static final List<String> DEFAULTS = Chars.words("""
            password passwd pwd passphrase secret token authorization apikey accesskey secretkey signingkey
            encryptionkey accountkey privatekey cookie credential jwt""");

    /** After these words {@code tokens} are secrets; other tokens in the plural are counts: {@code max_tokens}. */
    private static final List<String> SECRET_BEFORE_TOKENS =
            List.of("access", "refresh", "auth", "api", "session", "bearer");

    /** Between these words and {@code token} no separator is needed: {@code accesstoken}. */
    private static final List<String> JOINED_TO_TOKEN =
            List.of("access", "refresh", "auth", "api", "session", "bearer", "id", "csrf", "user", "bot", "hf");

    /** After these words a token is not a secret: a language model processes it, or it is counted. */
    private static final List<String> HARMLESS_BEFORE_TOKEN = Chars.words("""
            eos bos pad unk sep cls mask stop start special next eot eom image per first last input output prompt
            completion max min num audio video vision language timestamp sot speech eog fim""");

    /** The maximum number of characters that are examined: of a longer name, its last ones. */
    public static final int MAX_NAME_CHARS = 256;

    private static final String TOKEN = "token";

    private static final String[] NONE = {};

    /** The listed names by the lower five bits of their last letter. */
    private final String[][] wordsByLast = new String[32][];

    /** The same by their last two letters; the index is {@link #ending}. */
    private final String[][] wordsByEnding = new String[32 * 32][];

    private final Set<String> exempt;

    /** Whether a sensitive name may end with two letters; the index is {@link #ending}. */
    private final boolean[] endings = new boolean[32 * 32];

    private final String lastLetters;
    private final String lettersBeforeLast;

    /** Makes the default names. */
    public SensitiveNames() {
        this(List.of(), List.of());
    }

    /**
     * Makes the names.
     *
     * @param further names in addition to the default ones
     * @param exempt names that are not sensitive; exactly these, not names that end with one
     */
    public SensitiveNames(Collection<String> further, Collection<String> exempt) {
        this.exempt = exempt.stream().map(SensitiveNames::fold).collect(Collectors.toUnmodifiableSet());
        List<String> words = Stream.concat(DEFAULTS.stream(), further.stream().map(SensitiveNames::fold))
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
        Arrays.fill(wordsByLast, NONE);
        Arrays.fill(wordsByEnding, NONE);
        StringBuilder letters = new StringBuilder("s"); // of the plural
        StringBuilder before = new StringBuilder();
        for (String word : words) {
            char beforeLast = word.length() > 1 ? word.charAt(word.length() - 2) : last(word);
            append(wordsByLast, bits(last(word)), word);
            for (char c = 0; c < 32; c++) {
                if (word.length() == 1 || c == bits(beforeLast)) {
                    append(wordsByEnding, ending(c, last(word)), word);
                }
            }
            before.append(beforeLast).append(last(word)); // in the plural, the last letter is before the s
            endings[ending(beforeLast, last(word))] = true;
            endings[ending(last(word), 's')] = true;
            letters.append(last(word));
        }
        for (String name : further) {
            char beforeLast = name.length() > 1 ? name.charAt(name.length() - 2) : 0;
            if (isSeparator(beforeLast)) { // as in o-t-p
                endings[ending(beforeLast, Character.toLowerCase(last(name)))] = true;
            }
        }
        lastLetters = letters.toString();
        lettersBeforeLast = before.toString();
    }

    private static void append(String[][] lists, int index, String word) {
        String[] list = lists[index];
        lists[index] = Arrays.copyOf(list, list.length + 1);
        lists[index][list.length] = word;
    }

    private static char last(String word) {
        return word.charAt(word.length() - 1);
    }

    private static int ending(char first, char second) {
        return bits(first) << 5 | bits(second);
    }

    /** The lower five bits of a letter, which are the same in both cases. */
    private static int bits(char c) {
        return (c < 128 ? c : Character.toLowerCase(c)) & 0x1f;
    }

    /** Whether a sensitive name may end with these two letters; false for most letters. */
    boolean mayEndWith(char first, char second) {
        return endings[ending(first, second)];
    }

    /** The letters with which sensitive names end, in lower case. */
    String lastLetters() {
        return lastLetters;
    }

    /** The letters before the last one of sensitive names, in lower case. */
    String lettersBeforeLast() {
        return lettersBeforeLast;
    }

    /**
     * Whether a listed name or its plural ends at {@code to}. Also true after a character that is not a letter, since
     * it may be part of a number after a name.
     */
    boolean endsWithName(char[] chars, int from, int to) {
        if (!Character.isLetter(chars[to - 1])) {
            return true;
        }
        return endsWithWord(chars, from, to) || (isPlural(chars, to) && endsWithWord(chars, from, to - 1));
    }

    private boolean endsWithWord(char[] chars, int from, int to) {
        if (to == from) {
            return false;
        }
        for (String word : wordsAt(chars, from, to)) {
            if (startOf(word, chars, from, to) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The names that may end at {@code to}. */
    private String[] wordsAt(char[] chars, int from, int to) {
        return to - 1 == from || isSeparator(chars[to - 2])
                ? wordsByLast[bits(chars[to - 1])]
                : wordsByEnding[ending(chars[to - 2], chars[to - 1])];
    }

    private static boolean isPlural(char[] chars, int to) {
        return (chars[to - 1] | 0x20) == 's';
    }

    private static boolean isDirectory(String name) {
        return name.equals("PWD") || name.equals("OLDPWD");
    }

    /** Whether a field's name is sensitive. {@code PWD} in capitals is not: it is the directory of a shell. */
    public boolean matches(String name) {
        if (isDirectory(name)) {
            return false;
        }
        String tail = name.length() > MAX_NAME_CHARS ? name.substring(name.length() - MAX_NAME_CHARS) : name;
        char[] chars = visible(tail).toCharArray();
        return matches(chars, 0, chars.length);
    }

    /**
     * As {@link #matches(String)}, for a text that may also be a sentence. Only a text of one or two words counts.
     *
     * @param scratch at least {@link #MAX_NAME_CHARS} long; the call overwrites it, and allocates nothing for an
     *     ASCII text
     */
    public boolean matchesPhrase(String text, char[] scratch) {
        int length = text.length();
        if (length > MAX_NAME_CHARS || isDirectory(text)) {
            return false;
        }
        int blanks = 0;
        boolean ascii = true;
        for (int i = 0; i < length; i++) {
            scratch[i] = text.charAt(i);
            ascii &= scratch[i] < 128;
            blanks += scratch[i] <= ' ' ? 1 : 0;
        }
        return blanks <= 1 && (ascii ? matches(scratch, 0, length) : matches(text));
    }

    /** The name as it looks: without invisible characters, and with normal letters for full-width ones. */
    private static String visible(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 128) {
                return Normalizer.normalize(name, Normalizer.Form.NFKC).replaceAll("\\p{Cf}", "");
            }
        }
        return name;
    }

    /** Whether the characters are a sensitive name. */
    boolean matches(char[] chars, int from, int to) {
        int end = to;
        while (end > from && !Character.isLetterOrDigit(chars[end - 1])) {
            end--;
        }
        if (matchesWords(chars, from, end)) {
            return !isExempt(chars, from, to);
        }
        int letters = end;
        while (letters > from && !Character.isLetter(chars[letters - 1])) {
            letters--;
        }
        return letters < end
                && matchesWords(chars, from, letters)
                && !isTokenAlone(chars, from, letters)
                && !isExempt(chars, from, to);
    }

    /** Whether the name is only {@code token}. With a number ({@code token12}) it is one of a text's tokens. */
    private static boolean isTokenAlone(char[] chars, int from, int to) {
        return startOf(TOKEN, chars, from, to) == from;
    }

    private boolean isExempt(char[] chars, int from, int to) {
        if (exempt.isEmpty()) {
            return false;
        }
        String name = new String(chars, from, to - from);
        return exempt.contains(fold(name)) || exempt.contains(fold(name.substring(name.lastIndexOf('.') + 1)));
    }

    private boolean matchesWords(char[] chars, int from, int to) {
        return to > from
                && (matchesWords(chars, from, to, false)
                        || (isPlural(chars, to) && to - 1 > from && matchesWords(chars, from, to - 1, true)));
    }

    private boolean matchesWords(char[] chars, int from, int to, boolean plural) {
        for (String word : wordsAt(chars, from, to)) {
            int start = startOf(word, chars, from, to);
            if (start >= 0
                    && (word.equals(TOKEN)
                            ? isSecretToken(chars, from, start, to, plural)
                            // Only a long default name may follow a letter directly: dbpassword, but no short or
                            // further one.
                            : startsWord(chars, from, start, to) || (word.length() > 3 && DEFAULTS.contains(word)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSecretToken(char[] chars, int from, int start, int to, boolean plural) {
        int end = start;
        while (end > from && isSeparator(chars[end - 1])) {
            end--;
        }
        int begin = end;
        while (begin > from
                && Character.isLetter(chars[begin - 1])
                && (begin == end || !startsWord(chars, from, begin, to))) {
            begin--;
        }
        if (plural) {
            return isAny(SECRET_BEFORE_TOKENS, chars, begin, end);
        }
        return startsWord(chars, from, start, to)
                ? !isAny(HARMLESS_BEFORE_TOKEN, chars, begin, end)
                : isAny(JOINED_TO_TOKEN, chars, begin, end);
    }

    private static boolean isAny(List<String> words, char[] chars, int from, int to) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.length() == to - from && startOf(word, chars, from, to) == from) {
                return true;
            }
        }
        return false;
    }

    /** The start of this word if it ends at {@code to}, in any case and with any separators in it; else -1. */
    private static int startOf(String word, char[] chars, int from, int to) {
        int i = to;
        int left = word.length() - 1;
        while (left >= 0) {
            if (i == from) {
                return -1;
            }
            char c = chars[i - 1];
            if (c == word.charAt(left) || Character.toLowerCase(c) == word.charAt(left)) {
                left--;
            } else if (left == word.length() - 1 || !isSeparator(c)) {
                return -1;
            }
            i--;
        }
        return i;
    }

    /** Whether a word of the name begins at {@code i}: after a separator or digit, or with a capital letter. */
    private static boolean startsWord(char[] chars, int from, int i, int to) {
        if (i == from) {
            return true;
        }
        char before = chars[i - 1];
        if (!Character.isLetter(before) || (chars[i] < 128 && isOfOtherScript(before))) {
            return true;
        }
        if ((before == 'D' || before == 'P') && i - 2 >= from && chars[i - 2] == '-') {
            return true; // an option of Java, Maven or Gradle: -Dtoken
        }
        return Character.isUpperCase(chars[i])
                && (!Character.isUpperCase(before) || (i + 1 < to && Character.isLowerCase(chars[i + 1])));
    }

    /** Whether the letter is of a script without capital letters, such as Chinese: a Latin word begins after it. */
    private static boolean isOfOtherScript(char letter) {
        return letter >= 128 && Character.toLowerCase(letter) == Character.toUpperCase(letter);
    }

    private static String fold(String written) {
        String name = visible(written);
        StringBuilder word = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (!isSeparator(name.charAt(i))) {
                word.append(Character.toLowerCase(name.charAt(i)));
            }
        }
        return word.toString();
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '_' || c == '.' || c == ' ';
    }
}
