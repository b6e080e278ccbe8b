package io.runpod.logback.spring;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.runpod.logback.internal.line.LineEncoder;
import io.runpod.logback.internal.settings.ColorMode.Destination;
import io.runpod.logback.internal.settings.Environment;
import io.runpod.logback.internal.settings.EnvironmentWarnings;
import io.runpod.logback.internal.settings.NamePatterns;
import io.runpod.logback.internal.settings.SettingParser;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.settings.SettingsBuilder;
import io.runpod.logback.internal.settings.SettingsBuilder.Name;
import io.runpod.logback.internal.text.LogLevel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import net.logstash.logback.composite.JsonProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Reads the {@code runpod.log.*} properties. They are not {@code @ConfigurationProperties}, because they are needed
 * before there are any beans, and a wrong one must not stop the application. Each except {@code custom-fields} may be a
 * string or a list. As everywhere in Spring Boot, the variable {@code RUNPOD_LOG_MAXVALUECHARS} sets
 * {@code runpod.log.max-value-chars}.
 */
final class RunPodLogProperties {

    private static final String PREFIX = "runpod.log";

    static final String FORMAT = "format";
    static final String LEVEL = "level";
    private static final String MDC_INCLUDE = "mdc.include";
    private static final String MDC_EXCLUDE = "mdc.exclude";
    private static final String THROWABLE_CONVERTER = "throwable-converter";
    private static final String PROVIDERS = "providers";
    private static final String DECORATORS = "decorators";

    /** The properties that name classes, of which objects are created. */
    private static final List<String> OBJECTS = List.of(THROWABLE_CONVERTER, PROVIDERS, DECORATORS);

    private static final String WEB_ENABLED = "web.enabled";

    private static final String WEB_SUMMARY = "web.summary";
    private static final String WEB_HEADER = "web.header";
    private static final String WEB_QUIET_PATHS = "web.quiet-paths";
    private static final String WEB_FORWARD_ID = "web.forward-id";
    private static final List<String> WEB =
            List.of(WEB_ENABLED, WEB_SUMMARY, WEB_HEADER, WEB_QUIET_PATHS, WEB_FORWARD_ID);

    private static final Bindable<String> STRING = Bindable.of(String.class);
    private static final Bindable<List<String>> STRINGS = Bindable.listOf(String.class);

    private final org.springframework.core.env.Environment environment;
    private final Binder binder;
    private final Environment variables;

    RunPodLogProperties(org.springframework.core.env.Environment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
        this.variables = new Environment(this::variable, name -> null, Environment.SYSTEM.names());
    }

