package io.runpod.logback.internal.redact;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether a name announces a secret: it is a listed one, or ends with one as its last words, in any case and spelling
 * ({@code api_key}, {@code X-Api-Key}, {@code dbPassword}, {@code DBPassword}), also in the plural, also with a number
 * after it. {@code secretary} and {@code max_tokens} do not. Immutable.
 */
public final class SensitiveNames {

    private static final List<String> DEFAULTS = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "authorization",
            "apikey",
            "accesskey",
            "secretkey",
            "signingkey",
            "encryptionkey",
            "accountkey",
            "privatekey",
            "cookie",
            "credential",
            "jwt");

    /** After these words several tokens are secrets; other tokens in the plural are counted ones. */
    private static final List<String> SECRET_PLURALS = List.of("access", "refresh", "auth", "api", "session", "bearer");

    /** After these a token is also one where the two are written as one word. */
    private static final List<String> GLUED =
            List.of("access", "refresh", "auth", "api", "session", "bearer", "id", "csrf", "user", "bot", "hf");

    /** After these a token is one of a tokenizer, or is counted. */
    private static final Set<String> TOKENIZERS = Set.of(
            "eos",
            "bos",
            "pad",
            "unk",
            "sep",
            "cls",
            "mask",
            "stop",
            "start",
            "special",
            "next",
            "eot",
            "eom",
            "image",
            "per",
            "first",
            "last",
            "input",
            "output",
            "prompt",
            "completion",
            "max",
            "min",
            "num");

    private static final int LONGEST_NAME = 256;

    private static final String TOKEN = "token";

    private final List<String> words = new ArrayList<>();
    private final Set<String> usual;
    private final Set<String> exempt;

    /** Whether a name may end with two letters, by both. */
    private final boolean[] endings = new boolean[32 * 32];

    /** The usual names. */
    public SensitiveNames() {
        this(List.of(), List.of());
    }

    /**
     * Makes the names.
     *
     * @param further names beside the usual ones
     * @param exempt names that announce no secret; only just these, not those that end with one
     */
    public SensitiveNames(Collection<String> further, Collection<String> exempt) {
        this.exempt = exempt.stream().map(SensitiveNames::fold).collect(Collectors.toUnmodifiableSet());
        this.usual = Set.copyOf(DEFAULTS);
        words.addAll(DEFAULTS);
        for (String name : further) {
            String word = fold(name);
            if (!word.isEmpty() && !words.contains(word)) {
                words.add(word);
            }
        }
        for (String word : words) {
            char last = word.charAt(word.length() - 1);
            char beforeLast = word.length() > 1 ? word.charAt(word.length() - 2) : last;
            endings[ending(beforeLast, last)] = true;
            endings[ending(last, 's')] = true;
        }
    }

    private static int ending(char first, char second) {
        return (first & 0x1f) << 5 | (second & 0x1f);
    }

    /** Whether a name may end with these two letters; false for most. */
    boolean mayEndWith(char first, char second) {
        return endings[ending(first, second)];
    }

    /** The last characters that names have, in lower case. */
    String lastLetters() {
        StringBuilder letters = new StringBuilder("s");
        for (String word : words) {
            letters.append(word.charAt(word.length() - 1));
        }
        return letters.toString();
    }

    public boolean matches(String name) {
        String tail = name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
        char[] chars = visible(tail).toCharArray();
        return matches(chars, 0, chars.length);
    }

    /** The name as it looks: without characters that do not show, and with wide letters as the usual ones. */
    private static String visible(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 128) {
                return Normalizer.normalize(name, Normalizer.Form.NFKC).replaceAll("\\p{Cf}", "");
            }
        }
        return name;
    }

    /** Whether the characters are a name that announces a secret. */
    boolean matches(char[] chars, int from, int to) {
        int end = to;
        while (end > from && !Character.isLetterOrDigit(chars[end - 1])) {
            end--;
        }
        if (matchesWords(chars, from, end)) {
            return exempt.isEmpty() || !isExempt(chars, from, to);
        }
        int letters = end;
        while (letters > from && !Character.isLetter(chars[letters - 1])) {
            letters--;
        }
        return letters < end
                && matchesWords(chars, from, letters)
                && !isJustToken(chars, from, letters)
                && (exempt.isEmpty() || !isExempt(chars, from, to));
    }

    /** A token that is only numbered is one of a text. */
    private static boolean isJustToken(char[] chars, int from, int to) {
        int start = startOf(TOKEN, chars, from, to);
        return start == from;
    }

    private boolean isExempt(char[] chars, int from, int to) {
        String name = new String(chars, from, to - from);
        return exempt.contains(fold(name)) || exempt.contains(fold(name.substring(name.lastIndexOf('.') + 1)));
    }

    private boolean matchesWords(char[] chars, int from, int to) {
        if (to == from) {
            return false;
        }
        boolean plural = (chars[to - 1] | 0x20) == 's';
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (matches(word, chars, from, to, false) || (plural && matches(word, chars, from, to - 1, true))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String word, char[] chars, int from, int to, boolean plural) {
        int start = startOf(word, chars, from, to);
        if (start < 0) {
            return false;
        }
        if (word.equals(TOKEN)) {
            return isSecretToken(chars, from, start, plural);
        }
        return startsWord(chars, from, start) || (usual.contains(word) && word.length() > 3);
    }

    private static boolean isSecretToken(char[] chars, int from, int start, boolean plural) {
        int end = start;
        while (end > from && isSeparator(chars[end - 1])) {
            end--;
        }
        int begin = end;
        while (begin > from
                && Character.isLetter(chars[begin - 1])
                && (begin == end || !startsWord(chars, from, begin))) {
            begin--;
        }
        String before = new String(chars, begin, end - begin).toLowerCase(Locale.ROOT);
        if (plural) {
            return (startsWord(chars, from, start) ? SECRET_PLURALS : List.<String>of()).contains(before)
                    || endsWithAny(before, SECRET_PLURALS);
        }
        if (startsWord(chars, from, start)) {
            return !TOKENIZERS.contains(before);
        }
        return endsWithAny(before, GLUED);
    }

    private static boolean endsWithAny(String text, List<String> endings) {
        for (String ending : endings) {
            if (text.equals(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Where the word begins that ends at {@code to}, whatever its case and the separators in it; or -1. */
    private static int startOf(String word, char[] chars, int from, int to) {
        int i = to;
        for (int left = word.length() - 1; left >= 0; left--) {
            while (i > from && left < word.length() - 1 && isSeparator(chars[i - 1])) {
                i--;
            }
            if (i == from || Character.toLowerCase(chars[i - 1]) != word.charAt(left)) {
                return -1;
            }
            i--;
        }
        return i;
    }

    /** Whether a word begins at {@code i}, as separators, capitals and digits show. */
    private static boolean startsWord(char[] chars, int from, int i) {
        if (i == from) {
            return true;
        }
        char before = chars[i - 1];
        if (!Character.isLetter(before)) {
            return true;
        }
        return Character.isUpperCase(chars[i])
                && (!Character.isUpperCase(before) || (i + 1 < chars.length && Character.isLowerCase(chars[i + 1])));
    }

    private static String fold(String name) {
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
