package io.runpod.logback.support;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Python's {@code json} as a reader of lines: one process that reads many, and answers what it found in each. */
public final class PythonJson implements Closeable {

    /** A batch of lines ends with an empty one, and is answered by as many. */
    private static final String PROGRAM = """
            import json, sys, zlib

            class Number(str): pass
            class Names(list): pass

            def names(pairs):
                if len({name for name, _ in pairs}) < len(pairs):
                    raise ValueError("a name twice")
                return Names(pairs)

            def refuse(constant):
                raise ValueError(constant)

            def text(s):
                return f"s{len(s)}:{s}"

            def said(value):
                if value is None or value is True or value is False:
                    return {None: "z", True: "t", False: "f"}[value]
                if isinstance(value, Number):
                    return f"n{value};"
                if isinstance(value, str):
                    return text(value)
                if isinstance(value, Names):
                    return "{" + "".join(text(name) + said(member) for name, member in value) + "}"
                return "[" + "".join(map(said, value)) + "]"

            decoder = json.JSONDecoder(
                object_pairs_hook=names, parse_int=Number, parse_float=Number, parse_constant=refuse)
            answers = []
            for line in sys.stdin.buffer:
                line = line[:-1]
                if line:
                    try:
                        answers.append(f"{zlib.crc32(said(decoder.decode(line.decode())).encode()):08x}")
                    except Exception as problem:
                        answers.append(repr(problem).replace(chr(10), " "))
                else:
                    print("".join(answer + chr(10) for answer in answers), end="", flush=True)
                    answers = []
            """;

    private static final int BATCH = 500;

    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;

    /** Fails where there is no Python. */
    public PythonJson() throws IOException {
        process = new ProcessBuilder("python3", "-I", "-c", PROGRAM)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What it found in each line, as {@link Invariants#sum} says it, or why it refused the line. */
    public List<String> read(List<String> lines) {
        List<String> answers = new ArrayList<>();
        try {
            for (int from = 0; from < lines.size(); from += BATCH) {
                List<String> batch = lines.subList(from, Math.min(from + BATCH, lines.size()));
                for (String line : batch) {
                    in.write(line);
                    in.write('\n');
                }
                in.write('\n');
                in.flush();
                for (int i = 0; i < batch.size(); i++) {
                    answers.add(out.readLine());
                }
            }
        } catch (IOException ended) {
            throw new AssertionError("Python ended", ended);
        }
        return answers;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
