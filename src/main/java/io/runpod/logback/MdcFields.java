package io.runpod.logback;

import io.runpod.logback.internal.settings.SettingParser;
import java.util.ArrayList;
import java.util.List;

/**
 * Selects the MDC keys that become fields of {@code extra}: {@code <mdc>} in an encoder's configuration. Without it,
 * all keys do, except those of the request id and the batch id. In a name, {@code *} matches any characters.
 *
 * <pre>{@code
 * <mdc>
 *   <include>user*, tenant</include>
 *   <exclude>userSession</exclude>
 * </mdc>
 * }</pre>
 *
 * @since 0.1
 */
public final class MdcFields {

    private final List<String> included = new ArrayList<>();
    private final List<String> excluded = new ArrayList<>();

    /** Creates a selection of all keys. */
    public MdcFields() {}

    /**
     * Adds keys that become fields. Without any, all keys do; with some, only these.
     *
     * @param names one or more names, separated by commas or white space
     */
    public void addInclude(String names) {
        included.addAll(SettingParser.list(names));
    }

    /** As {@link #addInclude}, for keys that do not become fields, even if they are included. */
    public void addExclude(String names) {
        excluded.addAll(SettingParser.list(names));
    }

    List<String> included() {
        return included;
    }

    List<String> excluded() {
        return excluded;
    }
}
