import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.internals.SessionWindow;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.AggregationWithHeaders;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.SessionStoreWithHeaders;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStoreWithHeaders;
import org.apache.kafka.streams.state.TimestampedWindowStoreWithHeaders;
import org.apache.kafka.streams.state.ValueTimestampHeaders;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Processors whose stores keep the headers of records (KIP-1271): they tell what was there before, and of `~` all that is there. */
final class HeaderStores {
    private static final long SIZE = 10;
    private static final Duration RETENTION = Duration.ofMillis(100_000);

    private HeaderStores() {
    }

    static KStream<String, String> keep(StreamsBuilder builder, KStream<String, String> stream, JsonNode op) {
        String store = op.get("store").asText();
        switch (op.get("rows").asText()) {
            case "windows":
                builder.addStateStore(cachedOr(op, windows(op, store)));
                return stream.process(() -> new Windows(op), store);
            case "sessions":
                builder.addStateStore(cachedOr(op, sessions(op, store)));
                return stream.process(() -> new Sessions(op), store);
            default:
                builder.addStateStore(cachedOr(op, rows(op, store)));
                return stream.process(() -> new Rows(op), store);
        }
    }

    private static StoreBuilder<?> cachedOr(JsonNode op, StoreBuilder<?> builder) {
        return op.path("cached").asBoolean() ? builder.withCachingEnabled() : builder;
    }

    private static boolean isPersistent(JsonNode op) {
        return op.path("persistent").asBoolean();
    }

    private static StoreBuilder<?> rows(JsonNode op, String name) {
        return Stores.timestampedKeyValueStoreWithHeadersBuilder(
            isPersistent(op) ? Stores.persistentTimestampedKeyValueStoreWithHeaders(name) : Stores.inMemoryKeyValueStore(name),
            Serdes.String(), Serdes.String());
    }

    private static StoreBuilder<?> windows(JsonNode op, String name) {
        Duration size = Duration.ofMillis(SIZE);
        return Stores.timestampedWindowStoreWithHeadersBuilder(
            isPersistent(op)
                ? Stores.persistentTimestampedWindowStoreWithHeaders(name, RETENTION, size, false)
                : Stores.inMemoryWindowStore(name, RETENTION, size, false),
            Serdes.String(), Serdes.String());
    }

    private static StoreBuilder<?> sessions(JsonNode op, String name) {
        return Stores.sessionStoreWithHeadersBuilder(
            isPersistent(op)
                ? Stores.persistentSessionStoreWithHeaders(name, RETENTION)
                : Stores.inMemorySessionStore(name, RETENTION),
            Serdes.String(), Serdes.String());
    }

    private abstract static class Keeping<S extends StateStore> extends ContextualProcessor<String, String, String, String> {
        final JsonNode op;
        S store;

        Keeping(JsonNode op) {
            this.op = op;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            store = context.getStateStore(op.get("store").asText());
        }

        @Override
        public void process(Record<String, String> record) {
            if (record.key() == null) return;
            String before = put(record, chosen(record));
            context().forward(record.withValue(record.value() + "<" + before));
            if ("~".equals(record.value())) tellAll(record);
        }

        /** What was there before. */
        abstract String put(Record<String, String> record, Headers headers);

        abstract void tellAll(Record<String, String> record);

        private Headers chosen(Record<String, String> record) {
            switch (op.path("headers").asText()) {
                case "none": return new RecordHeaders();
                case "own":
                    byte[] value = record.value() == null ? null : record.value().getBytes(StandardCharsets.UTF_8);
                    return new RecordHeaders(record.headers()).add("kept", value);
                default: return record.headers();
            }
        }
    }

    private static final class Rows extends Keeping<TimestampedKeyValueStoreWithHeaders<String, String>> {
        Rows(JsonNode op) {
            super(op);
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            super.init(context);
            if (op.has("every")) context.schedule(CaseTopology.millis(op, "every"), PunctuationType.STREAM_TIME, this::tick);
        }

