import java.time.Duration;
import org.apache.kafka.common.header.Headers;

/** A driver that can be told to commit, which Kafka's own does after each record. */
interface CommittedByHand {
    void pipe(String topic, byte[] key, byte[] value, long time, Headers headers);

    void advanceWallClock(Duration advance);

    void commit();
}
