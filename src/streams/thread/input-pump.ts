/**
 * From the consumer into the queues of tasks: which partitions are read, from where, and how far ahead of the tasks.
 *
 * Invariant: a queue holds at most `maxQueued` records more than one batch; its partition is paused until there is room.
 */
import {
  ClientError,
  type Consumer,
  type ConsumerBatch,
  type OnNoOffset,
  type RecordPlace,
  type TopicPartition,
} from '#client';
import { KafkaError } from '#kernel';
import type { RecordHeader } from '../runtime/record-context.ts';
import type { InputPosition, StreamTask } from '../runtime/stream-task.ts';

export interface InputPumpOptions {
  readonly consumer: Consumer;
  /** Kafka's buffered.records.per.partition. */
  readonly maxQueued: number;
  /** Kafka's max.task.idle.ms: -1 never waits for a partition that has nothing. */
  readonly maxTaskIdleMs: number;
  /** Milliseconds, monotonic. */
  now(): number;
  onRecords(count: number): void;
  onError(error: unknown): void;
}

/** A partition that a task reads. */
export interface TaskInput extends TopicPartition {
  /** What is committed; null where nothing is. */
  readonly committed: InputPosition | null;
  /** Where reading begins without a committed offset, or at one that is gone; null: as the consumer does. */
  readonly reset: OnNoOffset | null;
}

interface Input extends TopicPartition {
  readonly task: StreamTask;
}

export class InputPump {
  readonly #options: InputPumpOptions;
  readonly #inputs = new Map<string, Input>();
  readonly #byTask = new Map<StreamTask, readonly TaskInput[]>();
  readonly #paused = new Set<Input>();
  /** Since when a task has waited for a partition that has nothing, by the monotonic clock. */
  readonly #idleSince = new Map<StreamTask, number>();
  /** Of the record that is handed to a task. */
  readonly #place = newPlace();
  #isClosed = false;
  #isPausedByHand = false;

  constructor(options: InputPumpOptions) {
    this.#options = options;
    options.consumer.assign([]);
  }

