/**
 * Writes a record batch of magic 2: each append encodes its record straight into the batch's buffer behind the room
 * left for the header, so that there is no list of records and no second pass; `build` fills in the header, compresses
 * if asked and computes the CRC. Uncompressed, the bytes are the same as Kafka's own.
 *
 * Timestamps are written as deltas from the first record's, or from the delete horizon where there is one, which is why
 * the horizon must be known before the first append. The rest is settled in `build`.
 */
import { assert, KafkaError } from '#kernel';
import { compress, type CompressionType } from '../compression/compression.ts';
import {
  CONTROL_BIT,
  DELETE_HORIZON_BIT,
  HEADER_SIZE,
  LOG_APPEND_TIME_BIT,
  NO_PARTITION_LEADER_EPOCH,
  NO_PRODUCER_EPOCH,
  NO_PRODUCER_ID,
  NO_SEQUENCE,
  NO_TIMESTAMP,
  TRANSACTIONAL_BIT,
  writeHeader,
} from './batch-header.ts';
import { MAX_VARINT_BYTES, sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts';

/** A header of a record. Keys may repeat; their order is kept. */
export interface RecordHeader {
  readonly key: string | Uint8Array;
  readonly value: Uint8Array | null;
}

/** What `build` writes into the header; what is left out takes Kafka's value for "none". */
export interface RecordBatchFields {
  readonly baseOffset?: number;
  /** Beyond the last record's offset where compaction has removed records behind it. */
  readonly lastOffset?: number;
  readonly partitionLeaderEpoch?: number;
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly transactional?: boolean;
  readonly control?: boolean;
  /** Milliseconds; sets the log append time instead of the records' own timestamps. */
  readonly logAppendTime?: number;
  readonly compression?: CompressionType;
  /** On the scale of the compression's own format. */
  readonly compressionLevel?: number;
}

/** The largest batch that its length field can tell. */
const LARGEST_BATCH_BYTES = 0x7fffffff;
/** Below this length a loop copies faster than a call into the engine. */
const SHORT_BYTES = 48;

const NO_HEADERS: readonly RecordHeader[] = [];

export class RecordBatchBuilder {
  #buf: Buffer;
  #pos = HEADER_SIZE;
  #count = 0;
  #lastOffsetDelta = -1;
  #baseTimestamp = NO_TIMESTAMP;
  #maxTimestamp = NO_TIMESTAMP;
  #deleteHorizonMs: number;

  /**
   * @param options.initialCapacity bytes to begin with; the buffer grows as records need it
   * @param options.deleteHorizonMs when compaction may drop the batch's tombstones
   */
  constructor(options: { initialCapacity?: number; deleteHorizonMs?: number } = {}) {
    this.#buf = Buffer.allocUnsafeSlow(Math.max(options.initialCapacity ?? 1024, HEADER_SIZE));
    this.#deleteHorizonMs = options.deleteHorizonMs ?? NO_TIMESTAMP;
  }

  /** Records appended so far. */
  get count(): number {
    return this.#count;
  }

  /** What the batch would take without compression, header included. */
  get sizeInBytes(): number {
    return this.#pos;
  }

  /** The greatest of the records' own timestamps; -1 before the first. */
  get maxTimestamp(): number {
    return this.#maxTimestamp;
  }

  /** The offset delta that the next record gets; moving it on leaves the gap that compaction would. */
  get nextOffsetDelta(): number {
    return this.#lastOffsetDelta + 1;
  }

  set nextOffsetDelta(delta: number) {
    assert(delta > this.#lastOffsetDelta, 'offsets within a batch only grow');
    this.#lastOffsetDelta = delta - 1;
  }

  /**
   * Appends a record. `timestamp` in milliseconds, or -1 for none. Four parameters rather than an options object, which
   * would be one object a record. Throws RECORD_LIST_TOO_LARGE when the batch would pass the 2 GiB its header can tell.
   */
  append(
    timestamp: number,
    key: Uint8Array | null,
    value: Uint8Array | null,
    headers: readonly RecordHeader[] = NO_HEADERS,
  ): void {
    if (this.#count === 0) {
      this.#baseTimestamp = this.#deleteHorizonMs === NO_TIMESTAMP ? timestamp : this.#deleteHorizonMs;
      this.#maxTimestamp = timestamp;
    } else if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    const offsetDelta = ++this.#lastOffsetDelta;
    const timestampDelta = timestamp - this.#baseTimestamp;
    const bodySize =
      1 +
      sizeOfVarlong(timestampDelta) +
      sizeOfVarint(offsetDelta) +
      sizeOfBytes(key) +
      sizeOfBytes(value) +
      (headers.length === 0 ? 1 : sizeOfHeaders(headers));
    this.#reserve(bodySize + MAX_VARINT_BYTES);
    const buf = this.#buf;
    let p = writeVarint(buf, this.#pos, bodySize);
    const end = p + bodySize;
    // The record's own attributes, of which none has been defined.
    buf[p++] = 0;
    p = writeVarlong(buf, p, timestampDelta);
    p = writeVarint(buf, p, offsetDelta);
    p = writeBytes(buf, p, key);
    p = writeBytes(buf, p, value);
    if (headers.length === 0) buf[p++] = 0;
    else p = writeHeaders(buf, p, headers);
    assert(p === end, 'a record is as long as it was measured to be');
    this.#pos = p;
    this.#count++;
  }

  /**
   * Fills in the header and gives out the whole batch. Uncompressed it is the builder's own buffer, so that this ends
   * the builder's work: nothing may be appended afterwards. A retry under another sequence re-stamps the batch
   * (`stampProducer`) instead of building it again.
   */
  build(fields: RecordBatchFields = {}): Buffer {
    const type = fields.compression ?? 0;
    const batch = type === 0 ? this.#buf.subarray(0, this.#pos) : this.#compressed(type, fields.compressionLevel);
    const baseOffset = fields.baseOffset ?? 0;
    const lastOffset = fields.lastOffset ?? baseOffset + this.#lastOffsetDelta;
    assert(lastOffset - baseOffset >= Math.max(0, this.#lastOffsetDelta), 'no record lies behind the last offset');
    writeHeader(batch, 0, {
      size: batch.length,
      fields: {
        baseOffset,
        partitionLeaderEpoch: fields.partitionLeaderEpoch ?? NO_PARTITION_LEADER_EPOCH,
        attributes: type | attributeBits(fields) | (this.#deleteHorizonMs === NO_TIMESTAMP ? 0 : DELETE_HORIZON_BIT),
        lastOffsetDelta: lastOffset - baseOffset,
        baseTimestamp: this.#baseTimestamp,
        maxTimestamp: fields.logAppendTime ?? this.#maxTimestamp,
        producerId: fields.producerId ?? NO_PRODUCER_ID,
        producerEpoch: fields.producerEpoch ?? NO_PRODUCER_EPOCH,
        baseSequence: fields.baseSequence ?? NO_SEQUENCE,
        recordsCount: this.#count,
      },
    });
    return batch;
  }

  #compressed(type: CompressionType, level: number | undefined): Buffer {
    const records = compress(type, this.#buf.subarray(HEADER_SIZE, this.#pos), level);
    const batch = Buffer.allocUnsafeSlow(HEADER_SIZE + records.length);
    batch.set(records, HEADER_SIZE);
    return batch;
  }

  #reserve(bytes: number): void {
    const needed = this.#pos + bytes;
    if (needed <= this.#buf.length) return;
    if (needed > LARGEST_BATCH_BYTES) {
      throw new KafkaError('RECORD_LIST_TOO_LARGE', 'a record batch may not be larger than 2 GiB');
    }
    const grown = Buffer.allocUnsafeSlow(Math.min(LARGEST_BATCH_BYTES, Math.max(needed, this.#buf.length * 2)));
    this.#buf.copy(grown, 0, 0, this.#pos);
    this.#buf = grown;
  }
}

/** An emptied batch: what compaction leaves of a producer's last batch, so that its sequence is not forgotten. */
export interface EmptyBatchFields extends RecordBatchFields {
  readonly lastOffset: number;
  /** Milliseconds; the one of the batch as it was. */
  readonly maxTimestamp: number;
}

/** A batch of a header alone, with no base timestamp, as Kafka writes it. */
export function buildEmptyBatch(fields: EmptyBatchFields): Buffer {
  const batch = Buffer.allocUnsafeSlow(HEADER_SIZE);
  const baseOffset = fields.baseOffset ?? 0;
  writeHeader(batch, 0, {
    size: HEADER_SIZE,
    fields: {
      baseOffset,
      partitionLeaderEpoch: fields.partitionLeaderEpoch ?? NO_PARTITION_LEADER_EPOCH,
      attributes: attributeBits(fields),
      lastOffsetDelta: fields.lastOffset - baseOffset,
      baseTimestamp: NO_TIMESTAMP,
      maxTimestamp: fields.logAppendTime ?? fields.maxTimestamp,
      producerId: fields.producerId ?? NO_PRODUCER_ID,
      producerEpoch: fields.producerEpoch ?? NO_PRODUCER_EPOCH,
      baseSequence: fields.baseSequence ?? NO_SEQUENCE,
      recordsCount: 0,
    },
  });
  return batch;
}

function attributeBits(fields: RecordBatchFields): number {
  return (
    (fields.logAppendTime === undefined ? 0 : LOG_APPEND_TIME_BIT) |
    (fields.transactional === true ? TRANSACTIONAL_BIT : 0) |
    (fields.control === true ? CONTROL_BIT : 0)
  );
}

function sizeOfBytes(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
}

function writeBytes(buf: Uint8Array, pos: number, bytes: Uint8Array | null): number {
  if (bytes === null) return writeVarint(buf, pos, -1);
  const length = bytes.length;
  const p = writeVarint(buf, pos, length);
  if (length < SHORT_BYTES) for (let i = 0; i < length; i++) buf[p + i] = bytes[i]!;
  else buf.set(bytes, p);
  return p + length;
}

function sizeOfHeaders(headers: readonly RecordHeader[]): number {
  let size = sizeOfVarint(headers.length);
  for (const { key, value } of headers) {
    const keySize = typeof key === 'string' ? Buffer.byteLength(key) : key.length;
    size += sizeOfVarint(keySize) + keySize + sizeOfBytes(value);
  }
  return size;
}

function writeHeaders(buf: Buffer, pos: number, headers: readonly RecordHeader[]): number {
  let p = writeVarint(buf, pos, headers.length);
  for (const { key, value } of headers) {
    if (typeof key === 'string') {
      p = writeVarint(buf, p, Buffer.byteLength(key));
      p += buf.write(key, p);
    } else p = writeBytes(buf, p, key);
    p = writeBytes(buf, p, value);
  }
  return p;
}
