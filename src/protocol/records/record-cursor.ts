/**
 * Reads the records of a batch one after another without an object for any of them: `open` a batch, call `next` until
 * it answers false, and look at the fields in between. Keys, values and headers are views of the batch's own bytes, made
 * only when asked for. One cursor serves any number of batches.
 *
 * Everything is checked against the bytes at hand: a record's length against the batch, keys and values against the
 * record, the number of records against where they end. Headers are stepped over, and checked when somebody reads them.
 */
import { assert, KafkaError } from '#kernel';
import { decompress } from '../compression/compression.ts';
import * as batchHeader from './batch-header.ts';
import { readInt16 } from './big-endian.ts';
import { VarintReader } from './varint.ts';

/** A header as it was sent; the key is text, and the value a view of the batch's bytes. */
export interface DecodedHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

const EMPTY = new Uint8Array(0);
const NO_HEADERS: readonly DecodedHeader[] = [];

export class RecordCursor {
  /** Of the record at hand, from the batch's base offset. */
  offsetDelta = 0;
  /** Of the record at hand, from the batch's base timestamp; means nothing with log append time. */
  timestampDelta = 0;
  /** How many headers the record at hand states. */
  headerCount = 0;
  /** The bytes that the positions below count in: the batch's, or what it decompressed to. */
  bytes: Uint8Array = EMPTY;
  /** -1 where the key is null. */
  keyStart = 0;
  keyLength = -1;
  /** -1 where the value is null. */
  valueStart = 0;
  valueLength = -1;
  /** Where the record at hand begins, its length included. */
  recordStart = 0;
  recordEnd = 0;
  /** Records not yet read, the one at hand excluded. */
  remaining = 0;

  readonly #reader = new VarintReader(EMPTY);
  #end = 0;
  #baseOffset = 0;
  #baseTimestamp = 0;
  #logAppendTime = batchHeader.NO_TIMESTAMP;
  #isLogAppendTime = false;

  /**
   * Begins with the batch at `pos`, which `checkBatch` has passed.
   * @param maxDecompressedBytes what the records may take once decompressed; nothing beyond it is allocated
   * Throws CORRUPT_MESSAGE when they would take more or cannot be decompressed.
   */
  open(buf: Uint8Array, pos: number, maxDecompressedBytes: number): void {
    const start = pos + batchHeader.HEADER_SIZE;
    const end = pos + batchHeader.sizeInBytes(buf, pos);
    assert(end >= start && end <= buf.length, 'a cursor opens whole batches only');
    const count = batchHeader.recordsCount(buf, pos);
    if (count < 0) throw invalid(`the batch states ${count} records`);
    const type = batchHeader.compressionType(buf, pos);
    this.remaining = count;
    this.#baseOffset = batchHeader.baseOffset(buf, pos);
    this.#baseTimestamp = batchHeader.baseTimestamp(buf, pos);
    this.#isLogAppendTime = batchHeader.isLogAppendTime(buf, pos);
    this.#logAppendTime = batchHeader.maxTimestamp(buf, pos);
    if (type === 0 || count === 0) {
      this.#start(buf, start, end);
    } else {
      const records = decompress(type, buf.subarray(start, end), maxDecompressedBytes);
      this.#start(records, 0, records.length);
    }
  }

  /** Of the record at hand. */
  get offset(): number {
    return this.#baseOffset + this.offsetDelta;
  }

  /** Of the record at hand, in milliseconds; -1 for none. With log append time it is the batch's. */
  get timestamp(): number {
    return this.#isLogAppendTime ? this.#logAppendTime : this.#baseTimestamp + this.timestampDelta;
  }

  /** Lets go of the batch's bytes, for a cursor that is kept while there is nothing to read. */
  close(): void {
    this.remaining = 0;
    this.#start(EMPTY, 0, 0);
  }

