package io.runpod.logback.viewer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The JSON of an exception that left a handler: {@code error_type}, {@code error_message}, {@code error_traceback} and more
 * (the SDK's {@code rp_job.py}).
 */
final class HandlerException implements JsonObjectReader.Handler {

    /** Is in each of them. */
    static final String TRACEBACK = "\"error_traceback\"";

    private String type = "";
    private String message = "";
    private @Nullable String trace;
    private final RenderedFields others;

    /** @param others takes the other keys */
    HandlerException(RenderedFields others) {
        this.others = others;
    }

    @Override
    public void begin() {
        type = "";
        message = "";
        trace = null;
        others.clear();
    }

    @Override
    public void property(String key, JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            others.add(key, parser);
            return;
        }
        switch (key) {
            case "error_type" -> type = parser.getString().replaceFirst("^<class '(.*)'>$", "$1");
            case "error_message" -> message = parser.getString();
            case "error_traceback" -> trace = parser.getString().stripTrailing();
            default -> others.add(key, parser);
        }
    }

    /** The exception, with its trace after it; null where there is no trace. */
    @Nullable
    String text() {
        return trace == null ? null : type + (message.isEmpty() ? "" : ": " + message) + "\n" + trace;
    }
}
