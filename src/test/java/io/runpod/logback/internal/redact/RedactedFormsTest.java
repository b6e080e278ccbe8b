package io.runpod.logback.internal.redact;

import static io.runpod.logback.internal.redact.RedactedValuesTest.check;
import static io.runpod.logback.internal.redact.RedactedValuesTest.masked;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.runpod.logback.internal.redact.RedactedValuesTest.Masked;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The forms in which libraries and people write names and values; {@code ~} stands for the mask. */
class RedactedFormsTest {

    private static final List<Masked> URLS = List.of(
            masked(
                    "jdbc:sqlserver://db.example.com:1433;databaseName=app;user=sa;password=P@ssw0rd-2024!;encrypt=true",
                    "jdbc:sqlserver://db.example.com:1433;databaseName=app;user=sa;password=~;encrypt=true"),
            masked(
                    "jdbc:sqlserver://h:1433;user=sa;password=P/ss@w0rd2024;x=1",
                    "jdbc:sqlserver://h:1433;user=sa;password=~;x=1"),
            masked("jdbc:impala://h:21050;UID=u;PWD=Winter@2024Winter", "jdbc:impala://h:21050;UID=u;PWD=~"),
            masked(
                    "jdbc:databricks://h:443;httpPath=/x;UID=token;PWD=Winter@2024Winter",
                    "jdbc:databricks://h:443;httpPath=/x;UID=token;PWD=~"),
            masked("jdbc:as400://host;user=u;password=Wint@r2024;x=1", "jdbc:as400://host;user=u;password=~;x=1"),
            masked(
                    "jdbc:mysql://address=(host=h)(user=u)(password=Winter@2024Winter)",
                    "jdbc:mysql://address=(host=h)(user=u)(password=~)"),
            masked("jdbc:x://h;a=b:c;password=P@ssw0rd2024;d=e", "jdbc:x://~;d=e"),
            masked("http://user:pa;ss=w(or@d@host/x", "http://~@host/x"),
            masked("https://user:p@ss/w0rd1234@host/x", "https://~@host/x"),
            masked("https://user:p@ss#w0rd1234@host/x", "https://~@host/x"),
            masked("{\"url\":\"https:\\/\\/user:p4ssword1234@host\\/x\"}", "{\"url\":\"https:\\/\\/~@host\\/x\"}"),
            masked(
                    "{\\\"url\\\":\\\"https:\\\\\\/\\\\\\/u:p4ssword1234@host\\\\\\/x\\\"}",
                    "{\\\"url\\\":\\\"https:\\\\\\/\\\\\\/~@host\\\\\\/x\\\"}"),
            masked("https://user:pass1234@host/x?mail=a@b.c", "https://~@host/x?mail=a@b.c"),
            masked("https://user:pass1234@[::1]:8080/x", "https://~@[::1]:8080/x"),
            masked("postgres://a:hunter2'secret@db:5432/x", "postgres://~@db:5432/x"),
            masked("url='postgres://a:hunter2\"secret/x@db:5432/x' y", "url='postgres://~@db:5432/x' y"),
            masked("postgres://a:'hunter2secret'@db:5432/x", "postgres://~@db:5432/x"),
            masked("postgres://a:hunter2>!secret@db:5432/x", "postgres://~@db:5432/x"),
            masked("postgres://a:hunter2<secret@db:5432/x", "postgres://~@db:5432/x"),
            masked("https://abcdefghijklmnopqrs1@github.com/x", "https://~@github.com/x"),
            masked("https://user:pass1234@host/@scope/pkg", "https://~@host/@scope/pkg"),
            masked("https://user:pass1234@h.example/v@1.2", "https://~@h.example/v@1.2"));

