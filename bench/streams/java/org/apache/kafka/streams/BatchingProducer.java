package org.apache.kafka.streams;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.clients.producer.internals.FutureRecordMetadata;
import org.apache.kafka.clients.producer.internals.ProducerBatch;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/**
 * What KafkaProducer does with a record until it could be sent, by its own classes: the partition by the hash of the key, the record
 * into the ProducerBatch of its partition, and of a batch that is full the header, the checksum and the callbacks. Left out is what it
 * does besides: metadata, interceptors, locks, memory that is waited for. Bytes are there already, as Kafka Streams serializes itself.
 */
final class BatchingProducer extends MockProducer<byte[], byte[]> {
    private static final int PARTITIONS = 4, BATCH_BYTES = 16 * 1024;

    /** What the topology itself reads again. */
    final List<ProducerRecord<byte[], byte[]>> repartitioned = new ArrayList<>();
    private final Map<String, Partition[]> topics = new HashMap<>();
    private final boolean isChecked;
    long outputs = 0, checksum = 0;

    BatchingProducer(boolean isChecked) {
        this.isChecked = isChecked;
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        String topic = record.topic();
        byte[] key = record.key(), value = record.value();
        int partition = record.partition() != null ? record.partition() : key == null ? 0 : BuiltInPartitioner.partitionForKey(key, PARTITIONS);
        Partition[] partitions = topics.get(topic);
        if (partitions == null) topics.put(topic, partitions = partitionsOf(topic));
        Future<RecordMetadata> sent = partitions[partition].append(record.timestamp(), key, value, record.headers().toArray(), callback);
        if (topic.equals("out")) {
            outputs++;
            if (isChecked) checksum = (checksum + StreamsCore.hash(key, value)) & 0xffffffffL;
        } else if (topic.endsWith("-repartition")) repartitioned.add(record);
        return sent;
    }

    /** Batches go when they are full, as with Samsa's. */
    @Override
    public void flush() { }

    private static Partition[] partitionsOf(String topic) {
        Partition[] partitions = new Partition[PARTITIONS];
        for (int i = 0; i < PARTITIONS; i++) partitions[i] = new Partition(new TopicPartition(topic, i));
        return partitions;
    }

    private static final class Partition {
        private final TopicPartition place;
        /** Of the producer's pool: it serves one batch after the other. */
        private final ByteBuffer buffer = ByteBuffer.allocate(BATCH_BYTES);
        private ProducerBatch batch;
        private int records = 0;
        private long endOffset = 0;

        Partition(TopicPartition place) {
            this.place = place;
            batch = newBatch();
        }

        FutureRecordMetadata append(long timestamp, byte[] key, byte[] value, Header[] headers, Callback callback) {
            FutureRecordMetadata sent = batch.tryAppend(timestamp, key, value, headers, callback, timestamp);
            if (sent == null) {
                batch.close();
                batch.complete(endOffset, RecordBatch.NO_TIMESTAMP);
                endOffset += records;
                records = 0;
                batch = newBatch();
                sent = batch.tryAppend(timestamp, key, value, headers, callback, timestamp);
            }
            records++;
            return sent;
        }

        private ProducerBatch newBatch() {
            buffer.clear();
            return new ProducerBatch(place, MemoryRecords.builder(buffer, RecordBatch.CURRENT_MAGIC_VALUE, Compression.NONE,
                TimestampType.CREATE_TIME, 0L), 0);
        }
    }
}
