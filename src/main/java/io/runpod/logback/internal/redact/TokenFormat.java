package io.runpod.logback.internal.redact;

import static io.runpod.logback.internal.redact.Alphabet.ALPHANUMERIC;
import static io.runpod.logback.internal.redact.Alphabet.ANY_BASE64;
import static io.runpod.logback.internal.redact.Alphabet.CAPITALS_DIGITS;
import static io.runpod.logback.internal.redact.Alphabet.DOTTED;
import static io.runpod.logback.internal.redact.Alphabet.HEX;
import static io.runpod.logback.internal.redact.Alphabet.PATH;
import static io.runpod.logback.internal.redact.Alphabet.WORD;
import static io.runpod.logback.internal.redact.TokenFormat.Place.WITHIN_TOKEN;
import static io.runpod.logback.internal.redact.TokenFormat.Place.WORD_START;

import java.util.List;
import java.util.stream.Stream;

/**
 * The format of one kind of token: a prefix, and what follows it. {@link #ALL} is the table of the known formats; to
 * add a token, add a line.
 *
 * @param name the vendor, and the kind of its tokens
 * @param prefix the text by which a token is found; usually its beginning
 * @param alphabet the characters that follow
 * @param minChars the minimum number of characters that follow
 * @param source where the format is documented
 * @param place what may be before the prefix
 */
record TokenFormat(String name, String prefix, Alphabet alphabet, int minChars, String source, Place place) {

    /** What may be before a prefix. */
    enum Place {
        /** Anything. After a letter or digit, at least {@link #MIN_IN_WORD} characters must follow the prefix. */
        ANYWHERE,
        /** No letter, digit, hyphen or underscore, since the prefix also occurs in words. */
        WORD_START,
        /** The first characters of the token, of the same alphabet. */
        WITHIN_TOKEN
    }

    /** A prefix of at most this length also occurs in words. */
    private static final int SHORT_PREFIX = 3;

    /** The minimum number of characters after a prefix that follows a letter or digit. */
    static final int MIN_IN_WORD = 16;

    private static final int MIN_CUSTOM_CHARS = 8;

    TokenFormat(String name, String prefix, Alphabet alphabet, int minChars, String source) {
        this(name, prefix, alphabet, minChars, source, prefix.length() <= SHORT_PREFIX ? WORD_START : Place.ANYWHERE);
    }

    /** The same format at another place. */
    TokenFormat at(Place other) {
        return new TokenFormat(name, prefix, alphabet, minChars, source, other);
    }

    /** The same format in JSON with escaped slashes. */
    TokenFormat escaped() {
        return new TokenFormat(
                name + ", escaped", prefix.replace("/", "\\/"), Alphabet.ESCAPED_PATH, minChars, source, place);
    }

    /** The format of tokens whose prefix comes from the settings. */
    static TokenFormat custom(String prefix) {
        return new TokenFormat("custom", prefix, WORD, MIN_CUSTOM_CHARS, "the setting", Place.ANYWHERE);
    }

