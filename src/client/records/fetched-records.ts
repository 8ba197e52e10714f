/**
 * The record batches that one fetch brought of one partition, walked once from front to back. A batch is checked when the
 * walk comes to it and opened when its first record is asked for; batches of control records, of aborted transactions and
 * of offsets below the one that was asked for are stepped over, and the position moves past them all the same.
 *
 * Invariant: `nextOffset` is behind every record that was taken and never behind one that is still to come, also where
 * compaction has left gaps. What is damaged is never stepped over: the records before it come first, then the error.
 */
import { asBuffer, isKafkaError } from '#kernel';
import { BatchCheck, batchCheckReason, checkBatch, recordBatch, RecordCursor } from '#protocol';
import { ClientError, errorFor } from '../errors.ts';
import { AbortedTransactions, type AbortedTransaction } from './aborted-transactions.ts';
import type { FrameLease } from '../network/frame-buffers.ts';
import { ConsumerRecord, RELEASED, type RecordSource } from './consumer-record.ts';
import type { RecordMemory } from './record-memory.ts';
import type { Deserializer } from './serializers.ts';

export interface FetchedRecordsOptions {
  readonly topic: string;
  readonly partition: number;
  /** Record batches as the broker sent them; the last one may be cut off. */
  readonly bytes: Buffer;
  /** The offset that was asked for: the first batch may begin below it. */
  readonly fetchOffset: number;
  /** Null where records of open and aborted transactions are read as well. */
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly checkCrcs: boolean;
  /** Of the frame that `bytes` are of, where its memory is used again once all has been released. */
  readonly lease?: FrameLease | null;
  /** Gives records of a leased frame memory of their own; without it they are views of the frame until `release`. */
  readonly memory?: RecordMemory | null;
  readonly keyDeserializer: Deserializer<unknown> | null;
  readonly valueDeserializer: Deserializer<unknown> | null;
}

/**
 * What the records of one compressed batch may take. A bound against bombs only: brokers accept batches of some megabytes,
 * and text of theirs grows to tens of megabytes.
 */
const MAX_DECOMPRESSED_BYTES = 256 * 1024 * 1024;

export class FetchedRecords {
  readonly #options: FetchedRecordsOptions;
  readonly #aborted: AbortedTransactions | null;
  readonly #cursor = new RecordCursor();
  #source: RecordSource | null = null;
  /** Of the batch that the walk is at, and behind it. */
  #batch = 0;
  #batchEnd = 0;
  #nextOffset: number;
  #leaderEpoch = -1;
  #error: ClientError | null = null;
  readonly #lease: FrameLease | null;
  readonly #memory: RecordMemory | null;
  /** What lent records refer to. */
  readonly #lent: RecordSource[] = [];

  constructor(options: FetchedRecordsOptions) {
    this.#options = options;
    this.#nextOffset = options.fetchOffset;
    this.#lease = options.lease ?? null;
    this.#lease?.retain();
    this.#memory = this.#lease === null ? null : (options.memory ?? null);
    this.#aborted = options.abortedTransactions === null ? null : new AbortedTransactions(options.abortedTransactions);
  }

  /** The position behind all that was taken or stepped over. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Of the last batch that was taken from or stepped over; -1 where there was none or it does not say. */
  get leaderEpoch(): number {
    return this.#leaderEpoch;
  }

  /** Bytes that the walk has not passed yet. */
  get remainingBytes(): number {
    return this.#options.bytes.length - this.#batch;
  }

