package io.runpod.logback.internal.redact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Where the value of a name begins and ends, and which values are no secrets; {@code ~} stands for the mask. */
class RedactedValuesTest {

    record Masked(String text, String expected) {
        @Override
        public String toString() {
            return text;
        }
    }

    static Masked masked(String text, String expected) {
        return new Masked(text, expected.replace("~", Redactor.MASK));
    }

    /** A word such as {@code none} or a placeholder is no secret only if it is the whole value. */
    private static final List<Masked> BEGINNING_LIKE_NO_SECRET = List.of(
            masked("{\"password\": \"(correct horse battery)\"}", "{\"password\": \"~\"}"),
            masked("{\"password\": \"<correct horse battery>\"}", "{\"password\": \"~\"}"),
            masked("{\"password\": \"{correct horse battery}\"}", "{\"password\": \"~\"}"),
            masked("{\"secrets\": {\"pin\": 1234}}", "{\"secrets\": ~}"),
            masked("secrets: { inherit: true, a: horse }", "secrets: ~"),
            masked("secrets: { inherit: true, hunter2 }", "secrets: ~"),
            masked("secrets: { hunter2: true }", "secrets: ~"),
            masked("secrets: { inherit: true hunter2 }", "secrets: ~"),
            masked("{\"secrets\": {\"a\": true, \"b\": \"none, x:\"}}", "{\"secrets\": ~}"),
            masked("{password=true and more words}", "{password=~}"),
            masked("{a=1, password=x.password and more}", "{a=1, password=~}"),
            masked("{\"passphrase\": \"42 horses staplers\", \"n\": 1}", "{\"passphrase\": \"~\", \"n\": 1}"),
            masked("{\"password\": \"no Abcdefghij klm\"}", "{\"password\": \"~\"}"),
            masked("password=\"1 Abcdefghij\" user=x", "password=\"~\" user=x"),
            masked("password='xx Abcdefgh12'", "password='~'"),
            masked("{a=1, password=xx yy 78gU6HSFwnptxq6A, b=2}", "{a=1, password=~, b=2}"),
            masked("Creds[password=12 monkeys are here, n=1]", "Creds[password=~, n=1]"),
            masked("Creds(password=none shall pass 12)", "Creds(password=~)"),
            masked("{password=true story Abcdefgh12}", "{password=~}"),
            masked("Foo[password=*** Abcdefgh12]", "Foo[password=~]"),
            masked("Foo[password=password is long]", "Foo[password=~]"),
            masked("{\"password\":{\"typed\":\"Abcdefgh12\"}}", "{\"password\":~}"),
            masked("{\"password\":{\"type\":\"plain\",\"value\":\"hunter2\"}}", "{\"password\":~}"),
            masked("{\"token\":{\"type\":\"string\",\"default\": \"hunter2\"},\"a\":1}", "{\"token\":~,\"a\":1}"),
            masked("{\"token\":{\"type\":\"string\",\"enum\":[\"hunter2\"]}}", "{\"token\":~}"),
            masked("{\"token\":{\"type\":\"object\",\"value\":{\"x\":\"hunter2\"}}}", "{\"token\":~}"),
            masked("{\"token\":{\"type\":[\"string\",\"hunter2\"]}}", "{\"token\":~}"),
            masked("{\\\"token\\\":{\\\"type\\\":\\\"string\\\",\\\"const\\\":\\\"hunter2\\\"}}", "{\\\"token\\\":~}"),
            masked("{password=${X} Abcdefgh12}", "{password=~}"),
            masked("{a=1, password=%s Abcdefgh12, b=2}", "{a=1, password=~, b=2}"),
            masked("{\"password\": \"null,thatthatthat\"}", "{\"password\": \"~\"}"),
            masked(
                    "{\\\"password\\\": \\\"null \\\\\\\"that\\\", \\\"n\\\": 1}",
                    "{\\\"password\\\": \\\"~\\\", \\\"n\\\": 1}"),
            masked("password=null,thatthatthat", "password=~"),
            masked("\"password\":\"{{Abcdefgh12}}\"", "\"password\":\"~\""));

