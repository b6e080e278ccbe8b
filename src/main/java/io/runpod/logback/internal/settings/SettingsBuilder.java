package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.spi.ContextAware;
import ch.qos.logback.core.spi.LifeCycle;
import io.runpod.logback.internal.json.JacksonVersion;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.settings.LayoutSettings.ExtraStyle;
import io.runpod.logback.internal.settings.LayoutSettings.Format;
import io.runpod.logback.internal.settings.LayoutSettings.Include;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.Limits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import net.logstash.logback.composite.JsonProvider;
import net.logstash.logback.decorate.JsonGeneratorDecorator;
import net.logstash.logback.decorate.MapperBuilderDecorator;
import net.logstash.logback.decorate.TokenStreamFactoryBuilderDecorator;
import org.jspecify.annotations.Nullable;

/**
 * The settings as a configuration gives them: texts by name, and objects. {@link #build} makes {@link Settings} of
 * them: parses, fills in defaults, reports what is wrong. Not thread-safe; configured by one thread.
 */
public final class SettingsBuilder {

    /** The settings that are texts; {@link #xmlName} is the name of the XML element. */
    public enum Name {
        FORMAT("format"),
        ASCII("ascii"),
        INCLUDE("include", true),
        EXTRA("extra"),
        SHOW_IN_MESSAGE("showInMessage", true),
        STACK_TRACE("stackTrace"),
        STACK_TRACE_EXCLUDE("stackTraceExclude", true),
        MAX_MESSAGE_CHARS("maxMessageChars"),
        MAX_VALUE_CHARS("maxValueChars"),
        MAX_ELEMENTS("maxElements"),
        MAX_LINE_BYTES("maxLineBytes"),
        REQUEST_ID_KEY("requestIdKey", true),
        MDC_NUMBERS("mdcNumbers", true),
        WORKER_FIELDS("workerFields", true),
        REDACT("redact", true),
        COLOR("color");

        private final String xmlName;
        private final boolean isList;

        Name(String xmlName) {
            this(xmlName, false);
        }

        Name(String xmlName, boolean isList) {
            this.xmlName = xmlName;
            this.isList = isList;
        }

        public String xmlName() {
            return xmlName;
        }
    }

    /** What is also put into the message's text, as RunPod's endpoint log view shows nothing else. */
    private enum ShowInMessage {
        STACK_TRACE,
        EXTRA,
        NONE
    }

    /** Where a stack trace goes. */
    private enum StackTracePlace {
        MESSAGE,
        EXTRA,
        BOTH,
        NONE
    }

    private static final int MAX_LIMIT = 1_000_000_000;

    /** A shorter line could not hold its own keys and the note of a cut. */
    private static final int MIN_LINE_BYTES = 512;

    private final Map<Name, String> texts = new EnumMap<>(Name.class);
    private final Set<Name> givenTwice = EnumSet.noneOf(Name.class);
    private final List<String> mdcIncluded = new ArrayList<>();
    private final List<String> mdcExcluded = new ArrayList<>();
    private final List<JsonProvider<ILoggingEvent>> providers = new ArrayList<>();
    private final List<JsonGeneratorDecorator> generatorDecorators = new ArrayList<>();
    private final List<MapperBuilderDecorator<?, ?>> mapperDecorators = new ArrayList<>();
    private final List<TokenStreamFactoryBuilderDecorator<?, ?>> factoryDecorators = new ArrayList<>();
    private final UnaryOperator<String> naming;
    private @Nullable ThrowableHandlingConverter throwableConverter;

    /** Makes a draft of settings that the user knows by their names in XML. */
    public SettingsBuilder() {
        this(UnaryOperator.identity());
    }

    /**
     * Makes a draft.
     *
     * @param naming gives what the user calls the setting of a name in XML, for messages
     */
    public SettingsBuilder(UnaryOperator<String> naming) {
        this.naming = naming;
    }

