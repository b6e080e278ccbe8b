package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.StackGuard;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * A Jackson mapper that is made when the first value needs it: a worker that logs texts and numbers never waits for
 * Jackson to be loaded, which is a third of the time to its first line. Thread-safe; two threads that need it at once
 * may each make one, and share the first.
 */
public final class LazyMapper {

    private final List<MapperBuilderDecorator<?, ?>> decorators;
    private final Consumer<String> warn;
    private final AtomicReference<@Nullable ObjectMapper> made = new AtomicReference<>();

    /**
     * @param decorators change the mapper; what is wrong with one costs only that one
     * @param warn takes one message for each decorator or module that is wrong
     */
    public LazyMapper(List<MapperBuilderDecorator<?, ?>> decorators, Consumer<String> warn) {
        this.decorators = List.copyOf(decorators);
        this.warn = warn;
    }

    public ObjectMapper get() {
        ObjectMapper mapper = made.get();
        if (mapper == null) {
            StackGuard.requireFirstUse();
            mapper = MapperFactory.make(decorators, warn);
            ObjectMapper first = made.compareAndExchange(null, mapper);
            mapper = first == null ? mapper : first;
        }
        return mapper;
    }
}
