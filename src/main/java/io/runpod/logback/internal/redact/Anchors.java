package io.runpod.logback.internal.redact;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The table of anchors: pairs of adjacent ASCII characters at which finders look for secrets. Each kind of secret has
 * anchors that are rare in logs ({@code yJ} for JWTs, which begin with {@code eyJ}). So most texts have no anchor, and
 * the time for them does not grow with the number of kinds.
 */
final class Anchors {

    /** Typical text of logs; the pairs in it count as common. */
    private static final String TYPICAL_LOG = """
            2026-11-27 03:14:16,123 INFO 7 --- [main] o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port(s): 8080
            WARN 04:05:06.789 [worker-12] com.example.app.JobRunner - Job 4f3a-u1 took 1532.25 ms, retries=3 status=500 id=77
            10.0.0.19 - - [27/Nov/2026:03:14:16 +0000] "POST /v1/chat/completions?stream=true HTTP/1.1" 200 15360 "python/3.11"
            Loading the model meta-llama/Llama-3.1-8B-Instruct from /workspace/huggingface/hub/snapshots in bfloat16, quantized
            step=1200 loss=0.4387 learning_rate=1.5e-05 batch_size=64 max_tokens=512 temperature=0.70 top_p=0.95 seed=42
            java.lang.IllegalStateException: could not open connection, because there was no response from the server
            at com.example.service.ImageService.generate(ImageService.java:128) ~[app.jar:1.0] Caused by: java.io.IOException
            File "/usr/local/lib/python3.11/site-packages/torch/nn/modules/module.py", line 1518, in forward_impl
            {"level": "info", "message": "request finished", "duration_ms": 231, "user_id": null, "items": ["a", "b"], "ok": true}
            CUDA out of memory. Tried to allocate 20.00 GiB (GPU 0; 79.15 GiB total capacity; 61 GiB already allocated)
            This is what people would write and think when they begin to explain how each of these things may be done, with
            questions about which part should come first, until everything is through and the next one can be taken up again
            Avg prompt throughput: 512.3 tokens/s, Running: 3 reqs, Pending: 0 reqs, GPU KV cache usage: 12.1%, type: float16
            [W socket.cpp:663] torch.distributed: rank 0 of world size 8, device cuda:0, dtype=torch.bfloat16, scale 1.0x2
            Downloading shards: 100%|######| 4/4 [00:12<00:00, 3.05s/it] skip step, script, description, subscription, v1 v2 v3
            DEBUG pool stats (total=10, active=2, idle=8, waiting=0) http://localhost:8080/api/v2/abc/run https://api.example.com
            INSERT INTO jobs (id, type, payload) VALUES (?, ?, ?) SELECT * FROM users WHERE name = ? ORDER BY id LIMIT 10; php
            pip install -r requirements.txt /app/src/main.py error_type=TimeoutError grad_norm=0.71 checkpoint-500 apply
            """;

    private static final int[] COUNTS = counts();

    private static int[] counts() {
        int[] counts = new int[SIZE];
        for (int i = 1; i < TYPICAL_LOG.length(); i++) {
            counts[pair(TYPICAL_LOG.charAt(i - 1), TYPICAL_LOG.charAt(i))]++;
        }
        return counts;
    }

    /** The letters by frequency in texts, the rarest first. */
    private static final String RAREST_FIRST = "qzxjkvwybgpfmucdlhrsniotae";

    /** The cost of each occurrence of a pair in {@link #TYPICAL_LOG}, in addition to the cost of its characters. */
    private static final int COST_OF_OCCURRENCE = 200;

    /** Added to the cost of a pair whose second character is escaped in a line, so that it is chosen last. */
    private static final int COST_OF_ESCAPED = 1_000_000;

    private static final int SIZE = 128 * 128;

    private static final Finder[] NONE = {};

    /**
     * An anchor.
     *
     * @param finders the finders of the secrets that may be around it
     * @param before the characters that may be before it in these secrets
     * @param after the characters that may be after it
     */
    @SuppressWarnings("ArrayRecordComponent") // a loop over an array makes no iterator
    private record Anchor(Finder[] finders, AsciiSet before, AsciiSet after) {

        static final Anchor NONE = new Anchor(Anchors.NONE, AsciiSet.EMPTY, AsciiSet.EMPTY);

        Anchor with(Finder finder, AsciiSet otherBefore, AsciiSet otherAfter) {
            return new Anchor(append(finders, finder), before.or(otherBefore), after.or(otherAfter));
        }

        /** Whether the characters before and after the anchor, whose second character is at {@code i}, are possible. */
        boolean fits(char[] chars, int i, int from, int to) {
            return before.has(i - 2 >= from ? chars[i - 2] : 0) && after.has(i + 1 < to ? chars[i + 1] : 0);
        }
    }

    /** For each pair, the index of its anchor in {@link #anchors}; 0 = the pair is not an anchor. */
    private final short[] indexes = new short[SIZE];