    /**
     * The minimum length is usually less than that of a real token, since a shortened token must be masked too, but
     * long enough not to match a word or name. The sources are the vendor's documentation, the table of GitHub's secret
     * scanning ("GitHub"), and the rules of gitleaks and of trufflehog.
     */
    private static final List<TokenFormat> RAW = List.of(
            // AI
            new TokenFormat("RunPod API key", "rpa_", WORD, 6, "docs.runpod.io, API keys"),
            new TokenFormat("RunPod S3 key", "rps_", ALPHANUMERIC, 20, "docs.runpod.io, S3-compatible API"),
            new TokenFormat("Hugging Face", "hf_", ALPHANUMERIC, 20, "gitleaks huggingface-access-token"),
            new TokenFormat(
                    "Hugging Face organization",
                    "api_org_",
                    ALPHANUMERIC,
                    20,
                    "gitleaks huggingface-organization-api-token"),
            new TokenFormat("OpenAI, DeepSeek, Stability", "sk-", ALPHANUMERIC, 20, "gitleaks openai-api-key"),
            new TokenFormat("OpenAI project", "sk-proj-", WORD, 20, "gitleaks openai-api-key"),
            new TokenFormat("OpenAI service account", "sk-svcacct-", WORD, 20, "gitleaks openai-api-key"),
            new TokenFormat("OpenAI admin", "sk-admin-", WORD, 20, "gitleaks openai-api-key"),
            new TokenFormat("OpenAI user", "sk-None-", WORD, 20, "trufflehog openai"),
            new TokenFormat("Anthropic", "sk-ant-", WORD, 20, "gitleaks anthropic-api-key"),
            new TokenFormat("OpenRouter", "sk-or-", WORD, 20, "GitHub openrouter_api_key"),
            new TokenFormat("Langfuse", "sk-lf-", WORD, 20, "trufflehog langfuse"),
            new TokenFormat("Groq", "gsk_", ALPHANUMERIC, 20, "trufflehog groq"),
            new TokenFormat("xAI", "xai-", ALPHANUMERIC, 20, "trufflehog xai"),
            new TokenFormat("NVIDIA", "nvapi-", WORD, 20, "trufflehog nvapi"),
            new TokenFormat("Replicate", "r8_", ALPHANUMERIC, 20, "trufflehog replicate"),
            new TokenFormat("Perplexity", "pplx-", ALPHANUMERIC, 20, "gitleaks perplexity-api-key"),
            new TokenFormat("Fireworks", "fw_", ALPHANUMERIC, 20, "docs.fireworks.ai"),
            new TokenFormat("Together", "tgp_v1_", WORD, 20, "docs.together.ai"),
            new TokenFormat("Cerebras", "csk-", ALPHANUMERIC, 20, "inference-docs.cerebras.ai"),
            new TokenFormat("ElevenLabs", "sk_", HEX, 32, "trufflehog elevenlabs"),
            new TokenFormat("Tavily", "tvly-", WORD, 20, "docs.tavily.com"),
            new TokenFormat("LangSmith", "lsv2_", WORD, 20, "trufflehog langsmith"),
            new TokenFormat("Pinecone", "pcsk_", WORD, 20, "GitHub pinecone_api_key"),
            new TokenFormat("Jina", "jina_", ALPHANUMERIC, 20, "jina.ai/embeddings"),
            new TokenFormat("E2B", "e2b_", HEX, 20, "e2b.dev/docs"),
            new TokenFormat("Firecrawl", "fc-", HEX, 32, "docs.firecrawl.dev"),
            new TokenFormat("Weights and Biases", "wandb_v1_", WORD, 20, "docs.wandb.ai"),
            new TokenFormat("Kaggle", "KGAT_", ALPHANUMERIC, 20, "kaggle.com/docs/api"),
            // Source and packages
            new TokenFormat("GitHub personal", "ghp_", ALPHANUMERIC, 20, "GitHub changelog 2021-03-31"),
            new TokenFormat("GitHub OAuth", "gho_", ALPHANUMERIC, 20, "GitHub changelog 2021-03-31"),
            new TokenFormat("GitHub user to server", "ghu_", ALPHANUMERIC, 20, "GitHub changelog 2021-03-31"),
            new TokenFormat("GitHub server to server", "ghs_", ALPHANUMERIC, 20, "GitHub changelog 2021-03-31"),
            new TokenFormat("GitHub refresh", "ghr_", ALPHANUMERIC, 20, "GitHub changelog 2021-03-31"),
            new TokenFormat("GitHub fine-grained", "github_pat_", WORD, 20, "gitleaks github-fine-grained-pat"),
            new TokenFormat("GitLab personal", "glpat-", DOTTED, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab deploy", "gldt-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab runner", "glrt-", DOTTED, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab CI job", "glcbt-", WORD, 16, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab trigger", "glptt-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab feed", "glft-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab SCIM", "glsoat-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab mail", "glimt-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab agent", "glagent-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("GitLab OAuth", "gloas-", WORD, 20, "docs.gitlab.com, token prefixes"),
            new TokenFormat("npm", "npm_", ALPHANUMERIC, 20, "GitHub changelog 2021-09-23"),
            new TokenFormat("PyPI", "pypi-", WORD, 32, "gitleaks pypi-upload-token"),
            new TokenFormat("RubyGems", "rubygems_", HEX, 20, "gitleaks rubygems-api-token"),
            new TokenFormat("Docker personal", "dckr_pat_", WORD, 16, "trufflehog dockerhub"),
            new TokenFormat("Docker organization", "dckr_oat_", WORD, 16, "trufflehog dockerhub"),
            new TokenFormat("JFrog", "AKCp", ALPHANUMERIC, 50, "gitleaks artifactory-api-key").at(WORD_START),
            new TokenFormat("CircleCI", "CCIPAT_", WORD, 20, "GitHub circleci"),
            new TokenFormat("Buildkite", "bkua_", ALPHANUMERIC, 20, "GitHub buildkite_user_access_token"),
            new TokenFormat("Sourcegraph", "sgp_", WORD, 32, "gitleaks sourcegraph-access-token"),
            new TokenFormat("SonarQube user", "squ_", HEX, 20, "gitleaks sonar-api-token"),
            new TokenFormat("SonarQube project", "sqp_", HEX, 20, "gitleaks sonar-api-token"),
            new TokenFormat("Clojars", "CLOJARS_", ALPHANUMERIC, 20, "gitleaks clojars-api-token"),
            // Clouds
            new TokenFormat("AWS key id", "AKIA", CAPITALS_DIGITS, 16, "AWS IAM, unique identifiers"),
            new TokenFormat("AWS session key id", "ASIA", CAPITALS_DIGITS, 16, "AWS IAM, unique identifiers"),
            new TokenFormat("AWS bearer token", "ABIA", CAPITALS_DIGITS, 16, "AWS IAM, unique identifiers"),
            new TokenFormat("AWS context key id", "ACCA", CAPITALS_DIGITS, 16, "AWS IAM, unique identifiers"),
            new TokenFormat("AWS Bedrock", "ABSK", ANY_BASE64, 60, "gitleaks aws-amazon-bedrock-api-key-long-lived")
                    .at(WORD_START),
            new TokenFormat("Google API key", "AIza", WORD, 30, "gitleaks gcp-api-key"),
            new TokenFormat("Google OAuth client", "GOCSPX-", WORD, 20, "GitHub google_oauth_client_secret"),
            new TokenFormat("Google access token", "ya29.", DOTTED, 20, "GitHub google_oauth_access_token"),
            new TokenFormat("Google refresh token", "1//0", WORD, 30, "GitHub google_oauth_refresh_token"),
            new TokenFormat("Firebase messaging", ":APA91b", WORD, 60, "trufflehog firebase").at(WITHIN_TOKEN),
            new TokenFormat("Azure AD client", "Q~", DOTTED, 30, "gitleaks azure-ad-client-secret").at(WITHIN_TOKEN),
            new TokenFormat("DigitalOcean personal", "dop_v1_", HEX, 20, "gitleaks digitalocean-pat"),
            new TokenFormat("DigitalOcean OAuth", "doo_v1_", HEX, 20, "gitleaks digitalocean-access-token"),
            new TokenFormat("DigitalOcean refresh", "dor_v1_", HEX, 20, "gitleaks digitalocean-refresh-token"),
            new TokenFormat("Databricks", "dapi", HEX, 32, "gitleaks databricks-api-token").at(WORD_START),
            new TokenFormat("Cloudflare origin CA", "v1.0-", HEX, 20, "gitleaks cloudflare-origin-ca-key"),
            new TokenFormat("Alibaba key id", "LTAI", ALPHANUMERIC, 12, "gitleaks alibaba-access-key-id")
                    .at(WORD_START),
            new TokenFormat("Tencent key id", "AKID", ALPHANUMERIC, 28, "trufflehog tencent").at(WORD_START),
            new TokenFormat("Heroku", "HRKU-", WORD, 30, "gitleaks heroku-api-key-v2"),
            new TokenFormat("Fly.io", "fm2_", ANY_BASE64, 40, "gitleaks flyio-access-token"),
            new TokenFormat("Vercel", "vercel_blob_rw_", WORD, 20, "GitHub vercel_blob_read_write_token"),
            new TokenFormat("Vercel personal", "vcp_", ALPHANUMERIC, 20, "vercel.com/docs, token formats"),
            new TokenFormat("Vercel AI gateway", "vck_", ALPHANUMERIC, 20, "vercel.com/docs, token formats"),
            new TokenFormat("Netlify", "nfp_", ALPHANUMERIC, 20, "GitHub netlify"),
            new TokenFormat("Render", "rnd_", ALPHANUMERIC, 20, "render.com/docs/api"),
            new TokenFormat("Supabase", "sbp_", HEX, 20, "GitHub supabase"),
            new TokenFormat("Supabase secret key", "sb_secret_", WORD, 20, "supabase.com/docs, API keys"),
            new TokenFormat("PlanetScale", "pscale_", DOTTED, 30, "gitleaks planetscale-api-token"),
            new TokenFormat("OpenShift", "sha256~", WORD, 40, "gitleaks openshift-user-token"),
            // Secrets, infrastructure, monitoring
            new TokenFormat("Vault service", "hvs.", WORD, 20, "gitleaks vault-service-token"),
            new TokenFormat("Vault batch", "hvb.", WORD, 20, "gitleaks vault-batch-token"),
            new TokenFormat("Vault recovery", "hvr.", WORD, 20, "GitHub hashicorp_vault"),
            new TokenFormat("Terraform", ".atlasv1.", WORD, 40, "gitleaks hashicorp-tf-api-token").at(WITHIN_TOKEN),
            new TokenFormat("Pulumi", "pul-", HEX, 32, "gitleaks pulumi-api-token"),
            new TokenFormat("Prefect", "pnu_", ALPHANUMERIC, 20, "gitleaks prefect-api-token"),
            new TokenFormat("Doppler", "dp.pt.", ALPHANUMERIC, 20, "gitleaks doppler-api-token"),
            new TokenFormat("1Password", "ops_eyJ", ANY_BASE64, 60, "gitleaks 1password-service-account-token"),
            new TokenFormat("age", "AGE-SECRET-KEY-1", CAPITALS_DIGITS, 20, "gitleaks age-secret-key"),
            new TokenFormat("Tailscale", "tskey-", WORD, 20, "GitHub tailscale"),
            new TokenFormat("Grafana service account", "glsa_", WORD, 20, "gitleaks grafana-service-account-token"),
            new TokenFormat("Grafana cloud", "glc_", ANY_BASE64, 32, "gitleaks grafana-cloud-api-token"),
            new TokenFormat("New Relic", "NRAK-", ALPHANUMERIC, 20, "gitleaks new-relic-user-api-key"),
            new TokenFormat("Sentry organization", "sntrys_", ANY_BASE64, 20, "gitleaks sentry-org-token"),
            new TokenFormat("Sentry user", "sntryu_", HEX, 20, "gitleaks sentry-user-token"),
            new TokenFormat("Dynatrace", "dt0c01.", DOTTED, 60, "gitleaks dynatrace-api-token"),
            new TokenFormat("Postman", "PMAK-", WORD, 20, "gitleaks postman-api-token"),
            // Messages, mail, money, teams
            new TokenFormat("Slack bot", "xoxb-", WORD, 10, "gitleaks slack-bot-token"),
            new TokenFormat("Slack user", "xoxp-", WORD, 10, "gitleaks slack-user-token"),
            new TokenFormat("Slack workspace", "xoxa-", WORD, 10, "gitleaks slack-legacy-workspace-token"),
            new TokenFormat("Slack refresh", "xoxr-", WORD, 10, "gitleaks slack-legacy-workspace-token"),
            new TokenFormat("Slack session", "xoxs-", WORD, 10, "gitleaks slack-legacy-token"),
            new TokenFormat("Slack client", "xoxc-", WORD, 10, "trufflehog slack"),
            new TokenFormat("Slack cookie", "xoxd-", ANY_BASE64, 10, "trufflehog slack"),
            new TokenFormat("Slack configuration", "xoxe-", WORD, 10, "gitleaks slack-config-refresh-token"),
            new TokenFormat("Slack configuration token", "xoxe.", DOTTED, 10, "gitleaks slack-config-access-token"),
            new TokenFormat("Slack app", "xapp-", WORD, 16, "gitleaks slack-app-token"),
            new TokenFormat("Slack webhook", "hooks.slack.com/services/", PATH, 20, "gitleaks slack-webhook-url"),
            new TokenFormat("Slack workflow", "hooks.slack.com/workflows/", PATH, 20, "gitleaks slack-webhook-url"),
            new TokenFormat("Slack trigger", "hooks.slack.com/triggers/", PATH, 20, "gitleaks slack-webhook-url"),
            new TokenFormat("Discord webhook", "/api/webhooks/", PATH, 40, "trufflehog discordwebhook"),
            new TokenFormat(
                    "Teams webhook", "webhook.office.com/webhookb2/", PATH, 20, "gitleaks microsoft-teams-webhook"),
            new TokenFormat("Telegram bot", ":AA", WORD, 32, "gitleaks telegram-bot-api-token").at(WITHIN_TOKEN),
            new TokenFormat("Twilio", "SK", HEX, 32, "gitleaks twilio-api-key"),
            new TokenFormat("SendGrid", "SG.", DOTTED, 32, "gitleaks sendgrid-api-token"),
            new TokenFormat("Mailgun", "key-", HEX, 32, "gitleaks mailgun-private-api-token").at(WORD_START),
            new TokenFormat("Brevo", "xkeysib-", WORD, 32, "gitleaks sendinblue-api-token"),
            new TokenFormat("Stripe secret, live", "sk_live_", ALPHANUMERIC, 10, "gitleaks stripe-access-token"),
            new TokenFormat("Stripe secret, test", "sk_test_", ALPHANUMERIC, 10, "gitleaks stripe-access-token"),
            new TokenFormat("Stripe restricted, live", "rk_live_", ALPHANUMERIC, 10, "gitleaks stripe-access-token"),
            new TokenFormat("Stripe restricted, test", "rk_test_", ALPHANUMERIC, 10, "gitleaks stripe-access-token"),
            new TokenFormat("Stripe webhook", "whsec_", ANY_BASE64, 20, "docs.stripe.com/webhooks"),
            new TokenFormat("Square access", "sq0atp-", WORD, 20, "gitleaks square-access-token"),
            new TokenFormat("Square secret", "sq0csp-", WORD, 20, "trufflehog square"),
            new TokenFormat("Square production", "EAAA", WORD, 50, "gitleaks square-access-token").at(WORD_START),
            new TokenFormat("Shopify admin", "shpat_", ALPHANUMERIC, 20, "gitleaks shopify-access-token"),
            new TokenFormat("Shopify custom", "shpca_", ALPHANUMERIC, 20, "gitleaks shopify-custom-access-token"),
            new TokenFormat("Shopify private", "shppa_", ALPHANUMERIC, 20, "gitleaks shopify-private-app-access-token"),
            new TokenFormat("Shopify shared", "shpss_", ALPHANUMERIC, 20, "gitleaks shopify-shared-secret"),
            new TokenFormat("Linear", "lin_api_", ALPHANUMERIC, 20, "gitleaks linear-api-key"),
            new TokenFormat("Linear OAuth", "lin_oauth_", ALPHANUMERIC, 20, "GitHub linear_oauth_access_token"),
            new TokenFormat("Notion", "ntn_", ALPHANUMERIC, 30, "gitleaks notion-api-token"),
            new TokenFormat("Notion, older", "secret_", ALPHANUMERIC, 36, "GitHub notion_integration_token"),
            new TokenFormat("HubSpot, America", "pat-na1-", WORD, 32, "GitHub hubspot"),
            new TokenFormat("HubSpot, Europe", "pat-eu1-", WORD, 32, "GitHub hubspot"),
            new TokenFormat("Figma", "figd_", WORD, 20, "GitHub figma_pat"),
            new TokenFormat("Atlassian", "ATATT3x", ANY_BASE64, 60, "gitleaks atlassian-api-token"),
            new TokenFormat("Dropbox", "sl.", WORD, 100, "gitleaks dropbox-short-lived-api-token"),
            new TokenFormat("Typeform", "tfp_", DOTTED, 40, "gitleaks typeform-api-token"),
            new TokenFormat("Flutterwave", "FLWSECK", WORD, 20, "gitleaks flutterwave-secret-key"));

    /** All formats; each path also as JSON may escape it. */
    static final List<TokenFormat> ALL = Stream.concat(
                    RAW.stream(),
                    RAW.stream().filter(format -> format.alphabet() == PATH).map(TokenFormat::escaped))
            .toList();
}
