import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Aggregator;
import org.apache.kafka.streams.kstream.CogroupedKStream;
import org.apache.kafka.streams.kstream.EmitStrategy;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KGroupedStream;
import org.apache.kafka.streams.kstream.KGroupedTable;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Merger;
import org.apache.kafka.streams.kstream.SessionWindowedKStream;
import org.apache.kafka.streams.kstream.SessionWindows;
import org.apache.kafka.streams.kstream.SlidingWindows;
import org.apache.kafka.streams.kstream.TimeWindowedKStream;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.UnlimitedWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.Windows;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.SessionStore;
import org.apache.kafka.streams.state.WindowStore;

/** Operations that aggregate: by key, by windows of time, and rows of tables by other keys. */
final class Aggregations {
    private static final Aggregator<Object, String, String> APPEND = (key, value, aggregate) -> aggregate + value;
    private static final Merger<String, String> MERGE = (key, one, other) -> one + "+" + other;

    private static final Duration FOREVER = Duration.ofDays(1000);

    private final CaseTopology built;

    Aggregations(CaseTopology built) {
        this.built = built;
    }

    Object or(JsonNode op, Supplier<Object> other) {
        switch (op.get("op").asText()) {
            case "count": return counted(op, group(op, "from"));
            case "groupBy":
                return counted(op, built.stream(op, "from")
                    .groupBy((key, value) -> CaseTopology.first(value), CaseTopology.grouped(op)));
            case "groupedTwice": return groupedTwice(op);
            case "agg":
                return group(op, "from").aggregate(() -> "", APPEND, CaseTopology.named(op), rows(op, Serdes.String()));
            case "reduce":
                return op.has("store") || op.has("named")
                    ? group(op, "from").reduce((one, two) -> one + two, CaseTopology.named(op), rows(op, Serdes.String()))
                    : group(op, "from").reduce((one, two) -> one + two);
            case "win":
            case "sliding":
            case "session":
            case "unlimited": return windowed(op);
            case "text": return built.<Object>table(op, "from").mapValues((Object value) -> String.valueOf(value), CaseTopology.named(op));
            case "tableGroupConcat": return regrouped(op).aggregate(() -> "",
                (key, value, aggregate) -> aggregate + "+" + value,
                (key, value, aggregate) -> aggregate + "-" + value,
                CaseTopology.named(op),
                rows(op, Serdes.String()));
            case "tableGroupReduce": return regrouped(op).reduce(
                (one, two) -> one + "+" + two,
                (one, two) -> one + "-" + two,
                CaseTopology.named(op),
                rows(op, Serdes.String()));
            case "tableGroupCount":
                return regrouped(op).count(CaseTopology.named(op), rows(op, Serdes.Long())).mapValues(count -> Long.toString(count));
            case "cogroup": return cogroup(op);
            default: return other.get();
        }
    }

    private static KTable<String, String> counted(JsonNode op, KGroupedStream<String, String> grouped) {
        KTable<String, Long> counts = CaseTopology.isKept(op)
            ? grouped.count(CaseTopology.named(op), rows(op, Serdes.Long()))
            : grouped.count(CaseTopology.named(op));
        return counts.mapValues(count -> Long.toString(count));
    }

    /** One grouping that is counted and reduced; or of a table. The count is `rest`. */
    private Object groupedTwice(JsonNode op) {
        String rest = op.get("rest").asText();
        if (op.path("isTable").asBoolean()) {
            KGroupedTable<String, String> grouped = regrouped(op);
            built.name(rest, grouped.count().mapValues(count -> Long.toString(count)));
            return grouped.reduce((one, two) -> one + "+" + two, (one, two) -> one + "-" + two);
        }
        KGroupedStream<String, String> grouped = built.stream(op, "from")
            .groupBy((key, value) -> CaseTopology.first(value), CaseTopology.grouped(op));
        built.name(rest, grouped.count().mapValues(count -> Long.toString(count)));
        return grouped.reduce((one, two) -> one + two);
    }

    private KGroupedStream<String, String> group(JsonNode op, String field) {
        Grouped<String, String> grouped = CaseTopology.grouped(op);
        boolean isOneOfSeveral = op.get("op").asText().equals("cogroup") && op.has("grouping");
        return built.stream(op, field)
            .groupByKey(isOneOfSeveral ? grouped.withName(op.get("grouping").asText() + "-" + field) : grouped);
    }

    private KGroupedTable<String, String> regrouped(JsonNode op) {
        return built.<Object>table(op, "from").groupBy(
            (key, value) -> new KeyValue<>(CaseTopology.first(value), value), CaseTopology.grouped(op));
    }

    private static <V> Materialized<String, V, KeyValueStore<Bytes, byte[]>> rows(
        JsonNode op, org.apache.kafka.common.serialization.Serde<V> values) {
        return op.has("store") ? CaseTopology.kept(op, values) : Materialized.with(Serdes.String(), values);
    }

