package io.runpod.logback.internal.redact;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text, from its beginning to its end. Each call of {@link #next} finds the following secret; secrets that
 * overlap are one. Not thread-safe.
 */
public final class Scan {

    private final Redactor redactor;
    final char[] text;
    final int from;
    final int to;

    /** What brackets are open; looked at only where a named value is found. */
    final Brackets brackets;

    /** No JWT begins before this index: the run of characters up to it is not followed by what makes it one. */
    int noWebTokenBefore;

    /** By its alphabet, the run of characters that was walked last: where it begins and ends. */
    private final Map<Alphabet, int[]> runs = new EnumMap<>(Alphabet.class);

    /** The line that ends the private key found last. */
    int privateKeyEnd;

    /** Up to here the text is masked already. */
    int maskedTo;

    /** Whether no bracket closes any more, as far as it matters. */
    boolean noneCloses;

    /** Whether a bracket that a value began with was not closed. */
    boolean noBracketCloses;

    /** Whether a quote that a value began with was not closed. */
    boolean noQuoteCloses;

    /** The next character that is looked at. */
    private int at;

    private int foundStart;
    private int foundEnd;
    private Continuation foundEnding = Continuation.TOKEN;

    private boolean pending;
    private int start;
    private int end;
    private Continuation ending = Continuation.TOKEN;

    Scan(Redactor redactor, char[] text, int from, int first, int to, boolean isTail) {
        this.redactor = redactor;
        this.text = text;
        this.from = from;
        this.at = first;
        this.to = to;
        this.brackets = new Brackets(text, from, to, isTail);
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** How the secret would go on if the text did. */
    public Continuation ending() {
        return ending;
    }

    /** Finds the next secret; false where there is none. */
    public boolean next() {
        int told = end;
        while (!pending && find()) {
            pending = foundEnd > told;
        }
        if (!pending) {
            return false;
        }
        start = Math.max(foundStart, told); // a value may reach back to what was told
        end = foundEnd;
        ending = foundEnding;
        pending = false;
        maskedTo = end;
        while (find()) {
            if (foundStart >= end) {
                pending = true;
                break;
            }
            start = Math.max(Math.min(start, foundStart), told);
            if (foundEnd >= end) {
                end = foundEnd;
                ending = foundEnding;
                maskedTo = end;
            }
        }
        return true;
    }

    private boolean find() {
        for (; at < to; at++) {
            Finder @Nullable [] finders = redactor.anchors().at(text, at, from, to);
            if (finders != null && findAt(finders)) {
                at++;
                return true;
            }
        }
        return false;
    }

    private boolean findAt(Finder[] finders) {
        boolean any = false;
        int first = 0;
        int last = 0;
        Continuation how = Continuation.TOKEN;
        for (Finder finder : finders) {
            if (!finder.find(this, at)) {
                continue;
            }
            first = any ? Math.min(first, foundStart) : foundStart;
            if (!any || foundEnd > last) {
                last = foundEnd;
                how = foundEnding;
            }
            any = true;
        }
        return any && found(first, last, how);
    }

    /** Takes what a finder found. */
    boolean found(int foundFrom, int foundTo, Continuation how) {
        foundStart = foundFrom;
        foundEnd = foundTo;
        foundEnding = how;
        return true;
    }

    /** Takes a token, which ends earlier if a given value begins where it does: what is glued to that is none of it. */
    boolean foundToken(int foundFrom, int foundTo) {
        int given = foundFrom < maskedTo ? 0 : redactor.values().lengthAt(text, foundFrom, to);
        return found(foundFrom, given > 0 ? foundFrom + given : foundTo, Continuation.TOKEN);
    }

    /** The end of the run of an alphabet's characters; each run is walked once, from wherever it is asked for. */
    int runEnd(Alphabet alphabet, int start) {
        if (start >= to || !alphabet.has(text[start])) {
            return start;
        }
        int[] run = runs.computeIfAbsent(alphabet, unused -> new int[2]);
        if (start < run[0] || start >= run[1]) {
            run[0] = start;
            run[1] = alphabet.runEnd(text, start, to);
        }
        return run[1];
    }
}
