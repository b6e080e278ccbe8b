package io.runpod.logback.internal.redact;

import static io.runpod.logback.internal.redact.RedactedValuesTest.check;
import static io.runpod.logback.internal.redact.RedactedValuesTest.masked;

import io.runpod.logback.internal.redact.RedactedValuesTest.Masked;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Names and values as clients, tools and other languages print them; {@code ~} stands for the mask. */
class RedactedOutputTest {

    /** More blanks than tools usually align with. */
    private static final String BLANKS = " ".repeat(60);

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
            masked("Authorization: Digest username = \"a\", response = \"hunter2\"", "Authorization: Digest ~"),
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

    private static final List<Masked> PADDED = List.of(
            masked("password = hunter2secretXY==", "password = ~"),
            masked("password = \"hunter2secretXY==\"", "password = \"~\""),
            masked("SECRET_KEY = b'dGhpc2lzYXNlY3JldA=='", "SECRET_KEY = b'~'"),
            masked("{secret = dGhpc2lzYXNlY3JldA==, a = 1}", "{secret = ~}"),
            masked("password => \"hunter2secretXY==\"", "password => \"~\""),
            masked("dsn.password = \"user=hunter2secretXY\"", "dsn.password = \"~\""),
            masked("DB_PASSWORD= DB_USER=admin12345", "DB_PASSWORD= DB_USER=admin12345"));

    private static final List<Masked> QUOTES_WITHIN = List.of(
            masked("?password=ab''hunter2&x=1", "?password=~&x=1"),
            masked("password=ab\"\"hunter2 x", "password=~ x"),
            masked("password*=UTF-8''hunter2secret x", "password*=~ x"),
            masked("<a href=\"?token=hunter2\"><b>c</b>", "<a href=\"?token=~\"><b>c</b>"),
            masked("f(\"password=hunter2\")), g", "f(\"password=~\")), g"),
            masked("- `password`: must not be blank", "- `password`: must not be blank"),
            masked("- `password`: hunter2secret", "- `password`: ~"));

