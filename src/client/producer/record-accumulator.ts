/**
 * Records on their way into batches: for each partition a queue of batches, of which the last may be open. A record is
 * encoded straight into the open batch; a batch that is full or about to be sent is sealed, and compressed if asked.
 *
 * Invariant: every batch that was begun is in `incomplete` until it has ended, and holds memory of the pool until then.
 */
import { type Env, keyBytes, LinkedSet } from '#kernel';
import {
  CompressionType,
  compressionTypeForName,
  compress,
  partitionForKey,
  RecordBatchBuilder,
  recordSizeBound,
} from '#protocol';
import { errorFor, type ClientError } from '../errors.ts';
import { BufferPool } from './buffer-pool.ts';
import { PartitionQueue, TopicQueue } from './partition-queue.ts';
import { StickyPartition } from './partitioner.ts';
import { ProducerBatch } from './producer-batch.ts';
import type { ProducerConfig } from './producer-configs.ts';
import type { Partitioner } from './producer-options.ts';
import type { RecordDraft } from './record-draft.ts';
import { serializationFailed, type DeliveryListener } from './send-call.ts';

/** What `append` says: the record has its place, or what it lacks. */
export const Appended = { YES: 0, NO_MEMORY: 1, NO_PARTITION: 2, TOO_LARGE: 3 } as const;
export type Appended = (typeof Appended)[keyof typeof Appended];

/** From these sizes on compression leaves the event loop. */
const ASYNC_GZIP_BYTES = 4 * 1024;
const ASYNC_ZSTD_BYTES = 16 * 1024;
/** The first buffer of a partition's batches. */
const FIRST_BUFFER_BYTES = 16 * 1024;
const HEADER_BYTES = 61;

export interface AccumulatorListener {
  /** A batch has got a record: perhaps it is time to send it. */
  onAppend(queue: PartitionQueue, batch: ProducerBatch, bytes: number): void;
  /** A batch has been begun. */
  onBatch(queue: PartitionQueue, batch: ProducerBatch): void;
  /** A batch that was being compressed can be sent. */
  onSealed(queue: PartitionQueue): void;
}

export interface AccumulatorOptions {
  readonly env: Env;
  readonly config: ProducerConfig;
  readonly partitioner: Partitioner | null;
  readonly listener: AccumulatorListener;
}

export class RecordAccumulator {
  readonly pool: BufferPool;
  readonly topics: Map<string, TopicQueue> = new Map();
  readonly incomplete: LinkedSet<ProducerBatch> = new LinkedSet();
  readonly compression: CompressionType;
  /** Of the keys and values that were ever put into batches. */
  encodedBytes: number = 0;
  readonly #env: Env;
  readonly #config: ProducerConfig;
  readonly #partitioner: Partitioner | null;
  readonly #listener: AccumulatorListener;
  readonly #level: number | undefined;
  readonly #hasKeys: boolean;
  /** A record that may take no more is not too large. */
  readonly #safeBytes: number;

  constructor(options: AccumulatorOptions) {
    const { config } = options;
    this.#env = options.env;
    this.#config = config;
    this.#partitioner = options.partitioner;
    this.#listener = options.listener;
    this.#hasKeys = !config.partitionerIgnoreKeys;
    this.#safeBytes = Math.min(config.maxRequestSize, config.bufferMemory) - HEADER_BYTES;
    this.pool = new BufferPool(config.bufferMemory);
    this.compression = compressionTypeForName(config.compressionType) ?? CompressionType.NONE;
    this.#level = levelOf(config);
  }

