import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.internals.AbstractProcessorContext;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.internals.TaskCache;
import org.apache.kafka.streams.test.TestRecord;

/** One case: its topology is built, its inputs are piped, and what comes of each is written down. */
final class CaseRun {
    /** An input for this topic is none: it moves the wall clock by its last field. */
    private static final String CLOCK = "@clock";
    /** An input for this topic is none: what was processed is committed. */
    private static final String COMMIT = "@commit";

    private final JsonNode given;
    private final Properties configs = new Properties();

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
            return given.path("partitions").asInt(1) > 1 ? runPartitioned(state) : run(build(false));
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
        TopologyTestDriver driver = driverOf(topology);
        ByHand byHand = given.path("byHand").asBoolean() ? new ByHand(driver) : null;
        boolean hasFailed = true;
        try {
            hasFailed = pipeAll(answer, Outputs.of(driver), input -> {
                if (byHand == null) pipe(driver, input);
                else pipe(byHand, input);
            });
            answer.put("dropped", (int) droppedBy(driver));
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
            close(driver::close, hasFailed || byHand != null);
        }
        return answer;
    }

    private TopologyTestDriver driverOf(Topology topology) {
        TopologyTestDriver driver = new TopologyTestDriver(topology, configs, Instant.EPOCH);
        Object task = new Driven(driver).task;
        if (task != null) TaskCache.into((AbstractProcessorContext<?, ?>) Driven.valueOf(task, "processorContext"));
        return driver;
    }

    /** Each driver has a topology and a directory of its own. */
    private ObjectNode runPartitioned(Path state) {
        ObjectNode answer = Oracle.JSON.createObjectNode();
        answer.put("topology", build(true).describe().toString());
        List<TopologyTestDriver> drivers = new ArrayList<>();
        for (int partition = 0; partition < given.get("partitions").asInt(); partition++) {
            configs.put(StreamsConfig.STATE_DIR_CONFIG, state.resolve("of-" + partition).toString());
            drivers.add(driverOf(build(false)));
        }
        boolean isByHand = given.path("byHand").asBoolean();
        Partitioned driver = new Partitioned(drivers, isByHand, given.path("shift").asInt(0));
        boolean hasFailed = true;
        try {
            hasFailed = pipeAll(answer, driver, input -> pipe(driver, input));
            answer.put("dropped", (int) driver.dropped());
        } finally {
            close(driver::close, hasFailed || isByHand);
        }
        return answer;
    }

    /** True where processing has failed. */
    private boolean pipeAll(ObjectNode answer, Outputs.Source source, Consumer<JsonNode> pipe) {
        ArrayNode steps = answer.putArray("steps");
        ArrayNode internal = given.path("bytes").asBoolean() ? answer.putArray("internal") : null;
        Outputs outputs = new Outputs(source, given.get("out"));
        boolean hasFailed = false;
        for (JsonNode input : given.get("input")) {
            try {
                pipe.accept(input);
            } catch (RuntimeException failure) {
                steps.addArray().add("!failed");
                outputs.addTopics();
                hasFailed = true;
                break;
            }
            outputs.read(steps.addArray(), internal == null ? null : internal.addArray());
        }
        ArrayNode names = answer.putArray("topics");
        outputs.topics.forEach(names::add);
        return hasFailed;
    }

    static double droppedBy(TopologyTestDriver driver) {
        return driver.metrics().values().stream()
            .filter(metric -> metric.metricName().name().equals("dropped-records-total"))
            .mapToDouble(metric -> (double) metric.metricValue())
            .sum();
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
    private static void close(Runnable close, boolean mayFail) {
        try {
            close.run();
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

    private static void pipe(CommittedByHand driver, JsonNode input) {
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
}
