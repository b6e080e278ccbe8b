package io.runpod.logback.internal.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Texts without a secret, by category: none is changed, alone or among others. */
class InnocentCorpusTest {

    private static final List<String> CATEGORIES = List.of(
            "access", "code", "gpu", "ids", "json", "kubernetes", "other", "prose", "servers", "traces", "urls");

    private static List<String> texts(String category) throws IOException {
        try (InputStream file = InnocentCorpusTest.class.getResourceAsStream("/innocent/" + category + ".txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    @ParameterizedTest
    @FieldSource("CATEGORIES")
    void nothingIsMasked(String category) throws IOException {
        Redactor redactor = new Redactor(List.of());
        List<String> changed = new ArrayList<>();
        for (String text : texts(category)) {
            for (String held : List.of(text, "(" + text + ")", "got " + text + ", there")) {
                String masked = MaskedText.of(redactor, held);
                if (!held.equals(masked)) {
                    changed.add(held + " -> " + masked);
                }
            }
        }
        assertEquals("", String.join("\n", changed));
    }

    @ParameterizedTest
    @FieldSource("CATEGORIES")
    void manyLinesAreOneTextThatIsNotChanged(String category) throws IOException {
        String all = String.join("\n", texts(category));
        assertEquals(all, MaskedText.of(new Redactor(List.of()), all));
    }

    @Test
    void textsAreMany() throws IOException {
        int count = 0;
        for (String category : CATEGORIES) {
            count += texts(category).size();
        }
        assertTrue(count >= 2000, "texts: " + count);
    }
}
