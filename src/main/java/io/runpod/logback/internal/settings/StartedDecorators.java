package io.runpod.logback.internal.settings;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.text.Failure;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Starts the user's decorators that are not started yet: Logback's XML starts those that it creates, Java code and
 * Spring do not. Never throws because of a faulty decorator.
 */
final class StartedDecorators {

    private final @Nullable Context context;
    private final Consumer<String> warn;

    /**
     * @param context is set on decorators that have none; null = none
     * @param warn receives one message for each faulty decorator
     */
    StartedDecorators(@Nullable Context context, Consumer<String> warn) {
        this.context = context;
        this.warn = warn;
    }

    /** Starts the decorators of the mapper. One that does not start is left out. */
    List<MapperBuilderDecorator<?, ?>> ofMapper(List<MapperBuilderDecorator<?, ?>> decorators) {
        List<MapperBuilderDecorator<?, ?>> started = new ArrayList<>();
        for (MapperBuilderDecorator<?, ?> decorator : decorators) {
            try {
                start(decorator);
                started.add(decorator);
            } catch (Throwable problem) {
                Failure.rethrowIfFatal(problem);
                warn.accept("decorator " + decorator.getClass().getName() + ": " + problem + ". Going on without it.");
            }
        }
        return started;
    }

    /**
     * Starts the decorators of the generator, tries each, and combines them. A faulty one is kept, because it may be
     * there to mask secrets: a line for which it fails shows the failure instead of its text.
     *
     * @return null if there are none
     */
    @Nullable
    JsonGeneratorDecorator ofGenerator(List<JsonGeneratorDecorator> decorators, LazyMapper mapper) {
        if (decorators.isEmpty()) {
            return null;
        }
        List<JsonGeneratorDecorator> started = new ArrayList<>();
        for (JsonGeneratorDecorator decorator : decorators) {
            started.add(startedAndTried(decorator, mapper));
        }
        return generator -> {
            JsonGenerator decorated = generator;
            for (JsonGeneratorDecorator decorator : started) {
                decorated = decorator.decorate(decorated);
            }
            return decorated;
        };
    }

    private JsonGeneratorDecorator startedAndTried(JsonGeneratorDecorator decorator, LazyMapper mapper) {
        String name = "decorator " + decorator.getClass().getName();
        boolean isStarted = false;
        try {
            start(decorator);
            isStarted = true;
            encodeWith(decorator, mapper);
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            warn.accept(name + ": " + problem
                    + ". It may be there to mask: a line for which it fails shows the failure instead of its text.");
            if (!isStarted) {
                return generator -> {
                    throw new IllegalStateException(name + " could not be started");
                };
            }
        }
        return decorator;
    }

    private void start(Object decorator) {
        if (context != null && decorator instanceof ContextAware aware && aware.getContext() == null) {
            aware.setContext(context);
        }
        if (decorator instanceof LifeCycle startable && !startable.isStarted()) {
            startable.start();
        }
    }

    /** Encodes an object with a decorator and discards the result. */
    private static void encodeWith(JsonGeneratorDecorator decorator, LazyMapper mapper) {
        try (JsonGenerator generator = mapper.get().createGenerator(Writer.nullWriter())) {
            JsonGenerator decorated = decorator.decorate(generator);
            decorated.writeStartObject();
            decorated.writeStringProperty("message", "");
            decorated.writeEndObject();
            decorated.flush();
        }
    }
}
