import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.kstream.SessionWindowedSerializer;
import org.apache.kafka.streams.kstream.TimeWindowedSerializer;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.internals.SessionWindow;
import org.apache.kafka.streams.kstream.internals.TimeWindow;
import org.apache.kafka.streams.kstream.internals.WindowedSerializer;
import org.apache.kafka.streams.kstream.internals.WindowedStreamPartitioner;

/** To which partitions of a topic the keys of windows go: the driver for tests has but one partition of each. */
final class Partitions {
    private Partitions() {
    }

    /** `windows`: key, start, end of each; `counts`: how many partitions there are. The answer has a list for each count. */
    static ObjectNode answer(JsonNode given) {
        boolean isSession = given.get("session").asBoolean();
        WindowedSerializer<String> serializer = isSession
            ? new SessionWindowedSerializer<>(new StringSerializer())
            : new TimeWindowedSerializer<>(new StringSerializer());
        WindowedStreamPartitioner<String, String> partitioner = new WindowedStreamPartitioner<>(serializer);
        ObjectNode answer = Oracle.JSON.createObjectNode();
        ArrayNode partitions = answer.putArray("partitions");
        for (JsonNode count : given.get("counts")) {
            ArrayNode ofCount = partitions.addArray();
            for (JsonNode window : given.get("windows")) {
                long start = window.get(1).asLong();
                long end = window.get(2).asLong();
                Windowed<String> key = new Windowed<>(window.get(0).asText(),
                    isSession ? new SessionWindow(start, end) : new TimeWindow(start, end));
                ofCount.add(partitioner.partitions("out", key, "", count.asInt()).get().iterator().next());
            }
        }
        return answer;
    }
}