    private static final List<Masked> PATHS = List.of(
            masked("{\"db_password\": \"summer.password\"}", "{\"db_password\": \"~\"}"),
            masked("DB_PASSWORD=mydog1.password", "DB_PASSWORD=~"),
            masked("where a.token = b1.token and", "where a.token = b1.token and"),
            masked("token=self.token", "token=self.token"),
            masked("lambda (token)=(?)", "lambda (token)=(?)"));

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
            masked("{\"h\":\"Cookie: sid=YWI=\",\"b\":1}", "{\"h\":\"Cookie: ~\",\"b\":1}"),
            masked("\"Cookie: a=\"b\"; c=hunter2\" next", "\"Cookie: ~\" next"));

    private static final List<Masked> ALIGNED = List.of(
            masked("password" + BLANKS + "= \"correct horse\"", "password" + BLANKS + "= \"~\""),
            masked("\"password\"" + BLANKS + ": \"correct horse\"", "\"password\"" + BLANKS + ": \"~\""),
            masked("  DB_PASSWORD:" + BLANKS + "hunter2secret", "  DB_PASSWORD:" + BLANKS + "~"),
            masked("password=" + BLANKS + "\"correct horse\"", "password=" + BLANKS + "\"~\""),
            masked("**Password:** hunter2secret", "**Password:** ~"),
            masked("- **Password**: hunter2secret next", "- **Password**: ~ next"));

    private static final List<Masked> LITERALS = List.of(
            masked(
                    "{\\\"passwords\\\":[\\\"abc] def\\\",\\\"hunter2\\\"],\\\"b\\\":1}",
                    "{\\\"passwords\\\":~,\\\"b\\\":1}"),
            masked("{'passwords': ['abc] def', 'hunter2'], 'b': 1}", "{'passwords': ~, 'b': 1}"),
            masked("{'credentials': {'user': 'a}b', 'pass': 'hunter2'}, 'b': 1}", "{'credentials': ~, 'b': 1}"),
            masked("{'credentials': {'user': \"it's} a\", 'pass': 'x'}, 'b': 1}", "{'credentials': ~, 'b': 1}"),
            masked("password: Some(\"hunter2secret\")", "password: Some(\"~\")"),
            masked(
                    "Config { user: \"a\", password: Some(Secret(\"correct horse\")), n: 1 }",
                    "Config { user: \"a\", password: Some(Secret(\"~\")), n: 1 }"),
            masked("password: new(\"hunter2secret\")", "password: new(\"~\")"),
            masked("password: r#\"hunter2secret\"#", "password: r#\"~\"#"),
            masked("{\"q\":\"token=b\",\"x\":\"y\"}", "{\"q\":\"token=~\",\"x\":\"y\"}"),
            masked("password=b'correct horse' next", "password=b'~' next"),
            masked("{b'password': b'correct horse', 'x': 1}", "{b'password': b'~', 'x': 1}"),
            masked(
                    "{'Authorization': b'Digest username=\"a\", response=\"hunter2\"'}",
                    "{'Authorization': b'Digest ~'}"),
            masked("passwords: [\"hunter2\", \"b\"]", "passwords: ~"),
            masked("  password: ['hunter2'] next", "  password: ~ next"),
            masked("{ credentials: { user: 'a', pass: 'hunter2' } }", "{ credentials: ~ }"),
            masked("credentials: {user=a, pass=hunter2} next", "credentials: ~ next"));

    private static final List<Masked> KEYS = List.of(
            masked("Detail: Key (api_key)=(hunter2) already exists.", "Detail: Key (api_key)=~ already exists."),
            masked("Key (api_key)=(p)\u00e4sshunter2) already exists.", "Key (api_key)=~) already exists."),
            masked("Key (tenant, api_key)=(1, hunter2) already exists.", "Key (tenant, api_key)=~ already exists."),
            masked("Key (api_key, tenant)=(hunter2, 1) is not present", "Key (api_key, tenant)=~ is not present"),
            masked("Key (lower(api_key::text))=(a b) already exists.", "Key (lower(api_key::text))=~ already exists."));

    private static final List<Masked> COLOURS = List.of(
            masked("\033[36mpassword\033[0m=hunter2 next", "\033[36mpassword\033[0m=~ next"),
            masked("\033[1;36mtoken\033[0m=\"correct horse\"", "\033[1;36mtoken\033[0m=\"~\""),
            masked("passwords: [ \033[32m'hunter2'\033[39m, \033[32m'b]'\033[39m ] c", "passwords: ~ c"),
            masked("\033[32mINFO\033[0m user=a, password=hunter2 b", "\033[32mINFO\033[0m user=a, password=~ b"),
            masked("password: \033[32m'hunter2secret'\033[39m", "password: \033[32m'~'\033[39m"),
            masked(
                    "{ password: \033[32m'hunter2'\033[39m, user: \033[32m'bob'\033[39m }",
                    "{ password: \033[32m'~'\033[39m, user: \033[32m'bob'\033[39m }"),
            masked(
                    "\033[34;1m\"password\"\033[0m\033[39m: \033[0;32m\"correct horse\"\033[0m",
                    "\033[34;1m\"password\"\033[0m\033[39m: \033[0;32m\"~\"\033[0m"));

    private static final List<Masked> ENTRIES = List.of(
            masked("name=DB_PASSWORD;value=hunter2", "name=DB_PASSWORD;value=~"),
            masked("key=api_token&value=hunter2&b=c", "key=api_token&value=~&b=c"),
            masked("env { name: \"DB_PASSWORD\" value: \"a b\" }", "env { name: \"DB_PASSWORD\" value: \"~\" }"),
            masked("[{Name:DB_PASSWORD Value:hunter2secret}]", "[{Name:DB_PASSWORD Value:~}]"),
            masked(
                    "{\\n  \\\"name\\\": \\\"DB_PASSWORD\\\",\\n  \\\"value\\\": \\\"a b\\\"\\n}",
                    "{\\n  \\\"name\\\": \\\"DB_PASSWORD\\\",\\n  \\\"value\\\": \\\"~\\\"\\n}"),
            masked(
                    "{\\n  \\\"value\\\": \\\"a b\\\",\\n  \\\"name\\\": \\\"DB_PASSWORD\\\"\\n}",
                    "{\\n  \\\"value\\\": \\\"~\\\",\\n  \\\"name\\\": \\\"DB_PASSWORD\\\"\\n}"),
            masked(
                    "{\"name\":\"/prod/db/password\",\"value\":\"a\"}",
                    "{\"name\":\"/prod/db/password\",\"value\":\"~\"}"),
            masked(
                    "{\"value\":\"a\",\"name\":\"/prod/db/password\"}",
                    "{\"value\":\"~\",\"name\":\"/prod/db/password\"}"),
            masked("{\"name\":\"db password\",\"value\":\"a\"}", "{\"name\":\"db password\",\"value\":\"~\"}"),
            masked("{name=users[0].password, value=a b}", "{name=users[0].password, value=~}"),
            masked("{name=db:password, value=a b}", "{name=db:password, value=~}"),
            masked(
                    "{\"name\":\"" + "long.".repeat(30) + "password\",\"value\":\"a\"}",
                    "{\"name\":\"" + "long.".repeat(30) + "password\",\"value\":\"~\"}"));

    private static final List<String> READABLE = List.of(
            "password: [\"string\"]",
            "password: Some(thing)",
            "token: Header(\"X-Token\")",
            "Unexpected token: String(\"hello world\")",
            "password: Optional(\"must not be empty\")",
            "(?:password|secret)=((?=[A-Za-z])",
            "password: { type: String, required: true }",
            "cookie: { secure: true, httpOnly: true }",
            "authorization: { type: 'bearer' }",
            "token: ['ident', 'abc']",
            "credentials: {0}",
            "Key (email)=(bob@example.com) already exists.",
            "**Password:** must not be empty",
            "**Password:** ****",
            "took 30m: abcdefgh12",
            "{\"name\":\"Reset your old password\",\"value\":\"abc\"}",
            "name: token value: abcdefgh12",
            "key=model&value=abcdefgh12",
            "authorization: bearer of bad news",
            "Authorization: denied for user12",
            "Authorization: unauthorized 12345678-abcd",
            "authorization: failed after 3 attempts",
            "Authorization: request 4711abcd refused",
            "authorization: expired 2026-01-01T00:00:00Z",
            "authorization: failed status=403",
            "authorization: granted in 15ms");

    @ParameterizedTest
    @FieldSource("SCHEMES")
    void credentialsAfterAnySchemeAreMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource({"PADDED", "PATHS", "QUOTES_WITHIN"})
    void nextNameAndPathAreToldFromAValue(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("COOKIES")
    void listOfCookiesIsMaskedToItsEnd(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("ALIGNED")
    void valueAfterManyBlanksOrBoldNameIsMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("LITERALS")
    void valueOfOtherLanguagesIsMaskedToItsEnd(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void valueOfAColumnIsMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("COLOURS")
    void colouredNameAndValueAreFound(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("ENTRIES")
    void entryOfANameAndAValueIsMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("READABLE")
    void similarTextStaysReadable(String text) {
        check(new Masked(text, text));
    }
}
