/**
 * Producer state in a file, Kafka's `<offset>.snapshot`: the state after all batches below the offset in its name, so
 * that opening a log need not read it from the start. Version i16 (1), CRC-32C u32 of what follows, a count i32, and
 * 46 bytes a producer. Of the retained batches only the last is kept, which is Kafka's format.
 */
import { bigEndian, crc32c } from '#protocol';
import { NO_OFFSET, ProducerStateEntry } from './producer-state-entry.ts';
import type { ProducerState } from './producer-state.ts';

const VERSION = 1;
const CRC = 2;
const COUNT = 6;
const ENTRIES = 10;
const ENTRY_SIZE = 46;

export function encodeProducerSnapshot(state: ProducerState): Buffer {
  const bytes = Buffer.allocUnsafeSlow(ENTRIES + state.producerCount * ENTRY_SIZE);
  bigEndian.writeInt16(bytes, 0, VERSION);
  bigEndian.writeInt32(bytes, COUNT, state.producerCount);
  let at = ENTRIES;
  for (const entry of state.entries()) {
    bigEndian.writeInt64(bytes, at, entry.producerId);
    bigEndian.writeInt16(bytes, at + 8, entry.producerEpoch);
    bigEndian.writeInt32(bytes, at + 10, entry.lastSequence);
    bigEndian.writeInt64(bytes, at + 14, entry.lastDataOffset);
    bigEndian.writeInt32(bytes, at + 22, entry.lastOffsetDelta);
    bigEndian.writeInt64(bytes, at + 26, entry.lastTimestamp);
    bigEndian.writeInt32(bytes, at + 34, entry.coordinatorEpoch);
    bigEndian.writeInt64(bytes, at + 38, entry.currentTransactionFirstOffset);
    at += ENTRY_SIZE;
  }
  bigEndian.writeInt32(bytes, CRC, crc32c(bytes.subarray(COUNT)) | 0);
  return bytes;
}

/** The entries of a snapshot, or null where the file is damaged or of another version. */
export function decodeProducerSnapshot(bytes: Buffer): ProducerStateEntry[] | null {
  if (bytes.length < ENTRIES || bigEndian.readInt16(bytes, 0) !== VERSION) return null;
  const count = bigEndian.readInt32(bytes, COUNT);
  if (bytes.length !== ENTRIES + count * ENTRY_SIZE) return null;
  if (crc32c(bytes.subarray(COUNT)) !== bigEndian.readInt32(bytes, CRC) >>> 0) return null;
  const entries: ProducerStateEntry[] = [];
  for (let at = ENTRIES; at < bytes.length; at += ENTRY_SIZE) entries.push(decodeEntry(bytes, at));
  return entries;
}

function decodeEntry(bytes: Buffer, at: number): ProducerStateEntry {
  const entry = new ProducerStateEntry(bigEndian.readInt64(bytes, at));
  entry.producerEpoch = bigEndian.readInt16(bytes, at + 8);
  const lastOffset = bigEndian.readInt64(bytes, at + 14);
  const timestamp = bigEndian.readInt64(bytes, at + 26);
  if (lastOffset !== NO_OFFSET) {
    entry.addBatch(bigEndian.readInt32(bytes, at + 10), lastOffset, {
      offsetDelta: bigEndian.readInt32(bytes, at + 22),
      timestamp,
    });
  }
  entry.lastTimestamp = timestamp;
  entry.coordinatorEpoch = bigEndian.readInt32(bytes, at + 34);
  entry.currentTransactionFirstOffset = bigEndian.readInt64(bytes, at + 38);
  return entry;
}
