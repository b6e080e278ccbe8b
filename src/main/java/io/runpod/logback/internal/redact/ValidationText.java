package io.runpod.logback.internal.redact;

import java.util.Locale;
import java.util.Set;

/** Knows what a validation says of a value in the value's place: {@code "password": "must not be blank"}. */
final class ValidationText {

    private static final Set<String> FIRST = Set.of(
            "must",
            "should",
            "cannot",
            "can",
            "can't",
            "may",
            "is",
            "has",
            "does",
            "needs",
            "field",
            "this",
            "size",
            "length",
            "password",
            "passwords");

    private static final Set<String> LATER = Set.of(
            "be",
            "blank",
            "empty",
            "required",
            "match",
            "valid",
            "invalid",
            "contain",
            "null",
            "least",
            "short",
            "long",
            "characters",
            "missing",
            "incorrect");

    private static final int MAX_CHARS = 96;

    /** A longer number is none of a rule. */
    private static final int MAX_NUMBER = 3;

    private ValidationText() {}

    /** Where such words end that begin at {@code start}; -1 where others do. */
    static int end(char[] chars, int start, int to) {
        int limit = Math.min(to, start + MAX_CHARS);
        int words = 0;
        boolean known = false;
        int i = start;
        while (i < limit) {
            int word = i;
            while (i < limit && Character.isLetter(chars[i])) {
                i++;
            }
            boolean isWord = i > word;
            while (!isWord && i < limit && chars[i] >= '0' && chars[i] <= '9') {
                i++;
            }
            if (i == word || (!isWord && i - word > MAX_NUMBER)) {
                return -1;
            }
            if (isWord) {
                String text = new String(chars, word, i - word).toLowerCase(Locale.ROOT);
                if (words == 0 && !FIRST.contains(text)) {
                    return -1;
                }
                known |= words > 0 && LATER.contains(text);
            }
            words++;
            if (i < limit && (chars[i] == ',' || chars[i] == '.')) {
                i++;
            }
            if (i >= limit || chars[i] != ' ') {
                break;
            }
            i++;
        }
        return known && words > 1 ? i : -1;
    }
}
