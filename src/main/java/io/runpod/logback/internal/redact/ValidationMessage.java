package io.runpod.logback.internal.redact;

import java.util.Set;

/** Recognises a validation message in place of a value: {@code "password": "must not be blank"} stays. */
final class ValidationMessage {

    private static final Set<String> FIRST_WORDS = Set.copyOf(Chars.words("""
            must should cannot can can't may is has does needs field this size length password passwords"""));

    private static final Set<String> LATER_WORDS = Set.copyOf(Chars.words("""
            be blank empty required match valid invalid contain null least short long characters missing incorrect"""));

    private static final int MAX_CHARS = 96;

    /** The maximum number of digits of a number in such a message. */
    private static final int MAX_NUMBER_DIGITS = 3;

    private ValidationMessage() {}

    /** The end of the message at {@code start}; -1 if there is none. */
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
            i = isWord ? i : Alphabet.DIGITS.runEnd(chars, i, limit);
            if (i == word || (!isWord && i - word > MAX_NUMBER_DIGITS)) {
                return -1;
            }
            if (isWord) {
                String text = Chars.lowerCase(chars, word, i);
                if (words == 0 && !FIRST_WORDS.contains(text)) {
                    return -1;
                }
                known |= words > 0 && LATER_WORDS.contains(text);
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
