import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.ValueTransformerWithKey;
import org.apache.kafka.streams.kstream.ValueTransformerWithKeySupplier;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;

/** Processors that cases put into topologies. */
final class Processors {
    private Processors() {
    }

    /** Behind the value, the names and values of all headers. */
    static FixedKeyProcessorSupplier<String, String, String> showHeaders() {
        return () -> new ContextualFixedKeyProcessor<>() {
            @Override
            public void process(FixedKeyRecord<String, String> record) {
                StringBuilder shown = new StringBuilder(String.valueOf(record.value()));
                for (Header header : record.headers()) {
                    String value = header.value() == null ? "null" : new String(header.value(), StandardCharsets.UTF_8);
                    shown.append('[').append(header.key()).append('=').append(value).append(']');
                }
                context().forward(record.withValue(shown.toString()));
            }
        };
    }

    /** Of each window the first record alone. */
    static ProcessorSupplier<Windowed<String>, String, Windowed<String>, String> firstOfEachWindow() {
        return () -> new ContextualProcessor<>() {
            private final Set<Windowed<String>> told = new HashSet<>();

            @Override
            public void process(Record<Windowed<String>, String> record) {
                if (told.add(record.key())) context().forward(record);
            }
        };
    }

    private static void addStore(StreamsBuilder builder, String name) {
        builder.addStateStore(
            Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.String()));
    }

    /** With the operation's store, and its name where it has one. */
    static KStream<String, String> processed(
            KStream<String, String> stream, ProcessorSupplier<String, String, String, String> supplier, JsonNode op) {
        String store = op.get("store").asText();
        return op.has("named")
            ? stream.process(supplier, CaseTopology.named(op), store)
            : stream.process(supplier, store);
    }

    /** Of each key the first record alone. */
    static KStream<String, String> dedupe(StreamsBuilder builder, KStream<String, String> stream, JsonNode op) {
        String store = op.get("store").asText();
        addStore(builder, store);
        ProcessorSupplier<String, String, String, String> first = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                TimestampedKeyValueStore<String, String> seen = context().getStateStore(store);
                if (record.key() != null && seen.get(record.key()) != null) return;
                if (record.key() != null) {
                    seen.put(record.key(), ValueAndTimestamp.make(String.valueOf(record.value()), record.timestamp()));
                }
                context().forward(record);
            }
        };
        return processed(stream, first, op);
    }

    /** Behind each value how many the key has had, in a store of its own where one is named; a row that goes is forgotten. */
    static KTable<String, String> transformValues(
            StreamsBuilder builder, KTable<String, String> table, JsonNode op,
            Materialized<String, String, KeyValueStore<Bytes, byte[]>> kept) {
        String state = op.path("state").asText(null);
        if (state != null) addStore(builder, state);
        ValueTransformerWithKeySupplier<String, String, String> counting = () -> new ValueTransformerWithKey<>() {
            private org.apache.kafka.streams.processor.ProcessorContext context;

            @Override
            public void init(org.apache.kafka.streams.processor.ProcessorContext context) {
                this.context = context;
            }

            @Override
            public String transform(String key, String value) {
                if (state == null) return value == null ? null : value + "^" + context.timestamp() % 10;
                TimestampedKeyValueStore<String, String> seen = context.getStateStore(state);
                ValueAndTimestamp<String> before = seen.get(key);
                int count = before == null ? 1 : Integer.parseInt(before.value()) + 1;
                seen.put(key, value == null ? null : ValueAndTimestamp.make(Integer.toString(count), context.timestamp()));
                return value == null ? null : value + "#" + count;
            }

            @Override
            public void close() {
            }
        };
        String[] stores = state == null ? new String[0] : new String[] {state};
        return kept == null
            ? table.transformValues(counting, CaseTopology.named(op), stores)
            : table.transformValues(counting, kept, CaseTopology.named(op), stores);
    }

    /** Keeps each key's last value; a timer tells all of them, in the order of their keys, and forgets them. */
    static KStream<String, String> tick(StreamsBuilder builder, KStream<String, String> stream, JsonNode op) {
        String store = op.get("store").asText();
        addStore(builder, store);
        Duration every = CaseTopology.millis(op, "every");
        PunctuationType type = op.get("clock").asText().equals("wall") ? PunctuationType.WALL_CLOCK_TIME : PunctuationType.STREAM_TIME;
        ProcessorSupplier<String, String, String, String> ticking = () -> new ContextualProcessor<>() {
            private TimestampedKeyValueStore<String, String> last;

            @Override
            public void init(ProcessorContext<String, String> context) {
                super.init(context);
                last = context.getStateStore(store);
                context.schedule(every, type, this::tell);
            }

            @Override
            public void process(Record<String, String> record) {
                if (record.key() == null) return;
                last.put(record.key(), ValueAndTimestamp.make(String.valueOf(record.value()), record.timestamp()));
            }

            private void tell(long now) {
                try (KeyValueIterator<String, ValueAndTimestamp<String>> rows = last.all()) {
                    while (rows.hasNext()) {
                        KeyValue<String, ValueAndTimestamp<String>> row = rows.next();
                        context().forward(new Record<>(row.key, row.value.value() + "." + row.value.timestamp(), now));
                        last.put(row.key, null);
                    }
                }
            }
        };
        return processed(stream, ticking, op);
    }
}