    private static final List<Masked> VALUES_THAT_CONTINUE = List.of(
            masked("password = new(\"horse\");", "password = new(\"~\");"),
            masked("passwords: vec![\"horse\", \"battery\"]", "passwords: vec!~"),
            masked(
                    "{username=bob, password={noop}hunter2hunter2, enabled=true}",
                    "{username=bob, password=~, enabled=true}"),
            masked("User[password={bcrypt}$2a$10$dXJ3SW6G7P50lGm, x=1]", "User[password=~, x=1]"),
            masked("{password={noop}correct horse battery, x=1}", "{password=~, x=1}"),
            masked("spring.security.user.password={noop}hunter2hunter2 x", "spring.security.user.password=~ x"),
            masked("token={abc}defghijkl x", "token=~ x"),
            masked("secret=(abc)defghijklm x", "secret=~ x"),
            masked("password=Key(id=1)defghijkl x", "password=~ x"),
            masked("password=\"abc\"defghijkl x", "password=\"~ x"),
            masked("password=\"abc\"'defg hijkl' x", "password=\"~ x"),
            masked("password='abc'\"'\"'defg hijkl' x", "password='~ x"),
            masked("password='abc'\\''defg hijkl' x", "password='~ x"),
            masked("User{name='bob', password='it's12345678', x=1}", "User{name='bob', password='~', x=1}"),
            masked("User{name='bob', password='it's 12345678'}", "User{name='bob', password='~'}"),
            masked("User{password='the users' 12345678', x=1}", "User{password='~', x=1}"),
            masked("User{password='ab', cdefghijkl', x=1}", "User{password='~', x=1}"),
            masked("User{password='ab''cdefghijkl', x=1}", "User{password='~', x=1}"),
            masked("(password='abcdefgh' and user='bob')", "(password='~' and user='bob')"),
            masked("f(password='abcdefgh', 3, x='y')", "f(password='~', 3, x='y')"),
            masked("{\"password\":{\"a\":1},\"b\":2}", "{\"password\":~,\"b\":2}"),
            masked("passwords=[a, b], next", "passwords=~, next"));

    private static final List<Masked> ESCAPES = List.of(
            masked(
                    "{\"url\":\"https://h/k?X-Amz-SignedHeaders=host\\u0026X-Amz-Signature=aeeed9bbccd4d02ee5c0\"}",
                    "{\"url\":\"https://h/k?X-Amz-SignedHeaders=host\\u0026X-Amz-Signature=~\"}"),
            masked("\"?sv=1\\u0026sig=BNDhdJY6qzvEUnQNIp%3D\\u0026se=2\"", "\"?sv=1\\u0026sig=~\\u0026se=2\""),
            masked("\"a=1\\u0026jwt=hunter2hunter2\"", "\"a=1\\u0026jwt=~\""),
            masked("\"\\u003ctoken=hunter2hunter2 \"", "\"\\u003ctoken=~ \""),
            masked("\"a=1\\u0026client_secret\\u003dhunter2hunter2\"", "\"a=1\\u0026client_secret\\u003d~\""),
            masked("\"jwt\\u003Dhunter2hunter2\\u0026b\\u003D1\"", "\"jwt\\u003D~\\u0026b\\u003D1\""),
            masked("\\\"pwd\\\\u003dhunter2hunter2\\\\u0026b\\\"", "\\\"pwd\\\\u003d~\\\\u0026b\\\""),
            masked("%3Faccess%3Dhf_abcdefghijklmnopqrstuv12", "%3Faccess%3D~"),
            masked("x%22hf_abcdefghijklmnopqrstuv12%22", "x%22~%22"),
            masked("x%20rpa_ABCDEFGH", "x%20~"),
            masked("x%3dsk-abcdefghijklmnopqrst1234", "x%3d~"),
            masked("\\u003dhf_abcdefghijklmnopqrstuv12", "\\u003d~"),
            masked(
                    "{\"hook\":\"https:\\/\\/hooks.slack.com\\/services\\/T00000000\\/B00000000\\/XXXXXXXXXXXXXXXX\"}",
                    "{\"hook\":\"https:\\/\\/~\"}"),
            masked(
                    "\"https:\\/\\/discord.com\\/api\\/webhooks\\/123456789012345678\\/abcdefghijklmnopqrstuvwxyz\\\"",
                    "\"https:\\/\\/discord.com~\\\""));

