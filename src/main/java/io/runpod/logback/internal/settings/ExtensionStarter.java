package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.text.Failure;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.composite.JsonProviders;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Starts the user's providers and decorators. Decorators may be started already: Logback's XML starts those that it
 * creates, Java code and Spring do not. A faulty one causes a warning, never an exception.
 */
final class ExtensionStarter {

    private final @Nullable Context context;
    private final Consumer<String> warn;

    /**
     * @param context is given to those that need one; null = none
     * @param warn receives one message for each faulty provider or decorator
     */
    ExtensionStarter(@Nullable Context context, Consumer<String> warn) {
        this.context = context;
        this.warn = warn;
    }

    /** Starts providers. One that does not start is left out. */
    List<JsonProvider<ILoggingEvent>> providers(List<JsonProvider<ILoggingEvent>> providers, LazyMapper mapper) {
        List<JsonProvider<ILoggingEvent>> started = new ArrayList<>();
        for (JsonProvider<ILoggingEvent> provider : providers) {
            try {
                // LLE's own container gives each kind of provider what it needs.
                JsonProviders<ILoggingEvent> container = new JsonProviders<>();
                container.addProvider(provider);
                if (context != null) {
                    container.setContext(context);
                }
                container.setObjectMapper(mapper.get());
                container.start();
                started.add(provider);
            } catch (Throwable problem) {
                warnThatOmitted("provider", provider, problem);
            }
        }
        return List.copyOf(started);
    }

    /** Starts the decorators of the mapper. One that does not start is left out. */
    List<MapperBuilderDecorator<?, ?>> mapperDecorators(List<MapperBuilderDecorator<?, ?>> decorators) {
        List<MapperBuilderDecorator<?, ?>> started = new ArrayList<>();
        for (MapperBuilderDecorator<?, ?> decorator : decorators) {
            try {
                start(decorator);
                started.add(decorator);
            } catch (Throwable problem) {
                warnThatOmitted("decorator", decorator, problem);
            }
        }
        return started;
    }

    private void warnThatOmitted(String kind, Object extension, Throwable problem) {
        Failure.rethrowIfFatal(problem);
        warn.accept(kind + " " + extension.getClass().getName() + ": " + problem + ". Going on without it.");
    }

    /**
     * Starts the decorators of the generator, tries each, and combines them. A faulty one is kept, because it may be
     * there to mask secrets: a line for which it fails shows the failure instead of its text.
     *
     * @return null if there are none
     */
    @Nullable
    JsonGeneratorDecorator generatorDecorator(List<JsonGeneratorDecorator> decorators, LazyMapper mapper) {
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
