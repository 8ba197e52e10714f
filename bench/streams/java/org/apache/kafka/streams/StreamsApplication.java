package org.apache.kafka.streams;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Applications of Kafka Streams on a broker, one after the other in one process, as bench/streams/application-worker.ts is for Samsa:
 * StreamsApplication ROW BOOTSTRAP GUARANTEE memory|disk DIRECTORY COMMIT_MS. Reads lines from its input: `start ID SUFFIX OUT`, whose
 * topics of input end with the suffix, and `close`. Says in lines of JSON what happens. All else is Kafka Streams' default.
 */
public final class StreamsApplication {
    private StreamsApplication() { }

    public static void main(String[] args) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        KafkaStreams streams = null;
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("close")) {
                streams.close(Duration.ofSeconds(60));
                say("closed");
                continue;
            }
            StreamsBuilder builder = new StreamsBuilder();
            StreamsRows.build(args[0], builder, args[3].equals("disk"), topic -> topic.equals("out") ? words[3] : topic + words[2]);
            streams = new KafkaStreams(builder.build(), config(args, words[1]));
            streams.setGlobalStateRestoreListener(new Restored());
            streams.setUncaughtExceptionHandler(error -> {
                error.printStackTrace();
                Runtime.getRuntime().halt(1);
                return null;
            });
            say("starting");
            streams.start();
        }
        System.exit(0);
    }

    static Properties config(String[] args, String applicationId) {
        Properties config = new Properties();
        config.put("application.id", applicationId);
        config.put("bootstrap.servers", args[1]);
        config.put("processing.guarantee", args[2]);
        config.put("state.dir", args[4]);
        config.put("commit.interval.ms", args[5]);
        // Every result is told, as with Samsa: otherwise there are fewer.
        config.put("statestore.cache.max.bytes", "0");
        config.put("auto.offset.reset", "earliest");
        return config;
    }

    static synchronized void say(String event) {
        System.out.println("{\"event\":\"" + event + "\"}");
    }

    /** One line for each store and partition. */
    static final class Restored implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
            System.out.println("{\"event\":\"restoring\",\"partition\":\"" + partition + "\",\"records\":" + (end - start) + "}");
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long end, long count) { }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {
            System.out.println("{\"event\":\"restored\",\"partition\":\"" + partition + "\",\"records\":" + total + "}");
        }
    }
}
