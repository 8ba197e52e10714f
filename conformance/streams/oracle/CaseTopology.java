import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.BranchedKStream;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Predicate;
import org.apache.kafka.streams.kstream.Printed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.kstream.Suppressed;
import org.apache.kafka.streams.kstream.Suppressed.BufferConfig;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.internals.NamedInternal;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * A case's topology: a switch over its operations, of which each adds to what earlier ones have named. Here are those that keep
 * nothing but rows as they come; aggregations and joins have classes of their own.
 */
final class CaseTopology {
    final StreamsBuilder builder;
    /** Of windows that hold their end, the first final result is the only one: see tools/vectors/streams/deviations.ts. */
    private final boolean isFinalOnce;
    private final Map<String, Object> named = new HashMap<>();
    /** Names of final results of windows that hold their end. */
    private final Set<String> finalResults = new HashSet<>();
    private final Set<String> holdingEnd = new HashSet<>();

    CaseTopology(StreamsBuilder builder, boolean isFinalOnce) {
        this.builder = builder;
        this.isFinalOnce = isFinalOnce;
    }

    void apply(JsonNode op) {
        Object result = resultOf(op);
        String as = op.path("as").asText();
        named.put(as, result);
        String kind = op.path("windows").asText(op.get("op").asText());
        if (kind.equals("sliding") || kind.equals("session")) holdingEnd.add(as);
        if (kind.equals("suppressFinal") && holdingEnd.contains(op.get("from").asText())) finalResults.add(as);
    }

    /** For an operation that gives more than one result. */
    void name(String as, Object result) {
        named.put(as, result);
    }

    KStream<String, String> stream(JsonNode op, String field) {
        return cast(found(op, field));
    }

    <K> KTable<K, String> table(JsonNode op, String field) {
        return cast(found(op, field));
    }

    GlobalKTable<String, String> global(JsonNode op, String field) {
        return cast(found(op, field));
    }

    private Object found(JsonNode op, String field) {
        Object found = named.get(op.path(field).asText());
        if (found == null) throw new IllegalArgumentException(op + " names nothing by " + field);
        return found;
    }

    @SuppressWarnings("unchecked")
    private static <T> T cast(Object one) {
        return (T) one;
    }

    private Object resultOf(JsonNode op) {
        switch (op.get("op").asText()) {
            case "stream": return streamOf(op);
            case "table": return source(op);
            case "global":
                return builder.globalTable(op.get("topic").asText(), consumed(op));
            case "mapUpper":
                return stream(op, "from").mapValues(value -> value == null ? null : value.toUpperCase(), named(op));
            case "cut":
                return stream(op, "from").mapValues(value -> value == null ? null : end(value, op.get("n").asInt()), named(op));
            case "showHeaders":
                return op.has("named")
                    ? stream(op, "from").processValues(Processors.showHeaders(), named(op))
                    : stream(op, "from").processValues(Processors.showHeaders());
            case "filterLen": return filterLen(op);
            case "selectValue": return stream(op, "from").selectKey((key, value) -> value, named(op));
            case "selectFirst": return stream(op, "from").selectKey((key, value) -> first(value), named(op));
            case "mapSwap": return stream(op, "from").map((key, value) -> new KeyValue<>(value, key), named(op));
            case "flatMapChars": return stream(op, "from").flatMapValues(CaseTopology::characters, named(op));
            case "flatMapKeys": return stream(op, "from").flatMap((key, value) -> {
                List<KeyValue<String, String>> pairs = new ArrayList<>();
                for (String one : characters(value)) pairs.add(new KeyValue<>(one, value));
                return pairs;
            }, named(op));
            case "mapValuesT": return mapValuesT(op);
            case "merge": return stream(op, "from").merge(stream(op, "with"), named(op));
            case "branch": return branch(op);
            case "repartition": return repartition(op);
            case "toTable":
                return kept(op) == null ? stream(op, "from").toTable(named(op)) : stream(op, "from").toTable(named(op), kept(op));
            case "toStream": return table(op, "from").toStream(named(op));
            case "toStreamW": return toStreamW(op);
            case "to":
                stream(op, "from").to(op.get("topic").asText(), produced(op, Produced.with(Serdes.String(), Serdes.String())));
                return null;
            case "toChosen": return toChosen(op);
            case "print":
                Printed<String, String> printed = Printed.toSysOut();
                stream(op, "from").print(op.has("named") ? printed.withName(op.get("named").asText()) : printed);
                return null;
            case "transformValuesT": return Processors.transformValues(builder, table(op, "from"), op, kept(op));
            case "suppressFinal":
                return this.<Windowed<String>>table(op, "from").suppress(
                    named(op, Suppressed.untilWindowCloses(strict(op))));
            case "suppressTime":
                return table(op, "from").suppress(
                    named(op, Suppressed.untilTimeLimit(millis(op, "ms"), buffer(op))));
            case "dedupe": return Processors.dedupe(builder, stream(op, "from"), op);
            case "keepWithHeaders": return HeaderStores.keep(builder, stream(op, "from"), op);
            case "tick": return Processors.tick(builder, stream(op, "from"), op);
            case "lately": return StoreProcessors.lately(builder, stream(op, "from"), op);
            case "nearby": return StoreProcessors.nearby(builder, stream(op, "from"), op);
            case "before": return StoreProcessors.before(builder, stream(op, "from"), op);
            case "toWindows":
                StoreProcessors.toWindows(table(op, "from"), op);
                return null;
            default: return new Aggregations(this).or(op, () -> new Joins(this).resultOf(op));
        }
    }

