package io.runpod.logback.internal.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in text: RunPod keys, bearer tokens, AWS key ids, JWTs, passwords in URLs, and given values (those of
 * the worker's own secret variables). Immutable.
 *
 * <p>Linear in the text, whatever the text: a character is looked at again only when it can be part of a secret that
 * begins at one of a few rare anchor characters, and no run of characters is walked from more than one anchor.
 */
public final class Redactor {

    /** What stands in the place of a secret. */
    public static final String MASK = "[redacted]";

    /** Given values shorter than this are not looked for: they would be found in ordinary words. */
    static final int SHORTEST_VALUE = 6;

    /** Given values are recognised by this many first characters, which bounds the cost of one comparison. */
    private static final int VALUE_PREFIX = 32;

    private final boolean[] anchors = new boolean[128];
    private final boolean otherAnchors;
    private final String[] values;

    public Redactor(List<String> secretValues) {
        values = secretValues.stream()
                .filter(value -> value.length() >= SHORTEST_VALUE)
                .distinct()
                .toArray(String[]::new);
        for (char c : new char[] {'_', 'b', 'B', 'A', 'J', ':'}) {
            anchors[c] = true;
        }
        boolean others = false;
        for (String value : values) {
            if (value.charAt(0) < 128) {
                anchors[value.charAt(0)] = true;
            } else {
                others = true;
            }
        }
        otherAnchors = others;
    }

    /** Starts a pass over {@code [from, to)}. */
    Scan scan(char[] text, int from, int to) {
        return new Scan(text, from, to);
    }

    /** Whether there is a secret in the text. */
    public boolean finds(String text) {
        return scan(text.toCharArray(), 0, text.length()).next();
    }

    /** One pass over a text; each call of {@link #next} finds the following secret. */
    final class Scan {
        private final char[] text;
        private final int to;
        private int at;
        private int begin;
        private int start;
        private int end;

        /** No JWT begins before this index: the run of characters up to it is not followed by what makes it one. */
        private int noJwtBefore;

        private Scan(char[] text, int from, int to) {
            this.text = text;
            this.at = from;
            this.begin = from;
            this.to = to;
        }

        int start() {
            return start;
        }

        int end() {
            return end;
        }

        boolean next() {
            // Locals, and a look at one neighbour before the call: a pass over a stack trace took twice as long
            // without.
            boolean[] anchor = anchors;
            char[] chars = text;
            int last = to;
            for (int i = at; i < last; i++) {
                char c = chars[i];
                if ((c < 128 ? anchor[c] : otherAnchors) && mayBegin(chars, i, last) && secretAround(i, c)) {
                    coverValuesWithin();
                    at = end;
                    begin = end;
                    return true;
                }
            }
            at = to;
            return false;
        }

        /** Whether the neighbour of an anchor is one that a secret has there. */
        private boolean mayBegin(char[] chars, int i, int last) {
            if (values.length > 0) {
                return true;
            }
            return switch (chars[i]) {
                case '_' -> i > 0 && chars[i - 1] == 'a';
                case 'J' -> i > 0 && chars[i - 1] == 'y';
                case 'A' -> i + 1 < last && (chars[i + 1] == 'K' || chars[i + 1] == 'S');
                case ':' -> i + 1 < last && chars[i + 1] == '/';
                default -> i + 1 < last && (chars[i + 1] | 0x20) == 'e';
            };
        }

        /** A given value may begin within what was found, and reach beyond it. */
        private void coverValuesWithin() {
            int from = start;
            int until = end;
            for (int i = from; values.length > 0 && i < until; i++) {
                if (isAnyValueAt(i)) {
                    until = Math.max(until, end);
                }
            }
            found(from, until);
        }

        private boolean isAnyValueAt(int i) {
            for (String value : values) {
                if (value.charAt(0) == text[i] && isValueAt(value, i)) {
                    return true;
                }
            }
            return false;
        }

        private boolean secretAround(int i, char c) {
            if (isAnyValueAt(i)) {
                return true;
            }
            return switch (c) {
                case '_' -> isRunPodKey(i);
                case 'B', 'b' -> isBearer(i);
                case 'A' -> isAwsKeyId(i);
                case 'J' -> isJwt(i);
                case ':' -> isUrlPassword(i);
                default -> false;
            };
        }

        private boolean found(int from, int until) {
            start = from;
            end = until;
            return true;
        }

        private boolean isValueAt(String value, int i) {
            int needed = Math.min(VALUE_PREFIX, value.length());
            int n = 0;
            while (n < value.length() && i + n < to && text[i + n] == value.charAt(n)) {
                n++;
            }
            return n >= needed && found(i, i + n);
        }

        /** {@code rpa_} and what follows. */
        private boolean isRunPodKey(int i) {
            if (i - 3 < begin || text[i - 1] != 'a' || text[i - 2] != 'p' || text[i - 3] != 'r') {
                return false;
            }
            int until = i + 1;
            while (until < to && isWordChar(text[until])) {
                until++;
            }
            boolean inWord = i - 4 >= begin && Character.isLetterOrDigit(text[i - 4]);
            return until - i - 1 >= (inWord ? 16 : 6) && found(i - 3, until);
        }

        /** {@code Bearer } in any case and a token (RFC 6750 section 2.1); the word itself stays readable. */
        private boolean isBearer(int i) {
            String word = "bearer";
            if (i + word.length() >= to) {
                return false;
            }
            for (int n = 1; n < word.length(); n++) {
                if ((text[i + n] | 0x20) != word.charAt(n)) {
                    return false;
                }
            }
            int from = i + word.length();
            while (from < to && (text[from] == ' ' || text[from] == '\t')) {
                from++;
            }
            if (from == i + word.length()) {
                return false;
            }
            int until = from;
            boolean digit = false;
            while (until < to && isTokenChar(text[until])) {
                digit |= text[until] <= '9' && text[until] >= '0';
                until++;
            }
            return until > from && (digit || until - from >= 8) && found(from, until);
        }

        /** {@code AKIA} or {@code ASIA} and 16 capitals or digits (AWS IAM: unique identifiers). */
        private boolean isAwsKeyId(int i) {
            if (i + 20 > to || text[i + 3] != 'A' || text[i + 2] != 'I' || (text[i + 1] != 'K' && text[i + 1] != 'S')) {
                return false;
            }
            int until = i + 4;
            while (until < to && isCapitalOrDigit(text[until])) {
                until++;
            }
            return until - i >= 20 && found(i, until);
        }

        /** {@code eyJ...} twice or more with dots between (RFC 7519, compact form). */
        private boolean isJwt(int i) {
            if (i < noJwtBefore || i - 2 < begin || text[i - 1] != 'y' || text[i - 2] != 'e') {
                return false;
            }
            int until = endOfWord(i + 1);
            if (until == to || text[until] != '.') {
                noJwtBefore = until;
                return false;
            }
            int second = endOfWord(until + 1);
            if (until - i < 4 || second - until < 5) {
                noJwtBefore = until;
                return false;
            }
            until = second;
            while (until < to && text[until] == '.') {
                until = endOfWord(until + 1);
            }
            return found(i - 2, until);
        }

        private int endOfWord(int from) {
            int until = from;
            while (until < to && isWordChar(text[until])) {
                until++;
            }
            return until;
        }

        /** {@code ://user:password@}: the user information of a URL (RFC 3986 section 3.2.1). */
        private boolean isUrlPassword(int i) {
            if (i + 2 >= to || text[i + 1] != '/' || text[i + 2] != '/') {
                return false;
            }
            int colon = -1;
            int lastAt = -1;
            int from = i + 3;
            for (int n = from; n < to && !endsAuthority(text[n]); n++) {
                if (text[n] == '@') {
                    lastAt = n;
                } else if (text[n] == ':' && colon < 0) {
                    colon = n;
                }
            }
            return colon >= 0 && lastAt > colon + 1 && found(from, lastAt);
        }
    }

    private static boolean endsAuthority(char c) {
        return c <= ' ' || c == '/' || c == '?' || c == '#' || c == '"' || c == '\'' || c == '<' || c == '>';
    }

    private static boolean isCapitalOrDigit(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isWordChar(char c) {
        return isCapitalOrDigit(c) || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    }

    /** What may be part of a token: more than RFC 6750 allows, as senders do not keep to it. */
    static boolean isTokenChar(char c) {
        return c > ' ' && c < 0x7f && "\"'<>,;()[]{}\\|".indexOf(c) < 0;
    }

    /** The text with every secret masked; for the few texts that are not written through a line. */
    public static @Nullable String mask(@Nullable Redactor redactor, @Nullable String text) {
        if (redactor == null || text == null || !redactor.finds(text)) {
            return text;
        }
        BoundedText whole = new BoundedText().reset(0).append(text);
        whole.redact(redactor);
        return whole.toString();
    }
}
