package io.runpod.logback.internal.line;

import java.util.Collections;
import java.util.Iterator;
import net.logstash.logback.argument.StructuredArgument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Carries what {@code RunPodLogger} tells the encoder besides the message: the fields bound to the logger, and whether
 * the line is a tip. It is never shown as a tag. Immutable.
 */
public final class RunPodMarker implements Marker {

    private static final long serialVersionUID = 1L;

    /** Marks an event that is printed with level TIP. */
    public static final RunPodMarker TIP = new RunPodMarker(null, true);

    private final transient @Nullable StructuredArgument bound;
    private final boolean tip;

    private RunPodMarker(@Nullable StructuredArgument bound, boolean tip) {
        this.bound = bound;
        this.tip = tip;
    }

    public static RunPodMarker bound(StructuredArgument fields) {
        return new RunPodMarker(fields, false);
    }

    public RunPodMarker asTip() {
        return new RunPodMarker(bound, true);
    }

    public @Nullable StructuredArgument boundFields() {
        return bound;
    }

    public boolean isTip() {
        return tip;
    }

    @Override
    public String getName() {
        return tip ? "TIP" : "RUNPOD_FIELDS";
    }

    @Override
    public void add(Marker reference) {
        throw new UnsupportedOperationException("this marker takes no references");
    }

    @Override
    public boolean remove(Marker reference) {
        return false;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // SLF4J deprecated it, not this library
    public boolean hasChildren() {
        return false;
    }

    @Override
    public boolean hasReferences() {
        return false;
    }

    @Override
    public Iterator<Marker> iterator() {
        return Collections.emptyIterator();
    }

    @Override
    public boolean contains(@Nullable Marker other) {
        return this == other;
    }

    @Override
    public boolean contains(@Nullable String name) {
        return getName().equals(name);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return getName();
    }
}
