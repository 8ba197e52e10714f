/**
 * The header of a record batch of magic 2 (KIP-98), read and stamped where it lies: functions of (bytes, position),
 * with no object per batch. `baseOffset` and `partitionLeaderEpoch` lie outside the checksum, so that a broker sets
 * both in a batch it received without touching anything else; whatever else is stamped recomputes the CRC.
 *
 * The functions assume a whole batch at the position: ask `completeSize` or `checkBatch` first.
 *
 *      0 baseOffset i64             21 attributes i16         43 producerId i64
 *      8 batchLength i32            23 lastOffsetDelta i32    51 producerEpoch i16
 *     12 partitionLeaderEpoch i32   27 baseTimestamp i64      53 baseSequence i32
 *     16 magic i8                   35 maxTimestamp i64       57 recordsCount i32
 *     17 crc u32 (of 21 to the end)                           61 records
 */
import { crc32c } from '../crc32c.ts';
import { readInt16, readInt32, readInt64, readUint32, writeInt16, writeInt32, writeInt64 } from './big-endian.ts';

/** Bytes before the records. */
export const HEADER_SIZE = 61;
/** Bytes before those that `batchLength` counts. */
export const LOG_OVERHEAD = 12;
/** The only message format written and read here. */
export const CURRENT_MAGIC = 2;
/** Bytes that suffice to tell a batch's size and magic. */
export const SIZE_AND_MAGIC_BYTES = 17;

export const NO_TIMESTAMP = -1;
export const NO_PRODUCER_ID = -1;
export const NO_PRODUCER_EPOCH = -1;
export const NO_SEQUENCE = -1;
export const NO_PARTITION_LEADER_EPOCH = -1;

/** Bits of `attributes`; 0 to 2 are the compression. */
export const COMPRESSION_MASK = 0x07;
export const LOG_APPEND_TIME_BIT = 0x08;
export const TRANSACTIONAL_BIT = 0x10;
export const CONTROL_BIT = 0x20;
export const DELETE_HORIZON_BIT = 0x40;

const BASE_OFFSET = 0;
const BATCH_LENGTH = 8;
const PARTITION_LEADER_EPOCH = 12;
const MAGIC = 16;
const CRC = 17;
const ATTRIBUTES = 21;
const LAST_OFFSET_DELTA = 23;
const BASE_TIMESTAMP = 27;
const MAX_TIMESTAMP = 35;
const PRODUCER_ID = 43;
const PRODUCER_EPOCH = 51;
const BASE_SEQUENCE = 53;
const RECORDS_COUNT = 57;

/** Sequences count from 0 to this and begin again. */
const MAX_SEQUENCE = 0x7fffffff;

/**
 * The size of the batch at `pos` when all of it lies before `limit`: the loop over consecutive batches is
 * `for (let pos = start, size; (size = completeSize(buf, pos, limit)) > 0; pos += size)`.
 * 0 when the bytes end before the batch does, as at the end of a fetch; -1 when no batch of magic 2 has such a size.
 */
export function completeSize(buf: Uint8Array, pos: number, limit: number): number {
  if (limit - pos < HEADER_SIZE) {
    if (limit - pos >= LOG_OVERHEAD && readInt32(buf, pos + BATCH_LENGTH) < HEADER_SIZE - LOG_OVERHEAD) return -1;
    return 0;
  }
  const length = readInt32(buf, pos + BATCH_LENGTH);
  if (length < HEADER_SIZE - LOG_OVERHEAD) return -1;
  return length <= limit - pos - LOG_OVERHEAD ? length + LOG_OVERHEAD : 0;
}

/** Of the whole batch, header included; in bytes. */
export function sizeInBytes(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos + BATCH_LENGTH) + LOG_OVERHEAD;
}

export function baseOffset(buf: Uint8Array, pos: number): number {
  return readInt64(buf, pos + BASE_OFFSET);
}

/** Kept by compaction even where the last records are gone. */
export function lastOffset(buf: Uint8Array, pos: number): number {
  return readInt64(buf, pos + BASE_OFFSET) + readInt32(buf, pos + LAST_OFFSET_DELTA);
}

export function nextOffset(buf: Uint8Array, pos: number): number {
  return lastOffset(buf, pos) + 1;
}

