import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What Kafka Streams makes of topologies: cases as lines of JSON on standard input, their results as lines of JSON on standard
 * output, in the same order (conformance/streams/README.md). A case that Java refuses to build is answered with `refused`. A
 * line with `windows` asks to which partitions they go.
 */
public final class Oracle {
    static final ObjectMapper JSON = new ObjectMapper();
    /** Cases that are taken in ahead of the oldest one without an answer. */
    private static final int MOST_AHEAD = 64;

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        // What topologies print is no answer.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[0]));
        ArrayDeque<Future<String>> answers = new ArrayDeque<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode given = JSON.readTree(line);
            answers.add(threads.submit(() -> JSON.writeValueAsString(answer(given))));
            // Whoever sends one case and waits gets its answer at once; whoever sends many is not made to wait for each.
            while (!answers.isEmpty() && (answers.size() > MOST_AHEAD || answers.peek().isDone() || !in.ready())) {
                out.println(answers.remove().get());
                if (!in.ready()) out.flush();
            }
        }
        while (!answers.isEmpty()) out.println(answers.remove().get());
        out.flush();
        threads.shutdown();
    }

    private static ObjectNode answer(JsonNode given) {
        try {
            return given.has("windows") ? Partitions.answer(given) : new CaseRun(given).run();
        } catch (Exception failure) {
            return JSON.createObjectNode().put("refused", failure.toString());
        }
    }
}
