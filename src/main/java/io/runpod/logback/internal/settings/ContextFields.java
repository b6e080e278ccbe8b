package io.runpod.logback.internal.settings;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a line takes from around the call: the MDC and the worker.
 *
 * @param requestIdKeys MDC keys of the request id; the first that is set wins
 * @param mdcIncluded MDC keys that become fields; empty = all
 * @param mdcExcluded MDC keys that do not
 * @param mdcNumbers MDC keys whose values are written as numbers where they are JSON numbers
 * @param workerFields fields of the worker, name and value
 */
public record ContextFields(
        List<String> requestIdKeys,
        NamePatterns mdcIncluded,
        NamePatterns mdcExcluded,
        NamePatterns mdcNumbers,
        Map<String, String> workerFields) {

    /** The MDC key of the request id, unless set otherwise. */
    public static final String REQUEST_ID = "requestId";

    /** The MDC key of the batch id. */
    public static final String BATCH_ID = "batchId";

    /** The MDC keys of the ids, which are no fields. */
    public List<String> idKeys() {
        return Stream.concat(requestIdKeys.stream(), Stream.of(BATCH_ID))
                .distinct()
                .toList();
    }

    /** Whether an MDC key becomes a field of {@code extra}. */
    public boolean isMdcField(String key) {
        return !idKeys().contains(key)
                && (mdcIncluded.isEmpty() || mdcIncluded.matches(key))
                && !mdcExcluded.matches(key);
    }
}
