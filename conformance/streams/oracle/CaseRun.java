import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.HexFormat;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.test.TestRecord;

/** One case: its topology is built, its inputs are piped, and what comes of each is written down. */
final class CaseRun {
    /** An input for this topic is none: it moves the wall clock by its last field. */
    private static final String CLOCK = "@clock";
    /** An input for this topic is none: what was processed is committed. */
    private static final String COMMIT = "@commit";

    private final JsonNode given;
    private final Properties configs = new Properties();
    private final TreeSet<String> topics = new TreeSet<>();

    CaseRun(JsonNode given) {
        this.given = given;
    }

    ObjectNode run() throws Exception {
        Path state = Files.createTempDirectory("streams-oracle");
        configs.put(StreamsConfig.APPLICATION_ID_CONFIG, "oracle");
        configs.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        configs.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        configs.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        configs.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, String.valueOf(given.path("cacheBytes").asLong(0)));
        configs.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        if (given.path("optimize").asBoolean()) {
            configs.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
            // Without it topics are moved to before processors that change the values in them (KAFKA-19668).
            configs.put(TopologyConfig.InternalConfig.ENABLE_PROCESS_PROCESSVALUE_FIX, true);
        }
        if (given.hasNonNull("storeFormat")) {
            configs.put(StreamsConfig.DSL_STORE_FORMAT_CONFIG, given.get("storeFormat").asText());
        }
        if (given.hasNonNull("metrics")) {
            configs.put(StreamsConfig.METRICS_RECORDING_LEVEL_CONFIG, given.get("metrics").asText());
        }
        boolean isPersistent = "persistent".equals(given.path("stores").asText());
        configs.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, isPersistent
            ? BuiltInDslStoreSuppliers.RocksDBDslStoreSuppliers.class
            : BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        try {
            return run(build(false));
        } finally {
            deleteAll(state);
        }
    }

    private Topology build(boolean isPlain) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(configs)));
        CaseTopology built = new CaseTopology(builder, !isPlain && given.path("finalOnce").asBoolean());
        for (JsonNode operation : given.get("ops")) if (!Nodes.isNode(operation)) built.apply(operation);
        Topology topology = builder.build(configs);
        Nodes nodes = new Nodes(topology);
        for (JsonNode operation : given.get("ops")) if (Nodes.isNode(operation)) nodes.apply(operation);
        return topology;
    }

    private ObjectNode run(Topology topology) {
        ObjectNode answer = Oracle.JSON.createObjectNode();
        answer.put("topology", build(true).describe().toString());
        ArrayNode steps = answer.putArray("steps");
        ArrayNode internal = given.path("bytes").asBoolean() ? answer.putArray("internal") : null;
        TopologyTestDriver driver = new TopologyTestDriver(topology, configs, Instant.EPOCH);
        ByHand byHand = given.path("byHand").asBoolean() ? new ByHand(driver) : null;
        boolean hasFailed = false;
        try {
            Outputs outputs = new Outputs(driver);
            for (JsonNode input : given.get("input")) {
                try {
                    if (byHand == null) pipe(driver, input);
                    else pipe(byHand, input);
                } catch (RuntimeException failure) {
                    steps.addArray().add("!failed");
                    topics.addAll(driver.producedTopicNames());
                    hasFailed = true;
                    break;
                }
                outputs.read(steps.addArray(), internal == null ? null : internal.addArray());
            }
            double dropped = driver.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("dropped-records-total"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
            answer.put("dropped", (int) dropped);
            if (given.hasNonNull("metrics")) {
                writeMetrics(driver.metrics(), answer.putArray("metrics"));
                // One that is not started has its threads already, and what they measure.
                configs.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
                configs.put(StreamsConfig.CLIENT_ID_CONFIG, "oracle-client");
                try (KafkaStreams application = new KafkaStreams(build(true), configs)) {
                    writeMetrics(application.metrics(), answer.putArray("application"));
                }
            }
        } finally {
            close(driver, hasFailed || byHand != null);
        }
        ArrayNode names = answer.putArray("topics");
        topics.forEach(names::add);
        return answer;
    }

    private static void writeMetrics(Map<MetricName, ? extends Metric> measured, ArrayNode metrics) {
        for (Map.Entry<MetricName, ? extends Metric> entry : measured.entrySet()) {
            MetricName metric = entry.getKey();
            if (!metric.group().startsWith("stream-")) continue;
            ObjectNode one = metrics.addObject().put("group", metric.group()).put("name", metric.name());
            if (entry.getValue().metricValue() instanceof Number value) one.put("value", value.doubleValue());
            else one.putNull("value");
            ObjectNode tags = one.putObject("tags");
            metric.tags().forEach(tags::put);
        }
    }

    /** What caches still hold, after a failure or a commit by hand, the driver flushes into nodes that it has closed. */
    private static void close(TopologyTestDriver driver, boolean mayFail) {
        try {
            driver.close();
        } catch (RuntimeException failure) {
            if (!mayFail) throw failure;
        }
    }

    private static void pipe(TopologyTestDriver driver, JsonNode input) {
        String topic = input.get(0).asText();
        long time = input.get(3).asLong();
        if (topic.equals(CLOCK)) {
            driver.advanceWallClockTime(Duration.ofMillis(time));
            return;
        }
        RecordHeaders headers = headersOf(input);
        TestInputTopic<String, String> in = driver.createInputTopic(topic, new StringSerializer(), new StringSerializer());
        in.pipeInput(new TestRecord<>(text(input.get(1)), text(input.get(2)), headers, time));
    }

    private static void pipe(ByHand driver, JsonNode input) {
        String topic = input.get(0).asText();
        long time = input.get(3).asLong();
        if (topic.equals(CLOCK)) driver.advanceWallClock(Duration.ofMillis(time));
        else if (topic.equals(COMMIT)) driver.commit();
        else driver.pipe(topic, bytes(input.get(1)), bytes(input.get(2)), time, headersOf(input));
    }

    private static RecordHeaders headersOf(JsonNode input) {
        RecordHeaders headers = new RecordHeaders();
        for (JsonNode header : input.path(4)) headers.add(header.get(0).asText(), bytes(header.get(1)));
        return headers;
    }

    private static String text(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }

    private static byte[] bytes(JsonNode value) {
        return value.isNull() ? null : value.asText().getBytes(StandardCharsets.UTF_8);
    }

    private static void deleteAll(Path directory) throws java.io.IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** Reads what was produced since the last time, from the case's own topics and from those of the application. */
    private final class Outputs {
        private final TopologyTestDriver driver;

        Outputs(TopologyTestDriver driver) {
            this.driver = driver;
        }

        void read(ArrayNode step, ArrayNode internal) {
            topics.addAll(driver.producedTopicNames());
            for (JsonNode topic : given.get("out")) readOwn(topic.asText(), step);
            if (internal == null) return;
            for (String topic : topics) if (topic.startsWith("oracle-")) readInternal(topic, internal);
        }

        private void readOwn(String topic, ArrayNode step) {
            for (TestRecord<byte[], byte[]> record : recordsOf(topic)) {
                String line = text(record.key()) + "=" + text(record.value()) + "@" + record.timestamp();
                step.add(line + headersOf(record, false));
            }
        }

        /** What a buffer writes down it writes in the order of a hash table. */
        private void readInternal(String topic, ArrayNode internal) {
            ArrayList<String> lines = new ArrayList<>();
            for (TestRecord<byte[], byte[]> record : recordsOf(topic)) {
                String line = topic + " " + hex(record.key()) + "=" + hex(record.value()) + timeOf(record);
                lines.add(line + headersOf(record, true));
            }
            if (topic.contains("-SUPPRESS-")) Collections.sort(lines);
            lines.forEach(internal::add);
        }

        private Iterable<TestRecord<byte[], byte[]>> recordsOf(String topic) {
            if (!driver.producedTopicNames().contains(topic)) return java.util.List.of();
            TestOutputTopic<byte[], byte[]> out =
                driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            return out.readRecordsToList();
        }

        private String headersOf(TestRecord<byte[], byte[]> record, boolean asHex) {
            StringBuilder line = new StringBuilder();
            for (Header header : record.headers()) {
                line.append(' ').append(header.key()).append('=').append(asHex ? hex(header.value()) : text(header.value()));
            }
            return line.toString();
        }

        /** A buffer's changelog leaves the time to the producer. */
        private static String timeOf(TestRecord<byte[], byte[]> record) {
            return record.timestamp() == null ? "@any" : "@" + record.timestamp();
        }

        private static String text(byte[] bytes) {
            return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
        }

        private static String hex(byte[] bytes) {
            return bytes == null ? "null" : HexFormat.of().formatHex(bytes);
        }
    }
}