export function lastOffsetDelta(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos + LAST_OFFSET_DELTA);
}

export function partitionLeaderEpoch(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos + PARTITION_LEADER_EPOCH);
}

export function magic(buf: Uint8Array, pos: number): number {
  return (buf[pos + MAGIC]! << 24) >> 24;
}

/** As stored; `computeChecksum` says what it ought to be. */
export function checksum(buf: Uint8Array, pos: number): number {
  return readUint32(buf, pos + CRC);
}

export function attributes(buf: Uint8Array, pos: number): number {
  return readInt16(buf, pos + ATTRIBUTES);
}

/** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd; 5 to 7 mean nothing. */
export function compressionType(buf: Uint8Array, pos: number): number {
  return buf[pos + ATTRIBUTES + 1]! & COMPRESSION_MASK;
}

/** Whether `maxTimestamp` stands for every record's timestamp. */
export function isLogAppendTime(buf: Uint8Array, pos: number): boolean {
  return (buf[pos + ATTRIBUTES + 1]! & LOG_APPEND_TIME_BIT) !== 0;
}

export function isTransactional(buf: Uint8Array, pos: number): boolean {
  return (buf[pos + ATTRIBUTES + 1]! & TRANSACTIONAL_BIT) !== 0;
}

/** Whether it holds markers for the cluster instead of records for users. */
export function isControlBatch(buf: Uint8Array, pos: number): boolean {
  return (buf[pos + ATTRIBUTES + 1]! & CONTROL_BIT) !== 0;
}

/** Whether `baseTimestamp` is the time from which compaction may drop the batch's tombstones. */
export function hasDeleteHorizon(buf: Uint8Array, pos: number): boolean {
  return (buf[pos + ATTRIBUTES + 1]! & DELETE_HORIZON_BIT) !== 0;
}

/** What the records' timestamps are deltas from: the first record's, or the delete horizon. Milliseconds. */
export function baseTimestamp(buf: Uint8Array, pos: number): number {
  return readInt64(buf, pos + BASE_TIMESTAMP);
}

/** Milliseconds; -1 when no record has a timestamp. */
export function maxTimestamp(buf: Uint8Array, pos: number): number {
  return readInt64(buf, pos + MAX_TIMESTAMP);
}

export function producerId(buf: Uint8Array, pos: number): number {
  return readInt64(buf, pos + PRODUCER_ID);
}

export function hasProducerId(buf: Uint8Array, pos: number): boolean {
  return (buf[pos + PRODUCER_ID]! & 0x80) === 0;
}

export function producerEpoch(buf: Uint8Array, pos: number): number {
  return readInt16(buf, pos + PRODUCER_EPOCH);
}

/** -1 without an idempotent producer, and in markers. */
export function baseSequence(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos + BASE_SEQUENCE);
}

/** The last record's; sequences go on from 2147483647 to 0. -1 where `baseSequence` is. */
export function lastSequence(buf: Uint8Array, pos: number): number {
  const base = baseSequence(buf, pos);
  return base === NO_SEQUENCE ? NO_SEQUENCE : incrementSequence(base, lastOffsetDelta(buf, pos));
}

/** `sequence` moved on by `increment` ≥ 0, beginning again at 0 after 2147483647. */
export function incrementSequence(sequence: number, increment: number): number {
  return sequence > MAX_SEQUENCE - increment ? sequence - (MAX_SEQUENCE - increment) - 1 : sequence + increment;
}

/** Records that the batch still holds: fewer than `lastOffsetDelta` + 1 after compaction, 0 in an emptied batch. */
export function recordsCount(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos + RECORDS_COUNT);
}

/** CRC-32C over all that the checksum covers: from the attributes to the batch's end. */
export function computeChecksum(buf: Uint8Array, pos: number): number {
  return crc32c(buf.subarray(pos + ATTRIBUTES, pos + sizeInBytes(buf, pos)));
}

export function isChecksumValid(buf: Uint8Array, pos: number): boolean {
  return checksum(buf, pos) === computeChecksum(buf, pos);
}

/** Outside the checksum. */
export function stampBaseOffset(buf: Uint8Array, pos: number, offset: number): void {
  writeInt64(buf, pos + BASE_OFFSET, offset);
}

