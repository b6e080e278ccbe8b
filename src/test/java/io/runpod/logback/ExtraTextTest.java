package io.runpod.logback;

import static io.runpod.logback.Extra.extra;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text of an {@link Extra}, for those who print one themselves. */
class ExtraTextTest {

    private record WithoutText(String reason) {
        public String getReason() {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public String toString() {
            throw new IllegalStateException(reason);
        }
    }

    @Test
    void namesAndValuesStandAsInATextLine() {
        assertEquals(
                "steps=30 size=[1024, 1024] model=sdxl name=\"a b\"",
                extra("steps", 30, "size", List.of(1024, 1024), "model", "sdxl", "name", "a b")
                        .toString());
    }

    @Test
    void secretIsNotShown() {
        assertEquals(
                "password=[redacted] of={token=[redacted]}",
                extra("password", "hunter2", "of", Map.of("token", "hunter2")).toString());
    }

    @Test
    void valueThatFailsSaysSoInItsOwnPlace() {
        assertEquals(
                "a=1 bad=[unserializable: " + WithoutText.class.getName() + ": IllegalStateException: no text] b=2",
                extra("a", 1, "bad", new WithoutText("no text"), "b", 2).toString());
    }
}
