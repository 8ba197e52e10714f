/**
 * Writes a record batch of magic 2: each append encodes its record straight into the batch's buffer behind the room
 * left for the header, so that there is no list of records and no second pass; `build` fills in the header, compresses
 * if asked and computes the CRC. Uncompressed, the bytes are the same as Kafka's own.
 *
 * Timestamps are written as deltas from the first record's, or from the delete horizon where there is one, which is why
 * the horizon must be known before the first append. The rest is settled in `build`, which may be called again with other
 * fields: a producer's retry under another sequence.
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
import {
  copyBytes,
  type RecordBytes,
  type RecordHeader,
  sizeOfHeaders,
  sizeWithLength,
  writeHeaders,
  writeText,
} from './record-parts.ts';
import { MAX_VARINT_BYTES, sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from './varint.ts';

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
/** Up to this length room is made for the longest UTF-8 that a text can have, rather than measuring it. */
const SHORT_TEXT = 512;
/** A record's length, attributes, timestamp, offset, the lengths of key and value, and the number of its headers. */
const MAX_RECORD_OVERHEAD = 1 + 10 + 5 * MAX_VARINT_BYTES;

const NO_HEADERS: readonly RecordHeader[] = [];

export class RecordBatchBuilder {
  #buf: Buffer;
  /** The batch where it is not `#buf`: its records compressed, behind the room for the header. */
  #compressed: Buffer | null = null;
  #compression: CompressionType = 0;
  #pos = HEADER_SIZE;
  #count = 0;
  #lastOffsetDelta = -1;
  #baseTimestamp = NO_TIMESTAMP;
  #maxTimestamp = NO_TIMESTAMP;
  #deleteHorizonMs: number;

