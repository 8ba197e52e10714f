import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.AppInfoParser;

/** Kafka's own Java client behind the driver protocol (conformance/README.md): commands on standard input, replies on standard output. */
public final class Driver {
    private static final ObjectMapper json = new ObjectMapper();

    private final String bootstrap;
    private Admin admin;
    private Member member;
    private final Transactions transactions;

    private Driver(String bootstrap) {
        this.bootstrap = bootstrap;
        transactions = new Transactions(bootstrap);
    }

    public static void main(String[] arguments) throws Exception {
        Driver driver = new Driver(arguments[0]);
        say(Map.of("event", "ready", "version", "kafka-clients " + AppInfoParser.getVersion()));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                say(Map.of("reply", driver.run(json.readTree(line))));
            } catch (Throwable failure) {
                Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
                cause.printStackTrace();
                say(Map.of("error", cause.toString()));
            }
        }
        System.exit(0);
    }

    static synchronized void say(Object message) throws java.io.IOException {
        System.out.println(json.writeValueAsString(message));
    }

    private Map<String, Object> run(JsonNode command) throws Exception {
        switch (command.get("command").asText()) {
            case "createTopic": return createTopic(command);
            case "listTopics": return Map.of("topics", admin().listTopics().names().get());
            case "describeTopic": return describeTopic(command);
            case "describeConfigs": return describeConfigs(command);
            case "alterConfigs": return alterConfigs(command);
            case "createPartitions": return createPartitions(command);
            case "deleteTopic": return deleteTopic(command);
            case "deleteRecords": return deleteRecords(command);
            case "listOffsets": return Map.of("offsets", listOffsets(command));
            case "committed": return committed(command);
            case "describeGroup": return describeGroup(command);
            case "deleteGroup": return deleteGroup(command);
            case "produce": return produce(command);
            case "consume": return consume(command);
            case "consumeGroup": return consumeGroup(command);
            case "join": return join(command);
            case "leave": return leave();
            case "openTransactional": return transactions.open(command);
            case "transact": return transactions.transact(command);
            case "commitOpen": return transactions.commitOpen(command);
            case "transform": return transactions.transform(command);
            case "readCommitted": return transactions.readCommitted(command);
            case "consumeShare": return Shares.consume(bootstrap, command);
            default: throw new IllegalArgumentException("unknown command " + command);
        }
    }

    private Admin admin() {
        if (admin == null) admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        return admin;
    }

    private static String topic(JsonNode command) {
        return command.get("topic").asText();
    }

    private Map<String, Object> createTopic(JsonNode command) throws Exception {
        Map<String, String> configs = json.convertValue(command.get("configs"), json.getTypeFactory().constructMapType(HashMap.class, String.class, String.class));
        NewTopic topic = new NewTopic(topic(command), command.get("partitions").asInt(), (short) 1).configs(configs);
        admin().createTopics(List.of(topic)).all().get();
        return Map.of();
    }

    private Map<String, Object> describeTopic(JsonNode command) throws Exception {
        String topic = topic(command);
        return Map.of("partitions", admin().describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size());
    }

    private Map<String, Object> describeConfigs(JsonNode command) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic(command));
        Map<String, String> configs = new TreeMap<>();
        for (ConfigEntry entry : admin().describeConfigs(List.of(resource)).all().get().get(resource).entries()) {
            configs.put(entry.name(), entry.value());
        }
        return Map.of("configs", configs);
    }

    private Map<String, Object> alterConfigs(JsonNode command) throws Exception {
        Collection<AlterConfigOp> operations = new ArrayList<>();
        command.get("configs").properties().forEach(config -> operations.add(
            new AlterConfigOp(new ConfigEntry(config.getKey(), config.getValue().asText()), AlterConfigOp.OpType.SET)));
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic(command));
        admin().incrementalAlterConfigs(Map.of(resource, operations)).all().get();
        return Map.of();
    }

    private Map<String, Object> createPartitions(JsonNode command) throws Exception {
        admin().createPartitions(Map.of(topic(command), NewPartitions.increaseTo(command.get("count").asInt()))).all().get();
        return Map.of();
    }

    private Map<String, Object> deleteTopic(JsonNode command) throws Exception {
        admin().deleteTopics(List.of(topic(command))).all().get();
        return Map.of();
    }

    private Map<String, Object> deleteRecords(JsonNode command) throws Exception {
        Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
        command.get("offsets").properties().forEach(entry -> before.put(
            new TopicPartition(topic(command), Integer.parseInt(entry.getKey())), RecordsToDelete.beforeOffset(entry.getValue().asLong())));
        admin().deleteRecords(before).all().get();
        return Map.of();
    }

    private Map<Integer, Long> listOffsets(JsonNode command) throws Exception {
        String topic = topic(command);
        JsonNode at = command.get("at");
        OffsetSpec spec = at.isNumber() ? OffsetSpec.forTimestamp(at.asLong())
            : at.asText().equals("earliest") ? OffsetSpec.earliest() : OffsetSpec.latest();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (TopicPartition partition : partitionsOf(topic)) wanted.put(partition, spec);
        Map<Integer, Long> offsets = new TreeMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> entry : admin().listOffsets(wanted).all().get().entrySet()) {
            offsets.put(entry.getKey().partition(), entry.getValue().offset());
        }
        return offsets;
    }

    private List<TopicPartition> partitionsOf(String topic) throws Exception {
        List<TopicPartition> partitions = new ArrayList<>();
        admin().describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions()
            .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        return partitions;
    }

    private Map<String, Object> committed(JsonNode command) throws Exception {
        Map<Integer, Long> offsets = new TreeMap<>();
        admin().listConsumerGroupOffsets(command.get("group").asText()).partitionsToOffsetAndMetadata().get().forEach((partition, offset) -> {
            if (partition.topic().equals(topic(command)) && offset != null) offsets.put(partition.partition(), offset.offset());
        });
        return Map.of("offsets", offsets);
    }

    private Map<String, Object> describeGroup(JsonNode command) throws Exception {
        String group = command.get("group").asText();
        ConsumerGroupDescription description = admin().describeConsumerGroups(List.of(group)).all().get().get(group);
        return Map.of("state", description.groupState().toString(), "members", description.members().size());
    }

    private Map<String, Object> deleteGroup(JsonNode command) throws Exception {
        admin().deleteConsumerGroups(List.of(command.get("group").asText())).all().get();
        return Map.of();
    }

    private Map<String, Object> produce(JsonNode command) throws Exception {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrap);
        config.put("compression.type", command.get("codec").asText());
        config.put("acks", "all");
        config.put("linger.ms", 5);
        config.put("batch.size", 65536);
        JsonNode transaction = command.get("transaction");
        if (transaction != null) config.put("transactional.id", transaction.get("id").asText());
        AtomicReference<Exception> failure = new AtomicReference<>();
        int count = 0;
        try (RecordFile.Reader file = new RecordFile.Reader(command.get("file").asText());
             KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            if (transaction != null) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            for (ProducerRecord<byte[], byte[]> record = file.next(topic(command)); record != null; record = file.next(topic(command))) {
                producer.send(record, (metadata, error) -> {
                    if (error != null) failure.compareAndSet(null, error);
                });
                count++;
            }
            producer.flush();
            if (transaction != null) {
                if (transaction.get("outcome").asText().equals("commit")) producer.commitTransaction();
                else producer.abortTransaction();
            }
        }
        if (failure.get() != null) throw failure.get();
        return Map.of("count", count);
    }

    private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", bootstrap);
        config.put("enable.auto.commit", false);
        config.put("auto.offset.reset", "earliest");
        config.put("fetch.max.wait.ms", 100);
        config.putIfAbsent("max.poll.records", 5000);
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> consume(JsonNode command) throws Exception {
        List<String> topics = new ArrayList<>();
        command.get("topics").forEach(topic -> topics.add(topic.asText()));
        int count = 0;
        boolean isCommitted = command.path("isCommitted").asBoolean();
        Map<String, Object> isolation = Map.of("isolation.level", isCommitted ? "read_committed" : "read_uncommitted");
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation);
             RecordFile.Writer file = new RecordFile.Writer(command.get("file").asText())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) partitions.addAll(partitionsOf(topic));
            JsonNode from = command.get("from");
            if (from != null) partitions.removeIf(partition -> !from.has(String.valueOf(partition.partition())));
            consumer.assign(partitions);
            if (from == null) consumer.seekToBeginning(partitions);
            else partitions.forEach(partition -> consumer.seek(partition, from.get(String.valueOf(partition.partition())).asLong()));
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Set<TopicPartition> open = new java.util.HashSet<>(partitions);
            open.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            while (!open.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(java.time.Duration.ofMillis(200))) {
                    file.put(topics.indexOf(record.topic()), record);
                    count++;
                }
                open.removeIf(partition -> consumer.position(partition) >= ends.get(partition));
            }
        }
        return Map.of("count", count);
    }

    private Map<String, Object> consumeGroup(JsonNode command) throws Exception {
        int max = command.get("max").asInt();
        int count = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of("group.id", command.get("group").asText(), "max.poll.records", 100));
             RecordFile.Writer file = new RecordFile.Writer(command.get("file").asText())) {
            consumer.subscribe(List.of(topic(command)));
            Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
            while (count < max) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(java.time.Duration.ofMillis(200))) {
                    if (count == max) break;
                    file.put(0, record);
                    done.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
                    count++;
                }
            }
            consumer.commitSync(done);
        }
        return Map.of("count", count);
    }

    private Map<String, Object> join(JsonNode command) throws Exception {
        Map<String, Object> config = new HashMap<>();
        config.put("group.id", command.get("group").asText());
        config.put("max.poll.records", 500);
        if (command.path("isConsumerProtocol").asBoolean()) {
            config.put("group.protocol", "consumer");
        } else {
            config.put("session.timeout.ms", command.get("sessionTimeoutMs").asInt());
            config.put("heartbeat.interval.ms", command.get("heartbeatIntervalMs").asInt());
        }
        KafkaConsumer<byte[], byte[]> consumer = consumer(config);
        member = new Member(consumer, topic(command), new RecordFile.Writer(command.get("file").asText()));
        member.start();
        return Map.of();
    }

    private Map<String, Object> leave() throws Exception {
        return Map.of("count", member.leave());
    }

    /** A group member at work: what it has read is in its file before its offsets are committed. */
    private static final class Member extends Thread implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final String topic;
        private final RecordFile.Writer file;
        private volatile boolean leaving;
        private volatile Exception failure;
        private int count;

        Member(KafkaConsumer<byte[], byte[]> consumer, String topic, RecordFile.Writer file) {
            this.consumer = consumer;
            this.topic = topic;
            this.file = file;
        }

        @Override
        public void run() {
            // Closing the consumer leaves the group.
            try (consumer; file) {
                consumer.subscribe(List.of(topic), this);
                while (!leaving) {
                    int before = count;
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(java.time.Duration.ofMillis(200))) {
                        file.put(0, record);
                        count++;
                    }
                    if (count == before) continue;
                    file.flush();
                    consumer.commitSync();
                }
            } catch (Exception error) {
                error.printStackTrace();
                failure = error;
                sayAssigned(Set.of());
            }
        }

        int leave() throws Exception {
            leaving = true;
            join();
            if (failure != null) throw failure;
            return count;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            Set<TopicPartition> left = new java.util.HashSet<>(consumer.assignment());
            left.removeAll(partitions);
            sayAssigned(left);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            sayAssigned(consumer.assignment());
        }

        private static void sayAssigned(Set<TopicPartition> assignment) {
            Set<Integer> partitions = new TreeSet<>();
            assignment.forEach(partition -> partitions.add(partition.partition()));
            try {
                say(Map.of("event", "assigned", "partitions", partitions));
            } catch (java.io.IOException unwritable) {
                throw new java.io.UncheckedIOException(unwritable);
            }
        }
    }
}
