package io.runpod.logback.internal.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The settings of fields that come from the context of a call: the MDC and the worker.
 *
 * @param requestIdKeys MDC keys of the request id; the first that is set wins
 * @param mdcIncluded MDC keys that become fields; empty = all
 * @param mdcExcluded MDC keys that do not become fields
 * @param mdcNumbers MDC keys whose values are written as numbers if they are JSON numbers
 * @param workerFields fields of the worker, name and value
 */
public record ContextFields(
        List<String> requestIdKeys,
        NamePatterns mdcIncluded,
        NamePatterns mdcExcluded,
        NamePatterns mdcNumbers,
        Map<String, String> workerFields) {

    /** The default MDC key of the request id. */
    public static final String REQUEST_ID = "requestId";

    /** The MDC key of the batch id. */
    public static final String BATCH_ID = "batchId";

    /** Returns the MDC keys of the ids, which never become fields. */
    public List<String> idKeys() {
        return Stream.concat(requestIdKeys.stream(), Stream.of(BATCH_ID))
                .distinct()
                .toList();
    }

    /** Returns whether an MDC key becomes a field of {@code extra}. */
    public boolean isMdcField(String key) {
        return !idKeys().contains(key)
                && (mdcIncluded.isEmpty() || mdcIncluded.matches(key))
                && !mdcExcluded.matches(key);
    }
}
