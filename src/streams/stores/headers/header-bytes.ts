/**
 * The headers of a record in bytes, as Kafka's stores have them before a row's value (KIP-1271, its HeadersSerializer): the
 * length of what follows, then how many there are, and of each the key and the value with their lengths; a length of -1 is
 * a value that is null. All numbers are varints, signed as those of records; of no headers there is the length alone, 0.
 */
import { sizeOfHeaders, sizeOfVarint, VarintReader, writeHeaders, writeVarint } from '#client';
import { KafkaError } from '#kernel';
import type { RecordHeader } from '../../runtime/record-context.ts';

export const NO_HEADERS: readonly RecordHeader[] = [];
/** All that there is of no headers. */
const NO_LENGTH = 0;

/** The headers, and behind them the value. */
export function withHeaderBytes(headers: readonly RecordHeader[], value: Uint8Array | string): Buffer {
  const valueLength = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  const length = headers.length === 0 ? 0 : sizeOfHeaders(headers);
  const bytes = Buffer.allocUnsafe(sizeOfVarint(length) + length + valueLength);
  let at = writeVarint(bytes, 0, length);
  if (headers.length > 0) at = writeHeaders(bytes, at, headers);
  if (typeof value === 'string') bytes.write(value, at, 'utf8');
  else bytes.set(value, at);
  return bytes;
}

/** Where the value begins. Throws CORRUPT_ROW where the bytes end before it. */
export function valueStart(bytes: Uint8Array): number {
  if (bytes[0] === NO_LENGTH) return 1;
  const reader = new HeaderReader(bytes);
  return reader.skip(reader.length());
}

/** The headers before a value; those with bytes lie in the given ones. Throws CORRUPT_ROW where they do not read. */
export function headersIn(bytes: Uint8Array): readonly RecordHeader[] {
  if (bytes[0] === NO_LENGTH) return NO_HEADERS;
  const reader = new HeaderReader(bytes);
  const length = reader.length();
  const end = reader.at + length;
  const count = reader.length();
  const headers: RecordHeader[] = [];
  for (let index = 0; index < count; index++) headers.push(reader.header());
  if (reader.at !== end) throw corrupt();
  return headers;
}

/** Copies, to be kept: those of a record lie in what was fetched with it. */
export function ownHeaders(headers: readonly RecordHeader[]): readonly RecordHeader[] {
  if (headers.length === 0) return NO_HEADERS;
  return headers.map(({ key, value }) => ({ key, value: value === null ? null : copyOf(value) }));
}

function copyOf(bytes: Uint8Array): Buffer {
  // Not out of the pool, of which a row would keep more than its own.
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

class HeaderReader {
  readonly #bytes: Buffer;
  readonly #reader: VarintReader;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#reader = new VarintReader(this.#bytes);
    this.#reader.limit = bytes.length;
  }

  get at(): number {
    return this.#reader.pos;
  }

  /** A number from 0 on. */
  length(): number {
    const length = this.#varint();
    if (length < 0) throw corrupt();
    return length;
  }

  header(): RecordHeader {
    const keyLength = this.length();
    const key = this.#bytes.toString('utf8', this.at, this.skip(keyLength));
    const valueLength = this.#varint();
    if (valueLength < -1) throw corrupt();
    if (valueLength === -1) return { key, value: null };
    const start = this.at;
    return { key, value: this.#bytes.subarray(start, this.skip(valueLength)) };
  }

  /** Past so many bytes; answers where they end. */
  skip(length: number): number {
    if (length > this.#bytes.length - this.at) throw corrupt();
    this.#reader.pos += length;
    return this.at;
  }

  #varint(): number {
    try {
      return this.#reader.readVarint();
    } catch (cause) {
      throw corrupt(cause);
    }
  }
}

function corrupt(cause?: unknown): KafkaError {
  return new KafkaError(
    'CORRUPT_ROW',
    'The headers of a row do not read: remove the directory of the store, and its rows come back from the changelog',
    { cause },
  );
}
