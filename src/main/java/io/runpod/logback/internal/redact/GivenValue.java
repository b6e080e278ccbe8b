package io.runpod.logback.internal.redact;

/**
 * Finds a given value in one spelling ({@link SecretValues}): if {@code s3cr3tpw} is given,
 * {@code login s3cr3tpw failed} becomes {@code login [redacted] failed}.
 *
 * @param text the value in this spelling
 * @param anchor the index of the anchor's second character in the text
 */
record GivenValue(String text, int anchor) implements Finder {

    /** A value is recognised by this many first characters, since the rest may be cut off. */
    static final int MATCHED_CHARS = 32;

    @Override
    public boolean announces(char[] chars, int i, int from, int to) {
        int start = i - anchor;
        return start >= from && lengthAt(text, chars, start, to) > 0;
    }

    @Override
    public boolean find(Scan scan, int i) {
        int start = i - anchor;
        int length = start < scan.from ? 0 : lengthAt(text, scan.text, start, scan.to);
        return length > 0 && scan.found(start, start + length, Continuation.TOKEN);
    }

    /**
     * The number of the value's first characters that are at {@code start}; 0 if they are neither the whole value nor
     * at least {@link #MATCHED_CHARS}.
     */
    static int lengthAt(String text, char[] chars, int start, int to) {
        int limit = Math.min(text.length(), to - start);
        int n = 0;
        while (n < limit && chars[start + n] == text.charAt(n)) {
            n++;
        }
        return n >= Math.min(MATCHED_CHARS, text.length()) ? n : 0;
    }
}
