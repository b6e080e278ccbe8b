package io.runpod.logback.internal.json;

import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.StackGuard;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.json.JsonMapper;

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
            mapper = Factory.make(decorators, warn);
            ObjectMapper first = shared.compareAndExchange(null, mapper);
            mapper = first == null ? mapper : first;
        }
        return mapper;
    }

    /**
     * Makes the mapper, with the Jackson modules on the class path and the user's decorators. A class of its own, so
     * that Jackson's classes are loaded only when it is used.
     */
    private static final class Factory {

        /** Makes a mapper. A faulty module or decorator is left out; the others are used. */
        @SuppressWarnings({"unchecked", "rawtypes"}) // LLE declares its decorators over builders of any format
        static ObjectMapper make(List<MapperBuilderDecorator<?, ?>> decorators, Consumer<String> warn) {
            MapperBuilder builder = builder(workingModules(warn), !decorators.isEmpty());
            for (MapperBuilderDecorator decorator : decorators) {
                try {
                    builder = (MapperBuilder) decorator.decorate(builder);
                } catch (RuntimeException problem) {
                    warn.accept(
                            "decorator " + decorator.getClass().getName() + ": " + problem + ". Going on without it.");
                }
            }
            return builder.build();
        }

        private static JsonMapper.Builder builder(List<JacksonModule> modules, boolean userMapper) {
            return JsonMapper.builder(JsonFactory.builder().build())
                    .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                    .disable(SerializationFeature.FAIL_ON_SELF_REFERENCES) // TokenWriter detects every cycle
                    .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING) // by name, as ValueWriter does
                    .addModules(modules)
                    .addModule(new LineModule(userMapper));
        }

        /** Returns the modules that work. They are tried together first, and one by one only if that fails. */
        private static List<JacksonModule> workingModules(Consumer<String> warn) {
            List<JacksonModule> found = modules(warn);
            if (found.isEmpty() || problemWith(found) == null) {
                return found;
            }
            List<JacksonModule> working = new ArrayList<>();
            for (JacksonModule module : found) {
                Throwable problem = problemWith(List.of(module));
                if (problem == null) {
                    working.add(module);
                } else {
                    report(module.getClass().getName(), problem, warn);
                }
            }
            return working;
        }

        private static @Nullable Throwable problemWith(List<JacksonModule> modules) {
            try {
                builder(modules, false).build();
                return null;
            } catch (Throwable problem) { // a module for another version of Jackson may need missing classes
                Failure.rethrowIfFatal(problem);
                return problem;
            }
        }

        private static List<JacksonModule> modules(Consumer<String> warn) {
            List<JacksonModule> found = new ArrayList<>();
            Iterator<JacksonModule> all =
                    ServiceLoader.load(JacksonModule.class).iterator();
            // Limited, because an iterator may fail at every call.
            for (int failures = 0; failures < 100; ) {
                try {
                    if (!all.hasNext()) {
                        break;
                    }
                    found.add(all.next());
                } catch (Throwable broken) { // a service file may name a missing class
                    Failure.rethrowIfFatal(broken);
                    failures++;
                    report("of a service file", broken, warn);
                }
            }
            return found;
        }

        private static void report(String module, Throwable problem, Consumer<String> warn) {
            warn.accept("Jackson module " + module + ": " + problem + ". Going on without it.");
        }
    }
}
