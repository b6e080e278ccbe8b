package io.runpod.logback.internal.line;

import org.slf4j.Marker;
import org.slf4j.helpers.BasicMarkerFactory;

/** Marks an event that is printed with level TIP. It is never shown as a tag. */
public final class TipMarker {

    /** The only instance. Not from SLF4J's own factory, where an application could get the same marker by its name. */
    public static final Marker TIP = new BasicMarkerFactory().getDetachedMarker("TIP");

    private TipMarker() {}

    @SuppressWarnings("ReferenceEquality") // BasicMarker equals by name
    static boolean is(Marker marker) {
        return marker == TIP;
    }
}
