/**
 * The bytes of a `records` field. Read from a frame they are one view of it; to be written they may come in several
 * chunks, as a log's batches lie in memory, and go out without being joined.
 */
import { asBuffer } from '#kernel';

export type ByteChunks = Uint8Array | readonly Uint8Array[];

export function byteLength(bytes: ByteChunks): number {
  if (bytes instanceof Uint8Array) return bytes.length;
  let length = 0;
  for (const chunk of bytes) length += chunk.length;
  return length;
}

/** The bytes in one piece: a view where there is one chunk, a copy otherwise. */
export function contiguous(bytes: ByteChunks): Buffer {
  if (bytes instanceof Uint8Array) return asBuffer(bytes);
  return bytes.length === 1 ? asBuffer(bytes[0]!) : Buffer.concat(bytes);
}