  /**
   * The next records, `max` at most; none where the walk has ended. Throws CORRUPT_MESSAGE, UNSUPPORTED_FOR_MESSAGE_FORMAT,
   * MESSAGE_TOO_LARGE or UNSUPPORTED_COMPRESSION_TYPE, and again at every further call.
   */
  take<K, V>(max: number): ConsumerRecord<K, V>[] {
    const records: ConsumerRecord<K, V>[] = [];
    if (this.#error !== null) throw this.#error;
    try {
      while (records.length < max && this.#isAtRecords()) this.#takeFromBatch(records, max);
      if (this.#cursor.remaining === 0) this.#isAtRecords();
    } catch (error) {
      this.#error = this.#failure(error);
      if (records.length === 0) throw this.#error;
    }
    return records;
  }

  /** Whether the records that were taken lie in the frame, which must not be released while they are in hand. */
  get isLent(): boolean {
    return this.#lease !== null && this.#memory === null;
  }

  /**
   * Nothing more is taken, and nobody looks at lent records any more: the frame serves others from now on, and whoever
   * reads such a record after all is told so. Once; does nothing without a lease.
   */
  release(): void {
    for (const source of this.#lent) source.bytes = RELEASED;
    this.#lent.length = 0;
    this.#lease?.release();
  }

  #takeFromBatch<K, V>(records: ConsumerRecord<K, V>[], max: number): void {
    const cursor = this.#cursor;
    const source = this.#source ?? this.#open();
    const from = this.#nextOffset;
    while (records.length < max && cursor.next()) {
      // A batch is stored and sent whole, and may begin below the offset that was asked for.
      if (source.baseOffset + cursor.offsetDelta >= from) records.push(new ConsumerRecord<K, V>(source, cursor));
    }
    this.#leaderEpoch = source.leaderEpoch;
    if (cursor.remaining === 0) this.#leaveBatch();
    else this.#nextOffset = Math.max(from, cursor.offset + 1);
  }

  #open(): RecordSource {
    const { topic, partition, keyDeserializer, valueDeserializer } = this.#options;
    const isCompressed = recordBatch.compressionType(this.#options.bytes, this.#batch) !== 0;
    const batch = this.#batchBytes(isCompressed);
    this.#cursor.open(batch, 0, MAX_DECOMPRESSED_BYTES);
    if (isCompressed) this.#memory?.count(this.#cursor.bytes.length, recordBatch.recordsCount(batch, 0));
    const isLogAppendTime = recordBatch.isLogAppendTime(batch, 0);
    this.#source = {
      topic,
      partition,
      leaderEpoch: recordBatch.partitionLeaderEpoch(batch, 0),
      baseOffset: recordBatch.baseOffset(batch, 0),
      baseTimestamp: isLogAppendTime ? recordBatch.maxTimestamp(batch, 0) : recordBatch.baseTimestamp(batch, 0),
      isLogAppendTime,
      bytes: asBuffer(this.#cursor.bytes),
      keyDeserializer,
      valueDeserializer,
    };
    if (this.isLent) this.#lent.push(this.#source);
    return this.#source;
  }

  /** Of the batch that the walk is at. What a compressed one becomes has memory of its own already. */
  #batchBytes(isCompressed: boolean): Buffer {
    const batch = this.#options.bytes.subarray(this.#batch, this.#batchEnd);
    if (this.#memory === null || isCompressed) return batch;
    return this.#memory.copy(batch, recordBatch.recordsCount(batch, 0));
  }

  /** Moves on to a batch with records to give, unless the walk is at one; false at the end. */
  #isAtRecords(): boolean {
    if (this.#batchEnd > this.#batch) return true;
    const { bytes } = this.#options;
    while (this.#findBatch()) {
      const pos = this.#batch;
      const isBelow = recordBatch.lastOffset(bytes, pos) < this.#nextOffset;
      const isExcluded = this.#aborted !== null && this.#aborted.excludes(bytes, pos);
      if (!isBelow && !isExcluded && !recordBatch.isControlBatch(bytes, pos)) return true;
      this.#leaderEpoch = recordBatch.partitionLeaderEpoch(bytes, pos);
      this.#leaveBatch();
    }
    return false;
  }

  /** Checks the batch that begins where the last one ended; false where there is no whole one. */
  #findBatch(): boolean {
    const { bytes, checkCrcs } = this.#options;
    const pos = this.#batch;
    if (pos === bytes.length) return false;
    const check = checkBatch(bytes, pos, bytes.length, checkCrcs);
    if (check === BatchCheck.INCOMPLETE && pos > 0) return this.#end();
    if (check === BatchCheck.INCOMPLETE) throw this.#tooLarge();
    if (check !== BatchCheck.OK) throw this.#damaged(check);
    this.#batchEnd = pos + recordBatch.sizeInBytes(bytes, pos);
    return true;
  }

  #leaveBatch(): void {
    this.#nextOffset = Math.max(this.#nextOffset, recordBatch.nextOffset(this.#options.bytes, this.#batch));
    this.#batch = this.#batchEnd;
    this.#source = null;
    this.#cursor.close();
  }

  /** What is cut off at the end is fetched again from its beginning. */
  #end(): false {
    this.#batch = this.#options.bytes.length;
    this.#batchEnd = this.#batch;
    return false;
  }

  #damaged(check: BatchCheck): ClientError {
    const { topic, partition } = this.#options;
    const where = `at offset ${this.#nextOffset} of ${topic}-${partition}`;
    if (check === BatchCheck.OLD_MAGIC) {
      const message = `the records ${where} are in a message format older than 2, which this client does not read: let a Kafka 3.x broker rewrite the topic or seek past them`;
      return errorFor('UNSUPPORTED_FOR_MESSAGE_FORMAT', message, { topic, partition });
    }
    const message = `the record batch ${where} is damaged (${batchCheckReason(check)}): seek past it or restore it from another replica`;
    return errorFor('CORRUPT_MESSAGE', message, { topic, partition, retriable: false });
  }

  #tooLarge(): ClientError {
    const { topic, partition } = this.#options;
    const message = `the record batch at offset ${this.#nextOffset} of ${topic}-${partition} does not fit the fetch: raise maxPartitionFetchBytes`;
    return errorFor('MESSAGE_TOO_LARGE', message, { topic, partition });
  }

  /** Of reading records: named by the place that the walk is at. */
  #failure(error: unknown): ClientError {
    if (error instanceof ClientError) return error;
    const { topic, partition } = this.#options;
    const code = isKafkaError(error, 'UNSUPPORTED_COMPRESSION_TYPE') ? error.code : 'CORRUPT_MESSAGE';
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the record batch at offset ${this.#nextOffset} of ${topic}-${partition} cannot be read (${reason}): seek past it`;
    return new ClientError(code, message, { topic, partition, cause: error });
  }
}
