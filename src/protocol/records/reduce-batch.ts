/**
 * A batch with some of its records, as compaction leaves it: offsets, sequence and last offset stay, each record stays
 * byte for byte but for its timestamp's delta, which counts from the delete horizon once the batch has one (KIP-534).
 */
import { compress, type CompressionType } from '../compression/compression.ts';
import {
  attributes,
  baseTimestamp,
  compressionType,
  DELETE_HORIZON_BIT,
  HEADER_SIZE,
  isLogAppendTime,
  LOG_OVERHEAD,
  stampChecksum,
} from './batch-header.ts';
import { writeInt16, writeInt32, writeInt64 } from './big-endian.ts';
import { sizeOfVarint, sizeOfVarlong, VarintReader, writeVarint, writeVarlong } from './varint.ts';

const BATCH_LENGTH_OFFSET = 8;
const ATTRIBUTES_OFFSET = 21;
const BASE_TIMESTAMP_OFFSET = 27;
const MAX_TIMESTAMP_OFFSET = 35;
const RECORDS_COUNT_OFFSET = 57;

export interface KeptRecords {
  /** The records of the batch without compression, perhaps among other bytes. */
  readonly bytes: Uint8Array;
  /** Where each record that stays begins and ends in them: two numbers a record, in order. */
  readonly ranges: readonly number[];
  /** The greatest of their timestamps; milliseconds. */
  readonly maxTimestamp: number;
}

/** `batch` begins with the batch. With `deleteHorizonMs` it gets that horizon, else it keeps what it has. */
export function reduceBatch(batch: Uint8Array, kept: KeptRecords, deleteHorizonMs: number | null): Buffer {
  const shift = deleteHorizonMs === null ? 0 : baseTimestamp(batch, 0) - deleteHorizonMs;
  const records = shift === 0 ? copyRecords(kept) : shiftRecords(kept, shift);
  const type = compressionType(batch, 0) as CompressionType;
  const body = type === 0 ? records : compress(type, records);
  const result = Buffer.allocUnsafeSlow(HEADER_SIZE + body.length);
  result.set(batch.subarray(0, HEADER_SIZE));
  result.set(body, HEADER_SIZE);
  writeInt32(result, BATCH_LENGTH_OFFSET, result.length - LOG_OVERHEAD);
  if (!isLogAppendTime(batch, 0)) writeInt64(result, MAX_TIMESTAMP_OFFSET, kept.maxTimestamp);
  writeInt32(result, RECORDS_COUNT_OFFSET, kept.ranges.length / 2);
  if (deleteHorizonMs !== null) {
    writeInt16(result, ATTRIBUTES_OFFSET, attributes(batch, 0) | DELETE_HORIZON_BIT);
    writeInt64(result, BASE_TIMESTAMP_OFFSET, deleteHorizonMs);
  }
  stampChecksum(result, 0);
  return result;
}

function copyRecords({ bytes, ranges }: KeptRecords): Buffer {
  const parts: Uint8Array[] = [];
  for (let i = 0; i < ranges.length; i += 2) parts.push(bytes.subarray(ranges[i], ranges[i + 1]));
  return Buffer.concat(parts);
}

/** Adds `shift` to the timestamp's delta of each record; what stands behind it stays as it is. */
function shiftRecords({ bytes, ranges }: KeptRecords, shift: number): Buffer {
  const parts: Uint8Array[] = [];
  const reader = new VarintReader(bytes);
  for (let i = 0; i < ranges.length; i += 2) {
    reader.pos = ranges[i]!;
    reader.limit = ranges[i + 1]!;
    reader.readVarint();
    const recordAttributes = bytes[reader.pos++]!;
    const delta = reader.readVarlong() + shift;
    const rest = bytes.subarray(reader.pos, reader.limit);
    const size = 1 + sizeOfVarlong(delta) + rest.length;
    const head = Buffer.allocUnsafe(sizeOfVarint(size) + size - rest.length);
    let at = writeVarint(head, 0, size);
    head[at++] = recordAttributes;
    writeVarlong(head, at, delta);
    parts.push(head, rest);
  }
  return Buffer.concat(parts);
}
