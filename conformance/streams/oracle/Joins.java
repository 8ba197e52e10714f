import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.kstream.GlobalKTable;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Joined;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.KeyValueMapper;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.kstream.ValueJoiner;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueStore;

/** Joins of streams and tables. */
final class Joins {
    private static final ValueJoiner<String, String, String> JOINED = (left, right) -> left + "-" + right;

    private final CaseTopology built;

    Joins(CaseTopology built) {
        this.built = built;
    }

    Object resultOf(JsonNode op) {
        switch (op.get("op").asText()) {
            case "ssJoin": return ofStreams(op);
            case "stJoin": return withTable(op);
            case "gJoin": return withGlobal(op);
            case "ttJoin": return ofTables(op, built.table(op, "from"), built.table(op, "with"));
            case "fkJoin": return byForeignKey(op);
            default: throw new IllegalArgumentException("there is no operation " + op.get("op"));
        }
    }

    private Object ofStreams(JsonNode op) {
        KStream<String, String> left = built.stream(op, "from");
        KStream<String, String> right = built.stream(op, "with");
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(Duration.ZERO, CaseTopology.millis(op, "grace"))
            .before(CaseTopology.millis(op, "before"))
            .after(CaseTopology.millis(op, "after"));
        StreamJoined<String, String, String> how = StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String());
        if (op.has("named")) how = how.withName(op.get("named").asText());
        if (op.has("store")) how = how.withStoreName(op.get("store").asText());
        if (op.path("keptBy").asText().equals("memory")) how = how.withDslStoreSuppliers(BuiltInDslStoreSuppliers.IN_MEMORY);
        switch (op.get("type").asText()) {
            case "left": return left.leftJoin(right, JOINED, windows, how);
            case "outer": return left.outerJoin(right, JOINED, windows, how);
            default: return left.join(right, JOINED, windows, how);
        }
    }

    private Object withTable(JsonNode op) {
        KStream<String, String> stream = built.stream(op, "from");
        KTable<String, String> table = built.table(op, "with");
        Joined<String, String, String> how = Joined.with(Serdes.String(), Serdes.String(), Serdes.String());
        if (op.has("named")) how = how.withName(op.get("named").asText());
        if (op.has("grace")) how = how.withGracePeriod(CaseTopology.millis(op, "grace"));
        return op.get("type").asText().equals("inner") ? stream.join(table, JOINED, how) : stream.leftJoin(table, JOINED, how);
    }

    private Object withGlobal(JsonNode op) {
        KStream<String, String> stream = built.stream(op, "from");
        GlobalKTable<String, String> table = built.global(op, "with");
        KeyValueMapper<String, String, String> row =
            (key, value) -> value == null ? null : value.substring(0, Math.min(1, value.length()));
        return op.get("type").asText().equals("inner")
            ? stream.join(table, row, JOINED, CaseTopology.named(op))
            : stream.leftJoin(table, row, JOINED, CaseTopology.named(op));
    }

    private static <K> Object ofTables(JsonNode op, KTable<K, String> left, KTable<K, String> right) {
        // Rows by windows are never kept.
        Materialized<K, String, KeyValueStore<Bytes, byte[]>> kept = keptAs(op);
        Named named = CaseTopology.named(op);
        switch (op.get("type").asText()) {
            case "left": return kept == null ? left.leftJoin(right, JOINED, named) : left.leftJoin(right, JOINED, named, kept);
            case "outer": return kept == null ? left.outerJoin(right, JOINED, named) : left.outerJoin(right, JOINED, named, kept);
            default: return kept == null ? left.join(right, JOINED, named) : left.join(right, JOINED, named, kept);
        }
    }

    @SuppressWarnings("unchecked")
    private static <K> Materialized<K, String, KeyValueStore<Bytes, byte[]>> keptAs(JsonNode op) {
        return (Materialized<K, String, KeyValueStore<Bytes, byte[]>>) (Object) CaseTopology.kept(op);
    }

    private static Optional<Set<Integer>> byLength(String topic, String key, Void value, int count) {
        return Optional.of(Set.of(key.length() % count));
    }

    private Object byForeignKey(JsonNode op) {
        KTable<String, String> left = built.table(op, "from");
        KTable<String, String> right = built.table(op, "with");
        Function<String, String> key = value -> value.startsWith("~") ? null : value.split(":", 2)[0];
        Materialized<String, String, KeyValueStore<Bytes, byte[]>> kept = CaseTopology.kept(op) == null
            ? Materialized.with(Serdes.String(), Serdes.String())
            : CaseTopology.kept(op);
        boolean isInner = op.get("type").asText().equals("inner");
        TableJoined<String, String> how = op.path("isDivided").asBoolean()
            ? TableJoined.with(Joins::byLength, Joins::byLength)
            : TableJoined.with(null, null);
        if (op.has("named")) how = how.withName(op.get("named").asText());
        if (op.path("isDivided").asBoolean() || op.has("named")) {
            return isInner ? left.join(right, key, JOINED, how, kept) : left.leftJoin(right, key, JOINED, how, kept);
        }
        return isInner ? left.join(right, key, JOINED, kept) : left.leftJoin(right, key, JOINED, kept);
    }
}
