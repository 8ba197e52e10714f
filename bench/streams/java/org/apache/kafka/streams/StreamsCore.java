package org.apache.kafka.streams;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.internals.StreamTask;
import org.apache.kafka.streams.processor.internals.StreamsProducer;

/**
 * The core of Kafka Streams alone, as bench/streams/core-worker.ts is for Samsa: StreamsCore ROW RECORDS ROUNDS. The task is the one
 * that TopologyTestDriver sets up, driven here in batches and not record by record; stores in memory, no cache, and what it produces
 * goes into record batches (BatchingProducer). In its package, since that task is visible there alone.
 */
public final class StreamsCore {
    static final int KEYS = 20_000, BATCH = 1000, BATCH_MS = 10;
    /** By the record's number, modulo their length: made in the order in which they are read, so that they lie one behind the other. */
    static byte[][] keys, values;

    static void makeRecords(int topics) {
        keys = new byte[KEYS * topics][];
        values = new byte[KEYS * topics][];
        for (int n = 0; n < keys.length; n++) {
            int ordinal = n / topics, shifted = n % topics == 1 && ordinal % 2 == 1 ? ordinal + 5000 : ordinal;
            keys[n] = key((int) ((long) shifted * 7919 % KEYS));
            values[n] = Arrays.copyOf(key((int) (((long) n * 7919 + 1) % KEYS)), 100);
            Arrays.fill(values[n], 16, 100, (byte) 'v');
        }
    }

    static byte[] key(int number) {
        String text = String.valueOf(number);
        return "k".repeat(16 - text.length()).concat(text).getBytes(StandardCharsets.UTF_8);
    }

    public static void main(String[] args) throws Exception {
        int records = Integer.parseInt(args[1]), rounds = Integer.parseInt(args[2]);
        long[] checked = run(args[0], records, true);
        List<String> seconds = new ArrayList<>();
        for (int i = 0; i < rounds; i++) seconds.add(String.valueOf(run(args[0], records, false)[2] / 1e9));
        System.out.println("{\"outputs\":" + checked[0] + ",\"checksum\":" + checked[1] + ",\"seconds\":[" + String.join(",", seconds) + "]}");
    }

    /** What came out, its checksum where asked for, and nanoseconds of processor time. */
    static long[] run(String row, int records, boolean isChecked) throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        String[] inputs = StreamsRows.build(row, builder, false, topic -> topic);
        if (keys == null) makeRecords(inputs.length);
        Properties config = new Properties();
        config.put("application.id", "bench");
        config.put("bootstrap.servers", "none:1");
        config.put("statestore.cache.max.bytes", "0");
        config.put("state.dir", System.getProperty("java.io.tmpdir") + "/samsa-bench-streams-" + ProcessHandle.current().pid());
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 1000L);
        config.put(StreamsConfig.InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 1000L);
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), config, Instant.ofEpochMilli(0))) {
            StreamTask task = driver.task;
            BatchingProducer producer = new BatchingProducer(isChecked);
            replaceProducer(driver, producer);
            long fedBack = 0, now = 0;
            var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long before = process.getProcessCpuTime();
            for (int i = 0; i < records; i += BATCH, now += BATCH_MS) {
                List<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayList<>();
                for (String input : inputs) batches.add(new ArrayList<>(BATCH));
                for (int n = i; n < i + BATCH; n++) {
                    int topic = n % inputs.length;
                    byte[] key = keys[n % keys.length], value = values[n % keys.length];
                    long timestamp = 1_700_000_000_000L + (inputs.length == 1 ? n / 10 : n);
                    batches.get(topic).add(consumerRecord(inputs[topic], n / inputs.length, timestamp, key, value));
                }
                for (int topic = 0; topic < inputs.length; topic++) task.addRecords(new TopicPartition(inputs[topic], 0), batches.get(topic));
                process(task, now);
                if (!producer.repartitioned.isEmpty()) {
                    List<ConsumerRecord<byte[], byte[]>> again = new ArrayList<>(producer.repartitioned.size());
                    for (ProducerRecord<byte[], byte[]> record : producer.repartitioned)
                        again.add(consumerRecord(record.topic(), fedBack++, record.timestamp(), record.key(), record.value()));
                    producer.repartitioned.clear();
                    task.addRecords(new TopicPartition(again.get(0).topic(), 0), again);
                    process(task, now);
                }
                task.prepareCommit(true);
                task.postCommit(false);
                driver.advanceWallClockTime(Duration.ofMillis(BATCH_MS));
            }
            return new long[] {producer.outputs, producer.checksum, process.getProcessCpuTime() - before};
        }
    }

    /** The driver's own keeps records and encodes none of them. */
    static void replaceProducer(TopologyTestDriver driver, BatchingProducer producer) throws ReflectiveOperationException {
        Field held = TopologyTestDriver.class.getDeclaredField("testDriverProducer");
        held.setAccessible(true);
        Field replaced = StreamsProducer.class.getDeclaredField("producer");
        replaced.setAccessible(true);
        replaced.set(held.get(driver), producer);
    }

    static ConsumerRecord<byte[], byte[]> consumerRecord(String topic, long offset, long timestamp, byte[] key, byte[] value) {
        return new ConsumerRecord<>(topic, 0, offset, timestamp, TimestampType.CREATE_TIME, key.length, value.length, key, value,
            new RecordHeaders(), Optional.empty());
    }

    static void process(StreamTask task, long now) {
        task.resumePollingForPartitionsWithAvailableSpace();
        task.updateLags();
        while (task.isProcessable(now) && task.process(now)) task.maybePunctuateStreamTime();
    }

    static long hash(byte[] key, byte[] value) {
        int hash = 0x811c9dc5;
        for (byte one : key) hash = (hash ^ (one & 0xff)) * 0x01000193;
        for (byte one : value) hash = (hash ^ (one & 0xff)) * 0x01000193;
        return hash & 0xffffffffL;
    }
}
