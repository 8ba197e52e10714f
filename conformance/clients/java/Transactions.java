import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The commands about transactions. */
final class Transactions {
    private final String bootstrap;
    private final Map<String, KafkaProducer<String, String>> producers = new HashMap<>();

    Transactions(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    Map<String, Object> open(JsonNode command) {
        producers.put(command.get("producer").asText(), producer(command.get("id").asText()));
        return Map.of();
    }

    Map<String, Object> transact(JsonNode command) {
        KafkaProducer<String, String> producer = producers.get(command.get("producer").asText());
        producer.beginTransaction();
        for (JsonNode value : command.get("values")) {
            producer.send(new ProducerRecord<>(command.get("topic").asText(), value.asText()));
        }
        producer.flush();
        end(producer, command.get("end").asText());
        return Map.of();
    }

    Map<String, Object> commitOpen(JsonNode command) {
        producers.get(command.get("producer").asText()).commitTransaction();
        return Map.of();
    }

    Map<String, Object> transform(JsonNode command) {
        int count = command.get("count").asInt();
        List<String> values = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        Map<String, Object> more = Map.of("group.id", command.get("group").asText(), "max.poll.records", count);
        try (KafkaConsumer<String, String> consumer = consumer(more); KafkaProducer<String, String> producer = producer(command.get("id").asText())) {
            consumer.subscribe(List.of(command.get("from").asText()));
            producer.beginTransaction();
            while (values.size() < count) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    if (values.size() == count) break;
                    values.add(record.value());
                    producer.send(new ProducerRecord<>(command.get("to").asText(), record.value() + "!"));
                    done.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
                }
            }
            producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
            end(producer, command.get("end").asText());
        }
        return Map.of("values", values);
    }

    Map<String, Object> readCommitted(JsonNode command) {
        TopicPartition partition = new TopicPartition(command.get("topic").asText(), 0);
        String until = command.get("until").asText();
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = consumer(Map.of())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (!values.contains(until)) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return Map.of("values", values.subList(0, values.indexOf(until) + 1));
    }

    private static void end(KafkaProducer<String, String> producer, String end) {
        if (end.equals("commit")) producer.commitTransaction();
        if (end.equals("abort")) producer.abortTransaction();
    }

    private KafkaProducer<String, String> producer(String id) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "transactional.id", id);
        KafkaProducer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private KafkaConsumer<String, String> consumer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", bootstrap);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        config.put("isolation.level", "read_committed");
        config.put("fetch.max.wait.ms", 100);
        return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
    }
}