    private KStream<String, String> streamOf(JsonNode op) {
        Consumed<String, String> consumed = consumed(op);
        if (op.has("pattern")) return builder.stream(Pattern.compile(op.get("pattern").asText()), consumed);
        if (!op.has("topics")) return builder.stream(op.get("topic").asText(), consumed);
        List<String> topics = new ArrayList<>();
        for (JsonNode topic : op.get("topics")) topics.add(topic.asText());
        return builder.stream(topics, consumed);
    }

    /** To a topic, and there to one partition, to none, to all, or where the key belongs, as the record's value says. */
    private Object toChosen(JsonNode op) {
        String prefix = op.get("topic").asText();
        TopicNameExtractor<String, String> choose = new TopicNameExtractor<>() {
            @Override
            public String extract(String key, String value, RecordContext context) {
                return prefix + (value == null ? 0 : value.length()) % 2;
            }

            @Override
            public String toString() {
                return "choose";
            }
        };
        StreamPartitioner<String, String> partitions =
            (topic, key, value, count) -> chosen(value == null ? 0 : value.length(), count);
        stream(op, "from").to(choose, produced(op, Produced.with(Serdes.String(), Serdes.String(), partitions)));
        return null;
    }

    private static Optional<Set<Integer>> chosen(int length, int count) {
        switch (length % 4) {
            case 1: return Optional.of(Set.of(length % count));
            case 2: return Optional.of(Set.of());
            case 3:
                Set<Integer> all = new TreeSet<>();
                for (int partition = 0; partition < count; partition++) all.add(partition);
                return Optional.of(all);
            default: return Optional.empty();
        }
    }

    private KTable<String, String> source(JsonNode op) {
        String topic = op.get("topic").asText();
        Consumed<String, String> consumed = consumed(op);
        return kept(op) == null ? builder.table(topic, consumed) : builder.table(topic, consumed, kept(op));
    }

    private Object filterLen(JsonNode op) {
        int least = op.get("n").asInt();
        Object from = found(op, "from");
        if (from instanceof KStream) return stream(op, "from").filter((key, value) -> value != null && value.length() > least, named(op));
        return kept(op) == null
            ? this.<Object>table(op, "from").filter((key, value) -> value.length() > least, named(op))
            : this.<String>table(op, "from").filter((key, value) -> value.length() > least, named(op), kept(op));
    }

    private Object mapValuesT(JsonNode op) {
        return kept(op) == null
            ? this.<Object>table(op, "from").mapValues(value -> value + "!", named(op))
            : this.<String>table(op, "from").mapValues(value -> value + "!", named(op), kept(op));
    }

    private Object branch(JsonNode op) {
        int least = op.get("n").asInt();
        Predicate<String, String> isLong = (key, value) -> value != null && value.length() > least;
        BranchedKStream<String, String> split = stream(op, "from").split(named(op));
        boolean isNumbered = op.path("numbered").asBoolean();
        Map<String, KStream<String, String>> branches = isNumbered
            ? split.branch(isLong).defaultBranch()
            : split.branch(isLong, Branched.as("-long")).defaultBranch(Branched.as("-rest"));
        String[] ends = isNumbered ? new String[] {"1", "0"} : new String[] {"-long", "-rest"};
        String splitter = splitterOf(branches.keySet(), ends[0]);
        named.put(op.get("rest").asText(), branches.get(splitter + ends[1]));
        return branches.get(splitter + ends[0]);
    }

    /** What the names of all branches begin with, of which one ends so. */
    private static String splitterOf(Set<String> branches, String end) {
        for (String branch : branches) {
            String splitter = branch.substring(0, branch.length() - end.length());
            if (branch.endsWith(end) && branches.stream().allMatch(other -> other.startsWith(splitter))) return splitter;
        }
        throw new IllegalStateException("no branch");
    }

