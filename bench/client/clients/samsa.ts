/**
 * Samsa's client under measurement, with its defaults: idempotent, CRCs checked, records by `for await`. `reusing` is the
 * same, reading into the same memory again and again (`reuseFetchBuffers`).
 */
import { Consumer, Producer } from '../../../src/client/index.ts';
import type { TlsOptions } from '../../../src/client/index.ts';
import { FETCH_LIMITS, newGroupId } from './bench-client.ts';
import type { BenchClient, BenchProducer, OpenClient, Take } from './bench-client.ts';

export const openSamsa = (async (bootstrap: string, tls?: TlsOptions) =>
  open(bootstrap, { tls, reuseFetchBuffers: false })) satisfies OpenClient;

export const openReusing: OpenClient = async (bootstrap) => open(bootstrap, { reuseFetchBuffers: true });

interface Choice {
  readonly tls?: TlsOptions | undefined;
  readonly reuseFetchBuffers: boolean;
}

function open(bootstrap: string, choice: Choice): BenchClient {
  return {
    openProducer: async (topic) => openProducer(bootstrap, topic, choice.tls),
    consume: (topic, by, take) => consume(bootstrap, { topic, by, ...choice }, take),
  };
}

function openProducer(bootstrap: string, topic: string, tls?: TlsOptions): BenchProducer {
  const producer = new Producer({ clientId: 'bench', bootstrapServers: bootstrap, tls });
  return {
    send: ({ key, value }) => producer.send({ topic, key, value }),
    sendBatch: (records) => producer.sendBatch(records.map(({ key, value }) => ({ topic, key, value }))),
    close: () => producer.close(),
  };
}

async function consume(
  bootstrap: string,
  { topic, by, tls, reuseFetchBuffers }: Choice & { topic: string; by: 'batch' | 'record' },
  take: Take,
): Promise<void> {
  await using consumer = new Consumer({
    clientId: 'bench',
    bootstrapServers: bootstrap,
    tls,
    groupId: newGroupId(),
    autoOffsetReset: 'earliest',
    enableAutoCommit: false,
    reuseFetchBuffers,
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
