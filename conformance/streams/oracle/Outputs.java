import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Writes down what was produced since the last time, to the case's own topics and to those of the application. */
final class Outputs {
    /** A record and the partition that it went to; -1 where topics have but one. */
    record Produced(int partition, TestRecord<byte[], byte[]> record) {
    }

    interface Source {
        /** All that were produced to. */
        Set<String> topics();

        Iterable<Produced> take(String topic);
    }

    /** Sorted. */
    final TreeSet<String> topics = new TreeSet<>();
    private final Source source;
    private final JsonNode out;

    Outputs(Source source, JsonNode out) {
        this.source = source;
        this.out = out;
    }

    static Source of(TopologyTestDriver driver) {
        return new Source() {
            @Override
            public Set<String> topics() {
                return driver.producedTopicNames();
            }

            @Override
            public Iterable<Produced> take(String topic) {
                if (!driver.producedTopicNames().contains(topic)) return List.of();
                TestOutputTopic<byte[], byte[]> records =
                    driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                return records.readRecordsToList().stream().map(record -> new Produced(-1, record)).toList();
            }
        };
    }

    void addTopics() {
        topics.addAll(source.topics());
    }

    void read(ArrayNode step, ArrayNode internal) {
        addTopics();
        for (JsonNode topic : out) readOwn(topic.asText(), step);
        if (internal == null) return;
        for (String topic : topics) if (topic.startsWith("oracle-")) readInternal(topic, internal);
    }

    private void readOwn(String topic, ArrayNode step) {
        for (Produced one : source.take(topic)) {
            TestRecord<byte[], byte[]> record = one.record();
            String line = text(record.key()) + "=" + text(record.value()) + "@" + record.timestamp();
            step.add(line + headersOf(record, false) + placeOf(one));
        }
    }

    /** What a buffer writes down it writes in the order of a hash table. */
    private void readInternal(String topic, ArrayNode internal) {
        ArrayList<String> lines = new ArrayList<>();
        for (Produced one : source.take(topic)) {
            TestRecord<byte[], byte[]> record = one.record();
            String line = topic + " " + hex(record.key()) + "=" + hex(record.value()) + timeOf(record);
            lines.add(line + headersOf(record, true) + placeOf(one));
        }
        if (topic.contains("-SUPPRESS-")) Collections.sort(lines);
        lines.forEach(internal::add);
    }

    private static String placeOf(Produced one) {
        return one.partition() < 0 ? "" : " to " + one.partition();
    }

    private static String headersOf(TestRecord<byte[], byte[]> record, boolean asHex) {
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