    private Object repartition(JsonNode op) {
        Repartitioned<String, String> how = Repartitioned.with(Serdes.String(), Serdes.String());
        if (op.has("name")) how = how.withName(op.get("name").asText());
        if (op.has("partitions")) how = how.withNumberOfPartitions(op.get("partitions").asInt());
        if (op.path("isDivided").asBoolean()) {
            how = how.withStreamPartitioner((topic, key, value, count) -> chosen(value == null ? 0 : value.length(), count));
        }
        return stream(op, "from").repartition(how);
    }

    private Object toStreamW(JsonNode op) {
        KTable<Windowed<String>, String> table = table(op, "from");
        if (isFinalOnce && finalResults.contains(op.get("from").asText())) {
            return table.toStream(named(op)).process(Processors.firstOfEachWindow(), Named.as("once-" + op.get("as").asText()))
                .selectKey((window, value) -> shown(window));
        }
        return table.toStream((window, value) -> shown(window), named(op));
    }

    private static String shown(Windowed<String> window) {
        long end = window.window().end();
        return window.key() + "@" + window.window().start() + "/" + (end == Long.MAX_VALUE ? "forever" : Long.toString(end));
    }

    private static Suppressed.StrictBufferConfig strict(JsonNode op) {
        if (op.has("maxRecords")) return BufferConfig.maxRecords(op.get("maxRecords").asLong()).shutDownWhenFull();
        if (op.has("maxBytes")) return BufferConfig.maxBytes(op.get("maxBytes").asLong()).shutDownWhenFull();
        return BufferConfig.unbounded();
    }

    private static Suppressed.BufferConfig<?> buffer(JsonNode op) {
        if (op.has("maxRecords")) return BufferConfig.maxRecords(op.get("maxRecords").asLong()).emitEarlyWhenFull();
        if (op.has("maxBytes")) return BufferConfig.maxBytes(op.get("maxBytes").asLong()).emitEarlyWhenFull();
        return BufferConfig.unbounded();
    }

    static Grouped<String, String> grouped(JsonNode op) {
        Grouped<String, String> grouped = Grouped.with(Serdes.String(), Serdes.String());
        return op.has("grouping") ? grouped.withName(op.get("grouping").asText()) : grouped;
    }

    /** The operator's name, where it has one; otherwise as if none were given. */
    static Named named(JsonNode op) {
        return op.has("named") ? Named.as(op.get("named").asText()) : NamedInternal.empty();
    }

    private static Consumed<String, String> consumed(JsonNode op) {
        Consumed<String, String> consumed = Consumed.with(Serdes.String(), Serdes.String());
        return op.has("named") ? consumed.withName(op.get("named").asText()) : consumed;
    }

    private static Produced<String, String> produced(JsonNode op, Produced<String, String> produced) {
        return op.has("named") ? produced.withName(op.get("named").asText()) : produced;
    }

    private static <K> Suppressed<K> named(JsonNode op, Suppressed<K> suppressed) {
        return op.has("named") ? suppressed.withName(op.get("named").asText()) : suppressed;
    }

    /** The rows' store where the operation names one, or says that they are kept without a name; else null. */
    static Materialized<String, String, KeyValueStore<Bytes, byte[]>> kept(JsonNode op) {
        if (!op.has("store")) return isKept(op) ? Materialized.with(Serdes.String(), Serdes.String()) : null;
        return kept(op, Serdes.String());
    }

    /** With a Materialized, whether that has a name or none. */
    static boolean isKept(JsonNode op) {
        return op.has("store") || op.path("materialized").asBoolean();
    }

    /** Of an operation that names a store: with the history of its rows, where it says how long that is. */
    static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> kept(JsonNode op, Serde<V> values) {
        String store = op.get("store").asText();
        Materialized<String, V, KeyValueStore<Bytes, byte[]>> kept = op.has("versioned")
            ? Materialized.as(Stores.persistentVersionedKeyValueStore(store, millis(op, "versioned")))
            : Materialized.as(store);
        return kept.withKeySerde(Serdes.String()).withValueSerde(values);
    }

    static Duration millis(JsonNode op, String field) {
        return Duration.ofMillis(op.get(field).asLong());
    }

    static String first(String value) {
        return value == null ? null : value.substring(0, Math.min(1, value.length()));
    }

    private static String end(String value, int length) {
        return value.length() <= length ? value : value.substring(value.length() - length);
    }

    private static List<String> characters(String value) {
        List<String> characters = new ArrayList<>();
        if (value != null) for (char one : value.toCharArray()) characters.add(String.valueOf(one));
        return characters;
    }
}