    private static final List<Masked> NAMES = List.of(
            masked("token= X-Api-Key: hunter2hunter2", "token= X-Api-Key: ~"),
            masked("password= x-hunter2 b", "password= ~ b"),
            masked("{\"password\"\n:\"horse\"}", "{\"password\"\n:\"~\"}"),
            masked("{\"password\"\r\n  : \"horse\"}", "{\"password\"\r\n  : \"~\"}"),
            masked("java -Dtoken=abcd1234efgh5678 -jar app.jar", "java -Dtoken=~ -jar app.jar"),
            masked("java -Djwt=abcd1234efgh5678 -Dpwd=qwer1234 x", "java -Djwt=~ -Dpwd=~ x"),
            masked("gradle publish -Ptoken=abcd1234efgh5678", "gradle publish -Ptoken=~"),
            masked("[\"java\",\"-Dtoken=abcd1234efgh5678\",\"-jar\"]", "[\"java\",\"-Dtoken=~\",\"-jar\"]"),
            masked("使用token=abcd1234efgh5678", "使用token=~"),
            masked("cc -DTOKEN=abcd1234efgh5678", "cc -DTOKEN=~"),
            masked("mvn x \"-Dgpg.passphrase=correct horse battery\" y", "mvn x \"-Dgpg.passphrase=~\" y"),
            masked("run '--passphrase=correct horse battery' x", "run '--passphrase=~' x"),
            masked("\"run \\\"--passphrase=correct horse\\\" x\"", "\"run \\\"--passphrase=~\\\" x\""),
            masked("run \"--passphrase=correct horse ", "run \"--passphrase=~"),
            masked("env \"DB_PASSWORD=correct horse battery\" x", "env \"DB_PASSWORD=~\" x"),
            masked("args: \"--api-key=abcd1234 --model llama\"", "args: \"--api-key=~ --model llama\""),
            masked("\"DB_PASSWORD=abcd1234 OTHER=b\"", "\"DB_PASSWORD=~ OTHER=b\""),
            masked("said \"token=abcd1234 is wrong\"", "said \"token=~ is wrong\""),
            masked("{spring.users[0].password=correct horse battery, b=c}", "{spring.users[0].password=~, b=c}"),
            masked("{a=1, users['x'].password=correct horse battery, b=c}", "{a=1, users['x'].password=~, b=c}"),
            masked("{a=1, passwords[0]=correct horse battery, b=c}", "{a=1, passwords[0]=~, b=c}"),
            masked("{" + "long.".repeat(20) + "password=correct horse}", "{" + "long.".repeat(20) + "password=~}"),
            masked("{\"secrets[0]\": \"abcd1234efgh5678\"}", "{\"secrets[0]\": \"~\"}"),
            masked("{\"passwords.0\": \"abcd1234efgh5678\"}", "{\"passwords.0\": \"~\"}"),
            masked("GET /a?password[]=hunter2secret&x=1 HTTP/1.1", "GET /a?password[]=~&x=1 HTTP/1.1"),
            masked("GET /a?x=1&user[password][]=hunter2secret", "GET /a?x=1&user[password][]=~"),
            masked("{\"password[]\": \"hunter2secret\"}", "{\"password[]\": \"~\"}"),
            masked("password2: hunter2hunter2", "password2: ~"),
            masked("password2: \"hunter2hunter2\"", "password2: \"~\""),
            masked("passwords.0=abcd1234efgh5678", "passwords.0=~"),
            masked("passwords.1: abcd1234efgh5678", "passwords.1: ~"),
            masked("user_password_=abcd1234efgh5678", "user_password_=~"),
            masked("user_password_: abcd1234efgh5678", "user_password_: ~"));

