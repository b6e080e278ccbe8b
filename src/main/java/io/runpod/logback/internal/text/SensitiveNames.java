package io.runpod.logback.internal.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Says whether a field's name announces a secret. A name matches when it is a listed one, or ends with one as its last
 * words: {@code api_key}, {@code Api-Key}, {@code apiKey}, {@code db_password} and {@code X-Api-Key} do,
 * {@code max_tokens} and {@code secretary} do not. Case, {@code -}, {@code _} and {@code .} do not matter. Immutable.
 */
public final class SensitiveNames {

    /** The names that are always on. */
    public static final List<String> DEFAULTS = List.of(
            "password",
            "passwd",
            "secret",
            "token",
            "authorization",
            "api_key",
            "apikey",
            "access_key",
            "private_key",
            "cookie",
            "credential",
            "credentials");

    private static final int LONGEST_NAME = 256;

    private final List<String> folded = new ArrayList<>();

    public SensitiveNames(Collection<String> names) {
        for (String name : names) {
            String word = fold(name);
            if (!word.isEmpty()) {
                folded.add(word);
            }
        }
    }

    public boolean matches(String name) {
        String tail = name.length() > LONGEST_NAME ? name.substring(name.length() - LONGEST_NAME) : name;
        String whole = fold(tail);
        for (String word : folded) {
            if (whole.endsWith(word) && (whole.length() == word.length() || startsWord(tail, word.length()))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a word begins where the last {@code letters} letters and digits of the name begin. */
    private static boolean startsWord(String name, int letters) {
        int i = name.length();
        for (int left = letters; left > 0; ) {
            i--;
            if (!isSeparator(name.charAt(i))) {
                left--;
            }
        }
        return i == 0
                || isSeparator(name.charAt(i - 1))
                || (Character.isUpperCase(name.charAt(i)) && !Character.isUpperCase(name.charAt(i - 1)))
                || !Character.isLetter(name.charAt(i - 1));
    }

    private static String fold(String name) {
        StringBuilder word = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            if (!isSeparator(name.charAt(i))) {
                word.append(name.charAt(i));
            }
        }
        return word.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isSeparator(char c) {
        return c == '-' || c == '_' || c == '.' || c == ' ';
    }
}
