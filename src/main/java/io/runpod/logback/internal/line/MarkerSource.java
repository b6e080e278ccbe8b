package io.runpod.logback.internal.line;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import net.logstash.logback.marker.LogstashMarker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Writes the fields of LLE's markers, and the names of other markers as {@code tags}. Not thread-safe; reused for every
 * line.
 */
final class MarkerSource {

    /** The name of the marker that Spring puts on events that came through Commons Logging. */
    private static final String COMMONS_LOGGING = "COMMONS-LOGGING";

    /** Maximum length of a chain of references. */
    private static final int MAX_DEPTH = 16;

    /** Maximum number of markers that are visited for an event. A marker counts once for each reference to it. */
    private static final int MAX_MARKERS = 1000;

    private final SourceWriter writer;
    private final List<String> tags = new ArrayList<>();
    private final Set<Marker> seen = Collections.newSetFromMap(new IdentityHashMap<>(4));
    private int markersLeft;

    MarkerSource(SourceWriter writer) {
        this.writer = writer;
    }

    void write(List<Marker> markers) {
        markersLeft = MAX_MARKERS;
        tags.clear();
        seen.clear();
        for (int i = 0; i < markers.size(); i++) {
            write(markers.get(i), 0);
        }
        if (!tags.isEmpty()) {
            writer.field("tags", tags);
            tags.clear();
        }
        seen.clear();
    }

    private void write(@Nullable Marker marker, int depth) {
        if (marker == null || Events.isTip(marker) || depth > MAX_DEPTH || --markersLeft < 0 || !seen.add(marker)) {
            return;
        }
        if (marker instanceof LogstashMarker logstash) {
            writer.source(logstash, LogstashMarker::writeTo);
        } else if (!COMMONS_LOGGING.equals(marker.getName()) && !tags.contains(marker.getName())) {
            tags.add(marker.getName());
        }
        if (marker.hasReferences()) {
            for (Iterator<Marker> references = marker.iterator(); references.hasNext(); ) {
                write(references.next(), depth + 1);
            }
        }
    }
}
