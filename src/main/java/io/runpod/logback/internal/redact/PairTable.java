package io.runpod.logback.internal.redact;

import java.util.ArrayList;
import java.util.List;

/**
 * The pairs of neighbouring ASCII characters at which it is worth to ask whether a secret is announced, for who goes over
 * every character of a text. Pairs between like neighbours are a group. Immutable.
 */
public final class PairTable {

    /** A group's number fits seven bits; 0 = none. What is more shares the last one. */
    private static final int MOST_GROUPS = 127;

    /** What a group takes in {@link #neighbours}: the two halves of two sets. */
    private static final int WIDTH = 4;

    private final byte[] groups;
    private final long[] neighbours;

    private PairTable(byte[] groups, long[] neighbours) {
        this.groups = groups;
        this.neighbours = neighbours;
    }

    /** A table of no pair. */
    public static PairTable none() {
        return new PairTable(new byte[128 * 128], new long[WIDTH]);
    }

    static PairTable of(short[] indexes, List<Neighbours> byIndex) {
        byte[] groups = new byte[indexes.length];
        List<Neighbours> all = new ArrayList<>(List.of(Neighbours.NONE));
        for (int pair = 0; pair < indexes.length; pair++) {
            if (indexes[pair] != 0) {
                groups[pair] = (byte) group(byIndex.get(indexes[pair]), all);
            }
        }
        long[] neighbours = new long[all.size() * WIDTH];
        for (int i = 0; i < all.size(); i++) {
            AsciiSet before = all.get(i).before();
            AsciiSet after = all.get(i).after();
            neighbours[i * WIDTH] = before.low();
            neighbours[i * WIDTH + 1] = before.high();
            neighbours[i * WIDTH + 2] = after.low();
            neighbours[i * WIDTH + 3] = after.high();
        }
        return new PairTable(groups, neighbours);
    }

    private static int group(Neighbours neighbours, List<Neighbours> all) {
        int known = all.indexOf(neighbours);
        if (known >= 0) {
            return known;
        }
        if (all.size() <= MOST_GROUPS) {
            all.add(neighbours);
            return all.size() - 1;
        }
        all.set(MOST_GROUPS, all.get(MOST_GROUPS).or(neighbours));
        return MOST_GROUPS;
    }

    /** The group of a pair; 0 = nothing is to be asked at it. */
    public byte group(int first, int second) {
        return groups[first << 7 | second];
    }

    public long[] neighbours() {
        return neighbours.clone();
    }

    /** Whether a pair of a group, with its second character at {@code i}, stands between such as it does in a secret. */
    public static boolean fits(long[] neighbours, int group, char[] chars, int i, int from, int to) {
        int before = i - 2 >= from ? chars[i - 2] & 0x7f : 0;
        int after = i + 1 < to ? chars[i + 1] & 0x7f : 0;
        int at = group * WIDTH;
        return (neighbours[at + (before >> 6)] >>> before & neighbours[at + 2 + (after >> 6)] >>> after & 1) != 0;
    }
}
