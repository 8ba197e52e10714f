/** How large a record is, as Kafka Streams counts it (KIP-846): what is in it, and what it is known by. */
import type { RecordHeader } from '../runtime/record-context.ts';

/** Of its timestamp, its offset and its partition. */
const FIXED_BYTES = 20;

/** The part that is the same for all records of a topic. */
export function placeBytes(topic: string): number {
  return FIXED_BYTES + Buffer.byteLength(topic);
}

export function headerBytes(headers: readonly RecordHeader[]): number {
  let bytes = 0;
  for (const { key, value } of headers) bytes += Buffer.byteLength(key) + (value?.length ?? 0);
  return bytes;
}

/** Text stands for its UTF-8. */
export function partBytes(part: Uint8Array | string | null): number {
  if (part === null) return 0;
  return typeof part === 'string' ? Buffer.byteLength(part) : part.length;
}
