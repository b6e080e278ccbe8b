package io.runpod.logback.internal.redact;

/** Finds the secrets of one kind, each of which has a certain pair of characters. Immutable. */
interface Finder {

    /**
     * Whether a secret may stand around a pair of characters. Asked for each such pair of every text, so it looks at few
     * characters. True where {@link #find} finds something; seldom true elsewhere.
     *
     * @param i the index of the pair's second character
     * @param from where the text begins
     * @param to where it ends
     */
    boolean announces(char[] chars, int i, int from, int to);

    /** Finds the secret around the pair, in a pass over the whole text; says in {@code pass} from where to where. */
    boolean find(Scan scan, int i);
}
