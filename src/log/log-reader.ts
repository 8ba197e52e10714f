/**
 * Reads whole batches from segment files: one read in general, first batch first, nothing cut. The first batch is the
 * one that *contains* the asked offset, from its beginning (Fetch rule F4); with `minOneBatch` it comes whole even where
 * it is larger than `maxBytes` (KIP-74). Memory is bounded by `maxBytes` and the size of one batch.
 */
import { isDiskError, KafkaError, type DiskFile } from '#kernel';
import { recordBatch } from '#protocol';
import type { LogSegment, SegmentIndexes } from './log-segment.ts';
import type { LogSegments } from './log-segments.ts';

export interface LogReadOptions {
  readonly offset: number;
  readonly maxBytes: number;
  /** Only batches that end below it. */
  readonly upperBound: number;
  readonly minOneBatch: boolean;
  /** Memory of at least so many bytes, for what comes from the disk; made anew where nobody says otherwise. */
  readonly allocate?: ((bytes: number) => Buffer) | undefined;
}

export interface LogReadResult {
  /** Whole batches, one after the other; a buffer may hold several. */
  readonly records: readonly Buffer[];
  readonly sizeInBytes: number;
  /** Behind the last batch returned; the asked offset where there is none. */
  readonly endOffset: number;
  /** The log's start moved past the offset meanwhile: OFFSET_OUT_OF_RANGE. */
  readonly isOutOfRange: boolean;
}

export interface ReadableSegments {
  readonly segments: LogSegments;
  loadIndexes(segment: LogSegment): Promise<SegmentIndexes>;
}

/** Room for the batches between an index entry and the offset. */
const LEAD_BYTES = 8192;
const NO_RECORDS: readonly Buffer[] = [];

export function emptyRead(offset: number, isOutOfRange = false): LogReadResult {
  return { records: NO_RECORDS, sizeInBytes: 0, endOffset: offset, isOutOfRange };
}

export async function readSegments(log: ReadableSegments, options: LogReadOptions): Promise<LogReadResult> {
  const { segments } = log;
  let segment = segments.at(Math.max(0, segments.floorIndex(options.offset)));
  while (segment !== undefined && segment.baseOffset < options.upperBound) {
    try {
      const found = await readSegment(log, segment, options);
      if (found !== null) return found;
    } catch (error) {
      // Deleted while it was to be opened.
      if (isDiskError(error, 'ENOENT')) return emptyRead(options.offset, true);
      throw error;
    }
    segment = nextSegment(segments, segment);
  }
  return emptyRead(options.offset);
}

function nextSegment(segments: LogSegments, segment: LogSegment): LogSegment | undefined {
  return segments.at(segments.floorIndex(segment.baseOffset) + 1);
}

/** Null when the segment holds nothing from the offset on. */
async function readSegment(
  log: ReadableSegments,
  segment: LogSegment,
  options: LogReadOptions,
): Promise<LogReadResult | null> {
  if (segment.writtenSize === 0) return null;
  const indexes = segment.indexes ?? (await log.loadIndexes(segment));
  const start = indexes.offsets.lookup(options.offset);
  const file = segment.file.isOpen ? segment.file.acquireOpen() : await segment.file.acquire();
  try {
    return await readFrom(new SegmentReader(file, segment.writtenSize, options.allocate), start, options);
  } finally {
    segment.file.release();
  }
}

async function readFrom(reader: SegmentReader, start: number, options: LogReadOptions): Promise<LogReadResult | null> {
  let position = start;
  let wanted = Math.max(0, options.maxBytes) + LEAD_BYTES;
  while (position < reader.end) {
    const bytes = await reader.read(position, wanted);
    const at = skipTo(bytes, options.offset);
    if (bytes.length - at < recordBatch.HEADER_SIZE) {
      // All that was read lies before the offset; `at` may lie behind the buffer, whose last batch is cut.
      if (at === 0) return null;
      position += at;
      continue;
    }
    if (recordBatch.lastOffset(bytes, at) >= options.upperBound) return emptyRead(options.offset);
    const size = recordBatch.sizeInBytes(bytes, at);
    if (size > options.maxBytes && !options.minOneBatch) return emptyRead(options.offset);
    if (size <= bytes.length - at) return takeBatches(bytes, at, options);
    if (position + at + size > reader.end) return null;
    position += at;
    wanted = Math.max(size, options.maxBytes);
  }
  return null;
}

class SegmentReader {
  readonly #file: DiskFile;
  readonly #allocate: (bytes: number) => Buffer;
  readonly end: number;

  constructor(file: DiskFile, end: number, allocate: (bytes: number) => Buffer = Buffer.allocUnsafeSlow) {
    this.#file = file;
    this.#allocate = allocate;
    this.end = end;
  }

  async read(position: number, wanted: number): Promise<Buffer> {
    const size = Math.min(wanted, this.end - position);
    const bytes = this.#allocate(size).subarray(0, size);
    const length = await this.#file.read(bytes, position);
    return length === bytes.length ? bytes : bytes.subarray(0, length);
  }
}

/** Where the first batch begins that reaches `offset`; behind the bytes when they all lie before it. */
function skipTo(bytes: Buffer, offset: number): number {
  let at = 0;
  while (bytes.length - at >= recordBatch.HEADER_SIZE) {
    if (recordBatch.magic(bytes, at) !== recordBatch.CURRENT_MAGIC) throw unreadable();
    if (recordBatch.lastOffset(bytes, at) >= offset) return at;
    const size = recordBatch.sizeInBytes(bytes, at);
    if (size < recordBatch.HEADER_SIZE) throw unreadable();
    at += size;
  }
  return at;
}

function takeBatches(bytes: Buffer, start: number, options: LogReadOptions): LogReadResult {
  let end = start;
  let endOffset = options.offset;
  while (true) {
    const size = recordBatch.completeSize(bytes, end, bytes.length);
    if (size <= 0) break;
    if (end > start && end + size - start > options.maxBytes) break;
    const nextOffset = recordBatch.nextOffset(bytes, end);
    if (nextOffset > options.upperBound) break;
    end += size;
    endOffset = nextOffset;
  }
  return { records: [bytes.subarray(start, end)], sizeInBytes: end - start, endOffset, isOutOfRange: false };
}

function unreadable(): KafkaError {
  return new KafkaError(
    'CORRUPT_MESSAGE',
    'A segment holds something that is no record batch of format 2 where one should begin',
  );
}
