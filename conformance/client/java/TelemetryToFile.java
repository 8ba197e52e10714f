import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;
import org.apache.kafka.shaded.io.opentelemetry.proto.common.v1.KeyValue;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;

/**
 * A plugin of Apache Kafka's broker that writes down what clients push (KIP-714), as the official classes of OpenTelemetry read
 * it: a line per data point, fields between tabs: instance id, terminating, name, kind, value, attributes of the resource,
 * attributes of the point. The broker's config `telemetry.to.file` names the file.
 */
public class TelemetryToFile implements MetricsReporter, ClientTelemetry {
    private Path file;

    @Override
    public void configure(Map<String, ?> configs) {
        file = Path.of(String.valueOf(configs.get("telemetry.to.file")));
    }

    @Override
    public ClientTelemetryReceiver clientReceiver() {
        return (context, payload) -> {
            String head = payload.clientInstanceId() + "\t" + payload.isTerminating();
            StringBuilder lines = new StringBuilder();
            try {
                MetricsData.parseFrom(payload.data()).getResourceMetricsList().forEach(resource -> {
                    String labels = attributes(resource.getResource().getAttributesList());
                    resource.getScopeMetricsList().forEach(scope -> scope.getMetricsList().forEach(metric ->
                        points(metric).forEach(point -> lines.append(String.join("\t", head, metric.getName(), kind(metric),
                            String.valueOf(point.getAsDouble()), labels, attributes(point.getAttributesList()))).append("\n"))));
                });
                write(lines.toString());
            } catch (IOException broken) {
                throw new IllegalStateException(broken);
            }
        };
    }

    private synchronized void write(String lines) throws IOException {
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<NumberDataPoint> points(Metric metric) {
        return metric.hasSum() ? metric.getSum().getDataPointsList() : metric.getGauge().getDataPointsList();
    }

    private static String kind(Metric metric) {
        if (!metric.hasSum()) return "gauge";
        return metric.getSum().getAggregationTemporality().name() + (metric.getSum().getIsMonotonic() ? " monotonic" : "");
    }

    private static String attributes(List<KeyValue> list) {
        StringBuilder text = new StringBuilder();
        list.forEach(pair -> text.append(pair.getKey()).append('=').append(pair.getValue().getStringValue()).append(' '));
        return text.toString().trim();
    }

    @Override
    public void init(List<KafkaMetric> metrics) { }

    @Override
    public void metricChange(KafkaMetric metric) { }

    @Override
    public void metricRemoval(KafkaMetric metric) { }

    @Override
    public void close() { }
}