    private static final List<Masked> ESCAPED_BREAKS = List.of(
            masked("\"a\\nhf_AbCdEfGhIjKlMnOpQrStUvWxYz12345678 b\"", "\"a\\n~ b\""),
            masked("a\\rsk-AbCdEfGhIjKlMnOpQrStUvWxYz12345678 b", "a\\r~ b"),
            masked("a\\tr8_AbCdEfGhIjKlMnOpQrStUvWxYz12345678 b", "a\\t~ b"),
            masked("a\\ntoken=abcdefgh b", "a\\ntoken=~ b"),
            masked("a\\tpwd=abcdefgh b", "a\\tpwd=~ b"),
            masked("a\\r\\njwt=abcdefgh b", "a\\r\\njwt=~ b"),
            masked("a\\ntoken: qwertyuiop12 b", "a\\ntoken: ~ b"),
            masked("a\\token=abcdefgh b", "a\\token=~ b"),
            masked(
                    "b'POST / HTTP/1.1\\r\\nAuthorization: Bearer Abcdefgh12345678\\r\\nCookie: sid=qwertyuiop12\\r\\n'",
                    "b'POST / HTTP/1.1\\r\\nAuthorization: Bearer ~\\r\\nCookie: ~\\r\\n'"),
            masked(
                    "Authorization: Basic dXNlcjpwYXNz\\nX-Api-Key: zxcvbnm12345",
                    "Authorization: Basic ~\\nX-Api-Key: ~"),
            masked("password: Abcdefgh12\\nsecret: Zyxwvuts12\\nuser: x", "password: ~\\nsecret: ~\\nuser: x"),
            masked("password=C:\\nAbcdefgh12 b", "password=~ b"));

    private static final List<Masked> BRACKETS_AND_QUOTES = List.of(
            masked(
                    "L[user=bob, password=[C@1b2c, remember=true, note=hi] failed with code 7",
                    "L[user=bob, password=~, remember=true, note=hi] failed with code 7"),
            masked("{a=[[I@1b2c, password=Abcdefgh 12, b=2} c", "{a=[[I@1b2c, password=~, b=2} c"),
            masked("{password=[Ljava.lang.String;@1b2c, b=2} c", "{password=~, b=2} c"),
            masked("token=[B@1a2b3c4d then job failed: out of memory", "token=~ then job failed: out of memory"),
            masked("regex password=[a-z and then the job finished", "regex password=~ and then the job finished"),
            masked("passwords=[Abcdefgh, Bcdefghi, Cdefgh", "passwords=~"),
            masked("password=(abc or\npassword=[a b] c", "password=~ or\npassword=~ c"),
            masked("password=\"abc def\nthe next line", "password=\"~\nthe next line"),
            masked("{\"password\": \"abc def\nthe next line", "{\"password\": \"~"));

    private static final List<Masked> HEADERS = List.of(
            masked("X-API-Key: abcdefghijkl", "X-API-Key: ~"),
            masked("X-Auth-Token: abcdefghijkl", "X-Auth-Token: ~"),
            masked("x-access-token: abcdefghijkl", "x-access-token: ~"),
            masked("X-Amz-Security-Token: abcdefghijkl", "X-Amz-Security-Token: ~"),
            masked("authorization: plainletterskey", "authorization: ~"),
            masked("Authorization: Basic abcdefgh", "Authorization: Basic ~"),
            masked("Proxy-Authorization: Basic abcdefgh", "Proxy-Authorization: Basic ~"),
            masked("Authorization: DeepL-Auth-Key 279a2e9d-83b3-c416:fx", "Authorization: DeepL-Auth-Key ~"),
            masked("Authorization: Klaviyo-API-Key pk_0123456789abcdef", "Authorization: Klaviyo-API-Key ~"),
            masked("Authorization: Zoho-oauthtoken 1000.8cb99d.9b8xx", "Authorization: Zoho-oauthtoken ~"),
            masked("Authorization: Api-Token abcd1234efgh5678", "Authorization: Api-Token ~"),
            masked("Authorization: AWS AKIAIOSFODNN7EXAMPLE:frJIUN8DYpKDtO//yllqDzg=", "Authorization: AWS ~"),
            masked("Cookie: abcdefghijkl", "Cookie: ~"),
            masked(
                    "curl -H \"X-API-Key: abcdefghijkl\" -H 'Authorization: Basic abcdefgh' https://x",
                    "curl -H \"X-API-Key: ~\" -H 'Authorization: Basic ~' https://x"),
            masked("[('x-api-key', 'abcdefghijkl1234'), ('b', 'c')]", "[('x-api-key', '~'), ('b', 'c')]"),
            masked("(b'authorization', b'abcdefghijkl1234')", "(b'authorization', b'~')"));

    private static final List<Masked> REJECTED_AND_QUOTED = List.of(
            masked(
                    "Field error in object 'user' on field 'password': rejected value [hunter2secret]; codes [NotBlank]",
                    "Field error in object 'user' on field 'password': rejected value [~]; codes [NotBlank]"),
            masked(
                    "on field 'password': rejected value [a]b c]; codes [x]",
                    "on field 'password': rejected value [~]; codes [x]"),
            masked("v password: \"yaml dquoted\"", "v password: \"~\""),
            masked("\"password: \\\"qwer tyuiop\\\"\"", "\"password: \\\"~\\\"\""),
            masked("docker run -e \"DB_PASSWORD=ab cd ef gh\" x", "docker run -e \"DB_PASSWORD=~\" x"),
            masked("terraform -var=\"db_password=ab cd ef gh\" x", "terraform -var=\"db_password=~\" x"),
            masked("Env [\"A=b\",\"DB_PASSWORD=ab cd ef\",\"C=d\"]", "Env [\"A=b\",\"DB_PASSWORD=~\",\"C=d\"]"));

