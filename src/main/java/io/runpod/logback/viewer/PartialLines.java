package io.runpod.logback.viewer;

import io.runpod.logback.internal.text.LineBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts lines together that a container runtime broke into parts, each stream for itself. Not thread-safe. */
final class PartialLines {

    /** A line that grows past this leaves as it is then. */
    private static final int MAX_BYTES = 1 << 22;

    private final Map<String, LineBuffer> parts = new LinkedHashMap<>();

    /**
     * Adds a part.
     *
     * @param last whether the line ends with it
     * @return the line, or null where it goes on
     */
    byte @Nullable [] add(String stream, byte[] bytes, int from, int end, boolean last) {
        LineBuffer line = parts.computeIfAbsent(stream, name -> new LineBuffer());
        line.put(bytes, from, end - from);
        if (!last && line.length() < MAX_BYTES) {
            return null;
        }
        byte[] whole = line.copyFrom(0);
        line.reset();
        return whole;
    }

    boolean has(String stream) {
        LineBuffer line = parts.get(stream);
        return line != null && line.length() > 0;
    }

    /** Takes out a line whose end has not come; null where there is none. */
    byte @Nullable [] poll() {
        for (LineBuffer line : parts.values()) {
            if (line.length() > 0) {
                byte[] rest = line.copyFrom(0);
                line.reset();
                return rest;
            }
        }
        return null;
    }
}
