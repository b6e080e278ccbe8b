package io.runpod.logback.internal.redact;

/** Finds the secrets of one kind around their anchors ({@link Anchors}). Immutable. */
interface Finder {

    /**
     * Whether a secret may be around an anchor. Called for each anchor of every text, so it reads few characters. True
     * where {@link #find} finds a secret; elsewhere rarely.
     *
     * @param i the index of the anchor's second character
     * @param from the start of the text
     * @param to the end of the text
     */
    boolean mayFind(char[] chars, int i, int from, int to);

    /** Finds the secret around an anchor and reports it by {@link Scan#found}; returns false if there is none. */
    boolean find(Scan scan, int i);
}
