/**
 * Goes through the batches of a `.log` file from front to back, for recovery and whatever else must see all of them, in
 * large reads and bounded memory: one chunk, or one batch where that is larger.
 */
import type { DiskFile } from '#kernel';
import { BatchCheck, checkBatch, recordBatch } from '#protocol';

const CHUNK_BYTES = 1048576;

export interface ScanOptions {
  readonly start: number;
  readonly end: number;
  /** Also checks each batch's CRC and counts; else only that the sizes add up. */
  readonly verify: boolean;
  /** Called with each batch: where it lies in `bytes`, and in the file. False ends the scan before it. */
  visit(bytes: Buffer, at: number, position: number): boolean;
  /** Awaited when all batches of a chunk have been visited, so many bytes, before the chunk is read over. */
  afterChunk?(bytes: number): Promise<void>;
}

export interface ScanResult {
  /** Behind the last batch that was visited. */
  readonly position: number;
  /** Why the scan ended there: OK at `end` or at the visitor's wish. */
  readonly check: BatchCheck;
}

export async function scanBatches(file: DiskFile, options: ScanOptions): Promise<ScanResult> {
  let chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, Math.max(0, options.end - options.start)));
  let position = options.start;
  while (position < options.end) {
    const wanted = Math.min(chunk.length, options.end - position);
    const length = await file.read(chunk.subarray(0, wanted), position);
    const step = scanChunk(chunk, length, { ...options, start: position });
    if (step.at > 0) await options.afterChunk?.(step.at);
    if (step.check !== BatchCheck.INCOMPLETE) {
      if (step.check !== BatchCheck.OK || step.isStopped) return { position: position + step.at, check: step.check };
    } else if (step.at === 0) {
      // One batch fills the chunk and more: its size is known once its header is read.
      const size = length >= recordBatch.SIZE_AND_MAGIC_BYTES ? recordBatch.sizeInBytes(chunk, 0) : 0;
      if (size <= length || size > options.end - position) return { position, check: BatchCheck.INCOMPLETE };
      chunk = Buffer.allocUnsafeSlow(size);
    }
    position += step.at;
  }
  return { position, check: BatchCheck.OK };
}

interface ChunkResult {
  /** Behind the last batch visited, in the chunk. */
  readonly at: number;
  readonly check: BatchCheck;
  readonly isStopped: boolean;
}

function scanChunk(chunk: Buffer, length: number, options: ScanOptions): ChunkResult {
  let at = 0;
  while (at < length) {
    const check = options.verify ? checkBatch(chunk, at, length) : checkSize(chunk, at, length);
    if (check !== BatchCheck.OK) return { at, check, isStopped: false };
    if (!options.visit(chunk, at, options.start + at)) return { at, check, isStopped: true };
    at += recordBatch.sizeInBytes(chunk, at);
  }
  return { at, check: BatchCheck.OK, isStopped: false };
}

function checkSize(chunk: Buffer, at: number, length: number): BatchCheck {
  if (length - at < recordBatch.SIZE_AND_MAGIC_BYTES) return BatchCheck.INCOMPLETE;
  const magic = recordBatch.magic(chunk, at);
  if (magic !== recordBatch.CURRENT_MAGIC)
    return magic === 0 || magic === 1 ? BatchCheck.OLD_MAGIC : BatchCheck.UNKNOWN_MAGIC;
  const size = recordBatch.completeSize(chunk, at, length);
  return size > 0 ? BatchCheck.OK : size === 0 ? BatchCheck.INCOMPLETE : BatchCheck.BAD_SIZE;
}
