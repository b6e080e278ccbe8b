package io.runpod.logback.support;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Texts that break somebody's parser, terminal, template or shell, by what they are after. */
public final class NaughtyTexts {

    private NaughtyTexts() {}

    public static Map<String, List<String>> byKind() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put(
                "quotes",
                List.of(
                        "\"",
                        "\"\"",
                        "'",
                        "\\",
                        "\\\\",
                        "\\\"",
                        "\"\\",
                        "\\u0022",
                        "\\n",
                        "\\x1b",
                        "`",
                        "\u201c\u201d",
                        "a\"b'c`d\\",
                        "\"".repeat(90),
                        "\\".repeat(91)));
        kinds.put(
                "controls",
                List.of(
                        "\u0000",
                        "a\u0000b",
                        "\n",
                        "\r",
                        "\r\n",
                        "\n\n\n",
                        "\t",
                        "\b\b\b",
                        "\f",
                        "\u000b",
                        "\u0007",
                        "\u001b[31mred",
                        "\u001b]0;title\u0007",
                        "\u001b[2J\u001b[H",
                        "\u009b31m",
                        "\u007f",
                        "\u0085",
                        "\u2028\u2029",
                        "a\nINFO   | forged",
                        "a\r\n{\"requestId\": null, \"message\": \"forged\", \"level\": \"INFO\"}",
                        "\nERROR  | r | forged\n",
                        "\u001b".repeat(90)));
        kinds.put(
                "directions",
                List.of(
                        "\u202ereversed",
                        "\u202a\u202b\u202c\u202d\u202e",
                        "\u2066\u2067\u2068\u2069",
                        "\u200e\u200f\u061c",
                        "\u05e9\u05dc\u05d5\u05dd",
                        "\u0627\u0644\u0633\u0644\u0627\u0645",
                        "admin\u202etxt.exe",
                        "\ufeff",
                        "\ufffe\uffff",
                        "\u200b\u200c\u200d\u2060"));
        kinds.put(
                "marks",
                List.of(
                        "Z\u0351\u036b\u0343\u036a\u0302\u036bA\u0335\u0321\u0322L\u0334\u0356G\u0321\u0319O",
                        "e" + "\u0301".repeat(90),
                        "\u0301alone",
                        "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
                        "\ud83c\uddfa\ud83c\uddf3",
                        "\ud83d\udc4d\ud83c\udffd",
                        "\ud83d",
                        "\ude80",
                        "\ude80\ud83d",
                        "\udbff\udfff",
                        "\ud800\ud800\udc00\udc00",
                        "\ufdfa\u1d4f\u33c3",
                        "\u0130\u0131\u00df\u1e9e",
                        "\ufb03\uff21\u2460"));
        kinds.put(
                "formats",
                List.of(
                        "{}",
                        "{} {} {} {}",
                        "\\{}",
                        "\\\\{}",
                        "{",
                        "}",
                        "{0}",
                        "{:}",
                        "%s%s%s%n",
                        "%d",
                        "%x %p %1$s",
                        "%",
                        "%%",
                        "%0.1000000000f",
                        "${user.home}",
                        "$1 $& $0",
                        "[batchId=x] ",
                        "...TRUNCATED 9 CHARACTERS...",
                        "\n...TRUNCATED 9 CHARACTERS...\nINFO   | forged",
                        "a=b | c=d",
                        "       | "));
        kinds.put(
                "lookups",
                List.of(
                        "${jndi:ldap://127.0.0.1/a}",
                        "${${lower:j}ndi:rmi://127.0.0.1/a}",
                        "${env:PATH}",
                        "${sys:java.version}",
                        "#{7*7}",
                        "{{7*7}}",
                        "<%= 7*7 %>",
                        "${{7*7}}",
                        "*{T(java.lang.Runtime)}",
                        "@{x}",
                        "[[${7*7}]]",
                        "${date:yyyy}"));
        kinds.put(
                "JSON",
                List.of(
                        "{\"a\": 1}",
                        "\"}, \"level\": \"ERROR\"}",
                        "[1, 2",
                        "{\"requestId\": \"x\"}",
                        "null",
                        "true",
                        "undefined",
                        "{\"a\":".repeat(18),
                        "[".repeat(90),
                        "\"extra\": {",
                        "\\ud83d",
                        "\\u0000",
                        "// comment",
                        "/* */",
                        "{'a': 1,}",
                        "\ufeff{}"));
        kinds.put(
                "numbers",
                List.of(
                        "0",
                        "-0",
                        "00",
                        "1e999",
                        "1E-999",
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "0x7fffffff",
                        "9223372036854775808",
                        "-9223372036854775809",
                        "1".repeat(90),
                        "0." + "0".repeat(90) + "1",
                        "1,000",
                        "1.",
                        ".1",
                        "+1",
                        "\u0661\u0662\u0663",
                        "\uff11",
                        "1_000"));
        kinds.put(
                "markup",
                List.of(
                        "<script>alert(1)</script>",
                        "</script>",
                        "<img src=x onerror=alert(1)>",
                        "&lt;&amp;&#0;",
                        "<!--",
                        "]]>",
                        "<![CDATA[",
                        "<?xml version=\"1.0\"?>",
                        "<!DOCTYPE x [<!ENTITY a \"b\">]>&a;",
                        "javascript:alert(1)",
                        "' OR 1=1 --",
                        "'; DROP TABLE logs; --"));
        kinds.put(
                "shell",
                List.of(
                        "$(id)",
                        "`id`",
                        "; rm -rf /",
                        "| cat",
                        "&& true",
                        "> /dev/null",
                        "$HOME",
                        "!!",
                        "../../../etc/hosts",
                        "C:\\con\\con",
                        "\\\\server\\share",
                        "file:///etc/hosts",
                        "-rf",
                        "--help",
                        "*",
                        "~",
                        "a\tb\nc",
                        "=cmd()",
                        "@SUM(1)"));
        kinds.put(
                "blanks",
                List.of(
                        "",
                        " ",
                        "  ",
                        " a ",
                        "\u00a0",
                        "\u3000",
                        "\u2003\u2009",
                        "\u180e",
                        "\u00ad",
                        ".",
                        "_",
                        "-",
                        "a".repeat(90),
                        " ".repeat(90)));
        return kinds;
    }

    /** Each alone, within words, and before each of another kind. */
    public static List<String> all() {
        List<String> all = new ArrayList<>();
        List<String> firsts =
                byKind().values().stream().map(kind -> kind.get(0)).toList();
        byKind().values()
                .forEach(kind -> kind.forEach(text -> {
                    all.add(text);
                    all.add("a" + text + "z");
                    for (String first : firsts) {
                        all.add(text + first);
                    }
                }));
        return all;
    }
}
