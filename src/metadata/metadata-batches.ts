/**
 * Metadata records as record batches, the form of Kafka's `__cluster_metadata` (KIP-595, KIP-631): values are framed
 * records, keys are absent, and control batches, which Kafka's quorum writes for itself, carry no metadata.
 */
import { KafkaError } from '#kernel';
import {
  BatchCheck,
  batchCheckReason,
  checkBatch,
  recordBatch,
  RecordBatchBuilder,
  RecordCursor,
  Writer,
} from '#protocol';
import { readMetadataRecord, writeMetadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** A metadata batch is never compressed by us; Kafka's are not either. The bound is for a hostile file. */
const MAX_DECOMPRESSED_BYTES = 64 * 1024 * 1024;
const MAGIC_OFFSET = 16;

export function buildMetadataBatch(records: readonly MetadataRecord[], baseOffset: number, timestamp: number): Buffer {
  const writer = new Writer();
  const builder = new RecordBatchBuilder();
  for (const record of records) {
    writer.begin();
    writeMetadataRecord(writer, record);
    builder.append(timestamp, null, writer.finishBuffer());
  }
  return builder.build({ baseOffset, partitionLeaderEpoch: 0 });
}

export interface BatchScan {
  readonly firstOffset: number;
  readonly nextOffset: number;
  readonly records: MetadataRecord[];
  /** Where the whole and undamaged batches end. */
  readonly validBytes: number;
  /** What is wrong with what comes then, null at the end of the bytes. */
  readonly damage: string | null;
}

/** Reads batches from the beginning up to the end or the first damage. Batches below `fromOffset` are passed over. */
export function scanMetadataBatches(bytes: Buffer, fromOffset = 0): BatchScan {
  const records: MetadataRecord[] = [];
  const cursor = new RecordCursor();
  let firstOffset = -1;
  let nextOffset = 0;
  let position = 0;
  while (position < bytes.length) {
    const check = checkBatch(bytes, position, bytes.length);
    if (check !== BatchCheck.OK) {
      return { firstOffset, nextOffset, records, validBytes: position, damage: batchCheckReason(check) };
    }
    const baseOffset = recordBatch.baseOffset(bytes, position);
    // Only the first may begin anywhere: offsets lie outside the checksum, and nothing else tells that they are right.
    if (position > 0 && baseOffset !== nextOffset) {
      const damage = `a batch with offset ${baseOffset} stands where ${nextOffset} is due`;
      return { firstOffset, nextOffset, records, validBytes: position, damage };
    }
    if (firstOffset < 0) firstOffset = baseOffset;
    nextOffset = recordBatch.nextOffset(bytes, position);
    if (nextOffset > fromOffset && !recordBatch.isControlBatch(bytes, position)) {
      cursor.open(bytes, position, MAX_DECOMPRESSED_BYTES);
      while (cursor.next()) if (cursor.offset >= fromOffset) records.push(readValue(cursor.value, cursor.offset));
    }
    position += recordBatch.sizeInBytes(bytes, position);
  }
  return { firstOffset, nextOffset, records, validBytes: position, damage: null };
}

function readValue(value: Uint8Array | null, offset: number): MetadataRecord {
  if (value === null) throw new KafkaError('CORRUPT_MESSAGE', `the metadata record at offset ${offset} has no value`);
  return readMetadataRecord(value);
}

/** Where the first undamaged batch begins at `position` or behind, or -1. */
export function findBatch(bytes: Buffer, position: number): number {
  for (let at = position; at + recordBatch.HEADER_SIZE <= bytes.length; at++) {
    if (bytes[at + MAGIC_OFFSET] !== recordBatch.CURRENT_MAGIC) continue;
    if (checkBatch(bytes, at, bytes.length) === BatchCheck.OK) return at;
  }
  return -1;
}
