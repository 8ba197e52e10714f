import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Topics of several partitions: a driver for each, whose task reads that partition of every topic. What a driver produces goes
 * to the driver of its partition, which the topology's own partitioner chooses, or else the one that producers have.
 */
final class Partitioned implements CommittedByHand, Outputs.Source, AutoCloseable {
    private final List<Driven> drivers = new ArrayList<>();
    private final boolean isByHand;
    /** How many partitions further than their keys say the inputs lie. */
    private final int shift;
    private final Map<String, ArrayDeque<Outputs.Produced>> produced = new HashMap<>();
    private final Map<TopicPartition, AtomicLong> offsets = new HashMap<>();

    Partitioned(List<TopologyTestDriver> drivers, boolean isByHand, int shift) {
        this.isByHand = isByHand;
        this.shift = shift;
        for (TopologyTestDriver driver : drivers) {
            Driven driven = new Driven(driver);
            Divided producer = new Divided(drivers.size());
            Driven.put(driver, "producer", producer);
            Driven.put(driven.field("testDriverProducer"), "producer", producer);
            this.drivers.add(driven);
        }
    }

    /** A record without a key goes where its time says. */
    @Override
    public void pipe(String topic, byte[] key, byte[] value, long time, Headers headers) {
        int partition = (int) (((key == null ? time : partitionFor(key)) + shift) % drivers.size());
        if (!accept(partition, topic, key, value, time, headers)) throw new IllegalArgumentException("Unknown topic: " + topic);
        run();
    }

    @Override
    public void advanceWallClock(Duration advance) {
        for (int partition = 0; partition < drivers.size(); partition++) {
            drivers.get(partition).advance(advance.toMillis());
            endOfRecord(partition);
        }
        run();
    }

    @Override
    public void commit() {
        for (int partition = 0; partition < drivers.size(); partition++) {
            drivers.get(partition).commit();
            route(partition);
        }
        run();
    }

    double dropped() {
        return drivers.stream().mapToDouble(driven -> CaseRun.droppedBy(driven.driver)).sum();
    }

    @Override
    public Set<String> topics() {
        return produced.keySet();
    }

    @Override
    public Iterable<Outputs.Produced> take(String topic) {
        ArrayDeque<Outputs.Produced> taken = produced.get(topic);
        if (taken == null) return List.of();
        List<Outputs.Produced> all = new ArrayList<>(taken);
        taken.clear();
        return all;
    }

    @Override
    public void close() {
        for (Driven driven : drivers) driven.driver.close();
    }

    private void run() {
        for (Driven driven : drivers) driven.makeRoom();
        boolean hasMoved = true;
        while (hasMoved) {
            hasMoved = false;
            for (int partition = 0; partition < drivers.size(); partition++) {
                while (drivers.get(partition).process()) {
                    endOfRecord(partition);
                    hasMoved = true;
                }
            }
        }
    }

    private void endOfRecord(int partition) {
        if (!isByHand) drivers.get(partition).commit();
        route(partition);
    }

    private void route(int from) {
        Divided producer = (Divided) drivers.get(from).field("producer");
        List<ProducerRecord<byte[], byte[]>> records = producer.history();
        producer.clear();
        for (ProducerRecord<byte[], byte[]> record : records) {
            int partition = partitionOf(record, from);
            produced.computeIfAbsent(record.topic(), topic -> new ArrayDeque<>())
                .add(new Outputs.Produced(partition, recordOf(record)));
            if (record.timestamp() == null) continue;
            accept(partition, record.topic(), record.key(), record.value(), record.timestamp(), record.headers());
        }
    }

    private static TestRecord<byte[], byte[]> recordOf(ProducerRecord<byte[], byte[]> record) {
        return new TestRecord<>(record.key(), record.value(), record.headers(), record.timestamp());
    }

    /** Changelogs have a partition for each task. */
    private int partitionOf(ProducerRecord<byte[], byte[]> record, int task) {
        if (record.topic().endsWith("-changelog")) return task;
        if (record.partition() != null) return record.partition();
        return record.key() == null ? 0 : partitionFor(record.key());
    }

    private int partitionFor(byte[] key) {
        return BuiltInPartitioner.partitionForKey(key, drivers.size());
    }

    private boolean accept(int partition, String topic, byte[] key, byte[] value, long time, Headers headers) {
        boolean isGlobal = false;
        for (Driven driven : drivers) {
            Object global = ((Map<?, ?>) driven.field("globalPartitionsByInputTopic")).get(topic);
            if (global == null) continue;
            isGlobal = true;
            Driven.call(driven.driver, "processGlobalRecord", (TopicPartition) global, time, key, value, headers);
        }
        Driven reader = drivers.get(partition);
        TopicPartition queue = reader.inputOf(topic);
        if (queue == null) return isGlobal;
        TopicPartition counted = new TopicPartition(queue.topic(), partition);
        long offset = offsets.computeIfAbsent(counted, one -> new AtomicLong()).getAndIncrement();
        Driven.call(reader.task, "addRecords", queue, Collections.singleton(new ConsumerRecord<>(
            topic, partition, offset, time, TimestampType.CREATE_TIME,
            key == null ? -1 : key.length, value == null ? -1 : value.length, key, value, headers, Optional.empty())));
        return true;
    }

    /** A producer that knows how many partitions there are. */
    private static final class Divided extends MockProducer<byte[], byte[]> {
        private final int count;

        Divided(int count) {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            this.count = count;
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            List<PartitionInfo> partitions = new ArrayList<>();
            for (int number = 0; number < count; number++) partitions.add(new PartitionInfo(topic, number, null, null, null));
            return partitions;
        }
    }
}