    private static <V, S extends StateStore> Materialized<String, V, S> kept(
        JsonNode op, org.apache.kafka.common.serialization.Serde<V> values) {
        Materialized<String, V, S> kept = op.has("store")
            ? Materialized.<String, V, S>as(op.get("store").asText()).withKeySerde(Serdes.String()).withValueSerde(values)
            : Materialized.<String, V, S>with(Serdes.String(), values);
        if (isLong(op)) kept.withRetention(FOREVER);
        return kept;
    }

    /** Kafka's stores lose windows that a late jump of time closes, and its caches have them still. */
    private static boolean isLong(JsonNode op) {
        return op.path("final").asBoolean() || op.path("isLong").asBoolean();
    }

    private static SessionWindows sessions(JsonNode op) {
        return SessionWindows.ofInactivityGapAndGrace(CaseTopology.millis(op, "gap"), CaseTopology.millis(op, "grace"));
    }

    private static SlidingWindows slidings(JsonNode op) {
        return SlidingWindows.ofTimeDifferenceAndGrace(CaseTopology.millis(op, "size"), CaseTopology.millis(op, "grace"));
    }

    private static Windows<?> times(JsonNode op) {
        if (op.has("start")) return UnlimitedWindows.of().startOn(java.time.Instant.ofEpochMilli(op.get("start").asLong()));
        TimeWindows windows =
            TimeWindows.ofSizeAndGrace(CaseTopology.millis(op, "size"), CaseTopology.millis(op, "grace"));
        return op.has("advance") ? windows.advanceBy(CaseTopology.millis(op, "advance")) : windows;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object windowed(JsonNode op) {
        KGroupedStream<String, String> grouped = group(op, "from");
        boolean isFinal = op.path("final").asBoolean();
        if (op.get("op").asText().equals("session")) {
            SessionWindowedKStream<String, String> sessions = grouped.windowedBy(sessions(op));
            return folded(op, isFinal ? sessions.emitStrategy(EmitStrategy.onWindowClose()) : sessions);
        }
        TimeWindowedKStream<String, String> windows = op.get("op").asText().equals("sliding")
            ? grouped.windowedBy(slidings(op))
            : grouped.windowedBy((Windows) times(op));
        return folded(op, isFinal ? windows.emitStrategy(EmitStrategy.onWindowClose()) : windows);
    }

    private static KTable<Windowed<String>, ?> folded(JsonNode op, TimeWindowedKStream<String, String> windows) {
        switch (op.path("fold").asText("agg")) {
            case "count": return CaseTopology.isKept(op) || op.has("final")
                ? windows.count(CaseTopology.named(op), Aggregations.<Long, WindowStore<Bytes, byte[]>>kept(op, Serdes.Long()))
                : windows.count(CaseTopology.named(op));
            case "reduce": return windows.reduce((one, two) -> one + two, CaseTopology.named(op), kept(op, Serdes.String()));
            default: return windows.aggregate(() -> "", APPEND, CaseTopology.named(op), kept(op, Serdes.String()));
        }
    }

    private static KTable<Windowed<String>, ?> folded(JsonNode op, SessionWindowedKStream<String, String> sessions) {
        switch (op.path("fold").asText("agg")) {
            case "count": return CaseTopology.isKept(op) || op.has("final")
                ? sessions.count(CaseTopology.named(op), Aggregations.<Long, SessionStore<Bytes, byte[]>>kept(op, Serdes.Long()))
                : sessions.count(CaseTopology.named(op));
            case "reduce": return sessions.reduce((one, two) -> one + two, CaseTopology.named(op), kept(op, Serdes.String()));
            default: return sessions.aggregate(() -> "", APPEND, MERGE, CaseTopology.named(op), kept(op, Serdes.String()));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private Object cogroup(JsonNode op) {
        CogroupedKStream<String, String> cogrouped = group(op, "from").<String>cogroup(APPEND)
            .cogroup(group(op, "with"), (key, value, aggregate) -> aggregate + "/" + value);
        if (op.has("third")) cogrouped = cogrouped.cogroup(group(op, "third"), (key, value, aggregate) -> aggregate + ":" + value);
        switch (op.path("windows").asText()) {
            case "session": return cogrouped.windowedBy(sessions(op)).aggregate(() -> "", MERGE, CaseTopology.named(op), kept(op, Serdes.String()));
            case "sliding": return cogrouped.windowedBy(slidings(op)).aggregate(() -> "", CaseTopology.named(op), kept(op, Serdes.String()));
            case "win":
            case "unlimited": return cogrouped.windowedBy((Windows) times(op)).aggregate(() -> "", CaseTopology.named(op), kept(op, Serdes.String()));
            default: return cogrouped.aggregate(() -> "", CaseTopology.named(op), rows(op, Serdes.String()));
        }
    }
}
