package io.runpod.logback.internal.redact;

import static io.runpod.logback.internal.redact.RedactedValuesTest.check;
import static io.runpod.logback.internal.redact.RedactedValuesTest.masked;

import io.runpod.logback.internal.redact.RedactedValuesTest.Masked;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Names and values as clients, tools and other languages print them; {@code ~} stands for the mask. */
class RedactedOutputTest {

    private static final List<Masked> SCHEMES = List.of(
            masked("Authorization: ApiToken hunter2secret", "Authorization: ApiToken ~"),
            masked("Authorization: HMAC-SHA256 hunter2secret", "Authorization: HMAC-SHA256 ~"),
            masked(
                    "Authorization: HMAC-SHA256 Credential=a, SignedHeaders=b;c, Signature=hunter2secret",
                    "Authorization: HMAC-SHA256 ~"),
            masked(
                    "Authorization: HMAC-SHA256 SignedHeaders=b;c&Signature=hunter2secret=",
                    "Authorization: HMAC-SHA256 ~"),
            masked("Authorization: Foo-Bar abcdefghijklmnopqrst", "Authorization: Foo-Bar ~"),
            masked("Authorization: OSS LTAI1:hunter2secret=", "Authorization: OSS ~"),
            masked("Authorization: MAC id=\"a\", mac=\"hunter2secret\"", "Authorization: MAC ~"),
            masked("authorization: hunter2secret next", "authorization: ~ next"),
            masked("Authorization=ApiToken hunter2secret", "Authorization=ApiToken ~"),
            masked("{\"Authorization\":\"JWT hunter2secret\",\"b\":1}", "{\"Authorization\":\"JWT ~\",\"b\":1}"),
            masked("{Authorization=Session hunter2secret, b=c}", "{Authorization=Session ~, b=c}"),
            masked("{Authorization=MAC id=\"a\", mac=\"hunter2secret\"}", "{Authorization=MAC ~}"),
            masked("{Authorization=OAuth hunter2secret, b=c}", "{Authorization=OAuth ~, b=c}"),
            masked("curl -H \"Authorization: JWT hunter2secret\" x", "curl -H \"Authorization: JWT ~\" x"),
            masked(
                    "out >> \"Authorization: Digest username=\"a\", response=\"hunter2secret\"[\\r][\\n]\"",
                    "out >> \"Authorization: Digest ~\\r][\\n]\""),
            masked(
                    "\"Authorization: Digest username=\\\"a\\\", response=\\\"hunter2secret\\\"\" next",
                    "\"Authorization: Digest ~\" next"));

    private static final List<Masked> COOKIES = List.of(
            masked(
                    "{\"cookies\":[{\"name\":\"sid\",\"value\":\"YQ==\"},{\"name\":\"b\",\"value\":\"hunter2\"}],\"c\":1}",
                    "{\"cookies\":~,\"c\":1}"),
            masked(
                    "{\"cookies\":{\"sid\":{\"value\":\"YQ==\"},\"b\":{\"value\":\"hunter2\"}},\"c\":1}",
                    "{\"cookies\":~,\"c\":1}"),
            masked(
                    "{\"headers\":{\"set-cookie\":[\"a=b; Path=/\"],\"content-type\":\"text/html\"},\"status\":200}",
                    "{\"headers\":{\"set-cookie\":~,\"content-type\":\"text/html\"},\"status\":200}"),
            masked("{Cookie=[a=b; c=hunter2], x=[y]}", "{Cookie=~, x=[y]}"),
            masked("\"Cookie: a=\"b\"; c=hunter2\" next", "\"Cookie: ~\" next"));

    private static final List<String> READABLE = List.of(
            "authorization: bearer of bad news",
            "Authorization: denied for user12",
            "Authorization: unauthorized 12345678-abcd",
            "authorization: failed after 3 attempts",
            "Authorization: request 4711abcd refused",
            "authorization: expired 2026-01-01T00:00:00Z",
            "authorization: granted in 15ms");

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void credentialsAfterAnySchemeAreMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("COOKIES")
    void listOfCookiesIsMaskedToItsEnd(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("READABLE")
    void similarTextStaysReadable(String text) {
        check(new Masked(text, text));
    }
}
