package io.runpod.logback.internal.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that identify the worker, and the only variables that this library reads for them. None of the variables
 * is a key, secret, token or URL.
 */
enum WorkerField {
    POD_ID("podId", "RUNPOD_POD_ID"),
    POD_HOSTNAME("podHostname", "RUNPOD_POD_HOSTNAME"),
    ENDPOINT_ID("endpointId", "RUNPOD_ENDPOINT_ID"),
    DATA_CENTER("dataCenter", "RUNPOD_DC_ID"),
    GPU("gpu", "RUNPOD_GPU_NAME"),
    GPU_COUNT("gpuCount", "RUNPOD_GPU_COUNT"),
    CPU_COUNT("cpuCount", "RUNPOD_CPU_COUNT"),
    MEMORY_GB("memoryGb", "RUNPOD_MEM_GB"),
    VOLUME_ID("volumeId", "RUNPOD_VOLUME_ID");

    private final String fieldName;
    private final String variable;

    WorkerField(String fieldName, String variable) {
        this.fieldName = fieldName;
        this.variable = variable;
    }

    /** Returns the requested fields that the environment has, in the requested order. */
    static Map<String, String> read(List<String> requested, Environment environment, SettingParser parser) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : requested) {
            WorkerField field = find(name);
            if (field == null) {
                parser.refuse("workerFields", name, validNames(), "the others");
                continue;
            }
            String value = environment.variable(field.variable);
            if (value != null) {
                found.put(field.fieldName, field == GPU ? decoded(value) : value);
            }
        }
        return found;
    }

    private static @Nullable WorkerField find(String name) {
        for (WorkerField field : values()) {
            if (field.fieldName.equalsIgnoreCase(name)) {
                return field;
            }
        }
        return null;
    }

    private static String validNames() {
        return Stream.of(values()).map(field -> field.fieldName).collect(Collectors.joining(", "));
    }

    /** Decodes the GPU's name, which RunPod passes URL-encoded. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }
}