    private static final List<Masked> ENTRIES = List.of(
            masked("<add value=\"correct horse\" key=\"DB_PASSWORD\"/>", "<add value=\"~\" key=\"DB_PASSWORD\"/>"),
            masked("env value:\"correct horse\" key:\"DB_PASSWORD\"", "env value:\"~\" key:\"DB_PASSWORD\""),
            masked("{\"NAME\":\"DB_PASSWORD\",\"VALUE\":\"horse\"}", "{\"NAME\":\"DB_PASSWORD\",\"VALUE\":\"~\"}"),
            masked("{VALUE=a horse, KEY=DB_PASSWORD}", "{VALUE=~, KEY=DB_PASSWORD}"),
            masked(
                    "Ключ \"(tenant, api_key)=(1, hunter2)\" уже существует.",
                    "Ключ \"(tenant, api_key)=~\" уже существует."),
            masked("키 „(api_key)=(hunter2)“", "키 „(api_key)=~“"),
            masked("Map(user -> bob, password -> hunter2 hunter2)", "Map(user -> bob, password -> ~)"),
            masked("HashMap(token -> hunter2 hunter2, x -> y)", "HashMap(token -> ~, x -> y)"),
            masked("ListMap(passwords -> List(a, bcdefghij), x -> y)", "ListMap(passwords -> ~, x -> y)"),
            masked(
                    "[{\"key\": \"JUPYTER_PASSWORD\", \"value\": \"correct horse\"}, {\"key\": \"A\", \"value\": \"b\"}]",
                    "[{\"key\": \"JUPYTER_PASSWORD\", \"value\": \"~\"}, {\"key\": \"A\", \"value\": \"b\"}]"),
            masked(
                    "{\"name\":\"DB_PASSWORD\",\"value\":\"correct horse\"}",
                    "{\"name\":\"DB_PASSWORD\",\"value\":\"~\"}"),
            masked(
                    "{\\\"Name\\\":\\\"DB_PASSWORD\\\",\\\"Value\\\":\\\"correct horse\\\"}",
                    "{\\\"Name\\\":\\\"DB_PASSWORD\\\",\\\"Value\\\":\\\"~\\\"}"),
            masked("{'name': 'HF_TOKEN', 'value': 'correct horse'}", "{'name': 'HF_TOKEN', 'value': '~'}"),
            masked("<add key=\"DB_PASSWORD\" value=\"correct horse\" />", "<add key=\"DB_PASSWORD\" value=\"~\" />"),
            masked(
                    "    Property: app.password\n    Value: \"correct horse\"\n    Origin: x",
                    "    Property: app.password\n    Value: \"~\"\n    Origin: x"),
            masked("env name=HF_TOKEN value=correcthorse x", "env name=HF_TOKEN value=~ x"),
            masked("{\"name\":\"x-auth-token\",\"value\":\"horse\"}", "{\"name\":\"x-auth-token\",\"value\":\"~\"}"),
            masked("{value=hunter2hunter2, key=DB_PASSWORD}", "{value=~, key=DB_PASSWORD}"),
            masked(
                    "[{value=a, b=c, key=DB_PASSWORD}, {value=fast, key=MODE}]",
                    "[{value=~, b=c, key=DB_PASSWORD}, {value=fast, key=MODE}]"),
            masked(
                    "[{value=fast, key=MODE}, {value=cor, rect, key=TOKEN}]",
                    "[{value=fast, key=MODE}, {value=~, key=TOKEN}]"),
            masked(
                    "{\"value\":\"correct, horse\",\"name\":\"DB_PASSWORD\"}",
                    "{\"value\":\"~\",\"name\":\"DB_PASSWORD\"}"),
            masked(
                    "{\n  \"value\": \"horse\",\n  \"key\": \"db-password\"\n}",
                    "{\n  \"value\": \"~\",\n  \"key\": \"db-password\"\n}"),
            masked(
                    "{\\\"value\\\":\\\"horse\\\",\\\"name\\\":\\\"DB_PASSWORD\\\"}",
                    "{\\\"value\\\":\\\"~\\\",\\\"name\\\":\\\"DB_PASSWORD\\\"}"),
            masked("EnvVar[value=correct horse, name=DB_PASSWORD]", "EnvVar[value=~, name=DB_PASSWORD]"),
            masked("Entry{key='HF_TOKEN', value='correct horse'}", "Entry{key='HF_TOKEN', value='~'}"),
            masked("[{name=DB_PASSWORD, value=correct horse}]", "[{name=DB_PASSWORD, value=~}]"),
            masked(
                    "EnvVar(name=DB_PASSWORD, value=correct horse, valueFrom=null)",
                    "EnvVar(name=DB_PASSWORD, value=~, valueFrom=null)"),
            masked(
                    "- name: DB_PASSWORD\n  value: abcd1234efgh\n- name: X\n  value: abcd1234efgh",
                    "- name: DB_PASSWORD\n  value: ~\n- name: X\n  value: abcd1234efgh"),
            masked(
                    "{\"name\": \"Authorization\", \"value\": \"Bearer abcdefgh1234\"}",
                    "{\"name\": \"Authorization\", \"value\": \"Bearer ~\"}"));