  /**
   * @param options.initialCapacity bytes to begin with; the buffer grows as records need it
   * @param options.buffer to begin with, of at least HEADER_SIZE bytes, instead of a new one
   * @param options.deleteHorizonMs when compaction may drop the batch's tombstones
   */
  constructor(options: { initialCapacity?: number; buffer?: Buffer; deleteHorizonMs?: number } = {}) {
    this.#buf = options.buffer ?? Buffer.allocUnsafeSlow(Math.max(options.initialCapacity ?? 1024, HEADER_SIZE));
    assert(this.#buf.length >= HEADER_SIZE, 'the buffer of a batch has room for its header');
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

  /** What `build` would give out now: compressed, where the records are. */
  get builtSize(): number {
    return this.#compressed === null ? this.#pos : this.#compressed.length;
  }

  /** What it may take before the buffer has to grow. */
  get capacity(): number {
    return this.#buf.length;
  }

  /** The first record's timestamp, or the delete horizon; -1 before the first append. Milliseconds. */
  get baseTimestamp(): number {
    return this.#baseTimestamp;
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
   * Appends a record, and answers how many bytes its key and value take. `timestamp` in milliseconds, or -1 for none. Four
   * parameters rather than an options object, which would be one object a record. Throws RECORD_LIST_TOO_LARGE when the batch
   * would pass the 2 GiB its header can tell.
   */
  append(
    timestamp: number,
    key: RecordBytes,
    value: RecordBytes,
    headers: readonly RecordHeader[] = NO_HEADERS,
  ): number {
    this.#reserve(recordSizeBound(key, value, headers));
    if (this.#count === 0) {
      this.#baseTimestamp = this.#deleteHorizonMs === NO_TIMESTAMP ? timestamp : this.#deleteHorizonMs;
      this.#maxTimestamp = timestamp;
    } else if (timestamp > this.#maxTimestamp) this.#maxTimestamp = timestamp;
    // Text is taken for ASCII first: its length in bytes is known once it is written, which is cheaper than counting.
    const keyText = typeof key === 'string';
    const valueText = typeof value === 'string';
    let keyLength = key === null ? -1 : key.length;
    let valueLength = value === null ? -1 : value.length;
    if (keyText && keyLength > SHORT_TEXT) keyLength = Buffer.byteLength(key);
    if (valueText && valueLength > SHORT_TEXT) valueLength = Buffer.byteLength(value);
    const timestampDelta = timestamp - this.#baseTimestamp;
    const offsetDelta = this.#lastOffsetDelta + 1;
    const headersSize = headers.length === 0 ? 1 : sizeOfHeaders(headers);
    const fixedSize = 1 + sizeOfVarlong(timestampDelta) + sizeOfVarint(offsetDelta) + headersSize;
    const buf = this.#buf;
    for (;;) {
      const bodySize = fixedSize + sizeWithLength(keyLength) + sizeWithLength(valueLength);
      let p = writeVarint(buf, this.#pos, bodySize);
      const end = p + bodySize;
      // The record's own attributes, of which none has been defined.
      buf[p++] = 0;
      p = writeVarlong(buf, p, timestampDelta);
      p = writeVarint(buf, p, offsetDelta);
      p = writeVarint(buf, p, keyLength);
      if (keyText) {
        const size = writeText(buf, p, key);
        if (size !== keyLength) {
          keyLength = size;
          continue;
        }
        p += size;
      } else if (key !== null) p = copyBytes(buf, p, key);
      p = writeVarint(buf, p, valueLength);
      if (valueText) {
        const size = writeText(buf, p, value);
        if (size !== valueLength) {
          valueLength = size;
          continue;
        }
        p += size;
      } else if (value !== null) p = copyBytes(buf, p, value);
      if (headers.length === 0) buf[p++] = 0;
      else p = writeHeaders(buf, p, headers);
      assert(p === end, 'a record is as long as it was measured to be');
      this.#pos = p;
      break;
    }
    this.#lastOffsetDelta = offsetDelta;
    this.#count++;
    return (key === null ? 0 : keyLength) + (value === null ? 0 : valueLength);
  }

  /** Goes on in a larger buffer, and answers the one it had. */
  moveTo(buffer: Buffer): Buffer {
    assert(buffer.length >= this.#pos, 'what was written has room in the new buffer');
    const old = this.#buf;
    old.copy(buffer, 0, 0, this.#pos);
    this.#buf = buffer;
    return old;
  }

  /** The records without compression, as they were appended: a view. */
  get records(): Buffer {
    return this.#buf.subarray(HEADER_SIZE, this.#pos);
  }

  /**
   * Has `build` take `records`, which are `this.records` compressed elsewhere. Answers the buffer that is not needed any
   * more. Nothing may be appended afterwards.
   */
  takeCompressed(type: CompressionType, records: Uint8Array): Buffer {
    const batch = Buffer.allocUnsafeSlow(HEADER_SIZE + records.length);
    batch.set(records, HEADER_SIZE);
    this.#compressed = batch;
    this.#compression = type;
    const old = this.#buf;
    this.#buf = batch;
    return old;
  }

  /**
   * Fills in the header and gives out the whole batch. Uncompressed it is the builder's own buffer, so that this ends
   * the builder's work: nothing may be appended afterwards. Called again, it fills in the header anew, over the same bytes.
   */
  build(fields: RecordBatchFields = {}): Buffer {
    const wanted = fields.compression ?? 0;
    if (wanted !== 0 && this.#compressed === null) {
      this.takeCompressed(wanted, compress(wanted, this.records, fields.compressionLevel));
    }
    const batch = this.#compressed ?? this.#buf.subarray(0, this.#pos);
    const baseOffset = fields.baseOffset ?? 0;
    const lastOffset = fields.lastOffset ?? baseOffset + this.#lastOffsetDelta;
    assert(lastOffset - baseOffset >= Math.max(0, this.#lastOffsetDelta), 'no record lies behind the last offset');
    const deleteHorizonBit = this.#deleteHorizonMs === NO_TIMESTAMP ? 0 : DELETE_HORIZON_BIT;
    writeHeader(batch, 0, {
      size: batch.length,
      fields: {
        baseOffset,
        partitionLeaderEpoch: fields.partitionLeaderEpoch ?? NO_PARTITION_LEADER_EPOCH,
        attributes: this.#compression | attributeBits(fields) | deleteHorizonBit,
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

/** What a record may take at most in any batch, its length included: exact but for text, which is counted as its longest. */
export function recordSizeBound(key: RecordBytes, value: RecordBytes, headers: readonly RecordHeader[]): number {
  const size = MAX_RECORD_OVERHEAD + boundOf(key) + boundOf(value);
  return headers.length === 0 ? size : size + sizeOfHeaders(headers);
}

function boundOf(bytes: RecordBytes): number {
  if (bytes === null) return 0;
  if (typeof bytes !== 'string') return bytes.length;
  return bytes.length > SHORT_TEXT ? Buffer.byteLength(bytes) : bytes.length * 3;
}
