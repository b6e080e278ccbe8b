package io.runpod.logback.internal.settings;

import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is taken for a secret; made once, when the encoder starts.
 *
 * @param redactor finds secrets in text
 * @param names finds names that announce secrets
 */
public record Redaction(Redactor redactor, SensitiveNames names) {

    /** What it is made of. */
    private record Source(List<String> further, List<String> exempt, List<String> prefixes, List<String> secrets) {}

    private record Made(Source source, Redaction redaction) {}

    /** The last one made: the encoders of a process mostly have the same, and its tables weigh more than an encoder. */
    private static volatile @Nullable Made last;

    private static final String NAME = "redact";

    private static final String OFF = "off";

    private static final String ON = "on";

    private static final String VALID =
            "on; off (alone); or a list of names of secret fields, -NAME (no secret), prefix:BEGINNING (of tokens, 3 to 64 characters)";

    private static final String PREFIX = "prefix:";

    /** Shorter beginnings are those of words. */
    private static final int MIN_PREFIX = 3;

    /** The directory of a shell, which is no password. */
    private static final Set<String> DIRECTORIES = Set.of("PWD", "OLDPWD");

    /** Looked for by their names wherever the environment cannot list its variables. */
    private static final List<String> USUAL_VARIABLES =
            List.of("RUNPOD_API_KEY", "RUNPOD_AI_API_KEY", "RUNPOD_ENDPOINT_SECRET");

    /** What people write who mean on or off, and no name. */
    private static final Set<String> NO_NAMES =
            Set.of("no", "yes", "true", "false", "none", "null", "all", "default", "disabled", "enabled");

    private static final Pattern FIELD_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.\\- ]*");

    private static final Pattern TOKEN_PREFIX = Pattern.compile("[\\x21-\\x7e&&[^\"'\\\\]]{" + MIN_PREFIX + ",64}");

    /**
     * Reads the setting, and the secrets of the environment.
     *
     * @param setting the setting's text; null = it is not set
     * @return null where redaction is off
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
        return made(new Source(further, exempt, prefixes, secrets(names, environment)), names);
    }

    private static Redaction made(Source source, SensitiveNames names) {
        Made before = last;
        if (before != null && before.source.equals(source)) {
            return before.redaction;
        }
        Redaction redaction = new Redaction(new Redactor(names, source.prefixes, source.secrets), names);
        last = new Made(source, redaction);
        return redaction;
    }

    private static boolean isPrefix(String item) {
        return TOKEN_PREFIX.matcher(item.substring(PREFIX.length())).matches();
    }

    /** Whether it can be meant as a name: what is written where a variable is not set, cannot. */
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
        Stream<String> sensitive = environment.names().get().stream()
                .filter(name -> names.matches(name) && !DIRECTORIES.contains(name.toUpperCase(Locale.ROOT)));
        return Stream.concat(sensitive, USUAL_VARIABLES.stream())
                .distinct()
                .map(environment::variable)
                .<String>mapMulti((value, secrets) -> {
                    if (value != null) {
                        secrets.accept(value);
                    }
                })
                .toList();
    }
}
