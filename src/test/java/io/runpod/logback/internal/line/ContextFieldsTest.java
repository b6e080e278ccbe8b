package io.runpod.logback.internal.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.runpod.logback.MdcFields;
import io.runpod.logback.RunPodEncoder;
import io.runpod.logback.support.LogLines;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

/** Fields of the MDC and of the worker. */
class ContextFieldsTest {

    private LogLines lines = LogLines.json();

    @AfterEach
    void close() {
        lines.close();
    }

    private void configure(Map<String, String> variables, Consumer<RunPodEncoder> configuration) {
        lines.close();
        lines = LogLines.json(variables, configuration);
    }

    @Test
    void requestAndBatchIdAreNoFields() {
        configure(Map.of(), encoder -> encoder.setRequestIdKey("job, requestId"));
        MDC.put("job", "j1");
        MDC.put("requestId", "r1");
        MDC.put("batchId", "b1");
        lines.logger.info("m");
        lines.lastJson().hasRequestId("j1").hasMessage("[batchId=b1] m").hasNoExtra();
    }

    @Test
    void mdcFieldBesideTheIdsIsKeptWhicheverKeysTheIdsHave() {
        for (String keys : List.of("requestId", "batchId", "job", "job, requestId", "job, job", "batchId, job")) {
            configure(Map.of(), encoder -> encoder.setRequestIdKey(keys));
            for (String bound : List.of("job", "requestId", "batchId", "job requestId", "requestId batchId")) {
                MDC.clear();
                for (String key : bound.split(" ")) {
                    MDC.put(key, key + "1");
                }
                MDC.put("tenant", "acme");
                lines.logger.info("m");
                lines.lastJson().hasExtra("tenant", "\"acme\"");
            }
        }
    }

    @Test
    void includedMdcKeysAloneBecomeFields() {
        MdcFields mdc = new MdcFields();
        mdc.addInclude("user*, tenant");
        mdc.addInclude("*.id,requestId");
        mdc.addExclude("userSession*");
        configure(Map.of(), encoder -> encoder.setMdc(mdc));
        Map<String, String> context = new HashMap<>();
        for (String key : List.of("user", "userName", "userSession1", "tenant", "tenants", "a.id", "id", "requestId")) {
            context.put(key, "1");
        }
        MDC.setContextMap(context);
        lines.logger.info("m");
        assertEquals(
                Set.of("user", "userName", "tenant", "a.id"),
                Set.copyOf(lines.lastJson().extraNames()));
    }

    @Test
    void excludedMdcKeysAreNoFields() {
        MdcFields mdc = new MdcFields();
        mdc.addExclude("tr*ce*, span");
        configure(Map.of(), encoder -> encoder.setMdc(mdc));
        MDC.setContextMap(Map.of("trace", "1", "traceFlags", "1", "strace", "1", "span", "1", "spans", "1"));
        lines.logger.info("m");
        assertEquals(Set.of("strace", "spans"), Set.copyOf(lines.lastJson().extraNames()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "0,0",
                "-0,-0",
                "12,12",
                "-1.5,-1.5",
                "1e5,1e5",
                "1E+5,1E+5",
                "2.50,2.50",
                "007,`\"007\"`",
                "1e999,`\"1e999\"`",
                "-,`\"-\"`",
                "1.,`\"1.\"`",
                ".5,`\".5\"`",
                "+1,`\"+1\"`",
                "0x10,`\"0x10\"`",
                "NaN,`\"NaN\"`",
                "Infinity,`\"Infinity\"`",
                "1e,`\"1e\"`",
                "1_000,`\"1_000\"`",
                "` 1`,`\" 1\"`",
                "1d,`\"1d\"`",
                "--1,`\"--1\"`",
                "``,`\"\"`",
                "1 2,`\"1 2\"`",
                "-01,`\"-01\"`",
                "\u0661,`\"\\u0661\"`"
            })
    void mdcNumberIsWrittenAsNumberOnlyIfItIsJson(String text, String json) {
        configure(Map.of(), encoder -> encoder.setMdcNumbers("n, other*"));
        MDC.put("n", text);
        MDC.put("free", text);
        lines.logger.info("m");
        assertEquals(true, lines.last().contains("\"n\": " + json), lines.last());
        lines.lastJson().hasText("free", text);
    }

    @Test
    void mdcNumberOfOverHundredDigitsStaysText() {
        configure(Map.of(), encoder -> encoder.setMdcNumbers("*"));
        MDC.put("n", "9".repeat(100));
        MDC.put("s", "9".repeat(101));
        lines.logger.info("m");
        assertEquals("9".repeat(100), lines.lastJson().extra("n").asString());
        lines.lastJson().hasText("s", "9".repeat(101));
        assertFalse(lines.lastJson().extra("n").isString());
    }

    @Test
    void workerFieldsAreReadFromTheirVariables() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("RUNPOD_POD_ID", "pod1");
        variables.put("RUNPOD_ENDPOINT_ID", "ep1");
        variables.put("RUNPOD_DC_ID", "EU-RO-1");
        variables.put("RUNPOD_GPU_NAME", "NVIDIA+GeForce%20RTX%204090");
        configure(variables, encoder -> encoder.setWorkerFields("podId, endpointId, dataCenter, gpu, cpuCount"));
        variables.put("RUNPOD_POD_ID", "later");
        lines.logger.info("m");
        assertEquals(
                "{\"requestId\": null, \"message\": \"m\", \"level\": \"INFO\", \"extra\": {\"podId\": \"pod1\", "
                        + "\"endpointId\": \"ep1\", \"dataCenter\": \"EU-RO-1\", "
                        + "\"gpu\": \"NVIDIA GeForce RTX 4090\"}}\n",
                lines.last());
        assertEquals(List.of(), lines.problems());
    }

    @Test
    void workerFieldsNeverGiveASecretWhateverIsAsked() {
        Map<String, String> variables = new HashMap<>();
        for (String name : List.of(
                "RUNPOD_API_KEY",
                "RUNPOD_AI_API_KEY",
                "RUNPOD_ENDPOINT_SECRET",
                "RUNPOD_WEBHOOK_GET_JOB",
                "RUNPOD_WEBHOOK_POST_OUTPUT",
                "RUNPOD_TOKEN",
                "AWS_SECRET_ACCESS_KEY")) {
            variables.put(name, "confidential");
            String camel = name.toLowerCase(Locale.ROOT).replace("runpod_", "");
            for (String asked : List.of(name, camel, "apiKey", "endpointSecret", "webhookGetJob", "token", "*")) {
                configure(variables, encoder -> encoder.setWorkerFields(asked));
                lines.logger.info("m");
                lines.lastJson().hasNoExtra();
                assertEquals(1, lines.problems().size(), asked);
                assertFalse(lines.problems().get(0).contains("confidential"));
            }
        }
    }
}
