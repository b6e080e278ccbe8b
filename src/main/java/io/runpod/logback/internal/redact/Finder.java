package io.runpod.logback.internal.redact;

/** Finds the secrets of one kind, around one of its anchors ({@link Anchors}). Immutable. */
interface Finder {

    /**
     * Whether a secret may stand around an anchor. Called for each anchor of every text, so it looks at few characters.
     * True wherever {@link #find} finds something; rarely a false positive.
     *
     * @param i the index of the anchor's second character
     * @param from where the text begins
     * @param to where it ends
     */
    boolean announces(char[] chars, int i, int from, int to);

    /** Finds the secret around an anchor during a scan; reports its place by {@link Scan#found}, or returns false. */
    boolean find(Scan scan, int i);
}