  #start(bytes: Uint8Array, start: number, end: number): void {
    this.bytes = bytes;
    this.#reader.buf = bytes;
    this.#reader.pos = start;
    this.#end = end;
    this.recordStart = start;
    this.recordEnd = start;
  }

  /** Bytes of records not yet read; before the first `next`, what all of them take decompressed. */
  get remainingBytes(): number {
    return this.#end - this.recordEnd;
  }

  /**
   * Moves to the next record; false when there is none. Throws INVALID_RECORD when it is not what its length and its
   * batch say, or when bytes are left over behind the last one.
   */
  next(): boolean {
    if (this.remaining === 0) return false;
    const reader = this.#reader;
    const start = this.recordEnd;
    reader.pos = start;
    reader.limit = this.#end;
    const size = reader.readVarint();
    const end = reader.pos + size;
    if (size < 0 || end > this.#end) throw invalid('a record is longer than its batch');
    reader.limit = end;
    // Attributes of single records are unused; a record too short for them fails at what follows.
    reader.pos++;
    this.timestampDelta = reader.readVarlong();
    if (!Number.isSafeInteger(this.timestamp)) throw invalid('the timestamp of a record is beyond 2^53');
    this.offsetDelta = reader.readVarint();
    this.keyLength = readLength(reader);
    this.keyStart = reader.pos;
    if (this.keyLength > 0) reader.pos += this.keyLength;
    this.valueLength = readLength(reader);
    this.valueStart = reader.pos;
    if (this.valueLength > 0) reader.pos += this.valueLength;
    this.#readHeaderCount(end);
    this.recordStart = start;
    this.recordEnd = end;
    this.remaining--;
    if (this.remaining === 0 && end !== this.#end) throw invalid('bytes are left over behind the last record');
    return true;
  }

  #readHeaderCount(recordEnd: number): void {
    const reader = this.#reader;
    const count = reader.readVarint();
    // A header takes two bytes at least.
    if (count < 0 || count * 2 > recordEnd - reader.pos) throw invalid(`a record states ${count} headers`);
    if (count === 0 && reader.pos !== recordEnd) throw invalid('a record is longer than its contents');
    this.headerCount = count;
  }

  get key(): Uint8Array | null {
    return this.keyLength < 0 ? null : this.bytes.subarray(this.keyStart, this.keyStart + this.keyLength);
  }

  get value(): Uint8Array | null {
    return this.valueLength < 0 ? null : this.bytes.subarray(this.valueStart, this.valueStart + this.valueLength);
  }

  /** In the order they were sent, repeated keys included. Throws INVALID_RECORD when they do not fill the record. */
  headers(): readonly DecodedHeader[] {
    return this.headerCount === 0 ? NO_HEADERS : decodeHeaders(this.bytes, this.#valueEnd, this.recordEnd);
  }

  /** Throws what `headers` would, without making anything. */
  validateHeaders(): void {
    if (this.headerCount > 0) walkHeaders(this.bytes, this.#valueEnd, this.recordEnd);
  }

  get #valueEnd(): number {
    return this.valueLength < 0 ? this.valueStart : this.valueStart + this.valueLength;
  }

  /** In a control batch: the type in the record's key (`ControlRecordType`), -1 where there is no such key. */
  get controlType(): number {
    return this.keyLength < 4 ? -1 : readInt16(this.bytes, this.keyStart + 2);
  }
}

/** One is enough: reading headers never overlaps itself. */
const headerReader = new VarintReader(EMPTY);

/**
 * The headers of a record whose value ends at `valueEnd` and which itself ends at `recordEnd`, for whoever remembers a
 * record by its place. Throws INVALID_RECORD when they do not fill what is between.
 */
export function decodeHeaders(bytes: Uint8Array, valueEnd: number, recordEnd: number): DecodedHeader[] {
  const headers: DecodedHeader[] = [];
  walkHeaders(bytes, valueEnd, recordEnd, headers);
  return headers;
}

/** Four parameters rather than an options object, as it runs for every record with headers. */
function walkHeaders(bytes: Uint8Array, valueEnd: number, recordEnd: number, into?: DecodedHeader[]): void {
  const reader = headerReader;
  reader.buf = bytes;
  reader.pos = valueEnd;
  reader.limit = recordEnd;
  const count = reader.readVarint();
  for (let i = 0; i < count; i++) {
    const keyLength = readLength(reader);
    if (keyLength < 0) throw invalid('the key of a header is null');
    const keyStart = reader.pos;
    reader.pos += keyLength;
    const valueLength = readLength(reader);
    const valueStart = reader.pos;
    if (valueLength > 0) reader.pos += valueLength;
    into?.push({
      key: textOf(bytes, keyStart, keyStart + keyLength),
      value: valueLength < 0 ? null : bytes.subarray(valueStart, valueStart + valueLength),
    });
  }
  reader.buf = EMPTY;
  if (reader.pos !== recordEnd) throw invalid('a record is longer than its contents');
}

/** A length of what must lie within the record; any negative one stands for null, as for Kafka. */
function readLength(reader: VarintReader): number {
  const length = reader.readVarint();
  if (length > reader.limit - reader.pos) throw invalid('a key or a value is longer than its record');
  return length < 0 ? -1 : length;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  if (bytes instanceof Buffer) return bytes.toString('utf8', start, end);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

function invalid(message: string): KafkaError {
  return new KafkaError('INVALID_RECORD', message);
}