    private static final List<String> READABLE = List.of(
            "{\"password\": \"<your password here>\", \"token\": \"(not yet set)\", \"secret\": \"(known after apply)\"}",
            "{\"password\": \"<unset>\", \"token\": \"{api token value}\"}",
            "secrets: { inherit: true }",
            "cookies: {\"enabled\": true, \"secure\": false}",
            "{\"cookies\": {\"enabled\": true, \"max\": null}, \"a\": 1}",
            "{a=1, password=xx, b=2}",
            "{password=${X}}",
            "{a=1, password=null , b=2}",
            "{password=none,\n b=2}",
            "{\"token\": \"***\", \"password\": \"{{ vault.password | quote }}\"}",
            "{\\\"password\\\": \\\"none\\\", \\\"n\\\": 1}",
            "X-Api-Key: header missing",
            "X-Auth-Token: required",
            "page-token: something long here",
            "o.s.s.Authorization : AuthorizationServiceImpl started",
            "c.e.s.oauth2-token: RefreshingTheThing now",
            "Invalid password: \"must be at least 8 characters\"",
            "Authorization: denied",
            "Authorization: unauthorized",
            "Authorization: Bearer token missing",
            "Bearer authentication required",
            "('password', 'username')",
            "on field 'password': rejected value [null]; codes [NotBlank.user.password]",
            "on field 'password': rejected value []; codes [NotBlank.user.password]",
            "on field 'password': rejected value [",
            "Unexpected token: \"end of file\"",
            "(this.password = password;)",
            "def __init__(self, token=None, **kwargs):",
            "where (u.token=? and u.x=:x)",
            "{\"password\": \"size must be between 8 and 20\"}",
            "{\"password\": \"must not be blank\"}",
            "{\"password\":{\"type\":\"string\"}, \"a\":1}",
            "{\\\"password\\\": { \\\"type\\\": \\\"string\\\"}}",
            "{\"token\":{\"type\":[\"string\", \"null\"],\"default\":null,\"pattern\":\"^[a-z0-9]{8,}$\"}}",
            "{\"credentials\":{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"string\"}}}}",
            "{\"token\":{\"type\":\"string\",\"default\":\"\",\"example\":\"string\"}}",
            "{\"PWD\": \"/workspace\"}",
            "{PWD=/workspace, OLDPWD=/root}",
            "BOS token = 128000 '<|begin_of_text|>'",
            "EOS token        = 128009",
            "FIM PRE token    = 128659 '<|fim_prefix|>'",
            "{\"audio_token\": \"<|AUDIO|>\", \"token\": 128000, \"my_token\": \"<|x|>\"}",
            "UPDATE u SET password=:password, token=$1 WHERE password=@password and token = :token",
            "password=$DB_PASSWORD token=\"$TOKEN\" token=$(cat /run/x) next",
            "password=${{ secrets.X }} x",
            "token=hf_token token=HF_TOKEN api_key=YOUR_API_KEY password=CHANGEME",
            "{\"api_key\": \"YOUR_API_KEY\"}",
            "Unexpected token=EOF");

    private static final List<String> CODE_AND_SQL = List.of(
            "{ password: z.string().min(8), email: z.string().email() } password: z.string().min(8)",
            "token = Token.IDENTIFIER",
            "token = tokens[i] and token = tokens[12]",
            "on (a.token = b.token and a.x = b.y) or (x = y and a.password = b.password or z = 1)",
            "u.token = ?1 [select u from User u where u.token = ?1]",
            "where (u.token = ?1 and u.x = 2)",
            "where u.token = :tok and u.password = :token_1 or u.secret = $pw",
            "where (token = :tok AND b = 1)",
            "where password = @p0 AND token=@p12 or token=:1",
            "where token=?::text and password=$1::varchar, x=1",
            "where token = %(token)s and x",
            "UPDATE t SET token = #{token}, password=#{user.password,jdbcType=VARCHAR} x",
            "a join b on a.token = b.token where u1_0.token=t1_0.token",
            "on (a.x = b.x and a.token = b.token)",
            "DO UPDATE SET password = excluded.password, token = EXCLUDED.token",
            "ON DUPLICATE KEY UPDATE password = VALUES(password), x=VALUES(x)",
            "SET password = COALESCE(?, password), token = NULLIF(token, '') WHERE id=?",
            "password = MD5(?) and password = SHA2(:password, 256) and password = Hash.sha256(password)",
            "password = crypt(?, gen_salt('bf'))",
            "api_key = :apiKey and apiKey = api_key and a.api_key = b.apiKey",
            "token=Token.fromString(token) password = System.getenv(\"DB_PASSWORD\")",
            "this.token = builder.accessToken",
            "SET `password` = VALUES(`password`), \"token\" = EXCLUDED.\"token\", x=1",
            "token = (SELECT token FROM t WHERE id = ?) password = $.Values.password",
            "password=$DB_PASSWORD token=$token password=${db.password}",
            "token = os.environ[\"HF_TOKEN_2\"] or token=requests.get(\"https://auth.example.com/v1/oauth2\")",
            "token=(none) password=(sensitive) password=(known after apply)");