  /** The topic's queues; made where they are not there. */
  topic(name: string): TopicQueue {
    let topic = this.topics.get(name);
    if (topic === undefined) {
      const { batchSize, partitionerAdaptivePartitioningEnable, partitionerAvailabilityTimeoutMs } = this.#config;
      const sticky = new StickyPartition({
        random: this.#env.random,
        batchSize,
        isAdaptive: partitionerAdaptivePartitioningEnable,
        availabilityTimeoutMs: partitionerAvailabilityTimeoutMs,
      });
      topic = new TopicQueue(name, { sticky, maxBatchBytes: this.#config.maxRequestSize });
      this.topics.set(name, topic);
    }
    return topic;
  }

  /** Encodes a record into the batch of its partition. The topic's metadata is known. */
  append(topic: TopicQueue, draft: RecordDraft, listener: DeliveryListener | null, slot: number): Appended {
    let { partition, key } = draft;
    const isSticky = partition < 0 && this.#partitioner === null && (key === null || !this.#hasKeys);
    if (typeof key === 'string') key = keyBytes(key);
    if (isSticky) partition = topic.sticky.current(topic, this.#env.clock.monotonic());
    else if (partition < 0) partition = this.#partitionOf(topic, key);
    if (partition >= topic.partitionCount) return Appended.NO_PARTITION;
    const queue = topic.partitions[partition]!;
    const bound = recordSizeBound(key, draft.value, draft.headers);
    if (bound > this.#safeBytes && this.tooLarge(topic.name, draft) !== null) return Appended.TOO_LARGE;
    const batch = this.#batchFor(queue, bound);
    if (batch === null) return Appended.NO_MEMORY;
    batch.expect(listener, slot, draft.timestamp);
    this.encodedBytes += batch.builder.append(draft.timestamp, key, draft.value, draft.headers);
    if (isSticky) topic.sticky.produced(bound, topic, batch.createdMs);
    this.#listener.onAppend(queue, batch, bound);
    return Appended.YES;
  }

  /** Why a record can never be sent, or null. */
  tooLarge(topic: string, draft: RecordDraft): ClientError | null {
    const { maxRequestSize, bufferMemory } = this.#config;
    const builder = new RecordBatchBuilder();
    builder.append(draft.timestamp, draft.key, draft.value, draft.headers);
    const size = builder.sizeInBytes;
    const limit = size > maxRequestSize ? 'maxRequestSize' : size > bufferMemory ? 'bufferMemory' : null;
    if (limit === null) return null;
    const message = `A record for topic ${topic} takes ${size} bytes, more than ${limit} (${this.#config[limit]}).`;
    return errorFor('MESSAGE_TOO_LARGE', message, { topic });
  }

  /** No more records for the batch; answers whether it can be sent at once. */
  seal(batch: ProducerBatch): boolean {
    if (batch.state !== 'open') return batch.state === 'sealed';
    const { queue } = batch;
    queue.expectedBytes = batch.builder.sizeInBytes;
    if (this.compression === CompressionType.NONE) {
      batch.state = 'sealed';
      return true;
    }
    const size = batch.builder.sizeInBytes;
    if (this.compression === CompressionType.GZIP && size >= ASYNC_GZIP_BYTES) this.#compressElsewhere(batch, 'gzip');
    else if (this.compression === CompressionType.ZSTD && size >= ASYNC_ZSTD_BYTES) {
      this.#compressElsewhere(batch, 'zstd');
    } else this.#takeCompressed(batch, compress(this.compression, batch.builder.records, this.#level));
    return this.#isSealed(batch);
  }

  /** The batch has ended: its memory is free. */
  end(batch: ProducerBatch): void {
    if (!this.incomplete.delete(batch)) return;
    // While a request is out, or the thread pool reads, the buffer itself cannot serve another batch.
    const isRead = batch.isOnWire || this.#compressing.has(batch);
    if (batch.buffer !== null && !isRead) this.pool.release(batch.buffer);
    else this.pool.free(batch.memoryBytes);
    batch.buffer = null;
    batch.memoryBytes = 0;
  }

  /** A batch that takes records of the queue whatever memory there is: for the pieces of one that was split. */
  begin(queue: PartitionQueue, from: ProducerBatch): ProducerBatch {
    const builder = new RecordBatchBuilder({ initialCapacity: FIRST_BUFFER_BYTES });
    const batch = new ProducerBatch(queue, builder, from);
    this.incomplete.add(batch);
    return batch;
  }

  readonly #compressing: Set<ProducerBatch> = new Set();

  #isSealed(batch: ProducerBatch): boolean {
    return batch.state === 'sealed';
  }

  #partitionOf(topic: TopicQueue, key: Uint8Array | null): number {
    if (this.#partitioner === null) return partitionForKey(key!, topic.partitionCount);
    const availablePartitions: number[] = [];
    for (let i = 0; i < topic.partitionCount; i++)
      if (topic.partitions[i]!.sender !== null) availablePartitions.push(i);
    const { partitionCount, name } = topic;
    let partition: number;
    try {
      partition = this.#partitioner({ topic: name, key, partitionCount, availablePartitions });
    } catch (error) {
      throw serializationFailed(name, 'since its partitioner failed', error);
    }
    if (Number.isInteger(partition) && partition >= 0 && partition < partitionCount) return partition;
    throw new RangeError(`the partitioner answered ${partition} for topic ${name} of ${partitionCount} partitions`);
  }

  /** The open batch with room for so many bytes more, another one, or null where there is no memory for it. */
  #batchFor(queue: PartitionQueue, bound: number): ProducerBatch | null {
    const open = queue.open;
    if (open === null) return this.#newBatch(queue, bound);
    const needed = open.builder.sizeInBytes + bound;
    if (needed <= queue.topic.maxBatchBytes && this.#config.batchSize > 0) {
      if (needed <= open.builder.capacity || this.#grow(open, needed)) return open;
    }
    this.seal(open);
    return this.#newBatch(queue, bound);
  }

  #newBatch(queue: PartitionQueue, bound: number): ProducerBatch | null {
    const least = HEADER_BYTES + bound;
    const wanted = this.#config.batchSize === 0 ? least : Math.max(FIRST_BUFFER_BYTES, queue.expectedBytes);
    const buffer = this.pool.take(least, Math.min(wanted, queue.topic.maxBatchBytes));
    if (buffer === null) return null;
    const builder = new RecordBatchBuilder({ buffer });
    const createdMs = this.#env.clock.monotonic();
    const batch = new ProducerBatch(queue, builder, { ordinal: queue.nextOrdinal++, createdMs });
    batch.buffer = buffer;
    batch.memoryBytes = buffer.length;
    queue.batches.push(batch);
    this.incomplete.add(batch);
    this.#listener.onBatch(queue, batch);
    return batch;
  }

  /** Moves an open batch into a larger buffer; false where there is no memory. */
  #grow(batch: ProducerBatch, needed: number): boolean {
    const limit = batch.queue.topic.maxBatchBytes;
    const buffer = this.pool.take(needed, Math.min(limit, Math.max(needed, 2 * batch.builder.sizeInBytes)));
    if (buffer === null) return false;
    this.pool.release(batch.builder.moveTo(buffer));
    batch.buffer = buffer;
    batch.memoryBytes = buffer.length;
    return true;
  }

  #compressElsewhere(batch: ProducerBatch, format: 'gzip' | 'zstd'): void {
    batch.state = 'compressing';
    this.#compressing.add(batch);
    this.#env.codec.compress(format, batch.builder.records, this.#level).then(
      (records) => this.#onCompressed(batch, records),
      // What the thread pool cannot do now is done in place.
      () => this.#onCompressed(batch, compress(this.compression, batch.builder.records, this.#level)),
    );
  }

  #onCompressed(batch: ProducerBatch, records: Uint8Array): void {
    this.#compressing.delete(batch);
    if (batch.state !== 'compressing') return;
    this.#takeCompressed(batch, records);
    this.#listener.onSealed(batch.queue);
  }

  #takeCompressed(batch: ProducerBatch, records: Uint8Array): void {
    const buffer = batch.builder.takeCompressed(this.compression, records);
    batch.state = 'sealed';
    const size = HEADER_BYTES + records.length;
    // Pieces of a batch that was split have a buffer of their own.
    if (batch.buffer !== null) this.pool.release(buffer);
    batch.buffer = null;
    // What compression made larger is over the limit for a moment: it must not wait for itself.
    batch.memoryBytes = this.pool.reserve(size) ? size : 0;
  }
}

function levelOf(config: ProducerConfig): number | undefined {
  if (config.compressionType === 'gzip' && config.compressionGzipLevel !== -1) return config.compressionGzipLevel;
  return config.compressionType === 'zstd' ? config.compressionZstdLevel : undefined;
}
