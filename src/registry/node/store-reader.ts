/**
 * Reads a registry's topic from its beginning to its end, and then whatever comes: each record once, in order.
 *
 * Invariant: what it hands on is a prefix of the topic. Where the topic is another than the one it has read, because it was
 * deleted and made again or has lost its end, it says so (`onReplaced`) and begins anew.
 */
import { Consumer, isKafkaError, type ConsumerOptions, type ConsumerRecord } from '#client';
import { pause, type Env, type Logger } from '#kernel';

export interface StoreReaderOptions {
  /** What its consumers are made with. */
  readonly client: ConsumerOptions;
  readonly topic: string;
  readonly log: Logger;
  /** Of the last record that was taken in; -1 for none. */
  lastOffset(): number;
  take(record: ConsumerRecord): void;
  onReplaced(): void;
}

const RETRY_MS = 500;
/** How often it looks whether what is left of the topic are records that consumers do not see. */
const LOOK_MS = 20;
const PROGRESS_MS = 5000;
/** What a consumer fails with when its position is not in the log, or not where it was. */
const REPLACED: readonly string[] = ['OFFSET_OUT_OF_RANGE', 'LOG_TRUNCATION', 'NO_OFFSET_FOR_PARTITION'];

export class StoreReader {
  readonly #env: Env;
  readonly #options: StoreReaderOptions;
  #consumer: Consumer | null = null;
  #isClosed = false;
  #running: Promise<void> | null = null;

  constructor(env: Env, options: StoreReaderOptions) {
    this.#env = env;
    this.#options = options;
  }

  /** Begins to read, and resolves when all that was there is read; rejects where the topic cannot be read. */
  async open(): Promise<void> {
    const consumer = await this.#begin();
    const endOffset = await endOf(consumer, this.#options.topic);
    this.#running = this.#keepReading(consumer);
    await this.#readUpTo(endOffset);
  }

  /** Resolves when all that is there now is read. */
  async readToEnd(): Promise<void> {
    const consumer = this.#consumer;
    if (consumer === null) throw new Error('The registry does not read its topic at present');
    await this.#readUpTo(await endOf(consumer, this.#options.topic));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#consumer?.close();
    await this.#running;
  }

  /** Assigned where to go on. */
  async #begin(): Promise<Consumer> {
    const { client, topic, lastOffset, onReplaced } = this.#options;
    const consumer = new Consumer({
      ...client,
      autoOffsetReset: 'none',
      enableAutoCommit: false,
      maxPollRecords: 5000,
    });
    this.#consumer = consumer;
    try {
      const place = { topic, partition: 0 };
      const [[start], endOffset] = await Promise.all([consumer.beginningOffsets([place]), endOf(consumer, topic)]);
      if (this.#isClosed) throw new Error('The registry is closed');
      if (lastOffset() >= endOffset) onReplaced();
      consumer.assign([{ ...place, offset: Math.max(start?.offset ?? 0, lastOffset() + 1) }]);
      return consumer;
    } catch (error) {
      await consumer.close();
      throw error;
    }
  }

  async #keepReading(first: Consumer): Promise<void> {
    for (let consumer: Consumer | null = first; !this.#isClosed;) {
      try {
        consumer ??= await this.#begin();
        await this.#read(consumer);
      } catch (error) {
        if (this.#isClosed) return;
        const reason = error instanceof Error ? error.message : String(error);
        this.#options.log.warn('The registry cannot read its topic at present', { reason });
        await consumer?.close();
        if (isKafkaError(error) && REPLACED.includes(error.code)) this.#options.onReplaced();
      }
      consumer = null;
      await pause(this.#env, RETRY_MS);
    }
  }

  async #read(consumer: Consumer): Promise<void> {
    const { take } = this.#options;
    for await (const batch of consumer.batches()) batch.forEach(take);
  }

  async #readUpTo(endOffset: number): Promise<void> {
    const { log, topic, lastOffset } = this.#options;
    const { clock } = this.#env;
    let nextReportMs = clock.monotonic() + PROGRESS_MS;
    while (!this.#isClosed && (await this.#position()) < endOffset) {
      await pause(this.#env, LOOK_MS);
      if (clock.monotonic() < nextReportMs) continue;
      nextReportMs += PROGRESS_MS;
      log.info('The registry reads its topic', { topic, offset: lastOffset(), endOffset });
    }
  }

  /** Behind what was taken in, and behind what consumers do not see. */
  async #position(): Promise<number> {
    const { topic, lastOffset } = this.#options;
    const read = lastOffset() + 1;
    try {
      const position = (await this.#consumer?.position({ topic, partition: 0 })) ?? read;
      return Math.max(read, position);
    } catch {
      // A consumer that has failed is followed by another.
      return read;
    }
  }
}

async function endOf(consumer: Consumer, topic: string): Promise<number> {
  const [end] = await consumer.endOffsets([{ topic, partition: 0 }]);
  return end?.offset ?? 0;
}
