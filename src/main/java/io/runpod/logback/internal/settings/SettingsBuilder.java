package io.runpod.logback.internal.settings;

import ch.qos.logback.classic.pattern.NopThrowableInformationConverter;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.settings.ColorMode.Destination;
import io.runpod.logback.internal.settings.Settings.ExtraStyle;
import io.runpod.logback.internal.settings.Settings.Format;
import io.runpod.logback.internal.settings.Settings.InMessage;
import io.runpod.logback.internal.settings.Settings.Include;
import io.runpod.logback.internal.text.Limits;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Collects the settings of a configuration: strings by name, and objects. {@link #build} makes {@link Settings} of
 * them: it parses, fills in defaults and reports wrong values. Not thread-safe: configure it from one thread.
 */
public final class SettingsBuilder {

    /** The settings that are strings; {@link #xmlName} is the name of the XML element. */
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
        CUSTOM_FIELDS("customFields"),
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

    /** The choices of {@code showInMessage}. */
    private enum ShowInMessage {
        TIMESTAMP,
        REQUEST_ID,
        STACK_TRACE,
        EXTRA,
        NONE
    }

    /** Where a stack trace is written. */
    private enum StackTracePlace {
        MESSAGE,
        EXTRA,
        BOTH,
        NONE
    }

    private static final int MAX_LIMIT = 1_000_000_000;

    /** A shorter line could not hold its own keys and the note of a truncated message. */
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

    /** Creates a builder for settings that the user knows by their names in XML. */
    public SettingsBuilder() {
        this(UnaryOperator.identity());
    }

    /**
     * Creates a builder.
     *
     * @param naming converts a setting's name in XML to the name that the user knows, for messages
     */
    public SettingsBuilder(UnaryOperator<String> naming) {
        this.naming = naming;
    }

    /**
     * Sets a string. An empty one, for example from a variable that is not set, adds nothing to a list; for another
     * setting it means the default. If a setting is given twice, lists are joined; of other settings the last value is
     * used, and {@link #build} reports this.
     *
     * @param value null = the default again, whatever was set before
     */
    public void set(Name name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            if (value == null || !name.isList) {
                texts.remove(name);
                givenTwice.remove(name);
            }
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

    /** Adds a decorator of any of LLE's three kinds. Returns false for any other object. */
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
     * Makes the settings. A wrong setting never makes this throw.
     *
     * @param context the context of providers and decorators; null = none
     * @param destination where the lines go, which decides about colours
     * @param warn receives one message for each wrong setting
     * @param warnAboutEnvironment receives one message for each wrong variable or system property
     */
    public Settings build(
            @Nullable Context context,
            Environment environment,
            Destination destination,
            Consumer<String> warn,
            Consumer<String> warnAboutEnvironment) {
        for (Name name : givenTwice) {
            warn.accept(naming.apply(name.xmlName()) + ": given more than once. Going on with the last one, \""
                    + texts.get(name) + "\".");
        }
        Dependencies.warnOfOld(warnAboutEnvironment);
        SettingParser parser = new SettingParser(warn, naming);
        Format environmentFormat = environment.format(warnAboutEnvironment);
        Format format = parser.choice("format", text(Name.FORMAT), Format.class, environmentFormat);
        Set<ShowInMessage> shown = parser.choices(
                "showInMessage",
                text(Name.SHOW_IN_MESSAGE),
                ShowInMessage.class,
                EnumSet.of(ShowInMessage.STACK_TRACE));
        ColorMode color = parser.choice("color", text(Name.COLOR), ColorMode.class, ColorMode.AUTO);
        ExtensionStarter starter = new ExtensionStarter(context, warn);
        LazyMapper mapper = mapper(starter, warn);
        return new Settings(
                layout(parser, format, shown, color.isColored(environment, destination)),
                limits(parser),
                traces(parser, format, shown),
                contextFields(parser, environment, mapper),
                Redaction.of(text(Name.REDACT), environment, parser),
                new Settings.Extensions(
                        starter.providers(providers, mapper),
                        starter.generatorDecorator(generatorDecorators, mapper),
                        mapper,
                        !mapperDecorators.isEmpty()));
    }

    private LazyMapper mapper(ExtensionStarter starter, Consumer<String> warn) {
        for (TokenStreamFactoryBuilderDecorator<?, ?> decorator : factoryDecorators) {
            warn.accept("decorator " + decorator.getClass().getName()
                    + ": has no effect on the line, whose escapes are fixed (see ascii)");
        }
        LazyMapper mapper = new LazyMapper(starter.mapperDecorators(mapperDecorators), warn);
        if (!mapperDecorators.isEmpty()) {
            mapper.get(); // reports a wrong decorator when the encoder starts
        }
        return mapper;
    }

    private Settings.Layout layout(SettingParser parser, Format format, Set<ShowInMessage> shown, boolean isColored) {
        return new Settings.Layout(
                format,
                parser.flag("ascii", text(Name.ASCII), true),
                parser.choices("include", text(Name.INCLUDE), Include.class, Set.of()),
                parser.choice("extra", text(Name.EXTRA), ExtraStyle.class, ExtraStyle.NESTED),
                new InMessage(
                        shown.contains(ShowInMessage.TIMESTAMP),
                        shown.contains(ShowInMessage.REQUEST_ID),
                        shown.contains(ShowInMessage.EXTRA)),
                isColored);
    }

    private Settings.Traces traces(SettingParser parser, Format format, Set<ShowInMessage> shown) {
        boolean isInMessage = shown.contains(ShowInMessage.STACK_TRACE) || format == Format.TEXT;
        StackTracePlace place = parser.choice(
                "stackTrace",
                text(Name.STACK_TRACE),
                StackTracePlace.class,
                isInMessage ? StackTracePlace.MESSAGE : StackTracePlace.EXTRA);
        if (throwableConverter instanceof NopThrowableInformationConverter) {
            place = StackTracePlace.NONE; // this converter returns no text
        }
        return new Settings.Traces(
                place == StackTracePlace.MESSAGE || place == StackTracePlace.BOTH,
                place == StackTracePlace.EXTRA || place == StackTracePlace.BOTH,
                new NamePatterns(SettingParser.list(text(Name.STACK_TRACE_EXCLUDE))),
                throwableConverter);
    }

    private Limits limits(SettingParser parser) {
        return new Limits(
                number(parser, Name.MAX_MESSAGE_CHARS, 1, Limits.DEFAULT_MESSAGE_CHARS),
                number(parser, Name.MAX_VALUE_CHARS, 1, Limits.DEFAULT_VALUE_CHARS),
                number(parser, Name.MAX_ELEMENTS, 1, Limits.DEFAULT_ELEMENTS),
                number(parser, Name.MAX_LINE_BYTES, MIN_LINE_BYTES, Limits.DEFAULT_LINE_BYTES));
    }

    private Settings.ContextFields contextFields(SettingParser parser, Environment environment, LazyMapper mapper) {
        return new Settings.ContextFields(
                requestIdKeys(),
                new NamePatterns(mdcIncluded),
                new NamePatterns(mdcExcluded),
                new NamePatterns(SettingParser.list(text(Name.MDC_NUMBERS))),
                fixedFields(parser, environment, mapper));
    }

    private Map<String, Object> fixedFields(SettingParser parser, Environment environment, LazyMapper mapper) {
        Map<String, Object> fields = new LinkedHashMap<>(
                WorkerField.read(SettingParser.list(text(Name.WORKER_FIELDS)), environment, parser));
        String custom = text(Name.CUSTOM_FIELDS);
        if (custom != null) {
            JsonNode parsed = parsed(custom, mapper);
            if (parsed != null && parsed.isObject()) {
                parsed.properties().forEach(field -> fields.putIfAbsent(field.getKey(), field.getValue()));
            } else {
                parser.refuse("customFields", custom, "a JSON object, as {\"app\": \"image-worker\"}", "none");
            }
        }
        return fields;
    }

    private static @Nullable JsonNode parsed(String json, LazyMapper mapper) {
        try {
            return mapper.get().readTree(json);
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private @Nullable String text(Name name) {
        return texts.get(name);
    }

    private int number(SettingParser parser, Name name, int min, int byDefault) {
        return parser.number(name.xmlName(), text(name), min, MAX_LIMIT, byDefault);
    }

    private List<String> requestIdKeys() {
        List<String> keys = SettingParser.list(text(Name.REQUEST_ID_KEY));
        return keys.isEmpty() ? List.of(Settings.ContextFields.REQUEST_ID) : List.copyOf(keys);
    }
}
