package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.json.LazyMapper;
import java.util.List;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import org.jspecify.annotations.Nullable;

/**
 * The extensions that users add to an encoder.
 *
 * @param providers LLE providers, started
 * @param generatorDecorator decorates the generator; null = none
 * @param mapper writes values that this library does not write itself
 * @param userMapper whether the user changed the mapper, so that it also writes dates, enums and the like
 */
public record Extensions(
        List<JsonProvider<ILoggingEvent>> providers,
        @Nullable JsonGeneratorDecorator generatorDecorator,
        LazyMapper mapper,
        boolean userMapper) {}
