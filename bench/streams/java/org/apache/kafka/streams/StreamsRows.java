package org.apache.kafka.streams;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.*;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;

/** What is run, as bench/streams/topologies.ts has it for Samsa. */
final class StreamsRows {
    private StreamsRows() { }

    /** The topics that the topology reads. `onDisk`: stores are those of Kafka Streams by default, on RocksDB. `nameOf`: of topics. */
    static String[] build(String row, StreamsBuilder builder, boolean onDisk, UnaryOperator<String> nameOf) {
        Consumed<String, String> texts = Consumed.with(Serdes.String(), Serdes.String());
        Produced<String, String> outTexts = Produced.with(Serdes.String(), Serdes.String());
        Produced<String, Long> outCounts = Produced.with(Serdes.String(), Serdes.Long());
        Grouped<String, String> grouped = Grouped.with(Serdes.String(), Serdes.String());
        String out = nameOf.apply("out");
        KStream<String, String> in = builder.stream(nameOf.apply("in"), texts);
        Materialized<String, Long, KeyValueStore<Bytes, byte[]>> counts =
            Materialized.<String, Long>as(rows("counts", onDisk)).withKeySerde(Serdes.String()).withValueSerde(Serdes.Long());
        switch (row) {
            case "stateless" -> in.filter((k, v) -> v.length() > 0).mapValues(v -> v + "x").filter((k, v) -> v.length() > 1)
                .mapValues(v -> v + "y").to(out, outTexts);
            case "count" -> in.groupByKey(grouped).count(counts).toStream().to(out, outCounts);
            case "tumbling" -> in.groupByKey(grouped).windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)))
                .count(Materialized.<String, Long>as(windows("counts", Duration.ofSeconds(10), onDisk))
                    .withKeySerde(Serdes.String()).withValueSerde(Serdes.Long()))
                .toStream().map((k, v) -> KeyValue.pair(k.key(), v)).to(out, outCounts);
            case "repartition" -> in.selectKey((k, v) -> v.substring(0, 16))
                .groupByKey(Grouped.with("by-value", Serdes.String(), Serdes.String())).count(counts).toStream().to(out, outCounts);
            case "stream-table" -> {
                KTable<String, String> table = builder.table(nameOf.apply("table"), texts, Materialized.<String, String>as(rows("rows", onDisk))
                    .withKeySerde(Serdes.String()).withValueSerde(Serdes.String()));
                in.join(table, (value, other) -> value.substring(0, 50) + other.substring(0, 50),
                    Joined.with(Serdes.String(), Serdes.String(), Serdes.String())).to(out, outTexts);
                return new String[] {"table", "in"};
            }
            case "stream-stream left" -> {
                KStream<String, String> other = builder.stream(nameOf.apply("other"), texts);
                in.leftJoin(other, (left, right) -> left.substring(0, 50) + (right == null ? "" : right.substring(0, 50)),
                    JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(1)),
                    StreamJoined.<String, String, String>with(joined("joined-this", onDisk), joined("joined-other", onDisk))
                        .withKeySerde(Serdes.String()).withValueSerde(Serdes.String()).withOtherValueSerde(Serdes.String())
                        .withName("joined").withStoreName("joined")).to(out, outTexts);
                return new String[] {"in", "other"};
            }
            default -> throw new IllegalArgumentException("there is no row " + row);
        }
        return new String[] {"in"};
    }

    private static KeyValueBytesStoreSupplier rows(String name, boolean onDisk) {
        return onDisk ? Stores.persistentTimestampedKeyValueStore(name) : Stores.inMemoryKeyValueStore(name);
    }

    private static WindowBytesStoreSupplier windows(String name, Duration size, boolean onDisk) {
        return onDisk ? Stores.persistentTimestampedWindowStore(name, size, size, false) : Stores.inMemoryWindowStore(name, size, size, false);
    }

    private static WindowBytesStoreSupplier joined(String name, boolean onDisk) {
        Duration both = Duration.ofSeconds(2);
        return onDisk ? Stores.persistentWindowStore(name, both, both, true) : Stores.inMemoryWindowStore(name, both, both, true);
    }
}
