/** kafkajs under measurement. */
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { FETCH_LIMITS, newGroupId } from './bench-client.ts';
import type { BenchClient, BenchProducer, OpenClient, Take } from './bench-client.ts';

export const openKafkajs: OpenClient = async (bootstrap) => {
  const kafka = new Kafka({ clientId: 'bench', brokers: [bootstrap], logLevel: logLevel.NOTHING });
  return {
    openProducer: (topic) => openProducer(kafka, topic),
    consume: (topic, by, take) => consume(kafka, { topic, by }, take),
  } satisfies BenchClient;
};

async function openProducer(kafka: Kafka, topic: string): Promise<BenchProducer> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  return {
    send: (record) => producer.send({ topic, acks: -1, messages: [record] }),
    sendBatch: (records) => producer.send({ topic, acks: -1, messages: [...records] }),
    close: () => producer.disconnect(),
  };
}

async function consume(
  kafka: Kafka,
  { topic, by }: { topic: string; by: 'batch' | 'record' },
  take: Take,
): Promise<void> {
  const consumer = kafka.consumer({
    groupId: newGroupId(),
    maxBytes: FETCH_LIMITS.maxBytes,
    maxBytesPerPartition: FETCH_LIMITS.maxBytesPerPartition,
    minBytes: FETCH_LIMITS.minBytes,
    maxWaitTimeInMs: FETCH_LIMITS.maxWaitMs,
  });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const see = (partition: number, value: Buffer | null): void => {
      if (take(partition, value ?? Buffer.alloc(0))) resolve();
    };
    const handlers =
      by === 'batch'
        ? {
            eachBatch: async ({ batch }: { batch: { partition: number; messages: { value: Buffer | null }[] } }) => {
              for (const { value } of batch.messages) see(batch.partition, value);
            },
          }
        : {
            eachMessage: async ({ partition, message }: { partition: number; message: { value: Buffer | null } }) =>
              see(partition, message.value),
          };
    consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 1, ...handlers }).catch(reject);
  });
  await consumer.disconnect();
}
