/**
 * `compression.type` other than `producer`: batches are stored in the topic's compression, whatever they came in. The
 * records stay the same bytes; header and checksum are made anew.
 */
import type { Env } from '#kernel';
import {
  BatchCheck,
  checkProducedBatch,
  compress,
  CompressionType,
  compressionTypeForName,
  decompress,
  recordBatch,
  repackBatch,
} from '#protocol';
import type { LogConfig } from './log-config.ts';
import { MAX_DECOMPRESSED_BYTES } from './log-validator.ts';

/** Bigger bodies are left to other threads. */
const MAX_BYTES_IN_PLACE = 16384;

/** The type that batches of this log are stored in; null where they stay as they came. */
function storedType(config: LogConfig): CompressionType | null {
  const { compressionType } = config;
  if (compressionType === 'producer') return null;
  return compressionTypeForName(compressionType) ?? CompressionType.NONE;
}

/** Whether a batch from a client has to go through `recompress` before it is appended. */
export function needsRecompression(batch: Buffer, config: LogConfig): boolean {
  const stored = storedType(config);
  // What is too large as it came is refused, however small it would become.
  if (batch.length > config.maxMessageBytes) return false;
  if (stored === null || checkProducedBatch(batch, 0, batch.length) !== BatchCheck.OK) return false;
  return recordBatch.compressionType(batch, 0) !== stored;
}

/** A new batch with the same records. Fails with CORRUPT_MESSAGE where the batch cannot be decompressed. */
export async function recompress(env: Env, batch: Buffer, config: LogConfig): Promise<Buffer> {
  const type = storedType(config);
  if (type === null) return batch;
  const body = batch.subarray(recordBatch.HEADER_SIZE);
  const records = await open(env, recordBatch.compressionType(batch, 0), body);
  return repackBatch(batch, type, await pack(env, type, { records, level: levelOf(type, config) }));
}

async function open(env: Env, type: number, bytes: Uint8Array): Promise<Uint8Array> {
  if (type === CompressionType.NONE) return bytes;
  const format = formatOf(type);
  if (format === null || bytes.length <= MAX_BYTES_IN_PLACE) return decompress(type, bytes, MAX_DECOMPRESSED_BYTES);
  return env.codec.decompress(format, bytes, MAX_DECOMPRESSED_BYTES);
}

async function pack(
  env: Env,
  type: CompressionType,
  { records, level }: { records: Uint8Array; level: number | undefined },
): Promise<Uint8Array> {
  if (type === CompressionType.NONE) return records;
  const format = formatOf(type);
  if (format === null || records.length <= MAX_BYTES_IN_PLACE) return compress(type, records, level);
  return env.codec.compress(format, records, level);
}

/** The format as the thread pool knows it; null for what is quick enough to be done in place. */
function formatOf(type: number): 'gzip' | 'zstd' | null {
  if (type === CompressionType.GZIP) return 'gzip';
  return type === CompressionType.ZSTD ? 'zstd' : null;
}

function levelOf(type: number, config: LogConfig): number | undefined {
  if (type === CompressionType.GZIP) return config.compressionGzipLevel;
  if (type === CompressionType.LZ4) return config.compressionLz4Level;
  return type === CompressionType.ZSTD ? config.compressionZstdLevel : undefined;
}