        @Override
        String put(Record<String, String> record, Headers headers) {
            ValueTimestampHeaders<String> before = store.get(record.key());
            if (record.value() == null && op.path("deletes").asBoolean()) store.delete(record.key());
            else store.put(record.key(), ValueTimestampHeaders.make(record.value(), record.timestamp(), headers));
            return shown(before);
        }

        @Override
        void tellAll(Record<String, String> record) {
            try (KeyValueIterator<String, ValueTimestampHeaders<String>> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<String, ValueTimestampHeaders<String>> row = all.next();
                    context().forward(
                        new Record<>(row.key, shown(row.value), record.timestamp()).withHeaders(row.value.headers()));
                }
            }
        }

        /** Of all rows every other one goes, by the length of its value; those that stay have another value, and no headers. */
        private void tick(long now) {
            try (KeyValueIterator<String, ValueTimestampHeaders<String>> all = store.all()) {
                while (all.hasNext()) {
                    KeyValue<String, ValueTimestampHeaders<String>> row = all.next();
                    String value = row.value.value();
                    context().forward(new Record<>(row.key, shown(row.value), now).withHeaders(row.value.headers()));
                    store.put(row.key, value.length() % 2 == 0 ? null : ValueTimestampHeaders.make(value + "!", now, null));
                }
            }
        }
    }

    private static final class Windows extends Keeping<TimestampedWindowStoreWithHeaders<String, String>> {
        Windows(JsonNode op) {
            super(op);
        }

        @Override
        String put(Record<String, String> record, Headers headers) {
            long start = record.timestamp() - record.timestamp() % SIZE;
            ValueTimestampHeaders<String> before = store.fetch(record.key(), start);
            store.put(record.key(), ValueTimestampHeaders.make(record.value(), record.timestamp(), headers), start);
            return shown(before);
        }

        @Override
        void tellAll(Record<String, String> record) {
            try (WindowStoreIterator<ValueTimestampHeaders<String>> all = store.fetch(record.key(), 0, Long.MAX_VALUE)) {
                while (all.hasNext()) {
                    KeyValue<Long, ValueTimestampHeaders<String>> row = all.next();
                    context().forward(record.withValue(row.key + ":" + shown(row.value)).withHeaders(row.value.headers()));
                }
            }
        }
    }

    private static final class Sessions extends Keeping<SessionStoreWithHeaders<String, String>> {
        Sessions(JsonNode op) {
            super(op);
        }

        @Override
        String put(Record<String, String> record, Headers headers) {
            long start = record.timestamp() - record.timestamp() % SIZE;
            Windowed<String> session = new Windowed<>(record.key(), new SessionWindow(start, start + record.timestamp() % 3));
            AggregationWithHeaders<String> before =
                store.fetchSession(record.key(), session.window().start(), session.window().end());
            if (record.value() == null && op.path("deletes").asBoolean()) store.remove(session);
            else store.put(session, AggregationWithHeaders.make(record.value(), headers));
            return before == null ? "null" : before.aggregation() + shown(before.headers());
        }

        @Override
        void tellAll(Record<String, String> record) {
            try (KeyValueIterator<Windowed<String>, AggregationWithHeaders<String>> all =
                     store.findSessions(record.key(), 0, Long.MAX_VALUE)) {
                while (all.hasNext()) {
                    KeyValue<Windowed<String>, AggregationWithHeaders<String>> row = all.next();
                    String place = row.key.window().start() + "/" + row.key.window().end() + ":";
                    String text = place + row.value.aggregation() + shown(row.value.headers());
                    context().forward(record.withValue(text).withHeaders(row.value.headers()));
                }
            }
        }
    }

    private static String shown(ValueTimestampHeaders<String> row) {
        return row == null ? "null" : row.value() + "." + row.timestamp() + shown(row.headers());
    }

    private static String shown(Headers headers) {
        StringBuilder shown = new StringBuilder();
        for (Header header : headers) {
            String value = header.value() == null ? "null" : new String(header.value(), StandardCharsets.UTF_8);
            shown.append('[').append(header.key()).append('=').append(value).append(']');
        }
        return shown.toString();
    }
}