    private static final List<Masked> LIKE_CODE_AND_SQL = List.of(
            masked("password=hunter[12] x", "password=~ x"),
            masked("password: z.string(hunter2secret1234)", "password: ~"),
            masked("password: hunter(two12345678)", "password: ~"),
            masked("token = Hunter.SECRETLY", "token = ~"),
            masked("token = Token.Horses x", "token = ~ x"),
            masked("token = tokens[hunter2]", "token = ~"),
            masked("password=hunter2[i] x", "password=~ x"),
            masked("password = Abc.defgh12 x", "password = ~ x"),
            masked("password = hunter2secret.password x", "password = ~ x"),
            masked("token = abcd.efgh.ijkl", "token = ~"),
            masked("password = :hunter2secret x", "password = ~ x"),
            masked("password=@hunter password=:hunterletters", "password=~ password=~"),
            masked("token=?1secret99 token=?hunter", "token=~ token=~"),
            masked("password = #{hunter2} password=#{hunter}secret", "password = ~ password=~"),
            masked("password=%(hunter)secret password=%(hunter", "password=~ password=~"),
            masked("password=$ecretpassword password=$P@ss", "password=~ password=~"),
            masked("token=abcdefgh_n", "token=~"),
            masked("token = (SELECT 'hunter2secret')", "token = ~"),
            masked("token = hunter2secret.\"token\" x", "token = ~\" x"),
            masked("password = Hunter(two12345678)", "password = ~"),
            masked("secret=hunter(two12345678) x", "secret=~ x"),
            masked("{password=(hunterletters)}", "{password=~}"),
            masked("password = Password(hunterletters) x", "password = ~ x"),
            masked("password = crypt('hunter2secret', gen_salt('bf')) x", "password = ~ x"),
            masked("token = concat(id, 'hunter2secret'), x = 1", "token = ~, x = 1"),
            masked("password=decrypt(\"hunter2 secret\").get() x", "password=~ x"),
            masked("password=data[\"hunter2secret\"]", "password=~\"]"),
            masked("{password=concat(id, 'hunter2secret'), x=1}", "{password=~, x=1}"));

    static void check(Masked masked) {
        assertEquals(masked.expected(), MaskedText.of(new Redactor(List.of()), masked.text()));
    }

    @ParameterizedTest
    @FieldSource("BEGINNING_LIKE_NO_SECRET")
    void valueThatOnlyBeginsLikeNoSecretIsMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("ESCAPED_BREAKS")
    void escapedBreakSeparates(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("BRACKETS_AND_QUOTES")
    void unclosedBracketOrQuoteHidesNothingAfterTheValue(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("HEADERS")
    void valueOfAHeaderNeedsNoDigit(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("REJECTED_AND_QUOTED")
    void rejectedAndQuotedValuesAreMasked(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("READABLE")
    void valueThatIsNoSecretStaysReadable(String text) {
        check(new Masked(text, text));
    }

    @ParameterizedTest
    @FieldSource("CODE_AND_SQL")
    void codeAndSqlStayReadable(String text) {
        check(new Masked(text, text));
    }

    @ParameterizedTest
    @FieldSource("LIKE_CODE_AND_SQL")
    void valueThatResemblesCodeIsMasked(Masked masked) {
        check(masked);
    }

    @Test
    void directoryOfAShellIsNoSecret() {
        SensitiveNames names = new SensitiveNames();
        assertFalse(names.matches("PWD"));
        assertFalse(names.matches("OLDPWD"));
        assertTrue(names.matches("pwd"));
        assertTrue(names.matches("DB_PWD"));
        check(masked("PWD=Abcdefgh12 b", "PWD=~ b"));
    }

    @Test
    void tokensOfModelsAreNoSecrets() {
        SensitiveNames names = new SensitiveNames();
        for (String name :
                List.of("audio", "video", "vision", "language", "timestamp", "sot", "speech", "eog", "fim")) {
            assertFalse(names.matches(name + "_token"), name);
        }
    }
}