    /** Returns the valid names of properties, without the prefix. */
    static Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Name name : Name.values()) {
            names.add(kebab(name.xmlName()));
        }
        names.addAll(List.of(LEVEL, MDC_INCLUDE, MDC_EXCLUDE));
        names.addAll(OBJECTS);
        names.addAll(WEB);
        return names;
    }

    /**
     * Returns the settings, with started objects of the named classes.
     *
     * @param warn receives one message for each wrong property
     */
    Settings settings(Consumer<String> warn) {
        SettingsBuilder builder = builder(warn);
        for (Object converter : instances(THROWABLE_CONVERTER, warn)) {
            builder.throwableConverter((ThrowableHandlingConverter) converter);
        }
        for (Object provider : instances(PROVIDERS, warn)) {
            @SuppressWarnings("unchecked") // a provider of another event type fails when it is used
            JsonProvider<ILoggingEvent> ofEvents = (JsonProvider<ILoggingEvent>) provider;
            builder.addProvider(ofEvents);
        }
        for (Object decorator : instances(DECORATORS, warn)) {
            builder.addDecorator(decorator);
        }
        return settings(builder, warn);
    }

    /** Returns a builder with all properties except those that name classes. */
    private SettingsBuilder builder(Consumer<String> warn) {
        SettingsBuilder builder = new SettingsBuilder(name -> described(kebab(name)));
        for (Name name : Name.values()) {
            String property = kebab(name.xmlName());
            builder.set(
                    name,
                    switch (name) {
                        case CUSTOM_FIELDS -> bound(property, STRING, warn); // a comma does not separate items
                        case REDACT -> joined(asWritten(property, list(property, warn)));
                        default -> text(property, warn);
                    });
        }
        if (EnvironmentWarnings.wasLogged(variables::format)) {
            builder.set(Name.FORMAT, null);
        }
        builder.includeMdc(list(MDC_INCLUDE, warn));
        builder.excludeMdc(list(MDC_EXCLUDE, warn));
        return builder;
    }

    private Settings settings(SettingsBuilder builder, Consumer<String> warn) {
        // If Spring reads the variable as the property, a wrong value is reported for the property only.
        Consumer<String> warnAboutVariable = text(FORMAT, warning -> {}) == null ? warn : warning -> {};
        return builder.build(context(), variables, Destination.ELSEWHERE, warn, warnAboutVariable);
    }

    /**
     * Reports wrong settings. Builds the settings only to find them, and only if any property is set, because most
     * applications have none. Creates no objects of the named classes: the formatter does, after Spring Boot has set
     * Logback up.
     */
    void check(Consumer<String> warn) {
        if (names().stream().noneMatch(this::isSet)) {
            return;
        }
        OBJECTS.forEach(property -> classes(property, warn));
        new LineEncoder(settings(builder(warn), warn)).close();
        web(warn);
    }

    /**
     * Returns the settings of the {@code web.*} properties.
     *
     * @param warn receives one message for each wrong property
     */
    WebSettings web(Consumer<String> warn) {
        SettingParser parser = new SettingParser(warn, this::described);
        String header = text(WEB_HEADER, warn);
        if (header != null && !WebSettings.isHeader(header)) {
            parser.refuse(WEB_HEADER, header, "the name of an HTTP header", WebSettings.DEFAULT_HEADER);
            header = null;
        }
        List<String> quietPaths = new ArrayList<>();
        for (String path : list(WEB_QUIET_PATHS, warn)) {
            if (WebSettings.isPath(path)) {
                quietPaths.add(path);
            } else {
                parser.refuse(WEB_QUIET_PATHS, path, "paths that begin with / or *", "the others");
            }
        }
        return new WebSettings(
                parser.flag(WEB_ENABLED, text(WEB_ENABLED, warn), true),
                parser.flag(WEB_SUMMARY, text(WEB_SUMMARY, warn), false),
                parser.flag(WEB_FORWARD_ID, text(WEB_FORWARD_ID, warn), false),
                header == null ? WebSettings.DEFAULT_HEADER : header,
                new NamePatterns(quietPaths));
    }

    private boolean isSet(String name) {
        List<String> problems = new ArrayList<>();
        return !list(name, problems::add).isEmpty() || !problems.isEmpty();
    }

    /** Returns whether this library writes the console's lines: a format is set, or the application runs on RunPod. */
    boolean isWanted() {
        String format = text(FORMAT, warning -> {});
        boolean isFormatSet = format != null && (format.equalsIgnoreCase("json") || format.equalsIgnoreCase("text"));
        return isFormatSet || variables.isOnRunPod();
    }

    /** Returns the level that is set, as Spring Boot names it; null if none, or a wrong one, is set. */
    @Nullable
    String level(Consumer<String> warn) {
        String name = described(LEVEL);
        String value = text(LEVEL, warn);
        if (value == null) {
            name = Environment.SDK_LEVEL_VARIABLE;
            value = variables.variable(name);
        }
        String level = value == null ? null : LogLevel.parseThreshold(value);
        if (value != null && level == null && !EnvironmentWarnings.wasLogged(variables::level)) {
            new SettingParser(warn).refuse(name, value, LogLevel.VALID_THRESHOLDS, LogLevel.DEFAULT_THRESHOLD);
        }
        return level;
    }

    /** Reports unknown properties, because a mistyped one would otherwise be ignored silently. */
    void reportUnknown(Consumer<String> warn) {
        ConfigurationPropertyName prefix = ConfigurationPropertyName.of(PREFIX);
        Set<ConfigurationPropertyName> reported = new LinkedHashSet<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            // Not variables, because RunPod may have others with the same prefix.
            if (source instanceof IterableConfigurationPropertySource iterable
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                iterable.stream()
                        .filter(name -> prefix.isAncestorOf(name) && !isKnown(name))
                        .forEach(reported::add);
            }
        }
        for (ConfigurationPropertyName name : reported) {
            String last = name.toString().substring(PREFIX.length() + 1);
            warn.accept(described(last) + ": there is no such property. Valid after " + PREFIX + ".: "
                    + String.join(", ", names()) + ". Going on without it.");
        }
    }

    private static boolean isKnown(ConfigurationPropertyName name) {
        ConfigurationPropertyName plain = name;
        while (plain.isLastElementIndexed()) {
            plain = plain.getParent();
        }
        for (String known : names()) {
            if (plain.equals(ConfigurationPropertyName.of(PREFIX + "." + known))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable LoggerContext context() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext logback ? logback : null;
    }

    /** Returns a variable of the process, else Spring's property of the same name. */
    private @Nullable String variable(String name) {
        String own = Environment.SYSTEM.variable(name);
        if (own != null) {
            return own; // not from Spring, which would replace placeholders in it
        }
        try {
            return environment.getProperty(name);
        } catch (RuntimeException unresolved) {
            return null;
        }
    }

    private @Nullable String text(String name, Consumer<String> warn) {
        return joined(list(name, warn));
    }

    private static @Nullable String joined(List<String> items) {
        String all = String.join(", ", items);
        return all.isBlank() ? null : all; // a blank one counts as not set
    }

    /**
     * Returns the words that the user wrote, because YAML reads {@code off} as false and {@code on} as true. Only for
     * the setting that has the values {@code on} and {@code off}. A text {@code false} stays, and is refused.
     */
    private List<String> asWritten(String property, List<String> items) {
        List<String> words = new ArrayList<>(items);
        for (int i = 0; i < words.size(); i++) {
            String item = words.get(i);
            if ((item.equals("true") || item.equals("false")) && isBoolean(property, i)) {
                words.set(i, item.equals("true") ? "on" : "off");
            }
        }
        return words;
    }

    /** Returns whether the item is a boolean in the first source that has the property, from which it was bound. */
    private boolean isBoolean(String property, int index) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(PREFIX + "." + property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty whole = source.getConfigurationProperty(name);
            ConfigurationProperty first = source.getConfigurationProperty(name.append("[0]"));
            if (whole != null || first != null) {
                ConfigurationProperty found =
                        whole != null ? whole : source.getConfigurationProperty(name.append("[" + index + "]"));
                return found != null && found.getValue() instanceof Boolean;
            }
        }
        return false;
    }

    private List<String> list(String name, Consumer<String> warn) {
        List<String> items = bound(name, STRINGS, warn);
        return items == null ? List.of() : items;
    }

    /** Returns the value of a property; null if it is not set or unreadable. */
    private <T> @Nullable T bound(String name, Bindable<T> type, Consumer<String> warn) {
        try {
            return binder.bind(PREFIX + "." + name, type).orElse(null);
        } catch (BindException unreadable) {
            warn.accept(described(name) + ": " + unreadable.getCause() + ". Going on with the default.");
            return null;
        }
    }

    /** Returns the type that a property's classes must have. Not a constant, because an LLE may lack one of them. */
    private static Class<?> type(String property) {
        return switch (property) {
            case THROWABLE_CONVERTER -> ThrowableHandlingConverter.class;
            case PROVIDERS -> JsonProvider.class;
            default -> net.logstash.logback.decorate.Decorator.class;
        };
    }

    /** Returns the classes that a property names, without initialising them. */
    private List<Class<?>> classes(String property, Consumer<String> warn) {
        Class<?> type = type(property);
        List<Class<?>> found = new ArrayList<>();
        for (String className : list(property, warn)) {
            try {
                Class<?> named = ClassUtils.forName(className.trim(), null);
                if (type.isAssignableFrom(named)) {
                    found.add(named);
                } else {
                    warnThatOmitted(property, className + " is not a " + type.getName(), warn);
                }
            } catch (ClassNotFoundException | LinkageError | RuntimeException problem) {
                warnThatOmitted(property, problem, warn);
            }
        }
        return found;
    }

    private List<Object> instances(String property, Consumer<String> warn) {
        List<Object> made = new ArrayList<>();
        for (Class<?> named : classes(property, warn)) {
            try {
                Object instance = BeanUtils.instantiateClass(named);
                if (instance instanceof ThrowableHandlingConverter converter) {
                    converter.setContext(context());
                    converter.start();
                }
                made.add(instance);
            } catch (LinkageError | RuntimeException problem) {
                warnThatOmitted(property, problem, warn);
            }
        }
        return made;
    }

    private void warnThatOmitted(String property, Object problem, Consumer<String> warn) {
        warn.accept(described(property) + ": " + problem + ". Going on without it.");
    }

    /** Returns the property's full name and the place where it is set, for messages. */
    private String described(String name) {
        String full = PREFIX + "." + name;
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            for (String candidate : List.of(full, full + "[0]")) {
                ConfigurationProperty property =
                        source.getConfigurationProperty(ConfigurationPropertyName.of(candidate));
                Origin origin = property == null ? null : property.getOrigin();
                if (origin != null) {
                    return full + " (" + origin.toString().replace("\"" + full + "\" from ", "") + ")";
                }
            }
        }
        return full;
    }

    /** Converts {@code maxValueChars} to {@code max-value-chars}. */
    private static String kebab(String xmlName) {
        return xmlName.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
