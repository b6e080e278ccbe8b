package io.runpod.logback;

import io.runpod.logback.internal.settings.SettingParser;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which keys of the MDC become fields of {@code extra}: {@code <mdc>} in an encoder's configuration. Without it
 * all do, but for the request and batch ids. In a name {@code *} stands for any characters.
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

    /** Creates a choice of all keys. */
    public MdcFields() {}

    /**
     * Adds keys that become fields; with the first one, all others no longer do.
     *
     * @param names one or several, separated by commas
     */
    public void addInclude(String names) {
        included.addAll(SettingParser.list(names));
    }

    /**
     * Adds keys that do not become fields, even if included.
     *
     * @param names one or several, separated by commas
     */
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
