package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.StackGuard;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * Makes a Jackson mapper when a value first needs it. A worker that logs only texts and numbers never waits for Jackson
 * to load, which takes a third of the time to its first line. Thread-safe; if two threads need the mapper at once, each
 * may make one, and both use the first.
 */
public final class LazyMapper {

    private final List<MapperBuilderDecorator<?, ?>> decorators;
    private final Consumer<String> warn;
    private final AtomicReference<@Nullable ObjectMapper> shared = new AtomicReference<>();

    /**
     * @param decorators change the mapper; a faulty one is left out
     * @param warn takes one message for each faulty decorator or module
     */
    public LazyMapper(List<MapperBuilderDecorator<?, ?>> decorators, Consumer<String> warn) {
        this.decorators = List.copyOf(decorators);
        this.warn = warn;
    }

    public ObjectMapper get() {
        ObjectMapper mapper = shared.get();
        if (mapper == null) {
            StackGuard.requireFirstUse();
            mapper = MapperFactory.make(decorators, warn);
            ObjectMapper first = shared.compareAndExchange(null, mapper);
            mapper = first == null ? mapper : first;
        }
        return mapper;
    }
}