    /**
     * Sets a text; an empty one, as of a variable that is not set, means the default. Of a setting given twice the lists
     * add up, and of others the last one holds, which {@link #build} tells.
     */
    public void set(Name name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            texts.remove(name);
            return;
        }
        String text = value.trim();
        String before = texts.get(name);
        if (before != null && name.isList) {
            text = before + ", " + text;
        } else if (before != null && !before.equals(text)) {
            givenTwice.add(name);
        }
        texts.put(name, text);
    }

    public void includeMdc(List<String> names) {
        mdcIncluded.addAll(names);
    }

    public void excludeMdc(List<String> names) {
        mdcExcluded.addAll(names);
    }

    public void addProvider(JsonProvider<ILoggingEvent> provider) {
        providers.add(provider);
    }

    /** Takes a decorator of any of LLE's three kinds; returns false for another. */
    public boolean addDecorator(Object decorator) {
        boolean known = false;
        if (decorator instanceof JsonGeneratorDecorator ofGenerator) {
            known = generatorDecorators.add(ofGenerator);
        }
        if (decorator instanceof MapperBuilderDecorator<?, ?> ofMapper) {
            known = mapperDecorators.add(ofMapper);
        }
        if (decorator instanceof TokenStreamFactoryBuilderDecorator<?, ?> ofFactory) {
            known = factoryDecorators.add(ofFactory);
        }
        return known;
    }

    public void throwableConverter(@Nullable ThrowableHandlingConverter converter) {
        throwableConverter = converter;
    }

    /**
     * Makes the settings. Never throws for what a user set.
     *
     * @param context for providers; null where there is none
     * @param destination where the lines go, for colours
     * @param warn takes one message for each wrong setting
     * @param warnOfEnvironment takes one message for each wrong variable or system property
     */
    public Settings build(
            @Nullable Context context,
            Environment environment,
            Destination destination,
            Consumer<String> warn,
            Consumer<String> warnOfEnvironment) {
        SettingParser parser = new SettingParser(warn, naming);
        for (Name name : givenTwice) {
            warn.accept(naming.apply(name.xmlName()) + ": given more than once. Going on with the last one, \""
                    + texts.get(name) + "\".");
        }
        Format byEnvironment = environment.format(warnOfEnvironment);
        Format format = parser.choice("format", text(Name.FORMAT), Format.class, byEnvironment);
        Set<ShowInMessage> shown = parser.choices(
                "showInMessage",
                text(Name.SHOW_IN_MESSAGE),
                ShowInMessage.class,
                EnumSet.of(ShowInMessage.STACK_TRACE));
        StackTracePlace place = parser.choice(
                "stackTrace",
                text(Name.STACK_TRACE),
                StackTracePlace.class,
                shown.contains(ShowInMessage.STACK_TRACE) ? StackTracePlace.MESSAGE : StackTracePlace.EXTRA);
        LogbackVersion.check(warnOfEnvironment);
        JacksonVersion.check(warn);
        LazyMapper mapper = new LazyMapper(mapperDecorators, warn);
        for (TokenStreamFactoryBuilderDecorator<?, ?> decorator : factoryDecorators) {
            warn.accept("decorator " + decorator.getClass().getName()
                    + ": has no effect on the line, whose escapes are fixed (see ascii)");
        }
        if (!mapperDecorators.isEmpty()) {
            mapper.get(); // what is wrong with a decorator is said when the encoder starts
        }
        return new Settings(
                new LayoutSettings(
                        format,
                        parser.flag("ascii", text(Name.ASCII), true),
                        parser.choices("include", text(Name.INCLUDE), Include.class, Set.of()),
                        parser.choice("extra", text(Name.EXTRA), ExtraStyle.class, ExtraStyle.NESTED),
                        shown.contains(ShowInMessage.EXTRA),
                        parser.choice("color", text(Name.COLOR), ColorMode.class, ColorMode.AUTO)
                                .isColored(environment, destination)),
                limits(parser),
                new Tracing(
                        place == StackTracePlace.MESSAGE || place == StackTracePlace.BOTH,
                        place == StackTracePlace.EXTRA || place == StackTracePlace.BOTH,
                        new NamePatterns(SettingParser.list(text(Name.STACK_TRACE_EXCLUDE))),
                        throwableConverter),
                context(parser, environment),
                Redaction.of(text(Name.REDACT), environment, parser),
                new Extensions(
                        startedProviders(context, mapper, warn),
                        generatorDecorator(context),
                        mapper,
                        !mapperDecorators.isEmpty()));
    }

    private Limits limits(SettingParser parser) {
        return new Limits(
                number(parser, Name.MAX_MESSAGE_CHARS, 1, Limits.DEFAULT_MESSAGE_CHARS),
                number(parser, Name.MAX_VALUE_CHARS, 1, Limits.DEFAULT_VALUE_CHARS),
                number(parser, Name.MAX_ELEMENTS, 1, Limits.DEFAULT_ELEMENTS),
                number(parser, Name.MAX_LINE_BYTES, MIN_LINE_BYTES, Limits.DEFAULT_LINE_BYTES));
    }

    private ContextFields context(SettingParser parser, Environment environment) {
        return new ContextFields(
                requestIdKeys(),
                new NamePatterns(mdcIncluded),
                new NamePatterns(mdcExcluded),
                new NamePatterns(SettingParser.list(text(Name.MDC_NUMBERS))),
                WorkerField.read(SettingParser.list(text(Name.WORKER_FIELDS)), environment, parser));
    }

    private @Nullable String text(Name name) {
        return texts.get(name);
    }

    private int number(SettingParser parser, Name name, int min, int byDefault) {
        return parser.number(name.xmlName(), text(name), min, MAX_LIMIT, byDefault);
    }

    private List<String> requestIdKeys() {
        List<String> keys = SettingParser.list(text(Name.REQUEST_ID_KEY));
        return keys.isEmpty() ? List.of(ContextFields.REQUEST_ID) : List.copyOf(keys);
    }

    /** Logback's XML starts what it makes; a decorator that was made in code, or by Spring, may not be started yet. */
    private @Nullable JsonGeneratorDecorator generatorDecorator(@Nullable Context context) {
        if (generatorDecorators.isEmpty()) {
            return null;
        }
        for (JsonGeneratorDecorator decorator : generatorDecorators) {
            if (context != null && decorator instanceof ContextAware aware && aware.getContext() == null) {
                aware.setContext(context);
            }
            if (decorator instanceof LifeCycle startable && !startable.isStarted()) {
                startable.start();
            }
        }
        List<JsonGeneratorDecorator> decorators = List.copyOf(generatorDecorators);
        return generator -> {
            var decorated = generator;
            for (JsonGeneratorDecorator decorator : decorators) {
                decorated = decorator.decorate(decorated);
            }
            return decorated;
        };
    }

    private List<JsonProvider<ILoggingEvent>> startedProviders(
            @Nullable Context context, LazyMapper mapper, Consumer<String> warn) {
        List<JsonProvider<ILoggingEvent>> started = new ArrayList<>();
        for (JsonProvider<ILoggingEvent> provider : providers) {
            try {
                // LLE's own container knows what each kind of provider has to be given.
                var container = new net.logstash.logback.composite.JsonProviders<ILoggingEvent>();
                container.addProvider(provider);
                if (context != null) {
                    container.setContext(context);
                }
                container.setObjectMapper(mapper.get());
                container.start();
                started.add(provider);
            } catch (Throwable problem) {
                Failure.rethrowIfFatal(problem);
                warn.accept("provider " + provider.getClass().getName() + ": " + problem + ". Going on without it.");
            }
        }
        return List.copyOf(started);
    }
}
