/** Samsa's client under measurement, with its defaults: idempotent, CRCs checked, records by `for await`. */
import { Consumer, Producer } from '../../../src/client/index.ts';
import { FETCH_LIMITS, newGroupId } from './bench-client.ts';
import type { BenchClient, BenchProducer, OpenClient, Take } from './bench-client.ts';

export const openSamsa: OpenClient = async (bootstrap) => {
  return {
    openProducer: async (topic) => openProducer(bootstrap, topic),
    consume: (topic, by, take) => consume(bootstrap, { topic, by }, take),
  } satisfies BenchClient;
};

function openProducer(bootstrap: string, topic: string): BenchProducer {
  const producer = new Producer({ clientId: 'bench', bootstrapServers: bootstrap });
  return {
    send: ({ key, value }) => producer.send({ topic, key, value }),
    sendBatch: (records) => producer.sendBatch(records.map(({ key, value }) => ({ topic, key, value }))),
    close: () => producer.close(),
  };
}

async function consume(
  bootstrap: string,
  { topic, by }: { topic: string; by: 'batch' | 'record' },
  take: Take,
): Promise<void> {
  await using consumer = new Consumer({
    clientId: 'bench',
    bootstrapServers: bootstrap,
    groupId: newGroupId(),
    autoOffsetReset: 'earliest',
    enableAutoCommit: false,
    fetchMaxBytes: FETCH_LIMITS.maxBytes,
    maxPartitionFetchBytes: FETCH_LIMITS.maxBytesPerPartition,
    fetchMinBytes: FETCH_LIMITS.minBytes,
    fetchMaxWaitMs: FETCH_LIMITS.maxWaitMs,
  });
  consumer.subscribe([topic]);
  const nothing = Buffer.alloc(0);
  if (by === 'record') {
    for await (const record of consumer) if (take(record.partition, record.value ?? nothing)) return;
    return;
  }
  for await (const batch of consumer.batches()) {
    for (const record of batch) if (take(batch.partition, record.value ?? nothing)) return;
  }
}
