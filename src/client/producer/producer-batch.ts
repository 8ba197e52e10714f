/**
 * A batch on its way to one partition: the encoded records, who waits for each of them, and what was tried. Invariant: it
 * ends once, by `complete` or `fail`, and tells everybody then; whatever arrives later is nobody's.
 */
import { assert, type Linked } from '#kernel';
import { recordBatch, type RecordBatchBuilder } from '#protocol';
import type { ClientError } from '../errors.ts';
import type { FlushWaiter } from './flush-waiter.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { NO_IDENTITY, type ProducerIdentity, type SequencedBatch } from './partition-sequences.ts';
import type { DeliveryListener } from './send-call.ts';

/**
 * `open` takes records; `compressing` and `sealed` do not, and `sealed` may be sent; `done` has ended.
 */
export type BatchState = 'open' | 'compressing' | 'sealed' | 'done';

export class ProducerBatch implements SequencedBatch, Linked<ProducerBatch> {
  readonly queue: PartitionQueue;
  readonly builder: RecordBatchBuilder;
  /** Orders the batches of a partition. Whole, but in pieces of a batch that was split: these lie between it and the next. */
  ordinal: number;
  /** What is free up to the next batch's ordinal. */
  ordinalSpan = 1;
  /** Monotonic milliseconds: `delivery.timeout.ms` counts from here. */
  readonly createdMs: number;
  state: BatchState = 'open';
  /** Bytes that the pool counts for this batch. */
  memoryBytes = 0;
  /** The pool's own buffer, while the batch has one. */
  buffer: Buffer | null = null;

  identity: ProducerIdentity = NO_IDENTITY;
  baseSequence: number = recordBatch.NO_SEQUENCE;
  wasResequenced = false;
  isTransactional = false;

  /** Times it was sent. */
  attempts = 0;
  /** Of the last attempt; monotonic milliseconds. */
  sentMs = 0;
  isOnWire = false;
  /** Not to be sent again before; monotonic milliseconds. */
  retryAtMs = 0;
  /** The leader it was last sent to, and that leader's epoch. */
  sentToNode = -1;
  sentToEpoch = -1;
  isFailed = false;
  /** Of the last attempt. */
  lastError: ClientError | null = null;
  /** Where some attempt may have been written although no answer said so. */
  mayBeWritten = false;

  /** Records of `enqueue`: nobody waits for them one by one. */
  enqueuedCount = 0;
  /** By record; null while all are of `enqueue`. */
  listeners: (DeliveryListener | null)[] | null = null;
  slots: number[] = [];
  timestamps: number[] = [];
  /** Who waits for its end. */
  flushes: FlushWaiter[] | null = null;
  earlier: ProducerBatch | null = null;
  later: ProducerBatch | null = null;
  #payload: Uint8Array | null = null;
  #stampedIdentity: ProducerIdentity = NO_IDENTITY;
  #stampedSequence: number = recordBatch.NO_SEQUENCE;

  constructor(queue: PartitionQueue, builder: RecordBatchBuilder, times: { ordinal: number; createdMs: number }) {
    this.queue = queue;
    this.builder = builder;
    this.ordinal = times.ordinal;
    this.createdMs = times.createdMs;
  }

  get recordCount(): number {
    return this.builder.count;
  }

  /** With the header; compressed once it was. */
  get sizeInBytes(): number {
    return this.builder.builtSize;
  }

  get uncompressedBytes(): number {
    return this.builder.sizeInBytes;
  }

  get hasSequence(): boolean {
    return this.baseSequence !== recordBatch.NO_SEQUENCE;
  }

  /** Notes who waits for the record that is appended next. */
  expect(listener: DeliveryListener | null, slot: number, timestamp: number): void {
    if (listener === null) {
      this.enqueuedCount++;
      if (this.listeners === null) return;
    } else if (this.listeners === null) {
      const before = this.builder.count;
      this.listeners = [];
      for (let i = 0; i < before; i++) {
        this.listeners.push(null);
        this.slots.push(0);
        this.timestamps.push(0);
      }
    }
    this.listeners.push(listener);
    this.slots.push(slot);
    this.timestamps.push(timestamp);
  }

  /** The batch with the producer's fields in its header, for one attempt. */
  payload(): Uint8Array {
    assert(this.state === 'sealed', 'only a sealed batch is sent');
    const isStamped = this.identity === this.#stampedIdentity && this.baseSequence === this.#stampedSequence;
    if (this.#payload !== null && isStamped) return this.#payload;
    this.#stampedIdentity = this.identity;
    this.#stampedSequence = this.baseSequence;
    this.#payload = this.builder.build({
      producerId: this.identity.producerId,
      producerEpoch: this.identity.producerEpoch,
      baseSequence: this.baseSequence,
      transactional: this.isTransactional,
    });
    return this.#payload;
  }

  /** -1 for an offset that is not known, and for a log append time where the records keep their own timestamps. */
  complete(baseOffset: number, logAppendTime: number): void {
    this.#end();
    const { listeners, slots, timestamps } = this;
    this.#letGo();
    if (listeners === null) return;
    const topic = this.queue.topic.name;
    const { partition } = this.queue;
    for (let i = 0; i < listeners.length; i++) {
      const listener = listeners[i]!;
      if (listener === null) continue;
      const offset = baseOffset < 0 ? -1 : baseOffset + i;
      const timestamp = logAppendTime < 0 ? timestamps[i]! : logAppendTime;
      listener.delivered(slots[i]!, { topic, partition, offset, timestamp });
    }
  }

  /** `errorOf` gives a record's own error where the broker told which records it refused. */
  fail(error: ClientError, errorOf: ((index: number) => ClientError) | null = null): void {
    this.lastError = error;
    this.isFailed = true;
    this.#end();
    const { listeners, slots } = this;
    this.#letGo();
    if (listeners === null) return;
    for (let i = 0; i < listeners.length; i++) {
      listeners[i]?.failed(slots[i]!, errorOf === null ? error : errorOf(i));
    }
  }

  /**
   * What is dead itself, but has got old, keeps what it points to alive through minor collections. Where that is a batch,
   * it does not keep what its records hold besides.
   */
  #letGo(): void {
    this.listeners = null;
    this.slots = [];
    this.timestamps = [];
  }

  #end(): void {
    assert(this.state !== 'done', 'a batch ends once');
    this.state = 'done';
  }
}
