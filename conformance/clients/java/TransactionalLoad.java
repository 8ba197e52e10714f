import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes transactions until its input ends, whatever happens to the broker, and prints what came of each:
 * `committed 17 3` (transaction 17 of 3 records), `aborted …`, or `unknown …` where its end was not answered.
 * As `read`, prints every record that a reader of committed records is given, up to the ends of the partitions.
 * A record's value is `transaction-number-count`.
 */
public final class TransactionalLoad {
  private static final int MAX_RECORDS = 6;

  private final String bootstrap;
  private final String topic;
  private final int partitions;
  private final Random random = new Random(1);
  private long transaction = 0;

  private TransactionalLoad(String[] arguments) {
    bootstrap = arguments[1];
    topic = arguments[2];
    partitions = Integer.parseInt(arguments[3]);
  }

  public static void main(String[] arguments) throws Exception {
    TransactionalLoad load = new TransactionalLoad(arguments);
    if (arguments[0].equals("read")) load.read();
    else load.write();
  }

  private void write() throws IOException {
    while (System.in.available() == 0) {
      try (KafkaProducer<String, String> producer = newProducer()) {
        producer.initTransactions();
        while (System.in.available() == 0 && transact(producer)) {}
        producer.close(Duration.ofSeconds(5));
      } catch (RuntimeException error) {
        System.err.println("a new producer is needed: " + error);
      }
    }
  }

  /** False where the producer cannot go on. */
  private boolean transact(KafkaProducer<String, String> producer) {
    long number = transaction++;
    int count = 1 + random.nextInt(MAX_RECORDS);
    boolean isToAbort = number % 4 == 3;
    try {
      producer.beginTransaction();
      List<Future<?>> sent = new ArrayList<>();
      for (int record = 0; record < count; record++) {
        String value = number + "-" + record + "-" + count;
        sent.add(producer.send(new ProducerRecord<>(topic, random.nextInt(partitions), null, value)));
      }
      if (isToAbort) {
        producer.flush();
        producer.abortTransaction();
      } else {
        producer.commitTransaction();
      }
      tell(isToAbort ? "aborted" : "committed", number, count);
      return true;
    } catch (RuntimeException error) {
      System.err.println(number + ": " + error);
      tell("unknown", number, count);
      return false;
    }
  }

  private static void tell(String outcome, long number, int count) {
    System.out.println(outcome + " " + number + " " + count);
    System.out.flush();
  }

  private KafkaProducer<String, String> newProducer() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("transactional.id", "load");
    properties.put("transaction.timeout.ms", "20000");
    properties.put("request.timeout.ms", "5000");
    properties.put("delivery.timeout.ms", "60000");
    properties.put("max.block.ms", "60000");
    properties.put("reconnect.backoff.ms", "20");
    properties.put("reconnect.backoff.max.ms", "200");
    return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  private void read() {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", bootstrap);
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    List<TopicPartition> places = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) places.add(new TopicPartition(topic, partition));
    StringBuilder output = new StringBuilder();
    try (var consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(places);
      consumer.seekToBeginning(places);
      var ends = consumer.endOffsets(places);
      while (places.stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> output.append(record.value()).append('\n'));
      }
    }
    System.out.print(output);
  }
}