/** Gives the batch the offset of its last record, as a leader assigns it. Outside the checksum. */
export function stampLastOffset(buf: Uint8Array, pos: number, offset: number): void {
  writeInt64(buf, pos + BASE_OFFSET, offset - lastOffsetDelta(buf, pos));
}

/** Outside the checksum. */
export function stampPartitionLeaderEpoch(buf: Uint8Array, pos: number, epoch: number): void {
  writeInt32(buf, pos + PARTITION_LEADER_EPOCH, epoch);
}

/** Makes `timestamp` (milliseconds) every record's timestamp; recomputes the CRC. */
export function stampLogAppendTime(buf: Uint8Array, pos: number, timestamp: number): void {
  buf[pos + ATTRIBUTES + 1] = buf[pos + ATTRIBUTES + 1]! | LOG_APPEND_TIME_BIT;
  writeInt64(buf, pos + MAX_TIMESTAMP, timestamp);
  stampChecksum(buf, pos);
}

/** Puts the records' own timestamps back in force, `timestamp` being the greatest of them; recomputes the CRC. */
export function stampCreateTime(buf: Uint8Array, pos: number, timestamp: number): void {
  buf[pos + ATTRIBUTES + 1] = buf[pos + ATTRIBUTES + 1]! & ~LOG_APPEND_TIME_BIT;
  writeInt64(buf, pos + MAX_TIMESTAMP, timestamp);
  stampChecksum(buf, pos);
}

/** What an idempotent producer writes into a sealed batch, again at each retry under a new epoch. */
export interface ProducerStamp {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly transactional?: boolean;
}

/** Sets the producer's fields; recomputes the CRC. */
export function stampProducer(buf: Uint8Array, pos: number, stamp: ProducerStamp): void {
  writeInt64(buf, pos + PRODUCER_ID, stamp.producerId);
  writeInt16(buf, pos + PRODUCER_EPOCH, stamp.producerEpoch);
  writeInt32(buf, pos + BASE_SEQUENCE, stamp.baseSequence);
  const others = buf[pos + ATTRIBUTES + 1]! & ~TRANSACTIONAL_BIT;
  buf[pos + ATTRIBUTES + 1] = others | (stamp.transactional === true ? TRANSACTIONAL_BIT : 0);
  stampChecksum(buf, pos);
}

/** Writes the checksum that the batch's contents ask for. */
export function stampChecksum(buf: Uint8Array, pos: number): void {
  writeInt32(buf, pos + CRC, computeChecksum(buf, pos) | 0);
}

/** All fields of a header but those that follow from the bytes: size, magic and checksum. */
export interface BatchHeaderFields {
  baseOffset: number;
  partitionLeaderEpoch: number;
  attributes: number;
  lastOffsetDelta: number;
  baseTimestamp: number;
  maxTimestamp: number;
  producerId: number;
  producerEpoch: number;
  baseSequence: number;
  recordsCount: number;
}

/** Writes the header of a batch of `size` bytes whose records already lie behind it, checksum included. */
export function writeHeader(buf: Uint8Array, pos: number, options: { size: number; fields: BatchHeaderFields }): void {
  const { size, fields } = options;
  writeInt64(buf, pos + BASE_OFFSET, fields.baseOffset);
  writeInt32(buf, pos + BATCH_LENGTH, size - LOG_OVERHEAD);
  writeInt32(buf, pos + PARTITION_LEADER_EPOCH, fields.partitionLeaderEpoch);
  buf[pos + MAGIC] = CURRENT_MAGIC;
  writeInt16(buf, pos + ATTRIBUTES, fields.attributes);
  writeInt32(buf, pos + LAST_OFFSET_DELTA, fields.lastOffsetDelta);
  writeInt64(buf, pos + BASE_TIMESTAMP, fields.baseTimestamp);
  writeInt64(buf, pos + MAX_TIMESTAMP, fields.maxTimestamp);
  writeInt64(buf, pos + PRODUCER_ID, fields.producerId);
  writeInt16(buf, pos + PRODUCER_EPOCH, fields.producerEpoch);
  writeInt32(buf, pos + BASE_SEQUENCE, fields.baseSequence);
  writeInt32(buf, pos + RECORDS_COUNT, fields.recordsCount);
  stampChecksum(buf, pos);
}
