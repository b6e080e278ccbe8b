package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides what counts as a secret. Made once, when the encoder starts.
 *
 * @param redactor finds secrets in text
 * @param names recognises names whose values are secrets
 */
record Redaction(Redactor redactor, SensitiveNames names) {

    /**
     * A redaction, and the settings and secrets from which it was made. These are lists, because in JDK 17 the
     * generated {@code equals} of the last record that was compared keeps its class loader in memory.
     */
    private record Made(List<List<String>> source, Redaction redaction) {}

    /** The last one made, for reuse. Most encoders need an equal one, and its tables are larger than an encoder. */
    private static volatile @Nullable Made last;

    private static final String NAME = "redact";

    private static final String OFF = "off";

    private static final String ON = "on";

    private static final String VALID = "on; off (alone); or a list of names of secret fields, -NAME (no secret), "
            + "prefix:BEGINNING (of tokens, 3 to 64 characters)";

    private static final String PREFIX = "prefix:";

    /** A shorter prefix would match ordinary words. */
    private static final int MIN_PREFIX = 3;

    /** Variables of a shell that hold a directory, although their names look like those of a password. */
    private static final Set<String> DIRECTORIES = Set.of("PWD", "OLDPWD");

    /** Variables that are read by name, because an environment may not list its variables. */
    private static final List<String> USUAL_VARIABLES =
            List.of("RUNPOD_API_KEY", "RUNPOD_AI_API_KEY", "RUNPOD_ENDPOINT_SECRET");

    /** Words that are no names of fields: a user who writes one means on or off. */
    private static final Set<String> NO_NAMES =
            Set.of("no", "yes", "true", "false", "none", "null", "all", "default", "disabled", "enabled");

    private static final Pattern FIELD_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.\\- ]*");

    private static final Pattern TOKEN_PREFIX = Pattern.compile("[\\x21-\\x7e&&[^\"'\\\\]]{" + MIN_PREFIX + ",64}");

    /**
     * Makes the redaction from the setting and the secrets of the environment.
     *
     * @param setting the setting's text; null = it is not set
     * @return null if redaction is off
     */
    static @Nullable Redaction of(@Nullable String setting, Environment environment, SettingParser parser) {
        List<String> further = new ArrayList<>();
        List<String> exempt = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        List<String> items = SettingParser.list(setting);
        if (items.size() == 1 && items.get(0).equalsIgnoreCase(OFF)) {
            return null;
        }
        List<String> wrong = new ArrayList<>();
        for (String item : items) {
            if (item.startsWith(PREFIX) && isPrefix(item)) {
                prefixes.add(item.substring(PREFIX.length()));
            } else if (item.startsWith("-") && isName(item.substring(1))) {
                exempt.add(item.substring(1));
            } else if (isName(item)) {
                further.add(item);
            } else if (!item.equalsIgnoreCase(ON)) {
                wrong.add(item);
            }
        }
        if (!wrong.isEmpty()) {
            boolean others = items.size() > wrong.size();
            parser.refuse(NAME, String.join(", ", wrong), VALID, others ? "on and the others" : ON);
        }
        SensitiveNames names = new SensitiveNames(further, exempt);
        List<String> secrets = secrets(names, environment);
        List<List<String>> source = List.of(further, exempt, prefixes, secrets);
        Made made = last;
        if (made != null && made.source.equals(source)) {
            return made.redaction;
        }
        Redaction redaction = new Redaction(new Redactor(names, prefixes, secrets), names);
        last = new Made(source, redaction);
        return redaction;
    }

    private static boolean isPrefix(String item) {
        return TOKEN_PREFIX.matcher(item.substring(PREFIX.length())).matches();
    }

    /** Returns whether an item can be a name. Logback's text for an unset variable, {@code X_IS_UNDEFINED}, cannot. */
    private static boolean isName(String item) {
        String lower = item.toLowerCase(Locale.ROOT);
        return item.length() > 1
                && FIELD_NAME.matcher(item).matches()
                && !item.endsWith("_IS_UNDEFINED")
                && !lower.equals(ON)
                && !lower.equals(OFF)
                && !NO_NAMES.contains(lower);
    }

    private static List<String> secrets(SensitiveNames names, Environment environment) {
        Set<String> variables = new LinkedHashSet<>(USUAL_VARIABLES);
        for (String name : environment.names().get()) {
            if (names.matches(name) && !DIRECTORIES.contains(name.toUpperCase(Locale.ROOT))) {
                variables.add(name);
            }
        }
        List<String> secrets = new ArrayList<>();
        for (String variable : variables) {
            String value = environment.variable(variable);
            if (value != null) {
                secrets.add(value);
            }
        }
        return secrets;
    }
}
