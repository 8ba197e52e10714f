/** @platformatic/kafka under measurement: its readable stream by `data` events (by batch, its fastest) and by `for await`. */
import { compatibilityPartitioner, Consumer, ProduceAcks, Producer } from '@platformatic/kafka';
import type { Message } from '@platformatic/kafka';
import { FETCH_LIMITS, newGroupId } from './bench-client.ts';
import type { BenchClient, BenchProducer, OpenClient, Take } from './bench-client.ts';

export const openPlatformatic: OpenClient = async (bootstrap) => {
  return {
    openProducer: async (topic) => openProducer(bootstrap, topic),
    consume: (topic, by, take) => consume(bootstrap, { topic, by }, take),
  } satisfies BenchClient;
};

function openProducer(bootstrap: string, topic: string): BenchProducer {
  const producer = new Producer({
    clientId: 'bench',
    bootstrapBrokers: [bootstrap],
    acks: ProduceAcks.ALL,
    partitioner: compatibilityPartitioner,
  });
  return {
    send: (record) => producer.send({ messages: [{ topic, ...record }] }),
    sendBatch: (records) => producer.send({ messages: records.map((record) => ({ topic, ...record })) }),
    close: () => producer.close(),
  };
}

async function consume(
  bootstrap: string,
  { topic, by }: { topic: string; by: 'batch' | 'record' },
  take: Take,
): Promise<void> {
  const consumer = new Consumer({
    clientId: 'bench',
    groupId: newGroupId(),
    bootstrapBrokers: [bootstrap],
    autocommit: false,
    maxBytes: FETCH_LIMITS.maxBytes,
    minBytes: FETCH_LIMITS.minBytes,
    maxWaitTime: FETCH_LIMITS.maxWaitMs,
  });
  const stream = await consumer.consume({
    topics: [topic],
    mode: 'earliest',
    maxBytesPerPartition: FETCH_LIMITS.maxBytesPerPartition,
  });
  const see = (message: Message): boolean => take(message.partition, message.value ?? Buffer.alloc(0));
  if (by === 'record') {
    for await (const message of stream) if (see(message)) break;
  } else {
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('data', (message: Message) => {
        if (see(message)) resolve();
      });
    });
  }
  await consumer.close(true);
}
