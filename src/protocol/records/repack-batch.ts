/** A record batch with its records in another compression: everything else of the header stays. */
import type { CompressionType } from '../compression/compression.ts';
import { attributes, HEADER_SIZE, LOG_OVERHEAD, stampChecksum } from './batch-header.ts';

const BATCH_LENGTH_OFFSET = 8;
const ATTRIBUTES_OFFSET = 21;
const COMPRESSION_BITS = 7;

/** `body` are the batch's records in compression `type`. */
export function repackBatch(batch: Uint8Array, type: CompressionType, body: Uint8Array): Buffer {
  const result = Buffer.allocUnsafeSlow(HEADER_SIZE + body.length);
  result.set(batch.subarray(0, HEADER_SIZE));
  result.set(body, HEADER_SIZE);
  result.writeInt32BE(result.length - LOG_OVERHEAD, BATCH_LENGTH_OFFSET);
  result.writeInt16BE((attributes(batch, 0) & ~COMPRESSION_BITS) | type, ATTRIBUTES_OFFSET);
  stampChecksum(result, 0);
  return result;
}
