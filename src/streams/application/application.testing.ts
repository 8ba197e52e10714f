/** For tests: a broker with topics in memory, applications on it, and what goes into and comes out of its topics. */
import type { TestContext } from 'node:test';
import { inspect } from 'node:util';
import { Admin, Consumer, Producer, type ProducerRecord } from '#client';
import { type Logger, settlesWithin } from '#kernel';
import { type Samsa, startSamsa, type TestTopic } from '#testing';
import { string } from '#serde';
import type { StoreType } from '../dsl/materialized.ts';
import { defaultEnv } from '../default-env.ts';
import { Topology } from '../dsl/topology.ts';
import type { StreamsApplication } from './streams-application.ts';
import type { StreamsOptions } from './streams-options.ts';

export interface TextRecord {
  readonly key: string | null;
  readonly value: string | null;
  readonly partition: number;
}

/** Of groups in tests: members come and go quickly, and nobody waits for more. */
const CONFIGS = {
  'group.streams.initial.rebalance.delay.ms': '0',
  'group.streams.heartbeat.interval.ms': '100',
  'group.streams.min.heartbeat.interval.ms': '100',
  'group.streams.assignment.interval.ms': '0',
  'group.streams.min.assignment.interval.ms': '0',
};

/** What brokers and timers of the real world may take, on a machine that is busy, before a test gives up. */
const PATIENCE_MS = 60_000;

/** What is told once it is as it is wanted: asks again after every turn of the event loop. `what`: what is waited for. */
export async function toldOnce<T>(
  what: string,
  isWanted: (told: T) => boolean,
  tell: () => T | Promise<T>,
): Promise<T> {
  const { clock } = defaultEnv();
  const endMs = clock.monotonic() + PATIENCE_MS;
  for (;;) {
    const told = await tell();
    if (isWanted(told)) return told;
    if (clock.monotonic() > endMs)
      throw new Error(`${what}: not within ${PATIENCE_MS} ms, and told was ${inspect(told)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What tests make fail on purpose is not told to whoever runs them. */
export const quiet: Logger = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  isEnabled: () => false,
  component: () => quiet,
};

/** Counts the words of `lines`, in the store `counts`, and tells the counts as texts in `words`. */
export function wordCount(id: string): Topology {
  const texts = { key: string(), value: string() };
  const topology = new Topology(id);
  topology
    .stream('lines', texts)
    .flatMapValues((line) => line.split(' '))
    .groupBy((word) => word, { name: 'by-word', ...texts })
    .count('counts')
    .toStream()
    .mapValues((count) => String(count))
    .to('words', texts);
  return topology;
}

/** Counts the records of `lines` by their keys, in the store `counts`, and tells the counts as texts in `words`. */
export function countedLines(applicationId: string, stores?: StoreType): Topology {
  const texts = { key: string(), value: string() };
  const topology = new Topology(applicationId, stores === undefined ? {} : { stores });
  topology
    .stream('lines', texts)
    .groupByKey()
    .count('counts')
    .toStream()
    .mapValues((count) => String(count))
    .to('words', texts);
  return topology;
}

export class StreamsWorld {
  readonly samsa: Samsa;
  readonly #applications: StreamsApplication[] = [];

  private constructor(samsa: Samsa) {
    this.samsa = samsa;
  }

  static async start(context: TestContext, topics: readonly TestTopic[]): Promise<StreamsWorld> {
    const samsa = await startSamsa({ topics, configs: CONFIGS });
    const world = new StreamsWorld(samsa);
    context.after(async () => {
      await Promise.all(world.#applications.map((application) => application.close({ timeoutMs: 2000 })));
      await samsa.close();
    });
    return world;
  }

  get bootstrapServers(): string {
    return this.samsa.bootstrapServers;
  }

  /** Starts it, and waits until it runs. It is closed with the test. */
  async run(topology: Topology, options: Partial<StreamsOptions> = {}): Promise<StreamsApplication> {
    const application = await topology.start({
      bootstrapServers: this.bootstrapServers,
      commitIntervalMs: 50,
      statestoreCacheMaxBytes: 0,
      logger: quiet,
      ...options,
    });
    this.#applications.push(application);
    await application.running();
    return application;
  }

  async send(records: readonly ProducerRecord<string, string>[]): Promise<void> {
    const encode = (text: string): Buffer => Buffer.from(text);
    await using producer = new Producer<string, string>({
      bootstrapServers: this.bootstrapServers,
      keySerializer: encode,
      valueSerializer: encode,
    });
    await producer.sendBatch(records);
  }

  /** The first `count` records of a topic, by partition and offset. */
  async read(topic: string, count: number, isolationLevel?: 'read_committed'): Promise<TextRecord[]> {
    await using consumer = new Consumer({
      bootstrapServers: this.bootstrapServers,
      autoOffsetReset: 'earliest',
      ...(isolationLevel === undefined ? {} : { isolationLevel }),
    });
    consumer.assign(await consumer.partitionsFor(topic));
    const records: (TextRecord & { offset: number })[] = [];
    const reading = (async () => {
      for await (const { keyBytes, valueBytes, partition, offset } of consumer) {
        records.push({ key: text(keyBytes), value: text(valueBytes), partition, offset });
        if (records.length === count) break;
      }
    })();
    const areThere = await settlesWithin(defaultEnv(), reading, PATIENCE_MS);
    if (!areThere) throw new Error(`${topic} has ${records.length} of ${count} records after ${PATIENCE_MS} ms`);
    await reading;
    records.sort((one, other) => one.partition - other.partition || one.offset - other.offset);
    return records.map(({ key, value, partition }) => ({ key, value, partition }));
  }

  /** `what`: what is waited for. */
  async until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    await toldOnce(what, (isSo) => isSo, condition);
  }

  async topicNames(): Promise<string[]> {
    await using admin = new Admin({ bootstrapServers: this.bootstrapServers });
    return (await admin.listTopics()).map(({ name }) => name).sort();
  }
}

function text(bytes: Buffer | null): string | null {
  return bytes?.toString() ?? null;
}
