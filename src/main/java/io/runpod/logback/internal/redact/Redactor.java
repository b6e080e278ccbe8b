package io.runpod.logback.internal.redact;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds secrets in text: tokens by their form, values by the name before them, and given values (those of the worker's own
 * secret variables). Thread-safe.
 *
 * <p>Linear in the text, whatever the text: a character is looked at again only around certain rare pairs of characters
 * ({@link Anchors}), and no run of characters is walked from more than one of them. How many kinds of secrets there are
 * does not matter.
 */
public final class Redactor {

    /** What stands in the place of a secret. */
    public static final String MASK = "[redacted]";

    private final Anchors anchors = new Anchors();
    private final SecretValues values;
    private final Map<String, byte[]> tables = new ConcurrentHashMap<>();

    /** Finds what is found by default. */
    public Redactor(List<String> secretValues) {
        this(new SensitiveNames(), List.of(), secretValues);
    }

    /**
     * Makes a redactor.
     *
     * @param names names that announce secrets
     * @param prefixes how tokens of one's own begin
     * @param secretValues values that are secrets
     */
    public Redactor(SensitiveNames names, List<String> prefixes, List<String> secretValues) {
        NamedValues.addTo(anchors, names);
        BearerToken.addTo(anchors);
        WebToken.addTo(anchors);
        UrlCredentials.addTo(anchors);
        PrivateKey.addTo(anchors);
        for (TokenFormat format : TokenFormats.ALL) {
            PrefixedToken.addTo(anchors, format);
        }
        for (String prefix : prefixes) {
            PrefixedToken.addTo(anchors, TokenFormat.own(prefix));
        }
        values = new SecretValues(secretValues);
        values.addTo(anchors);
    }

    Anchors anchors() {
        return anchors;
    }

    SecretValues values() {
        return values;
    }

    /**
     * The pairs of neighbouring ASCII characters around which a secret may stand, each as the first one times 128 and the
     * second one. They are rare in texts.
     */
    public int[] pairs() {
        return anchors.pairs();
    }

    /** The tables that those who write texts made of the pairs, each once for all writers of a kind. */
    public Map<String, byte[]> tables() {
        return tables;
    }

    /** Whether a secret may stand around any character that is not ASCII. */
    public boolean watchesAll() {
        return anchors.watchesAll();
    }

    /** Whether it is worth looking for a secret around {@code i}; seldom, where there is none. */
    public boolean announces(char[] chars, int i, int from, int to) {
        Finder @Nullable [] finders = anchors.at(chars, i, from, to);
        if (finders != null) {
            for (Finder finder : finders) {
                if (finder.announces(chars, i, from, to)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first place in {@code [from, to)} where it is worth looking for a secret, or {@code to}. */
    public int firstAnnounced(char[] chars, int from, int to) {
        for (int i = anchors.next(chars, from, from, to); i < to; i = anchors.next(chars, i + 1, from, to)) {
            if (announces(chars, i, from, to)) {
                return i;
            }
        }
        return to;
    }

    /**
     * Starts a pass over {@code [from, to)}, of which what stands before {@code first} announces no secret.
     *
     * @param isTail whether something before {@code from} was left out
     */
    public Scan scan(char[] text, int from, int first, int to, boolean isTail) {
        return new Scan(this, text, from, first, to, isTail);
    }
}
