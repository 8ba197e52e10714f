/**
 * One batch through the application's handler: message by message or as a whole, with what kafkajs does before, between
 * and after.
 *
 * Invariant: when it ends, well or not, the client's position is behind what is resolved, and nothing else: what a handler
 * left, or stumbled over, is handed out again.
 */
import type { Consumer as ClientConsumer, ConsumerBatch } from '#client';
import { batchPayload, toBatch, toMessage } from './batch.ts';
import type { Commits } from './commits.ts';
import type { EachBatchHandler, EachMessageHandler } from './consumer-types.ts';
import { KafkaJSError, KafkaJSNonRetriableError } from './errors.ts';
import type { OffsetTracker } from './offset-tracker.ts';
import type { Place } from './partition-map.ts';
import type { RunContext } from './run-context.ts';

export interface ProcessorDependencies {
  readonly context: RunContext;
  readonly consumer: ClientConsumer;
  readonly tracker: OffsetTracker;
  readonly commits: Commits;
  isRunning(): boolean;
  /** Counts the seeks of a partition. */
  seeks(place: Place): number;
  pause(place: Place): () => void;
}

export class BatchProcessor {
  readonly #dependencies: ProcessorDependencies;

  constructor(dependencies: ProcessorDependencies) {
    this.#dependencies = dependencies;
  }

  async process(batch: ConsumerBatch): Promise<void> {
    const { context, tracker, commits, seeks } = this.#dependencies;
    const { env, instrumentation, run } = context;
    const { topic, partition } = batch;
    const work = new BatchWork({ topic, partition }, seeks({ topic, partition }));
    const startedMs = env.clock.monotonic();
    tracker.begin(work.place, batch.baseOffset);
    instrumentation.emit('consumer.start_batch_process', batchPayload(batch));
    try {
      if (run.eachMessage !== undefined && run.eachMessage !== null) await this.#messages(batch, work, run.eachMessage);
      else if (run.eachBatch !== undefined && run.eachBatch !== null) await this.#batch(batch, work, run.eachBatch);
      else tracker.resolve(work.place, batch.nextOffset - 1);
    } catch (error) {
      this.#report(error, batch);
      await commits.automatic();
      this.#rewind(batch, work);
      throw error;
    }
    const duration = Math.round(env.clock.monotonic() - startedMs);
    instrumentation.emit('consumer.end_batch_process', { ...batchPayload(batch), duration });
    await commits.automatic();
    this.#rewind(batch, work);
  }

  async #messages(batch: ConsumerBatch, work: BatchWork, eachMessage: EachMessageHandler): Promise<void> {
    const { context, commits, isRunning, pause } = this.#dependencies;
    const { topic, partition } = batch;
    const records = batch.records();
    for (const [index, record] of records.entries()) {
      if (!isRunning() || this.#isStale(work) || context.paused.isPaused(work.place)) return;
      const message = toMessage(record);
      await eachMessage({ topic, partition, message, heartbeat: harmless, pause: () => pause(work.place) });
      this.#resolve(work, index === records.length - 1 ? batch.nextOffset - 1 : record.offset);
      await commits.automaticIfNecessary();
    }
  }

  async #batch(batch: ConsumerBatch, work: BatchWork, eachBatch: EachBatchHandler): Promise<void> {
    const { context, tracker, commits, isRunning, pause } = this.#dependencies;
    await eachBatch({
      batch: toBatch(batch),
      resolveOffset: (offset) => {
        const resolved = offsetOf(offset);
        // What follows the last message, such as the mark of a transaction, nobody else would resolve.
        this.#resolve(work, resolved === batch.lastOffset ? batch.nextOffset - 1 : resolved);
      },
      heartbeat: harmless,
      pause: () => pause(work.place),
      commitOffsetsIfNecessary: (offsets) =>
        offsets === undefined || offsets === null ? commits.ifNecessary() : commits.asked(offsets),
      uncommittedOffsets: () => tracker.uncommitted(),
      isRunning,
      isStale: () => this.#isStale(work),
    });
    if (context.run.eachBatchAutoResolve !== false) this.#resolve(work, batch.nextOffset - 1);
  }

  /** A seek goes before. */
  #resolve(work: BatchWork, offset: number): void {
    if (!this.#isStale(work)) this.#dependencies.tracker.resolve(work.place, offset);
  }

  #isStale({ place, seeksBefore }: BatchWork): boolean {
    return this.#dependencies.seeks(place) !== seeksBefore;
  }

  #rewind(batch: ConsumerBatch, work: BatchWork): void {
    const { consumer, tracker } = this.#dependencies;
    if (this.#isStale(work)) return;
    const { topic, partition } = work.place;
    const next = tracker.next(work.place) ?? batch.baseOffset;
    if (next === batch.nextOffset) return;
    const isAssigned = consumer.assignment().some((place) => place.topic === topic && place.partition === partition);
    if (isAssigned) consumer.seek({ topic, partition, offset: next });
  }

  #report(error: unknown, batch: ConsumerBatch): void {
    if (error instanceof KafkaJSError) return;
    const { context } = this.#dependencies;
    const { topic, partition, baseOffset } = batch;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    const handler = context.run.eachMessage === undefined ? 'eachBatch' : 'eachMessage';
    context.logger.error(`Error when calling ${handler}: ${message}`, { topic, partition, offset: baseOffset, stack });
  }
}

class BatchWork {
  readonly place: Place;
  readonly seeksBefore: number;

  constructor(place: Place, seeksBefore: number) {
    this.place = place;
    this.seeksBefore = seeksBefore;
  }
}

/** Heartbeats go on by themselves. */
async function harmless(): Promise<void> {
  // A turn of the loop for others is all that it gives.
}

function offsetOf(offset: string | number): number {
  const value = Number(offset);
  if (Number.isSafeInteger(value)) return value;
  throw new KafkaJSNonRetriableError(`Invalid offset, expected a long received ${offset}`);
}
