package io.runpod.logback.internal.redact;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.runpod.logback.internal.text.BoundedText;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The time of the search for secrets is linear in the length of any text. */
class RedactorLinearTest {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int SMALL = 1 << 13;

    private static final int DOUBLINGS = 3;

    /** The maximum factor of the time: 2.3 for each doubling of the text; that of a quadratic search is 4. */
    private static final double MOST = Math.pow(2.3, DOUBLINGS);

    /** The number of runs before measuring, so that only compiled code is compared. */
    private static final int WARM_UP = 50;

    private static final List<String> SECRETS = Stream.concat(
                    Stream.of(
                            "A".repeat(24) + "1",
                            "A".repeat(40) + "B",
                            "KIAKIAKIAKIAKIAKIA1",
                            "rpa_Q7W2E9R4T1Y8",
                            "eyJhbGci.Q7W2E9R4T1Y8"),
                    IntStream.range(0, 200).mapToObj(i -> "q7W2-" + i + "-e9R4t1Y8-" + i * i))
            .toList();

    record Text(String name, IntFunction<String> maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Text repeated(String part) {
        return new Text(part.length() > 20 ? part.substring(0, 20) + "..." : part, length -> repeat(part, length));
    }

    private static Text ending(String part, String end) {
        return new Text(part + "..." + end, length -> repeat(part, length - end.length()) + end);
    }

    private static String repeat(String part, int length) {
        return part.repeat(length / part.length() + 1).substring(0, length);
    }

    private static final List<Text> TEXTS = List.of(
            repeated("}\"apikey={\" "), // brackets that are closed within quotes only
            repeated("://;password="),
            repeated("://a:b;password=c"),
            ending("://a:b;password=c", "@"),
            repeated(":\\/\\/a:"),
            repeated("\\/"),
            ending("\\", "/"),
            repeated("password='a'"),
            repeated("{password='a "),
            repeated("{password='a' b"),
            repeated("password=(a)b"),
            repeated("{password=(a)b"),
            repeated("password='a'\\''"),
            repeated("\"--token=a '"),
            repeated("\\\\\\\"--token=a "),
            repeated("\"A_TOKEN=a b"),
            repeated("\\u003d"),
            repeated("token\\u003d"),
            ending("\\", "u003d"),
            repeated("a[0].password="),
            repeated("[0].token:"),
            repeated("password0_."),
            repeated("password_0="),
            repeated("Map(password -> a"),
            repeated("Map(password -> ("),
            repeated(", password -> "),
            repeated("name=password, value=a "),
            repeated("{\"name\":\"password\",\"value\":\""),
            repeated(", value="),
            repeated("%3dhf_"),
            repeated("hooks.slack.com\\/services\\/a"),
            repeated("eyJ"),
            repeated("eyJ."),
            repeated("eyJa."),
            repeated("eyJeyJ.a "),
            ending("eyJ", "."),
            ending("eyJ", ".a"),
            ending("eyJ", ".eyJhbGci"),
            repeated("://"),
            repeated("://a:"),
            repeated("://a@"),
            ending("://a:", "@"),
            ending(":a", "@"),
            repeated("bearer "),
            repeated("bearer"),
            repeated("bearer\t"),
            ending("bearer  ", "1"),
            ending("Bearer a", "1"),
            repeated("rpa_"),
            repeated("rpa_ "),
            repeated("xrpa_a "),
            repeated("rpa_rpa_abcd."),
            repeated("A"),
            repeated("A".repeat(23) + "."),
            repeated("A".repeat(39)),
            repeated("KIA"),
            repeated("AKIA"),
            repeated("AKIAASIA."),
            repeated("_"),
            repeated("_-"),
            repeated("Bearer eyJrpa_AKIA://a:b@"),
            repeated("0123456789abcdefABCDEF"),
            repeated("q7W2-"),
            repeated("q7W2-17-e9R4t1Y8-"),
            repeated("bB_J:A"),
            repeated("rpa_Q7W2E9R4T1Y8"),
            repeated("="),
            repeated(":"),
            repeated("password="),
            repeated("password=a "),
            repeated("password:"),
            repeated("password: "),
            repeated("password: a1b2c3d4,"),
            repeated("{password="),
            repeated(", password="),
            repeated("[, password=("),
            repeated("[, password=(\\n"),
            repeated("[, password=(\n"),
            repeated("password=A("),
            repeated("password=a("),
            repeated("password=a('"),
            repeated("password=a(?, "),
            repeated("password=#{a,"),
            repeated("password=a::"),
            repeated("password[]="),
            repeated("[]="),
            repeated("{\"password\":{\"type\":\"string\",\"a\":"),
            repeated("://a:b'c"),
            ending("://a:b\"c", "@"),
            repeated("password=A( "),
            repeated("password=["),
            repeated("\"password\":\""),
            repeated("\"password\":[\""),
            repeated("\"password\":{"),
            repeated("\"password\":{\"a\":\"\\\""),
            repeated("\\\"password\\\":\\\""),
            repeated("'password':'"),
            repeated("'password':''"),
            repeated("password=\\"),
            ending("password=\"", "\\"),
            repeated("authorization: Basic "),
            repeated("authorization: Digest "),
            repeated("cookie: a="),
            repeated("cookie=a=(;\n"),
            repeated("token=get("),
            repeated("token=a.b."),
            repeated("sig=aaaaaaaaaaaaaaaa&"),
            repeated("Bearer:"),
            repeated("Bearer%20"),
            repeated("Bearer ="),
            repeated("-----BEGIN PRIVATE KEY-----"),
            ending("-----BEGIN PRIVATE KEY-----", "-----END"),
            repeated("-----BEGIN "),
            repeated("hf_"),
            repeated("[\"password=a\","),
            repeated("'password': rejected value [a]; "),
            new Text("unclosed, closed", n -> "password=\"a\n" + repeat("password='a' ", n)),
            new Text("unclosed, closed by brackets", n -> "password=[a\n" + repeat("password=(a) ", n)),
            repeated("password=[a "),
            repeated("password=[a\n"),
            repeated("password=(a, "),
            repeated("password=\"\n"),
            repeated("password=\"a\\\"\n"),
            repeated("{password=xx "),
            repeated(", password=null,a"),
            repeated("{a=1, password=none b"),
            repeated("[C@1b2c, password="),
            repeated("[[[[[[[["),
            repeated("[Ljava.lang.String"),
            repeated("password=[Ljava;"),
            repeated("a\\ntoken=a\\n"),
            repeated("\\n"),
            repeated("password=a\\n"),
            repeated("-e \"PASSWORD=a "),
            repeated("[\"password=a"),
            repeated("x-api-key: abcdefgh "),
            repeated("('x-api-key', '"),
            repeated("'password': rejected value ["),
            repeated("password: \"a "),
            repeated("\"password\": \"must be "),
            repeated("password={{ a"),
            repeated("sk-sk-"),
            repeated("hf_aaaaaaaaaaaaaaaaaaaaaaaa_"),
            repeated(".atlasv1."),
            repeated("://a:b/"),
            repeated("(([[{{"),
            repeated("\""),
            repeated("a"),
            repeated("api_key_"),
            ending("password" + " ".repeat(300), "= a"),
            repeated("password=" + " ".repeat(300)),
            repeated("password: " + " ".repeat(300) + "="),
            repeated("authorization: Abc x="),
            repeated("\"authorization: Digest x=\"a "),
            repeated("authorization=Mac x=\""),
            repeated("\"cookies\":[\"a="),
            repeated("'passwords':['a"),
            repeated("{'passwords':['a"),
            repeated("\\\"passwords\\\":[\\\"a"),
            repeated("\npasswords: [\"a"),
            repeated("\ncredentials: {a="),
            repeated("password: Some(Some(Some("),
            repeated("password: Some(\""),
            repeated("password=b'a "),
            repeated("password=r####"),
            repeated("(token)=("),
            repeated("Key (a, b, c)=("),
            repeated(")=("),
            repeated("\033[36mpassword\033[0m=\033[0m"),
            repeated("\033[0m="),
            repeated("passwords: ['\033[0"),
            repeated("\033[0m\033[0m\033[0m "),
            repeated("\"authorization: Digest a=\"b\", c=\""),
            repeated("\"cookie: aaaa=\"a\""),
            repeated("0;0m="),
            repeated("**password:** "),
            repeated("*:"),
            repeated("name=a/a/a value="),
            repeated("/a:a[0], value="),
            repeated("\\n\\n\\nvalue:"),
            repeated("value=a;"),
            repeated("eyJhbGci.Q7W2E9R4T1Y8"));

    @ParameterizedTest
    @FieldSource("TEXTS")
    void twiceTheTextCostsTwiceTheTime(Text text) {
        Redactor redactor = new Redactor(SECRETS);
        assertLinear(text, length -> {
            BoundedText bounded = new BoundedText().reset(0).append(text.maker().apply(length));
            bounded.redact(redactor);
        });
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void twiceTheNameCostsTwiceTheTime(Text text) {
        SensitiveNames names = new SensitiveNames();
        assertLinear(text, length -> names.matches(text.maker().apply(length)));
    }

    private static final List<Text> NAMES =
            List.of(repeated("token"), repeated("_"), repeated("api_key"), ending("_", "token"), ending("-a", "key"));

    /** The quickest of several runs counts, in the thread's CPU time: other load can only make a run slower. */
    private static void assertLinear(Text text, IntConsumer work) {
        double least = Double.MAX_VALUE;
        for (int run = 0; run < WARM_UP; run++) {
            work.accept(SMALL);
        }
        for (int attempt = 0; attempt < 5; attempt++) {
            least = Math.min(least, factor(work));
            if (least <= MOST) {
                return;
            }
        }
        double factor = least;
        assertTrue(factor <= MOST, () -> text + ": " + (1 << DOUBLINGS) + " times the text costs " + factor + " times");
    }

    private static double factor(IntConsumer work) {
        long small = quickest(work, SMALL);
        long large = quickest(work, SMALL << DOUBLINGS);
        return (double) large / Math.max(small, 20_000);
    }

    private static long quickest(IntConsumer work, int length) {
        long quickest = Long.MAX_VALUE;
        for (int run = 0; run < 5; run++) {
            long start = THREADS.getCurrentThreadCpuTime();
            work.accept(length);
            quickest = Math.min(quickest, THREADS.getCurrentThreadCpuTime() - start);
        }
        return quickest;
    }
}
