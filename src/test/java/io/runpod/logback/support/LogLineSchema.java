package io.runpod.logback.support;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The JSON Schema that the jar brings along. */
public final class LogLineSchema {

    public static final String PATH = "META-INF/io.runpod.logback/log-line.schema.json";

    private static final Schema SCHEMA =
            SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(text(), InputFormat.JSON);

    private LogLineSchema() {}

    public static String text() {
        try (InputStream in = LogLineSchema.class.getClassLoader().getResourceAsStream(PATH)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public static List<String> problems(JsonNode line) {
        return SCHEMA.validate(line).stream().map(Error::toString).toList();
    }
}