    /** The anchors; the first is {@link Anchor#NONE}. */
    private Anchor[] anchors = {Anchor.NONE};

    /** The finders of texts without a pair of ASCII characters. They are asked at each character that is not ASCII. */
    private Finder[] nonAsciiFinders = NONE;

    private static int pair(char first, char second) {
        return (first & 0x7f) << 7 | second;
    }

    /**
     * Adds a finder to an anchor. No finder may be added to the same anchor twice.
     *
     * @param before the characters that may be before the pair
     * @param after the characters that may be after the pair
     */
    void add(char first, char second, AsciiSet before, AsciiSet after, Finder finder) {
        int pair = pair(first, second);
        if (indexes[pair] == 0) {
            indexes[pair] = (short) anchors.length;
            anchors = Arrays.copyOf(anchors, anchors.length + 1);
            anchors[indexes[pair]] = Anchor.NONE;
        }
        anchors[indexes[pair]] = anchors[indexes[pair]].with(finder, before, after);
    }

    /**
     * Adds a finder for a given text, such as a prefix. Its anchor is the rarest pair in the text.
     *
     * @param limit the pair is among so many first characters of the text
     * @param before the characters that may be before the text
     * @param after the characters that may be after the text
     * @param finder makes the finder, given the index of the pair's second character in the text
     */
    void addText(String text, int limit, AsciiSet before, AsciiSet after, IntFunction<Finder> finder) {
        int best = -1;
        int min = Integer.MAX_VALUE;
        for (int i = 1; i < Math.min(limit, text.length()); i++) {
            if (text.charAt(i) < 128 && text.charAt(i - 1) < 128) {
                boolean isInner = i > 1 && i + 1 < text.length();
                int cost = cost(text.charAt(i - 1), text.charAt(i)) * (isInner ? 2 : 3);
                cost += isEscaped(text.charAt(i)) ? COST_OF_ESCAPED : 0;
                if (cost < min) {
                    min = cost;
                    best = i;
                }
            }
        }
        if (best >= 0) {
            AsciiSet left = best > 1 ? AsciiSet.of(text.charAt(best - 2)) : before;
            AsciiSet right = best + 1 < text.length() ? AsciiSet.of(text.charAt(best + 1)) : after;
            add(text.charAt(best - 1), text.charAt(best), left, right, finder.apply(best));
            return;
        }
        int other = 0;
        while (text.charAt(other) < 128) {
            other++;
        }
        nonAsciiFinders = append(nonAsciiFinders, finder.apply(other));
    }

    /**
     * Whether the character is escaped in a line. {@code TextWriter} is slower at such a character, and does not look
     * for an anchor at the line feed of a CRLF.
     */
    private static boolean isEscaped(char c) {
        return c < ' ' || c == '"' || c == '\\' || c == 0x7f;
    }

    /** The cost of a pair as an anchor: roughly, how common it is and how many finders it already has. */
    private int cost(char first, char second) {
        int pair = pair(first, second);
        return COST_OF_OCCURRENCE * COUNTS[pair]
                + cost(first) * cost(second)
                + 8 * anchors[indexes[pair]].finders.length;
    }

    private static int cost(char c) {
        int letter = RAREST_FIRST.indexOf(Character.toLowerCase(c));
        if (letter >= 0) {
            return Character.isUpperCase(c) ? 4 : 4 + letter;
        }
        return c == ' ' ? 40 : c >= '0' && c <= '9' ? 14 : c == '.' || c == '/' ? 20 : 10;
    }

    private static Finder[] append(Finder[] before, Finder finder) {
        Finder[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = finder;
        return after;
    }

    /** All anchors, each as {@link #pair} encodes it. */
    int[] pairs() {
        return IntStream.range(0, SIZE).filter(pair -> indexes[pair] != 0).toArray();
    }

    boolean watchesNonAscii() {
        return nonAsciiFinders.length > 0;
    }

    /**
     * The first anchor from {@code start} on, as the index of its second character; {@code to} if there is none. The
     * loop has no calls, since it usually runs from the beginning of a text to its end.
     */
    int next(char[] chars, int start, int from, int to) {
        short[] known = indexes;
        boolean others = watchesNonAscii();
        for (int i = start; i < to; i++) {
            char c = chars[i];
            if (c >= 128 ? others : i > from && known[(chars[i - 1] & 0x7f) << 7 | c] != 0) {
                return i;
            }
        }
        return to;
    }

    /** The finders of the pair whose second character is at {@code i}; null if it is not an anchor. */
    Finder @Nullable [] at(char[] chars, int i, int from, int to) {
        char c = chars[i];
        if (c >= 128) {
            return nonAsciiFinders.length == 0 ? null : nonAsciiFinders;
        }
        int index = i == from ? 0 : indexes[pair(chars[i - 1], c)];
        return index != 0 && anchors[index].fits(chars, i, from, to) ? anchors[index].finders : null;
    }
}
