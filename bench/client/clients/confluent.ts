/**
 * @confluentinc/kafka-javascript under measurement, where it is installed: it is no dependency, as its installation
 * downloads or compiles librdkafka.
 */
import { createRequire } from 'node:module';
import { FETCH_LIMITS, newGroupId } from './bench-client.ts';
import type { BenchClient, BenchRecord, OpenClient, Take } from './bench-client.ts';

const PACKAGE = '@confluentinc/kafka-javascript';

/** The part of its API in the manner of kafkajs that is used here. */
interface ConfluentKafka {
  producer(config: object): {
    connect(): Promise<void>;
    send(work: { topic: string; messages: readonly BenchRecord[] }): Promise<unknown>;
    disconnect(): Promise<void>;
  };
  consumer(config: object): {
    connect(): Promise<void>;
    subscribe(subscription: { topics: string[] }): Promise<void>;
    run(handlers: object): Promise<void>;
    disconnect(): Promise<void>;
  };
}

export const openConfluent: OpenClient = async (bootstrap) => {
  const require = createRequire(import.meta.url);
  const { KafkaJS } = require(PACKAGE) as { KafkaJS: { Kafka: new (config: object) => ConfluentKafka } };
  const kafka = new KafkaJS.Kafka({ kafkaJS: { brokers: [bootstrap], clientId: 'bench', logLevel: 0 } });
  return {
    async openProducer(topic) {
      const producer = kafka.producer({ kafkaJS: { acks: -1 } });
      await producer.connect();
      return {
        send: (record) => producer.send({ topic, messages: [record] }),
        sendBatch: (records) => producer.send({ topic, messages: records }),
        close: () => producer.disconnect(),
      };
    },
    consume: (topic, by, take) => consume(kafka, { topic, by }, take),
  } satisfies BenchClient;
};

async function consume(
  kafka: ConfluentKafka,
  { topic, by }: { topic: string; by: 'batch' | 'record' },
  take: Take,
): Promise<void> {
  const consumer = kafka.consumer({
    kafkaJS: { groupId: newGroupId(), fromBeginning: true, autoCommit: false },
    'js.consumer.max.batch.size': -1,
    'fetch.max.bytes': FETCH_LIMITS.maxBytes,
    'max.partition.fetch.bytes': FETCH_LIMITS.maxBytesPerPartition,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic] });
  await new Promise<void>((resolve, reject) => {
    const see = (partition: number, value: Buffer): void => {
      if (take(partition, value)) resolve();
    };
    const eachBatch = async (work: { batch: { partition: number; messages: { value: Buffer }[] } }): Promise<void> => {
      for (const { value } of work.batch.messages) see(work.batch.partition, value);
    };
    const eachMessage = async (work: { partition: number; message: { value: Buffer } }): Promise<void> =>
      see(work.partition, work.message.value);
    consumer.run(by === 'batch' ? { eachBatch } : { eachMessage }).catch(reject);
  });
  await consumer.disconnect();
}