    private static final List<String> READABLE = List.of(
            "password = new(config) password = new Password(config) passwords: vec![a, b] password = new(\"\")",
            "<input value=\"abcd1234efgh\" name=\"user\">",
            "value:\"correct horse\" key:\"LOG_LEVEL\"",
            "{\"NAME\":\"LOG_LEVEL\",\"VALUE\":\"debug1234\"}",
            "set the password\n: abcd1234efgh is a job",
            "Ключ \"(id)=(12345678)\" уже существует.",
            "(this->password -> foo)",
            "password -> must be set",
            "Moved (secret -> vault), token -> session",
            "ast(token -> node1234)",
            "{\"key\": \"LOG_LEVEL\", \"value\": \"debug1234\"}",
            "{\"name\": \"max_tokens\", \"value\": 512}",
            "{\"name\": \"DB_PASSWORD\", \"value\": null}",
            "{\"name\": \"DB_PASSWORD\", \"valueFrom\": {\"secretKeyRef\": {\"name\": \"db\"}}}",
            "EnvVar(name=DB_PASSWORD, value=null, valueFrom=x)",
            "token, value=12345678",
            "name: token value=12345678",
            "<input name=\"user\" value=\"abcd1234efgh\">",
            "record key=user-7, value=abcd1234efgh",
            "wrong secret\nvalue: abcd1234efgh",
            "step 2: abcdefgh12345678 of worker-7: abcd1234efgh",
            "at 10.0.0.19:8080: abcd1234efgh in gpu_0: abcd1234efgh",
            "jdbc:sqlserver://db.example.com:1433;databaseName=app;user=a@example.com",
            "GET http://[::1]:8080/users/@me and http://[fe80::1]/mail?to=a@b.example",
            "fetch http://[::1]:4873/@acme/lib http://[2001:db8::1]:9000/users/alice@example.com",
            "http://[::1]:4873?x=@acme http://[::1]/@acme/lib http:\\/\\/[::1]:4873\\/@acme\\/lib",
            "akka://ShoppingCartService@10.0.0.1:2551 spark://CoarseGrainedScheduler@10.0.0.1:7077",
            "docker-pullable://worker-comfyui-gpu@sha256:" + "0123abcd".repeat(8),
            "docker-pullable://worker2-comfyui2-gpu@sha256:" + "0123abcd".repeat(8),
            "f('http://u:'+a+'@host') 'http://{}:{}'.format('a@b') 'http://h:port','a@b'",
            "{\"url\":\"http://h:port\",\"mail\":\"a@b.c\"} <url>http://h:port</url><m>a@b.c</m>",
            "ssh://user;fingerprint=ssh-dss-c1-b1-30@host.example.com",
            "https:\\/\\/example.com\\/path?q=a@b",
            "C:\\/dir\\/a:b@c",
            "\"a\\u003db\\u0026c\\u003dabcd1234efgh\"",
            "tag 3d 03d =0x03d",
            "java -Dmodel=abcd1234efgh -Ptokens=512",
            "%2Fsk-8 100%hf_hub");

    @ParameterizedTest
    @FieldSource("URLS")
    void secretInAUrlIsMaskedToItsEnd(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("VALUES_THAT_CONTINUE")
    void valueContinuesAfterAQuoteOrBracket(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("ESCAPES")
    void escapedCharacterSeparates(Masked masked) {
        check(masked);
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void nameIsFoundInOptionsAndPaths(Masked masked) {
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

    private static final List<String> FURTHER_NAMES =
            List.of("hasło", "пароль", "parolă", "o-t-p", "pin2", "contraseña", "clé", "密码");

    /** In capitals and lower case, alone and as the end of a longer name. */
    @ParameterizedTest
    @FieldSource("FURTHER_NAMES")
    void furtherNameIsFoundInAnyCase(String name) {
        Redactor redactor = new Redactor(new SensitiveNames(FURTHER_NAMES, List.of()), List.of(), List.of());
        for (String written : List.of(name, name.toUpperCase(java.util.Locale.ROOT), "my_" + name)) {
            for (String between : List.of("=", " = ", ": ")) {
                String text = "m " + written + between;
                assertEquals(text + Redactor.MASK, MaskedText.of(redactor, text + "hunter2hunter2"));
            }
            String text = "{\"" + written + "\": \"";
            assertEquals(text + Redactor.MASK + "\"}", MaskedText.of(redactor, text + "hunter2\"}"));
        }
        assertEquals("password12=[redacted]", MaskedText.of(redactor, "password12=hunter2hunter2"));
    }

    /** The spellings of {@code Tr0ub4dor&3=xyz'+<a>/"q} by several encoders. */
    private static final List<String> SPELLINGS = List.of(
            "Tr0ub4dor\\u00263\\u003dxyz\\u0027+\\u003ca\\u003e/\\\"q", // Gson
            "Tr0ub4dor\\u00263=xyz'+\\u003ca\\u003e/\\\"q", // Go
            "Tr0ub4dor\\u00263=xyz\\u0027\\u002B\\u003Ca\\u003E/\\u0022q", // .NET
            "Tr0ub4dor&3=xyz'+%3Ca%3E%2F%22q", // RFC 3986, paths
            "Tr0ub4dor%263%3Dxyz'+%3Ca%3E/%22q", // Spring
            "Tr0ub4dor&3=xyz%27+%3Ca%3E%2F%22q", // Go, paths
            "Tr0ub4dor&3=xyz'+%3Ca%3E/%22q"); // encodeURI

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void givenValueIsFoundInTheSpellingOfOtherLanguages(String spelling) {
        Redactor redactor = new Redactor(List.of("Tr0ub4dor&3=xyz'+<a>/\"q"));
        assertEquals("a [redacted] b", MaskedText.of(redactor, "a " + spelling + " b"));
    }
}
