package io.runpod.logback.support;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.logstash.logback.argument.StructuredArgument;
import net.logstash.logback.composite.AbstractJsonProvider;
import net.logstash.logback.marker.LogstashMarker;
import tools.jackson.core.JsonGenerator;

/** Sources of an event that count what is asked of them. */
public final class CountingSources {

    private CountingSources() {}

    /** A bean of one property. */
    public static final class CountingBean {
        private final Calls calls;

        public CountingBean(Calls calls) {
            this.calls = calls;
        }

        public int getX() {
            return calls.count("getter", 1);
        }

        @Override
        public String toString() {
            return calls.count("toString", "bean");
        }
    }

    /** A bean that holds another value in a property of its own. */
    public record Holder(Object held) {}

    /** A collection whose text is the JDK's own, and which asks each time for a new iterator. */
    public static final class CountingList extends AbstractList<Object> {
        private final Calls calls;
        private final List<?> elements;

        public CountingList(Calls calls, Object... elements) {
            this.calls = calls;
            this.elements = List.of(elements);
        }

        @Override
        public Iterator<Object> iterator() {
            return calls.count("iterator", List.<Object>copyOf(elements).iterator());
        }

        @Override
        public Object get(int index) {
            return calls.count("get", elements.get(index));
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    /** An iterable that is no collection; it can be gone through once, as that of a stream. */
    public static final class OneShotIterable implements Iterable<Object> {
        private final Calls calls;
        private boolean used;

        public OneShotIterable(Calls calls) {
            this.calls = calls;
        }

        @Override
        public Iterator<Object> iterator() {
            calls.count("iterator", 1);
            if (used) {
                throw new IllegalStateException("already operated upon");
            }
            used = true;
            return List.<Object>of(1, 2, 3).iterator();
        }

        @Override
        public String toString() {
            return calls.count("toString", "one-shot");
        }
    }

    /** A map whose text is the JDK's own. */
    public static final class CountingMap extends AbstractMap<String, Object> {
        private final Calls calls;
        private final Map<String, Object> entries = new LinkedHashMap<>();

        public CountingMap(Calls calls, String key, Object value) {
            this.calls = calls;
            entries.put(key, value);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            return calls.count("entrySet", entries.entrySet());
        }

        @Override
        public int size() {
            return entries.size();
        }
    }

    /** A structured argument of an application's own. */
    public record CountingArgument(Calls calls) implements StructuredArgument {
        @Override
        public void writeTo(JsonGenerator generator) {
            generator.writeNumberProperty("k", calls.count("writeTo", 1));
        }

        @Override
        public String toString() {
            return calls.count("toString", "own argument");
        }
    }

    /** A marker of an application's own. */
    public static final class CountingMarker extends LogstashMarker {
        private static final long serialVersionUID = 1L;
        private final transient Calls calls;

        public CountingMarker(Calls calls) {
            super("COUNTING");
            this.calls = calls;
        }

        @Override
        public void writeTo(JsonGenerator generator) {
            generator.writeNumberProperty("k", calls.count("writeTo", 1));
        }

        @Override
        protected String toStringSelf() {
            return calls.count("toString", "own marker");
        }
    }

    /** A provider that numbers the lines from 1 on. */
    public static final class CountingProvider extends AbstractJsonProvider<ILoggingEvent> {
        private final Calls calls;
        private int number;

        public CountingProvider(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void writeTo(JsonGenerator generator, ILoggingEvent event) {
            calls.count("provider", 1);
            generator.writeNumberProperty("number", ++number);
        }
    }

    /** A throwable with a text of its own. */
    public static final class CountingException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Calls calls;

        public CountingException(Calls calls) {
            super("given");
            this.calls = calls;
        }

        @Override
        public String getMessage() {
            return calls.count("getMessage", "counted");
        }

        @Override
        public String toString() {
            return calls.count("toString", "CountingException of its own");
        }
    }

    /** Writes stack traces in a way of its own. */
    public static final class CountingConverter extends ThrowableHandlingConverter {
        private final Calls calls;

        public CountingConverter(Calls calls) {
            this.calls = calls;
        }

        @Override
        public String convert(ILoggingEvent event) {
            return calls.count("convert", "trace by a converter\n\tat its own place");
        }
    }
}
