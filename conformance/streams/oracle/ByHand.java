import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Kafka's driver for tests, but that it commits when it is told to and not after each record, as a thread does: what caches hold
 * back shows then. It does what the driver does, part by part.
 */
final class ByHand implements CommittedByHand {
    private final Driven driven;

    ByHand(TopologyTestDriver driver) {
        this.driven = new Driven(driver);
    }

    @Override
    public void pipe(String topic, byte[] key, byte[] value, long time, Headers headers) {
        TopicPartition partition = driven.inputOf(topic);
        Object global = ((Map<?, ?>) driven.field("globalPartitionsByInputTopic")).get(topic);
        if (partition == null && global == null) throw new IllegalArgumentException("Unknown topic: " + topic);
        if (partition != null) {
            Driven.call(driven.driver, "enqueueTaskRecord", topic, partition, time, key, value, headers);
            process();
        }
        if (global != null) {
            Driven.call(driven.driver, "processGlobalRecord", (TopicPartition) global, time, key, value, headers);
        }
    }

    @Override
    public void advanceWallClock(Duration advance) {
        driven.advance(advance.toMillis());
        process();
    }

    @Override
    public void commit() {
        driven.commit();
        process();
    }

    private void process() {
        capture();
        driven.makeRoom();
        while (driven.process()) capture();
    }

    private void capture() {
        Driven.call(driven.driver, "captureOutputsAndReEnqueueInternalResults");
    }
}
