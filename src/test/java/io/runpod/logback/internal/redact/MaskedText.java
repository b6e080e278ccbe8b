package io.runpod.logback.internal.redact;

/** A text with every secret masked, as a line has it. */
public final class MaskedText {

    private MaskedText() {}

    /** Returns the text itself where it has no secret. */
    public static String of(Redactor redactor, String text) {
        char[] chars = text.toCharArray();
        Scan scan = redactor.scan(chars, 0, 0, chars.length, false);
        StringBuilder masked = new StringBuilder(chars.length);
        int done = 0;
        while (scan.next()) {
            masked.append(chars, done, scan.start() - done).append(Redactor.MASK);
            done = scan.end();
        }
        return masked.append(chars, done, chars.length - done).toString();
    }
}
