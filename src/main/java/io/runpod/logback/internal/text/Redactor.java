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

    /** Finds what is a secret in any process. */
    public static final Redactor DEFAULT = new Redactor(List.of());

    private static final String BEARER = "bearer";

    /** What may begin at, or around, a character. */
    private static final byte PATTERN = 1;

    private static final byte VALUE = 2;

    private final byte[] anchors = new byte[128];

    /** The same for all characters that are not ASCII. */
    private final byte otherAnchors;

    private final Value[] values;

    /**
     * A given value and the place of its anchor: the character, of those it is recognised by, that is rarest in the
     * texts of a log. An anchor that is common there costs every text a comparison at every second word.
     */
    private record Value(String text, int anchor) {

        static Value of(String text) {
            int rarest = 0;
            for (int i = 1; i < recognisedBy(text); i++) {
                if (rarity(text.charAt(i)) < rarity(text.charAt(rarest))) {
                    rarest = i;
                }
            }
            return new Value(text, rarest);
        }

        /** By how many of its first characters the value is recognised. */
        static int recognisedBy(String text) {
            return Math.min(VALUE_PREFIX, text.length());
        }

        private static int rarity(char c) {
            if (c >= 'A' && c <= 'Z') {
                return 0;
            } else if (c >= '0' && c <= '9') {
                return 1;
            } else if (c > ' ' && c < 0x7f) {
                return 2;
            }
            return 3;
        }

        char anchorChar() {
            return text.charAt(anchor);
        }

        /** The length of what stands at {@code start} and is this value, or at least as much as it is known by; or 0. */
        int lengthAt(char[] chars, int start, int to) {
            int n = 0;
            while (n < text.length() && start + n < to && chars[start + n] == text.charAt(n)) {
                n++;
            }
            return n >= recognisedBy(text) ? n : 0;
        }
    }

    public Redactor(List<String> secretValues) {
        values = secretValues.stream()
                .filter(value -> value.length() >= SHORTEST_VALUE)
                .distinct()
                .map(Value::of)
                .toArray(Value[]::new);
        for (char c : new char[] {'_', 'b', 'B', 'A', 'J', ':'}) {
            anchors[c] = PATTERN;
        }
        byte others = 0;
        for (Value value : values) {
            if (value.anchorChar() < 128) {
                anchors[value.anchorChar()] |= VALUE;
            } else {
                others = VALUE;
            }
        }
        otherAnchors = others;
    }

    /** Whether a secret may begin at, or around, this character; few characters are such. */
    boolean isAnchor(char c) {
        return anchor(c) != 0;
    }

    private byte anchor(char c) {
        return c < 128 ? anchors[c] : otherAnchors;
    }

    /** Whether it is worth looking for a secret around {@code i}; seldom, where there is none. */
    boolean announces(char[] chars, int i, int from, int to) {
        byte kind = anchor(chars[i]);
        return ((kind & PATTERN) != 0 && isPatternNear(chars, i, from, to))
                || ((kind & VALUE) != 0 && isValueAround(chars, i, from, to));
    }

    /** Whether the characters around an anchor are those of a pattern's fixed part. */
    private static boolean isPatternNear(char[] chars, int i, int from, int to) {
        return switch (chars[i]) {
            case '_' -> i - 3 >= from && chars[i - 1] == 'a' && chars[i - 2] == 'p' && chars[i - 3] == 'r';
            case 'J' -> i - 2 >= from && chars[i - 1] == 'y' && chars[i - 2] == 'e';
            case 'A' ->
                i + 3 < to
                        && (chars[i + 1] == 'K' || chars[i + 1] == 'S')
                        && chars[i + 2] == 'I'
                        && chars[i + 3] == 'A';
            case ':' -> i + 2 < to && chars[i + 1] == '/' && chars[i + 2] == '/';
            default -> isWordBearer(chars, i, to);
        };
    }

    private static boolean isWordBearer(char[] chars, int i, int to) {
        if (i + BEARER.length() >= to) {
            return false;
        }
        for (int n = 0; n < BEARER.length(); n++) {
            if ((chars[i + n] | 0x20) != BEARER.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    private boolean isValueAround(char[] chars, int i, int from, int to) {
        for (Value value : values) {
            int start = i - value.anchor;
            if (start >= from && chars[i] == value.anchorChar() && value.lengthAt(chars, start, to) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The first place in {@code [from, to)} where it is worth looking for a secret, or {@code to}. */
    int firstAnnounced(char[] chars, int from, int to) {
        byte[] anchor = anchors;
        for (int i = from; i < to; i++) {
            char c = chars[i];
            if ((c < 128 ? anchor[c] : otherAnchors) != 0 && announces(chars, i, from, to)) {
                return i;
            }
        }
        return to;
    }

    /** Starts a pass over {@code [from, to)}, of which what stands before {@code first} announces no secret. */
    Scan scan(char[] text, int from, int first, int to) {
        return new Scan(text, from, first, to);
    }

    /** Whether there is a secret in the text. */
    public boolean finds(String text) {
        return scan(text.toCharArray(), 0, 0, text.length()).next();
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

        private Scan(char[] text, int from, int first, int to) {
            this.text = text;
            this.at = first;
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
            for (int i = at; i < to; i++) {
                char c = text[i];
                if (isAnchor(c) && announces(text, i, begin, to) && secretAround(i, c)) {
                    coverValuesWithin();
                    at = end;
                    begin = end;
                    return true;
                }
            }
            at = to;
            return false;
        }

        /** A given value may overlap what was found: begin before it and end in it, or begin in it and end behind. */
        private void coverValuesWithin() {
            int from = start;
            int until = end;
            for (int i = Math.max(begin, start - VALUE_PREFIX); values.length > 0 && i < until; i++) {
                if (isAnyValueAt(i) && end > from) {
                    from = Math.min(from, start);
                    until = Math.max(until, end);
                }
            }
            found(from, until);
        }

        private boolean isAnyValueAt(int i) {
            for (Value value : values) {
                int length = value.lengthAt(text, i, to);
                if (length > 0) {
                    return found(i, i + length);
                }
            }
            return false;
        }

        private boolean isAnyValueAround(int i) {
            for (Value value : values) {
                int from = i - value.anchor;
                int length = from >= begin ? value.lengthAt(text, from, to) : 0;
                if (length > 0) {
                    return found(from, from + length);
                }
            }
            return false;
        }

        private boolean secretAround(int i, char c) {
            if (isAnyValueAround(i) || isAnyValueBefore(i)) {
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

        /**
         * A given value that begins no later than a pattern's anchor is taken in its place: it ends where the secret
         * ends, while a pattern takes what is glued to it too, such as the beginning of the next secret. Looked for
         * first: the pattern would go over all that is glued, once for each value in it.
         */
        private boolean isAnyValueBefore(int i) {
            for (int n = Math.max(begin, i - VALUE_PREFIX + 1); values.length > 0 && n <= i; n++) {
                if (isAnyValueAt(n)) {
                    return true;
                }
            }
            return false;
        }

        private boolean found(int from, int until) {
            start = from;
            end = until;
            return true;
        }

        /** {@code rpa_} and what follows. */
        private boolean isRunPodKey(int i) {
            int until = i + 1;
            while (until < to && isWordChar(text[until])) {
                until++;
            }
            boolean inWord = i - 4 >= begin && Character.isLetterOrDigit(text[i - 4]);
            return until - i - 1 >= (inWord ? 16 : 6) && found(i - 3, until);
        }

        /** {@code Bearer } in any case and a token (RFC 6750 section 2.1); the word itself stays readable. */
        private boolean isBearer(int i) {
            int from = i + BEARER.length();
            while (from < to && (text[from] == ' ' || text[from] == '\t')) {
                from++;
            }
            if (from == i + BEARER.length()) {
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
            int until = i + 4;
            while (until < to && isCapitalOrDigit(text[until])) {
                until++;
            }
            return until - i >= 20 && found(i, until);
        }

        /** {@code eyJ...} twice or more with dots between (RFC 7519, compact form). */
        private boolean isJwt(int i) {
            if (i < noJwtBefore) {
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
        BoundedText whole = new BoundedText().reset().append(text);
        whole.redact(redactor);
        return whole.toString();
    }
}
