package io.runpod.logback.internal.line;

import io.runpod.logback.internal.json.FieldNames;
import io.runpod.logback.internal.json.FieldOutput;
import io.runpod.logback.internal.json.FieldWriter;
import io.runpod.logback.internal.json.LazyMapper;
import io.runpod.logback.internal.json.WriteRules;
import io.runpod.logback.internal.redact.Redactor;
import io.runpod.logback.internal.redact.SensitiveNames;
import io.runpod.logback.internal.settings.Settings;
import io.runpod.logback.internal.text.Escapes;
import io.runpod.logback.internal.text.Failure;
import io.runpod.logback.internal.text.TextWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import net.logstash.logback.argument.StructuredArgument;
import tools.jackson.databind.json.JsonMapper;

/** Fields as {@code name=value name=value}, with all defaults, for those who ask an argument for its text. */
public final class FieldText {

    /** Beans and lists that hold each other more than once may multiply without end. */
    private static final int MOST_BYTES = 1 << 20;

    /** Made on first use: most programs never ask. */
    private static final class Defaults {
        static final WriteRules RULES = rules();

        private static WriteRules rules() {
            Redactor redactor = new Redactor(List.of());
            SensitiveNames sensitive = new SensitiveNames();
            TextWriter quoted = new TextWriter(Escapes.JSON_UTF8, redactor);
            FieldNames names = new FieldNames(quoted, sensitive, Settings.DEFAULT_MAX_VALUE_CHARS, Set.of());
            return new WriteRules(
                    quoted,
                    TextWriter.bare(redactor),
                    names,
                    names,
                    Settings.DEFAULT_MAX_VALUE_CHARS,
                    Settings.DEFAULT_MAX_ELEMENTS,
                    new LazyMapper(() -> JsonMapper.builder().build()),
                    false);
        }
    }

    private FieldText() {}

    public static String of(StructuredArgument argument) {
        FieldOutput output = new FieldOutput(Defaults.RULES);
        output.begin();
        FieldWriter fields = output.fields();
        fields.beginFields(FieldWriter.Style.TEXT, MOST_BYTES);
        try {
            argument.writeTo(output.generator());
        } catch (Throwable problem) {
            Failure.rethrowIfFatal(problem);
            fields.failField(Failure.placeholder(argument, problem));
        }
        fields.endFields();
        String text = new String(output.buffer().array(), 0, output.buffer().length(), StandardCharsets.UTF_8);
        return text.startsWith(" | ") ? text.substring(3) : text;
    }
}
