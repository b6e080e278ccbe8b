package io.runpod.logback.internal.redact;

import java.util.List;
import java.util.Locale;

/** Recognises characters, and skips runs of them forward and back, for the classes that look for names and values. */
final class Chars {

    private Chars() {}

    static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }

    static boolean isBlank(char c) {
        return c <= ' ' || (c >= 0x7f && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c < 0xa0));
    }

    /** Whether a name without quotes may have this character. */
    static boolean isNameChar(char c) {
        return Alphabet.WORD.has(c) || c == '.' || c == '$' || (c >= 128 && Character.isLetterOrDigit(c));
    }

    /** Whether a value may continue with this character directly after a closing quote or bracket. */
    static boolean isWordChar(char c) {
        return Alphabet.ALPHANUMERIC.has(c) || c == '_' || c == '$' || (c >= 128 && Character.isLetterOrDigit(c));
    }

    static boolean hasDigit(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Alphabet.DIGITS.has(chars[i])) {
                return true;
            }
        }
        return false;
    }

    static boolean hasSmallLetter(char[] chars, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isLowerCase(chars[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether the characters at {@code start} are this text. */
    static boolean isAt(String text, char[] chars, int start, int to) {
        if (start + text.length() > to) {
            return false;
        }
        for (int n = 0; n < text.length(); n++) {
            if (chars[start + n] != text.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #isAt}, in any case; the text is given in lower case. */
    static boolean isAtIgnoreCase(String text, char[] chars, int start, int to) {
        if (start + text.length() > to) {
            return false;
        }
        for (int n = 0; n < text.length(); n++) {
            if (Character.toLowerCase(chars[start + n]) != text.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    static String lowerCase(char[] chars, int from, int to) {
        return new String(chars, from, to - from).toLowerCase(Locale.ROOT);
    }

    /** The index after spaces and tabs. */
    static int blanksEnd(char[] chars, int from, int to) {
        int i = from;
        while (i < to && (chars[i] == ' ' || chars[i] == '\t')) {
            i++;
        }
        return i;
    }

    /** The index of the character before the spaces and tabs that end at {@code last}. */
    static int beforeBlanks(char[] chars, int last, int from) {
        int i = last;
        while (i >= from && (chars[i] == ' ' || chars[i] == '\t')) {
            i--;
        }
        return i;
    }

    /** The index after these characters. */
    static int skip(char[] chars, int from, int to, String skipped) {
        int i = from;
        while (i < to && skipped.indexOf(chars[i]) >= 0) {
            i++;
        }
        return i;
    }

    /** The index of the character before these characters, which end at {@code last}. */
    static int skipBack(char[] chars, int last, int from, String skipped) {
        int i = last;
        while (i >= from && skipped.indexOf(chars[i]) >= 0) {
            i--;
        }
        return i;
    }

    /** The index of the first of these characters; {@code to} if there is none. */
    static int indexOfAny(String searched, char[] chars, int from, int to) {
        int i = from;
        while (i < to && searched.indexOf(chars[i]) < 0) {
            i++;
        }
        return i;
    }

    /** The index after letters of any language, and these other characters. */
    static int lettersEnd(char[] chars, int from, int to, String others) {
        int i = from;
        while (i < to && (Character.isLetter(chars[i]) || others.indexOf(chars[i]) >= 0)) {
            i++;
        }
        return i;
    }

    /** The index after the characters of a name ({@link #isNameChar}). */
    static int nameEnd(char[] chars, int from, int to) {
        int i = from;
        while (i < to && isNameChar(chars[i])) {
            i++;
        }
        return i;
    }

    /** The start of the characters of a name that end before {@code end}. */
    static int nameStart(char[] chars, int end, int from) {
        int i = end;
        while (i > from && isNameChar(chars[i - 1])) {
            i--;
        }
        return i;
    }

    /** The index of the quote at {@code from}, or after backslashes there; -1 = there is none. */
    static int quoteAt(char[] chars, int from, int to) {
        int i = backslashesEnd(chars, from, to);
        return i < to && isQuote(chars[i]) ? i : -1;
    }

    /** The words of a text. A long list of words is shorter as one text than as one argument for each word. */
    static List<String> words(String text) {
        return List.of(text.split("\\s+", -1));
    }

    /** The index after the backslashes at {@code from}. */
    static int backslashesEnd(char[] chars, int from, int to) {
        int i = from;
        while (i < to && chars[i] == '\\') {
            i++;
        }
        return i;
    }

    /** The number of backslashes directly before {@code i}. */
    static int backslashesBefore(char[] chars, int i, int from) {
        int n = i;
        while (n > from && chars[n - 1] == '\\') {
            n--;
        }
        return i - n;
    }

    /** Whether an escaped line break or tab (a backslash and a letter) ends at {@code i}. */
    static boolean isEscapedBreak(char[] chars, int i, int from) {
        return i - 1 >= from && chars[i - 1] == '\\' && (chars[i] == 'n' || chars[i] == 'r' || chars[i] == 't');
    }
}
