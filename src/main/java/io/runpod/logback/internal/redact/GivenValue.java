package io.runpod.logback.internal.redact;

/** Finds a given value in one of its spellings. */
record GivenValue(String text, int anchor) implements Finder {

    /** Recognised by this many first characters: of a longer one the rest may be cut off. */
    static final int PREFIX = 32;

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

    /** The length of what stands at {@code start} and is this value, or at least as much as it is known by; or 0. */
    static int lengthAt(String text, char[] chars, int start, int to) {
        int limit = Math.min(text.length(), to - start);
        int n = 0;
        while (n < limit && chars[start + n] == text.charAt(n)) {
            n++;
        }
        return n >= Math.min(PREFIX, text.length()) ? n : 0;
    }
}
