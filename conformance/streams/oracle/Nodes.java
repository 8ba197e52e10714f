import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;

/** Operations that add single nodes to a topology, behind all that the builder has built. */
final class Nodes {
    private final Topology topology;

    Nodes(Topology topology) {
        this.topology = topology;
    }

    static boolean isNode(JsonNode op) {
        return op.get("op").asText().startsWith("add");
    }

    void apply(JsonNode op) {
        String name = op.path("as").asText();
        switch (op.get("op").asText()) {
            case "addSource": addSource(name, op); break;
            case "addSink":
                topology.addSink(name, op.get("topic").asText(), new StringSerializer(), new StringSerializer(), parents(op));
                break;
            case "addStateStore": topology.addStateStore(rows(op)); break;
            case "addGlobalStore":
                topology.addGlobalStore(rows(op).withLoggingDisabled(), name + "-source", new StringDeserializer(),
                    new StringDeserializer(), op.get("topic").asText(), name, () -> filling(op));
                break;
            case "addReadOnlyStateStore":
                topology.addReadOnlyStateStore(rows(op), name + "-source", new StringDeserializer(),
                    new StringDeserializer(), op.get("topic").asText(), name, () -> filling(op));
                break;
            case "addRouter": topology.addProcessor(name, () -> routing(name, op), parents(op)); break;
            case "addCounter":
                topology.addProcessor(name, () -> counting(op), parents(op));
                topology.connectProcessorAndStateStores(name, op.get("store").asText());
                break;
            case "addLookup":
                topology.addProcessor(name, () -> lookingUp(op), parents(op));
                if (op.path("connects").asBoolean()) topology.connectProcessorAndStateStores(name, op.get("store").asText());
                break;
            default: throw new IllegalArgumentException("there is no operation " + op.get("op"));
        }
    }

    private void addSource(String name, JsonNode op) {
        if (op.has("pattern")) {
            Pattern pattern = Pattern.compile(op.get("pattern").asText());
            topology.addSource(name, new StringDeserializer(), new StringDeserializer(), pattern);
        } else {
            topology.addSource(name, new StringDeserializer(), new StringDeserializer(), op.get("topic").asText());
        }
    }

    private static String[] parents(JsonNode op) {
        return texts(op.get("parents"));
    }

    private static String[] texts(JsonNode list) {
        String[] texts = new String[list.size()];
        for (int index = 0; index < texts.length; index++) texts[index] = list.get(index).asText();
        return texts;
    }

    private static StoreBuilder<TimestampedKeyValueStore<String, String>> rows(JsonNode op) {
        return Stores.timestampedKeyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(op.get("store").asText()), Serdes.String(), Serdes.String());
    }

    private static Processor<String, String, Void, Void> filling(JsonNode op) {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                if (record.key() == null) return;
                TimestampedKeyValueStore<String, String> rows = context().getStateStore(op.get("store").asText());
                rows.put(record.key(),
                    record.value() == null ? null : ValueAndTimestamp.make(record.value(), record.timestamp()));
            }
        };
    }

    private static Processor<String, String, String, String> routing(String name, JsonNode op) {
        String[] to = texts(op.get("to"));
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                int length = record.value() == null ? 0 : record.value().length();
                int child = length % (to.length + 1);
                Record<String, String> next =
                    record.withValue(record.value() + name).withTimestamp(record.timestamp() + length);
                if (child == to.length) context().forward(next);
                else context().forward(next, to[child]);
            }
        };
    }

    private static Processor<String, String, String, String> counting(JsonNode op) {
        return new ContextualProcessor<>() {
            private TimestampedKeyValueStore<String, String> rows;

            @Override
            public void init(ProcessorContext<String, String> context) {
                super.init(context);
                rows = context.getStateStore(op.get("store").asText());
                PunctuationType type = op.path("clock").asText().equals("wall")
                    ? PunctuationType.WALL_CLOCK_TIME : PunctuationType.STREAM_TIME;
                context.schedule(Instant.ofEpochMilli(op.get("start").asLong()), CaseTopology.millis(op, "every"), type,
                    now -> context.forward(new Record<>("timer", Long.toString(now), now)));
            }

            @Override
            public void process(Record<String, String> record) {
                String key = String.valueOf(record.key());
                ValueAndTimestamp<String> before = rows.get(key);
                int count = before == null ? 1 : Integer.parseInt(before.value()) + 1;
                rows.put(key, ValueAndTimestamp.make(Integer.toString(count), record.timestamp()));
                String origin = context().recordMetadata().map(of -> of.topic() == null ? "none:-1" : of.topic() + ":" + of.offset()).orElse("none:-1");
                context().forward(record.withValue(count + ":" + origin));
            }
        };
    }

    private static Processor<String, String, String, String> lookingUp(JsonNode op) {
        return new ContextualProcessor<>() {
            @Override
            public void process(Record<String, String> record) {
                ReadOnlyKeyValueStore<String, ValueAndTimestamp<String>> rows =
                    context().getStateStore(op.get("store").asText());
                ValueAndTimestamp<String> row = record.value() == null ? null : rows.get(record.value());
                context().forward(record.withValue(record.value() + "=" + (row == null ? null : row.value())));
            }
        };
    }
}
