package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.StackGuard;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/**
 * A Jackson mapper that is made when the first value needs it: a worker that logs texts and numbers never waits for
 * Jackson to be loaded, which is a third of the time to its first line. Thread-safe; two threads that need it at once
 * may each make one, and share the first.
 */
public final class LazyMapper {

    private final Supplier<? extends ObjectMapper> maker;
    private final AtomicReference<@Nullable ObjectMapper> made = new AtomicReference<>();

    public LazyMapper(Supplier<? extends ObjectMapper> maker) {
        this.maker = maker;
    }

    public ObjectMapper get() {
        ObjectMapper mapper = made.get();
        if (mapper == null) {
            StackGuard.requireFirstUse();
            mapper = maker.get();
            ObjectMapper first = made.compareAndExchange(null, mapper);
            mapper = first == null ? mapper : first;
        }
        return mapper;
    }
}
