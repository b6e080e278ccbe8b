package io.runpod.logback.bench;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events that are measured. */
public enum Sample {
    /** A short message and nothing else. */
    S {
        @Override
        Call call() {
            return Call.of("Generated image 17 of 40 for this worker");
        }
    },
    /** The shortest line of a worker: the same with a request id. */
    SI {
        @Override
        Call call() {
            return S.call().mdc("requestId", REQUEST_ID);
        }
    },
    /** A message of two arguments, four key-values of mixed types and three MDC entries. */
    M {
        @Override
        Call call() {
            return Call.of("Generated image {} in {} steps", "portrait-0017.png", 30)
                    .field("dimensions", "1024x1024")
                    .field("batch_size", 4)
                    .field("seed", 7_340_032_118_541L)
                    .field("generation_time", 2.34)
                    .mdc("requestId", REQUEST_ID)
                    .mdc("tenant", "acme-render-farm")
                    .mdc("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        }
    },
    /** The same with LLE's structured arguments in place of the key-values. */
    MA {
        @Override
        Call call() {
            return M.call().structured();
        }
    },
    /** A short message of a logger with ten fields bound to it. */
    W {
        @Override
        Call call() {
            return Call.of("Generated image 17 of 40 for this worker")
                    .field("model", "sdxl-turbo")
                    .field("version", "1.4.2")
                    .field("gpu", "NVIDIA H100")
                    .field("region", "EU-RO-1")
                    .field("batch_size", 4)
                    .field("steps", 30)
                    .field("seed", 7_340_032_118_541L)
                    .field("guidance", 7.5)
                    .field("upscale", true)
                    .field("tenant", "acme-render-farm")
                    .bound();
        }
    },
    /** A failure with a cause: 40 frames each, 30 of them in common; always from the same place. */
    X {
        @Override
        Call call() {
            return failing(Failures.same());
        }
    },
    /** Such failures from 1,000 places in turn, more than any cache of this library holds. */
    XV {
        @Override
        Call call() {
            return failing(Failures.ofManyPlaces(1000));
        }
    },
    /** 4 KiB of German, Russian, Chinese, emoji and ASCII, with quotes and line breaks. */
    U {
        @Override
        Call call() {
            return Call.of(scripts(4096));
        }
    },
    /** 4,000 characters of other programs' logs, as a worker passes them on: what the search for secrets has to read. */
    L {
        @Override
        Call call() {
            return Call.of(LOG.repeat(8).substring(0, 4000));
        }
    },
    /** Two key-values that are not plain: a bean and nested maps. */
    B {
        @Override
        Call call() {
            return Call.of("Job accepted").field("job", job()).field("worker", worker());
        }
    };

    private static final String LOG = """
            INFO 11-27 09:14:03 [engine.py:311] Received request chatcmpl-81: prompt: 'Name three rivers', params: temperature=0.7, top_p=0.95
            Loading checkpoint shards: 100% 4/4 [00:11<00:00, 2.79s/it] device=cuda:0 dtype=torch.bfloat16 max_model_len=32768
            2026-11-27T09:14:05.118Z  INFO 1 --- [nio-8080-exec-3] c.e.worker.JobController : job=4f3a-u1 status=200 took=1532ms
            {"level": "info", "msg": "uploaded", "bucket": "renders", "key": "portrait-0017.png", "bytes": 1048576, "retry": null}
            10.0.0.19 - - [27/Nov/2026:09:14:06 +0000] "GET /v1/models?limit=20&after=llama HTTP/1.1" 200 1536 "python-httpx/0.27"
            """;

    static final String REQUEST_ID = "a1f3c7d2-94b0-4c1e-8a55-0b6f2e7d9c31-u1";

    /** What a bean is to an encoder: an object that Jackson has to look into. */
    public record Job(
            String id,
            String model,
            int steps,
            double guidance,
            boolean upscale,
            long seed,
            List<String> tags,
            Dimensions dimensions) {}

    /** The bean in the bean. */
    public record Dimensions(int width, int height) {}

    /** A new call, for one thread. */
    abstract Call call();

    /** Whether an encoder writes all fields of the event, and the bean as what it is. */
    boolean isWhole(EncoderKind encoder) {
        String line = new String(SameLine.line(encoder, this), StandardCharsets.UTF_8);
        return switch (this) {
            case M, MA -> line.contains("2.34");
            case W -> line.contains(": 7.5") || line.contains(":7.5");
            case B -> line.contains("\"guidance\"");
            default -> true;
        };
    }

    private static Call failing(Failures failures) {
        return Call.of("Job failed while the model was being run").failing(failures);
    }

    private static Job job() {
        return new Job(
                "a1f3c7d2-u1",
                "sdxl-turbo",
                30,
                7.5,
                true,
                7_340_032_118_541L,
                List.of("portrait", "studio", "high-res"),
                new Dimensions(1024, 768));
    }

    private static Map<String, Object> worker() {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("used_gb", 12.8);
        memory.put("total_gb", 80);
        Map<String, Object> gpu = new LinkedHashMap<>();
        gpu.put("name", "NVIDIA H100");
        gpu.put("memory", memory);
        Map<String, Object> worker = new LinkedHashMap<>();
        worker.put("pod", "6xk2l9q0");
        worker.put("warm", true);
        worker.put("gpu", gpu);
        return worker;
    }

    /** Text of many scripts that takes so many bytes in UTF-8. */
    private static String scripts(int bytes) {
        String block = "Größe geändert: \"Übermut\"\nИзображение создано за 2,3 секунды\n"
                + "图像已生成，共三十步 🚀🎨 \"done\"\tall 30 steps of the sampler took 2.3 s\\n\n";
        StringBuilder text = new StringBuilder();
        int left = bytes;
        while (left > 0) {
            for (int i = 0; i < block.length() && left > 0; ) {
                int point = block.codePointAt(i);
                int size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
                text.appendCodePoint(size <= left ? point : '.');
                left -= size <= left ? size : 1;
                i += Character.charCount(point);
            }
        }
        return text.toString();
    }
}
