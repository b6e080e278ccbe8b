package io.runpod.logback.internal.redact;

/** Finds the secrets of one kind around their anchors ({@link Anchors}). Immutable. */
interface Finder {

    /**
     * Whether a secret may be around an anchor. Called for each anchor of every text, so it reads few characters. True
     * wherever {@link #find} finds something, and rarely elsewhere.
     *
     * @param i the index of the anchor's second character
     * @param from the beginning of the text
     * @param to its end
     */
    boolean announces(char[] chars, int i, int from, int to);

    /** Finds the secret around an anchor during a scan; reports its place by {@link Scan#found}, or returns false. */
    boolean find(Scan scan, int i);
}