  /** Reads from now on what the task reads. */
  add(task: StreamTask, inputs: readonly TaskInput[]): void {
    this.#byTask.set(task, inputs);
    for (const { topic, partition } of inputs)
      this.#inputs.set(keyOf({ topic, partition }), { task, topic, partition });
    this.#assign(inputs);
    if (this.#isPausedByHand) this.#options.consumer.pause(inputs);
  }

  /** Reads nothing more of what the task reads. */
  remove(task: StreamTask): void {
    this.#byTask.delete(task);
    this.#idleSince.delete(task);
    for (const [key, input] of this.#inputs) {
      if (input.task !== task) continue;
      this.#inputs.delete(key);
      this.#paused.delete(input);
    }
    this.#assign([]);
  }

  /** Until `close`. */
  async run(): Promise<void> {
    try {
      for await (const batch of this.#options.consumer.batches()) this.#take(batch);
    } catch (error) {
      if (!this.#isClosed) this.#options.onError(withRemedy(error));
    }
  }

  /** Nothing is read until `resume`. */
  pause(): void {
    this.#isPausedByHand = true;
    if (!this.#isClosed) this.#options.consumer.pause();
  }

  resume(): void {
    this.#isPausedByHand = false;
    if (this.#isClosed) return;
    const paused = new Set([...this.#paused].map((input) => keyOf(input)));
    this.#options.consumer.resume([...this.#inputs.values()].filter((input) => !paused.has(keyOf(input))));
  }

  /** Tasks have taken records: partitions that were too far ahead are read again. */
  makeUseOfRoom(): void {
    for (const input of this.#paused) {
      if (input.task.queued(input.topic) >= this.#options.maxQueued) continue;
      this.#paused.delete(input);
      if (!this.#isPausedByHand) this.#options.consumer.resume([input]);
    }
  }

  /**
   * Whether the task may take its next record: it has one of each partition, or those that have none are known to have
   * nothing at the broker either (KIP-695), for `maxTaskIdleMs` by now.
   */
  isReady(task: StreamTask): boolean {
    const { maxTaskIdleMs, consumer } = this.#options;
    const inputs = this.#byTask.get(task);
    if (inputs === undefined || maxTaskIdleMs < 0) return inputs !== undefined;
    let isIdle = false;
    for (const input of inputs) {
      if (task.queued(input.topic) > 0) continue;
      if (consumer.currentLag(input) !== 0) return false;
      isIdle = true;
    }
    if (!isIdle || maxTaskIdleMs === 0) {
      this.#idleSince.delete(task);
      return true;
    }
    return this.#hasIdledEnough(task);
  }

  close(): void {
    this.#isClosed = true;
  }

  #hasIdledEnough(task: StreamTask): boolean {
    const now = this.#options.now();
    const since = this.#idleSince.get(task);
    if (since === undefined) this.#idleSince.set(task, now);
    return since !== undefined && now - since >= this.#options.maxTaskIdleMs;
  }

  #take(batch: ConsumerBatch): void {
    const { topic, partition } = batch;
    const input = this.#inputs.get(keyOf({ topic, partition }));
    if (input === undefined) return;
    const { task } = input;
    const place = this.#place;
    let count = 0;
    for (const record of batch.records()) {
      count++;
      record.locate(place);
      place.offset = record.offset;
      place.timestamp = record.timestamp;
      place.headers = place.hasHeaders ? Array.from(record.headers, ([key, value]) => ({ key, value })) : NO_HEADERS;
      task.addAt(topic, place);
    }
    task.skipTo(topic, batch.nextOffset);
    if (task.queued(topic) >= this.#options.maxQueued) {
      this.#paused.add(input);
      this.#options.consumer.pause([input]);
    }
    this.#options.onRecords(count);
  }

  /** All partitions, those of `added` from where they are committed. */
  #assign(added: readonly TaskInput[]): void {
    const begins = new Map(added.map((input) => [keyOf(input), input]));
    this.#options.consumer.assign(
      [...this.#inputs].map(([key, { topic, partition }]) => {
        const { committed = null, reset = null } = begins.get(key) ?? {};
        return {
          topic,
          partition,
          ...(committed === null ? {} : { offset: committed.offset }),
          ...(reset === null ? {} : { onNoOffset: reset }),
        };
      }),
    );
  }
}

const NO_HEADERS: readonly RecordHeader[] = [];
/** Where a source with the offset reset none has nowhere to begin, or to go on. */
const NOWHERE: ReadonlySet<string> = new Set(['NO_OFFSET_FOR_PARTITION', 'OFFSET_OUT_OF_RANGE', 'LOG_TRUNCATION']);

function withRemedy(error: unknown): unknown {
  if (!(error instanceof ClientError) || !NOWHERE.has(error.code)) return error;
  const { code, topic = '', partition = -1 } = error;
  const what =
    code === 'NO_OFFSET_FOR_PARTITION'
      ? `The group has no committed offset for ${topic}-${partition}`
      : `The place to go on at in ${topic}-${partition} is gone (${code})`;
  const remedy = `and the source's offsetReset is none: set the group's offset, or give the source of ${topic} the offsetReset earliest, latest or { byDuration }`;
  return new KafkaError(code, `${what}, ${remedy}`, { cause: error });
}

interface Place extends RecordPlace {
  offset: number;
  timestamp: number;
  headers: readonly RecordHeader[];
}

function newPlace(): Place {
  const place = { bytes: Buffer.alloc(0), keyStart: -1, keyEnd: 0, valueStart: -1, valueEnd: 0, hasHeaders: false };
  return { ...place, offset: 0, timestamp: 0, headers: NO_HEADERS };
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${partition}:${topic}`;
}
