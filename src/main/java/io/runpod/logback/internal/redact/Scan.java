package io.runpod.logback.internal.redact;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a text, from its start to its end. Each call of {@link #next} finds the next secret; secrets that
 * overlap are joined. Not thread-safe. The package-private fields hold what earlier searches of the finders showed, so
 * that later ones are short and the scan stays linear.
 */
public final class Scan {

    private final Redactor redactor;
    final char[] text;
    final int from;
    final int to;

    /** Tracks open brackets; used only after a named value was found. */
    final Brackets brackets;

    /** The text before this index was already examined for JWTs. */
    int noJwtBefore;

    /** For each alphabet, the start and end of the run of its characters that was read last. */
    private final Map<Alphabet, int[]> runs = new EnumMap<>(Alphabet.class);

    /** The index of the last line of the private key that was found last. */
    int privateKeyEnd;

    /** The end of the last secret that {@link #next} found. */
    int maskedTo;

    /** The end of the last user information of a URL that was found. It may contain parameters with named values. */
    int credentialsTo;

    /** The end of the last named value that was found. */
    int namedTo;

    /**
     * Whether a search for the end of a map or object ran to the end of the text. Later searches end with the line, so
     * that the scan stays linear.
     */
    boolean mapUnclosed;

    /** Whether a value began with a bracket that is not closed. Later searches for its end are shorter. */
    boolean bracketUnclosed;

    /** As {@link #bracketUnclosed}, for a value after a name in quotes, which is then masked to the end of the text. */
    boolean quotedNameBracketUnclosed;

    /**
     * Whether a search for a closing bracket met a quote that is not closed. Later searches heed quotes only near their
     * start.
     */
    boolean quoteInBracketUnclosed;

    /** Whether a value began with a quote that is not closed. Later searches for a quote end with the line. */
    boolean quoteUnclosed;

    /** Whether a quote before a name and its value was not closed. Later searches for the closing one are shorter. */
    boolean argumentUnclosed;

    /** The index of the next character to examine. */
    private int at;

    /** What {@link #find} found last. */
    private int foundStart;

    private int foundEnd;
    private Continuation foundContinuation = Continuation.TOKEN;

    /** Whether {@link #next} must still return what was found last. */
    private boolean pending;

    private int start;
    private int end;
    private Continuation continuation = Continuation.TOKEN;

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

    /** How the secret continues if the text was cut after it. */
    public Continuation continuation() {
        return continuation;
    }

    /** Finds the next secret; returns false if there is none. */
    public boolean next() {
        int previousEnd = end;
        while (!pending && find()) {
            pending = foundEnd > previousEnd;
        }
        if (!pending) {
            return false;
        }
        start = Math.max(foundStart, previousEnd); // a value may reach back into the previous secret
        end = foundEnd;
        continuation = foundContinuation;
        pending = false;
        maskedTo = end;
        while (find()) {
            if (foundStart >= end) {
                pending = true;
                break;
            }
            start = Math.max(Math.min(start, foundStart), previousEnd);
            if (foundEnd >= end) {
                end = foundEnd;
                continuation = foundContinuation;
                maskedTo = end;
            }
        }
        return true;
    }

    /** Finds the next secret, which may overlap the previous one. */
    private boolean find() {
        for (; at < to; at++) {
            Finder @Nullable [] finders = redactor.anchors.at(text, at, from, to);
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
                how = foundContinuation;
            }
            any = true;
        }
        return any && found(first, last, how);
    }

    /** Reports the place of a secret; called by finders. Returns true. */
    boolean found(int secretStart, int secretEnd, Continuation how) {
        foundStart = secretStart;
        foundEnd = secretEnd;
        foundContinuation = how;
        return true;
    }

    /** Reports the place of a token. If a given value begins there too, the secret ends with that value. */
    boolean foundToken(int tokenStart, int tokenEnd) {
        int given = tokenStart < maskedTo ? 0 : redactor.givenValues.lengthAt(text, tokenStart, to);
        return found(tokenStart, given > 0 ? tokenStart + given : tokenEnd, Continuation.TOKEN);
    }

    /** The end of the run of an alphabet's characters at {@code start}. Each run is read once. */
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
