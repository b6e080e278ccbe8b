package io.runpod.logback.internal.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of neighbouring ASCII characters at which secrets are looked for. Each kind of secret is looked for at a pair
 * that is rare in the texts of a log, so that most texts are passed without a stop, however many kinds there are.
 */
final class Anchors {

    /** The letters from the one that is rarest in texts. */
    private static final String RAREST_FIRST = "qzxjkvwybgpfmucdlhrsniotae";

    private static final int SIZE = 128 * 128;

    private static final Finder[] NONE = {};

    private final short[] indexes = new short[SIZE];
    private final List<Finder[]> finders = new ArrayList<>(List.of(new Finder[][] {NONE}));

    /** Those of texts that have no pair of ASCII characters; asked at each character that is not ASCII. */
    private Finder[] elsewhere = NONE;

    static int pair(char first, char second) {
        return (first & 0x7f) << 7 | second;
    }

    void add(char first, char second, Finder finder) {
        int pair = pair(first, second);
        Finder[] before = finders.get(indexes[pair]);
        for (Finder there : before) {
            if (there.equals(finder)) {
                return;
            }
        }
        if (indexes[pair] == 0) {
            indexes[pair] = (short) finders.size();
            finders.add(NONE);
        }
        finders.set(indexes[pair], with(before, finder));
    }

    /**
     * Adds what looks for a text, at the rarest pair of its beginning.
     *
     * @param most how many characters of the beginning are taken into account
     * @param finder makes the finder, given the index of the pair's second character in the text
     */
    void addText(String text, int most, IntFunction<Finder> finder) {
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i = 1; i < Math.min(most, text.length()); i++) {
            if (text.charAt(i) < 128 && text.charAt(i - 1) < 128) {
                int cost = weight(text.charAt(i - 1), text.charAt(i));
                if (cost < least) {
                    least = cost;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            add(text.charAt(best - 1), text.charAt(best), finder.apply(best));
            return;
        }
        int other = 0;
        while (text.charAt(other) < 128) {
            other++;
        }
        elsewhere = with(elsewhere, finder.apply(other));
    }

    /** How common a pair is, roughly, and how much is looked for at it already. */
    private int weight(char first, char second) {
        return weight(first) * weight(second) + 8 * finders.get(indexes[pair(first, second)]).length;
    }

    private static int weight(char c) {
        int letter = RAREST_FIRST.indexOf(Character.toLowerCase(c));
        if (letter >= 0) {
            return Character.isUpperCase(c) ? 4 : 4 + letter;
        }
        return c == ' ' ? 40 : c >= '0' && c <= '9' ? 14 : 8;
    }

    private static Finder[] with(Finder[] before, Finder finder) {
        Finder[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = finder;
        return after;
    }

    /** The pairs, as {@link #pair} numbers them. */
    int[] pairs() {
        return IntStream.range(0, SIZE).filter(pair -> indexes[pair] != 0).toArray();
    }

    boolean watchesAll() {
        return elsewhere.length > 0;
    }

    /** What looks for secrets at the pair whose second character is at {@code i}; null where nothing does. */
    Finder @Nullable [] at(char[] chars, int i, int from) {
        char c = chars[i];
        if (c >= 128) {
            return elsewhere.length == 0 ? null : elsewhere;
        }
        int index = i == from ? 0 : indexes[pair(chars[i - 1], c)];
        return index == 0 ? null : finders.get(index);
    }
}
