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
import { writeMetadataRecord } from './records.ts';
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
  /** -1 where there is no batch. */
  readonly firstOffset: number;
  readonly nextOffset: number;
  /** Where the whole and undamaged batches end. */
  readonly validBytes: number;
  /** What is wrong with what comes then, null at the end of the bytes. */
  readonly damage: string | null;
}

/** Reads batches from the beginning up to the end or the first damage, and shows each record's framed value in turn. */
export function scanMetadataBatches(bytes: Buffer, visit: (value: Uint8Array, offset: number) => void): BatchScan {
  const cursor = new RecordCursor();
  let firstOffset = -1;
  let nextOffset = 0;
  let position = 0;
  while (position < bytes.length) {
    const damage = damageAt(bytes, position, nextOffset);
    if (damage !== null) return { firstOffset, nextOffset, validBytes: position, damage };
    if (firstOffset < 0) firstOffset = recordBatch.baseOffset(bytes, position);
    nextOffset = recordBatch.nextOffset(bytes, position);
    if (!recordBatch.isControlBatch(bytes, position)) {
      cursor.open(bytes, position, MAX_DECOMPRESSED_BYTES);
      while (cursor.next()) visit(valueOf(cursor), cursor.offset);
    }
    position += recordBatch.sizeInBytes(bytes, position);
  }
  return { firstOffset, nextOffset, validBytes: position, damage: null };
}

function damageAt(bytes: Buffer, position: number, nextOffset: number): string | null {
  const check = checkBatch(bytes, position, bytes.length);
  if (check !== BatchCheck.OK) return batchCheckReason(check);
  const baseOffset = recordBatch.baseOffset(bytes, position);
  // Only the first may begin anywhere: offsets lie outside the checksum, and nothing else tells that they are right.
  if (position === 0 || baseOffset === nextOffset) return null;
  return `a batch with offset ${baseOffset} stands where ${nextOffset} is due`;
}

function valueOf({ value, offset }: RecordCursor): Uint8Array {
  if (value === null) throw new KafkaError('CORRUPT_MESSAGE', `the metadata record at offset ${offset} has no value`);
  return value;
}

/** Where the first undamaged batch begins at `position` or behind, or -1. */
export function findBatch(bytes: Buffer, position: number): number {
  for (let at = position; at + recordBatch.HEADER_SIZE <= bytes.length; at++) {
    if (bytes[at + MAGIC_OFFSET] !== recordBatch.CURRENT_MAGIC) continue;
    if (checkBatch(bytes, at, bytes.length) === BatchCheck.OK) return at;
  }
  return -1;
}
