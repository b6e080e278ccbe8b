package io.runpod.logback.support;

import io.runpod.logback.support.Secrets.Secret;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A made-up secret of every kind that is found by its form, or by the name before it. */
public final class SecretKinds {

    private static final String HEX = "0123456789abcdef";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String WORD = LETTERS + "-_";

    private static final Random RANDOM = new Random(11);

    public static final List<Secret> BY_FORM = List.of(
            token("RunPod", "rpa_", CAPITALS, 42),
            token("RunPod S3", "rps_", CAPITALS, 42),
            token("Hugging Face", "hf_", LETTERS, 34),
            token("Hugging Face organization", "api_org_", LETTERS, 34),
            token("OpenAI", "sk-", LETTERS, 48),
            token("OpenAI project", "sk-proj-", WORD, 120),
            token("OpenAI service account", "sk-svcacct-", WORD, 100),
            token("OpenAI admin", "sk-admin-", WORD, 100),
            token("DeepSeek", "sk-", HEX, 32),
            token("Anthropic", "sk-ant-api03-", WORD, 95),
            token("OpenRouter", "sk-or-v1-", HEX, 64),
            token("Groq", "gsk_", LETTERS, 52),
            token("xAI", "xai-", LETTERS, 80),
            token("NVIDIA", "nvapi-", WORD, 64),
            token("Replicate", "r8_", LETTERS, 37),
            token("Perplexity", "pplx-", LETTERS, 48),
            token("Fireworks", "fw_", LETTERS, 24),
            token("Together", "tgp_v1_", WORD, 43),
            token("LangSmith", "lsv2_pt_", HEX, 32),
            token("Pinecone", "pcsk_", LETTERS, 60),
            token("GitHub", "ghp_", LETTERS, 36),
            token("GitHub OAuth", "gho_", LETTERS, 36),
            token("GitHub server", "ghs_", LETTERS, 36),
            token("GitHub refresh", "ghr_", LETTERS, 36),
            token("GitHub fine-grained", "github_pat_", LETTERS, 82),
            token("GitLab", "glpat-", WORD, 20),
            token("GitLab deploy", "gldt-", WORD, 20),
            token("npm", "npm_", LETTERS, 36),
            token("PyPI", "pypi-AgEIcHlwaS5vcmc", WORD, 60),
            token("Docker", "dckr_pat_", WORD, 27),
            token("AWS key id", "AKIA", CAPITALS, 16),
            token("AWS session key id", "ASIA", CAPITALS, 16),
            token("Google", "AIza", WORD, 35),
            token("Google OAuth client", "GOCSPX-", WORD, 28),
            token("Google access", "ya29.", WORD, 60),
            new Secret("Azure AD client", "", text(LETTERS, 3) + "8Q~" + text(LETTERS, 34), ""),
            token("DigitalOcean", "dop_v1_", HEX, 64),
            token("Databricks", "dapi", HEX, 32),
            token("Supabase", "sbp_", HEX, 40),
            token("Vault", "hvs.", WORD, 90),
            new Secret("Terraform", "", text(LETTERS, 14) + ".atlasv1." + text(LETTERS, 64), ""),
            token("age", "AGE-SECRET-KEY-1", CAPITALS, 58),
            token("Grafana", "glsa_", LETTERS, 32),
            token("New Relic", "NRAK-", CAPITALS, 27),
            token("Sentry", "sntryu_", HEX, 64),
            token("Slack bot", "xoxb-", LOWER, 24),
            token("Slack user", "xoxp-", LOWER, 40),
            token("Slack app", "xapp-1-A", CAPITALS, 40),
            new Secret(
                    "Slack webhook",
                    "https://",
                    "hooks.slack.com/services/T0" + text(CAPITALS, 8) + "/B" + text(CAPITALS, 8) + "/"
                            + text(LETTERS, 24),
                    ""),
            new Secret("Telegram bot", "", "71" + text("0123456789", 8) + ":AA" + text(WORD, 33), ""),
            token("Twilio", "SK", HEX, 32),
            new Secret("SendGrid", "", "SG." + text(WORD, 22) + "." + text(WORD, 43), ""),
            token("Mailgun", "key-", HEX, 32),
            token("Stripe", "sk_live_", LETTERS, 24),
            token("Stripe restricted", "rk_test_", LETTERS, 24),
            token("Stripe webhook", "whsec_", LETTERS, 32),
            token("Square", "sq0atp-", WORD, 22),
            token("Shopify", "shpat_", HEX, 32),
            token("Linear", "lin_api_", LETTERS, 40),
            token("Notion", "ntn_", LETTERS, 46),
            new Secret("Bearer token", "Bearer ", text(LETTERS, 20), ""),
            new Secret("JWT", "", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqb2huIn0." + text(WORD, 43), ""),
            new Secret(
                    "encrypted JWT",
                    "",
                    "eyJhbGciOiJkaXIifQ.." + text(WORD, 16) + "." + text(WORD, 30) + "." + text(WORD, 22),
                    ""),
            new Secret("user information of a URL", "postgres://", "app:" + text(LETTERS, 18), "@db.example:5432/x"),
            new Secret("token of a URL", "https://", text(LETTERS, 24), "@git.example/x.git"),
            new Secret(
                    "signature of AWS",
                    "https://b.example/k?X-Amz-Date=20261127T031416Z&X-Amz-Signature=",
                    text(HEX, 64),
                    "&x=1"),
            new Secret("signature of Google", "https://b.example/k?X-Goog-Signature=", text(HEX, 128), ""),
            new Secret(
                    "signature of Azure", "https://b.example/k?sv=2024-11-04&sig=", text(LETTERS, 40) + "%3D", "&se=1"),
            new Secret(
                    "PEM",
                    "-----BEGIN PRIVATE KEY-----",
                    "\n" + text(LETTERS, 64) + "\n" + text(LETTERS, 64) + "\n",
                    "-----END PRIVATE KEY-----"));

    public static final List<Secret> BY_NAME = List.of(
            named("assignment", "password=", ""),
            named("option", "--password=", ""),
            named("shell", "export X_API_KEY=", ""),
            named("query", "https://h.example/p?a=b&access_token=", "&c=d"),
            named("JDBC", "jdbc:postgresql://h:5432/db?user=app&password=", "&ssl=true"),
            named("JDBC, semicolons", "jdbc:sqlserver://h;user=sa;password=", ";encrypt=true"),
            named("connection string", "Server=h;Pwd=", ";"),
            named("storage account", "AccountName=a;AccountKey=", ";EndpointSuffix=x"),
            phrase("map", "{user=bob, password=", ", level=3}"),
            phrase("map of Scala", "Map(user -> bob, password -> ", ")"),
            phrase("entry", "[{\"name\": \"DB_PASSWORD\", \"value\": \"", "\"}]"),
            phrase("element of a list", "{users[0].password=", ", level=3}"),
            phrase("option in quotes", "run \"--passphrase=", "\" now"),
            named("option of Java", "java -Dtoken=", " -jar app.jar"),
            named("JDBC, with a port", "jdbc:sqlserver://h:1433;user=sa;password=P@", ";encrypt=true"),
            named("encoder of passwords", "{user=bob, password={noop}", ", level=3}"),
            named("escaped query", "\"https://h.example/p?a=b\\u0026jwt=", "\\u0026c=d\""),
            phrase("record", "Account[user=bob, dbPassword=", "]"),
            phrase("data class", "Account(user=bob, clientSecret=", ", id=7)"),
            phrase("nested map", "{a={b=1, token=", "}, c=d}"),
            phrase("JSON", "{\"user\": \"bob\", \"password\": \"", "\", \"n\": 1}"),
            phrase("JSON, dense", "{\"api_key\":\"", "\"}"),
            phrase("escaped JSON", "{\\\"secret\\\": \\\"", "\\\", \\\"n\\\": 1}"),
            phrase("Python", "{'refresh_token': '", "', 'n': 1}"),
            phrase("JavaScript", "{ passphrase: '", "', n: 1 }"),
            phrase("YAML", "db:\n  password: \"", "\"\n"),
            phrase("quoted assignment", "secret_key = \"", "\""),
            named("properties", "spring.datasource.password = ", ""),
            named("prose", "the password: ", " was tried"),
            named("basic header", "Authorization: Basic ", ""),
            named("header of a key", "X-Api-Key: ", ""),
            named("cookie", "Cookie: sid=", "; theme=dark"),
            named("cookie set", "Set-Cookie: sid=", "; Path=/; HttpOnly"),
            named("headers as a map", "{Accept=*/*, Authorization=Basic ", ", Host=h}"),
            named("headers of curl", "curl -H 'X-Auth-Token: ", "' https://h.example/"));

    public static final List<Secret> ALL =
            Stream.concat(BY_FORM.stream(), BY_NAME.stream()).toList();

    private SecretKinds() {}

    private static Secret token(String name, String prefix, String alphabet, int length) {
        return new Secret(name, "", prefix + text(alphabet, length), "");
    }

    private static Secret named(String name, String before, String after) {
        return new Secret(name, before, text(LETTERS, 9) + "7x" + text(LETTERS, 9), after);
    }

    /** A value with blanks, commas and signs in it. */
    private static Secret phrase(String name, String before, String after) {
        String value = text(LOWER, 9) + " " + text(LOWER, 9) + ", " + text(LOWER, 9) + " & " + text(LOWER, 9);
        return new Secret(name, before, value, after);
    }

    private static String text(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
