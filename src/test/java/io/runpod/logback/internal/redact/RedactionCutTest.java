package io.runpod.logback.internal.redact;

import static net.logstash.logback.argument.StructuredArguments.kv;

import io.runpod.logback.support.LogLines;
import io.runpod.logback.support.Secrets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A secret is masked before anything is cut: no cut leaves a part of one. */
class RedactionCutTest {

    private static final List<Secrets.Secret> SECRETS = Secrets.ALL;

    private static final int HALF = 2048;

    private final LogLines json = LogLines.json(Secrets.VARIABLES, encoder -> {});
    private final LogLines text = LogLines.text(Secrets.VARIABLES, encoder -> {});

    @AfterEach
    void close() {
        json.close();
        text.close();
    }

    private interface Call {
        void log(LogLines lines, String held);
    }

    private void check(Secrets.Secret secret, String held, String place, Call call) {
        for (LogLines lines : List.of(json, text)) {
            call.log(lines, held);
            Secrets.assertHidden(secret, lines.last(), place);
        }
    }

    /** Puts the secret at every offset at which it touches one of the cuts or is near it. */
    private void slide(Secrets.Secret secret, String around, Call call, int... cuts) {
        String value = secret.text();
        for (int cut : cuts) {
            for (int offset = cut - value.length() - 2; offset <= cut + 2; offset++) {
                if (offset >= 0 && offset + value.length() <= around.length()) {
                    check(secret, put(value, around, offset), "offset " + offset + " of " + around.length(), call);
                }
            }
        }
    }

    private static String put(String value, String around, int offset) {
        return around.substring(0, offset) + value + around.substring(offset + value.length());
    }

    private static String filled(int length, char with) {
        return String.valueOf(with).repeat(length);
    }

    @ParameterizedTest
    @FieldSource("SECRETS")
    void noPartOfASecretIsLeftByTheCutOfAMessage(Secrets.Secret secret) {
        for (int length : new int[] {5_000, 9_000}) {
            slide(secret, filled(length, ' '), (lines, held) -> lines.logger.info(held), HALF, length - HALF);
        }
        slide(secret, filled(5_000, 'x'), (lines, held) -> lines.logger.info(held), HALF, 5_000 - HALF);
    }

    @ParameterizedTest
    @FieldSource("SECRETS")
    void noPartOfASecretIsLeftByTheCutOfAHugeMessage(Secrets.Secret secret) {
        int length = 1_000_000;
        slide(secret, filled(length, '.'), (lines, held) -> lines.logger.info(held), HALF, length - HALF);
        slide(secret, filled(20_000, 'x'), (lines, held) -> lines.logger.info(held), 8192, 20_000 - 8192);
    }

    @ParameterizedTest
    @FieldSource("SECRETS")
    void noPartOfASecretIsLeftByTheCutOfAValue(Secrets.Secret secret) {
        int length = 9_000;
        slide(secret, filled(length, ' '), (lines, held) -> lines.logger.info("m", kv("k", held)), HALF, length - HALF);
    }

    /** Masks of many secrets make the text shorter, so that text far from the ends moves into the kept part. */
    @ParameterizedTest
    @FieldSource("SECRETS")
    void noPartOfASecretIsLeftWhereMaskedOnesMadeRoom(Secrets.Secret secret) {
        String token = Secrets.JWT.value() + "a".repeat(120) + " ";
        String tokens = token.repeat(9_000 / token.length());
        Call call = (lines, held) -> lines.logger.info(held);
        for (int rest : new int[] {0, 5_000, 20_000}) {
            for (int into = 0; into <= secret.text().length(); into += 6) {
                String place = into + " into the end that is looked at, " + rest + " between";
                String near = tokens.substring(0, 8_190 - into) + ' ' + secret.text() + ' ' + ".".repeat(rest);
                check(secret, near + tokens, "head, " + place, call);
                String far = ".".repeat(rest) + ' ' + secret.text() + ' ';
                check(secret, tokens + far + tokens.substring(tokens.length() - 8_190 + into), "tail, " + place, call);
            }
        }
    }

    @Test
    @Tag("slow")
    void noPartOfASecretIsLeftInMessagesThatShareTheRoom() {
        checkChains(Secrets.RUNPOD_KEY, 5_000);
        checkChains(Secrets.ENDPOINT_SECRET, 9_000);
        checkChains(Secrets.JWT, 1_000_000);
    }

    /** The offsets are so close that any cut near the ends goes through the secret at one of them. */
    private void checkChains(Secrets.Secret secret, int length) {
        String around = filled(length, ' ');
        for (int offset = 0; offset <= 2_400; offset += secret.value().length() - 8) {
            checkChain(secret, around, offset);
            checkChain(secret, around, length - secret.text().length() - offset);
        }
    }

    private void checkChain(Secrets.Secret secret, String around, int offset) {
        String held = put(secret.text(), around, offset);
        Exception chain = new IllegalStateException(held, new RuntimeException("short", new Exception(held)));
        check(secret, held, "offset " + offset + " of " + held.length(), (lines, h) -> lines.logger.info("m", chain));
    }
}
