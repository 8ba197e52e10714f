import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The command about share groups. */
final class Shares {
    private Shares() {}

    static Map<String, Object> consume(String bootstrap, JsonNode command) {
        int count = command.get("count").asInt();
        List<Map<String, Object>> deliveries = new ArrayList<>();
        Map<String, Object> config = Map.of(
            "bootstrap.servers", bootstrap, "group.id", command.get("group").asText(), "share.acknowledgement.mode", "explicit");
        try (KafkaShareConsumer<String, String> consumer =
                 new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(command.get("topic").asText()));
            while (deliveries.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    int delivery = record.deliveryCount().orElse((short) 0);
                    deliveries.add(Map.of("value", record.value(), "deliveryCount", delivery));
                    consumer.acknowledge(record, judge(record.value(), delivery));
                }
                consumer.commitSync().forEach((partition, failure) -> failure.ifPresent(error -> { throw error; }));
            }
        }
        return Map.of("deliveries", deliveries);
    }

    private static AcknowledgeType judge(String value, int delivery) {
        if (value.startsWith("reject")) return AcknowledgeType.REJECT;
        return value.startsWith("release") && delivery == 1 ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT;
    }
}
