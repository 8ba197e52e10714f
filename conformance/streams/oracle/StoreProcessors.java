import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.WindowedSerdes;
import org.apache.kafka.streams.kstream.internals.SessionWindow;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedWindowStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.apache.kafka.streams.state.VersionedKeyValueStore;
import org.apache.kafka.streams.state.VersionedRecord;

/** Processors that keep windows, sessions and histories in stores of their own, and topics that windows are written to. */
final class StoreProcessors {
    private StoreProcessors() {
    }

    /** Puts each value into the window of its time; behind it how many windows near it the key has, and the first of them. */
    static KStream<String, String> lately(StreamsBuilder builder, KStream<String, String> stream, JsonNode op) {
        String store = op.get("store").asText();
        long size = op.get("size").asLong();
        builder.addStateStore(Stores.timestampedWindowStoreBuilder(
            Stores.inMemoryWindowStore(store, CaseTopology.millis(op, "retention"), CaseTopology.millis(op, "size"), false),
            Serdes.String(), Serdes.String()));
        ProcessorSupplier<String, String, String, String> near = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                if (record.key() == null) return;
                TimestampedWindowStore<String, String> windows = context().getStateStore(store);
                long time = record.timestamp();
                windows.put(record.key(), ValueAndTimestamp.make(record.value(), time), time);
                int count = 0;
                String first = "none";
                try (var rows = windows.fetch(record.key(), Math.max(0, time - size), time + size)) {
                    while (rows.hasNext()) {
                        KeyValue<Long, ValueAndTimestamp<String>> row = rows.next();
                        if (count++ == 0) first = row.key + ":" + row.value.value() + "@" + row.value.timestamp();
                    }
                }
                int all = 0;
                try (var rows = windows.fetchAll(Math.max(0, time - size), time + size)) {
                    for (; rows.hasNext(); rows.next()) all++;
                }
                context().forward(record.withValue(record.value() + "|" + count + "/" + all + "|" + first));
            }
        };
        return Processors.processed(stream, near, op);
    }

    /** Makes one session of those that a record comes near, with how many records there were. */
    static KStream<String, String> nearby(StreamsBuilder builder, KStream<String, String> stream, JsonNode op) {
        String store = op.get("store").asText();
        long gap = op.get("gap").asLong();
        builder.addStateStore(Stores.sessionStoreBuilder(
            Stores.inMemorySessionStore(store, CaseTopology.millis(op, "retention")), Serdes.String(), Serdes.String()));
        ProcessorSupplier<String, String, String, String> merging = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                if (record.key() == null) return;
                SessionStore<String, String> sessions = context().getStateStore(store);
                long start = record.timestamp();
                long end = start;
                int count = 1;
                for (KeyValue<Windowed<String>, String> one : found(sessions, record, gap)) {
                    start = Math.min(start, one.key.window().start());
                    end = Math.max(end, one.key.window().end());
                    count += Integer.parseInt(one.value);
                    sessions.remove(one.key);
                }
                sessions.put(new Windowed<>(record.key(), new SessionWindow(start, end)), Integer.toString(count));
                context().forward(record.withValue(record.value() + "|" + start + "-" + end + ":" + count));
            }
        };
        return Processors.processed(stream, merging, op);
    }

    private static List<KeyValue<Windowed<String>, String>> found(
            SessionStore<String, String> sessions, Record<String, String> record, long gap) {
        List<KeyValue<Windowed<String>, String>> found = new ArrayList<>();
        try (KeyValueIterator<Windowed<String>, String> rows =
                 sessions.findSessions(record.key(), record.timestamp() - gap, record.timestamp() + gap)) {
            while (rows.hasNext()) found.add(rows.next());
        }
        return found;
    }

    /** Puts each value into a history; behind it what was there the moment before, and until when its own is valid. */
    static KStream<String, String> before(StreamsBuilder builder, KStream<String, String> stream, JsonNode op) {
        String store = op.get("store").asText();
        builder.addStateStore(Stores.versionedKeyValueStoreBuilder(
            Stores.persistentVersionedKeyValueStore(store, CaseTopology.millis(op, "history")),
            Serdes.String(), Serdes.String()));
        ProcessorSupplier<String, String, String, String> looking = () -> new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                if (record.key() == null) return;
                VersionedKeyValueStore<String, String> past = context().getStateStore(store);
                long validTo = past.put(record.key(), record.value(), record.timestamp());
                VersionedRecord<String> found = past.get(record.key(), record.timestamp() - 1);
                VersionedRecord<String> latest = past.get(record.key());
                String shown = found == null ? "none" : found.value() + "@" + found.timestamp();
                String end = validTo == VersionedKeyValueStore.PUT_RETURN_CODE_NOT_PUT ? "late"
                    : validTo == VersionedKeyValueStore.PUT_RETURN_CODE_VALID_TO_UNDEFINED ? "open" : Long.toString(validTo);
                context().forward(record.withValue(record.value() + "|" + shown + "|"
                    + (latest == null ? "none" : Long.toString(latest.timestamp())) + "|" + end));
            }
        };
        return Processors.processed(stream, looking, op);
    }

    /** To a topic whose keys are windows. */
    static void toWindows(KTable<Windowed<String>, String> table, JsonNode op) {
        var keys = op.path("isSession").asBoolean()
            ? WindowedSerdes.sessionWindowedSerdeFrom(String.class)
            : WindowedSerdes.timeWindowedSerdeFrom(String.class, 1);
        table.toStream().to(op.get("topic").asText(), Produced.with(keys, Serdes.String()));
    }
}
