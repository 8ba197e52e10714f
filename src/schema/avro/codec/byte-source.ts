/**
 * Where binary data is read from (Avro 1.12 specification, "Binary Encoding"). The data is not trusted: every length is
 * held against the bytes that are left before anything is allocated, and nothing is read past the end.
 *
 * Invariant: what a message makes us allocate is bounded by its length (items that take no bytes have a bound of their
 * own), and so is the time that it takes.
 */
import { textOf, type KnownNames } from '../../text-bytes.ts';
import { AvroDataError } from './avro-data-error.ts';

/** How many items without bytes (of type null, or of records of nothing else) one message may hold. */
const MAX_FREE_ITEMS = 100_000;
const TWO_27 = 2 ** 27;
/** As many digits of 28 bits as make the middle of a long that is still a safe integer. */
const SAFE_MIDDLE = 2 ** 26;

/** Reads the value at the source's place; throws AvroDataError where the bytes are none. */
export type AvroRead = (source: ByteSource) => unknown;

/** Passes the value at the source's place. */
export type AvroSkip = (source: ByteSource) => void;

export class ByteSource {
  readonly bytes: Buffer;
  /** Where the next byte stands. */
  at: number;
  readonly end: number;
  /** How many records that contain themselves are open. */
  depth = 0;
  #freeItems = 0;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = bytes.length;
  }

  /** Throws where fewer bytes are left. */
  need(size: number): void {
    if (this.at + size > this.end) throw endOfData();
  }

  /** Throws where so many items of at least `itemBytes` each cannot be there. */
  needItems(count: number, itemBytes: number): void {
    if (itemBytes > 0) {
      if (count * itemBytes > this.end - this.at) throw endOfData();
      return;
    }
    this.#freeItems += count;
    if (this.#freeItems > MAX_FREE_ITEMS) {
      throw new AvroDataError(`more than ${MAX_FREE_ITEMS} items that take no bytes`);
    }
  }
}

function endOfData(): AvroDataError {
  return new AvroDataError('the data ends too early');
}

export function readNull(_source: ByteSource): null {
  return null;
}

export function readBoolean(source: ByteSource): boolean {
  const byte = readByte(source);
  if (byte > 1) throw new AvroDataError(`expected boolean, got a byte ${byte}`);
  return byte === 1;
}

function readByte(source: ByteSource): number {
  if (source.at >= source.end) throw endOfData();
  return source.bytes[source.at++] ?? 0;
}

/** A zigzag varint of 32 bits. */
export function readInt(source: ByteSource): number {
  let byte = readByte(source);
  // Most are short.
  if (byte <= 0x7f) return (byte >>> 1) ^ -(byte & 1);
  let digits = byte & 0x7f;
  for (let shift = 7; byte > 0x7f; shift += 7) {
    byte = readByte(source);
    if (shift === 28 && byte > 0x0f) throw new AvroDataError('expected int (32 bits), got a longer number');
    digits |= (byte & 0x7f) << shift;
  }
  return (digits >>> 1) ^ -(digits & 1);
}

/** A long as number; throws past 2^53. */
export function readLongNumber(source: ByteSource): number {
  const start = source.at;
  const low = readDigits(source);
  if (low < 0x1000_0000) return (low >>> 1) ^ -(low & 1);
  const middle = readDigits(source);
  const high = middle < 0x1000_0000 ? 0 : readHighDigits(source);
  if (high !== 0 || (middle & 0xfff_ffff) >= SAFE_MIDDLE) throw pastSafe(source, start);
  const long = joinSafe(low, middle);
  if (long < Number.MIN_SAFE_INTEGER) throw pastSafe(source, start);
  return long;
}

/** A long as bigint. */
export function readLongBigint(source: ByteSource): bigint {
  const low = readDigits(source);
  if (low < 0x1000_0000) return BigInt((low >>> 1) ^ -(low & 1));
  const middle = readDigits(source);
  const high = middle < 0x1000_0000 ? 0 : readHighDigits(source);
  if (high === 0 && (middle & 0xfff_ffff) < SAFE_MIDDLE) return BigInt(joinSafe(low, middle));
  const digits = (BigInt(high) << 56n) | (BigInt(middle & 0xfff_ffff) << 28n) | BigInt(low & 0xfff_ffff);
  return BigInt.asIntN(64, (digits >> 1n) ^ -(digits & 1n));
}

/** A long as the nearest double. */
export function readLongDouble(source: ByteSource): number {
  return Number(readLongBigint(source));
}

/** A long as the nearest float: by way of a double it would be rounded twice. */
export function readLongFloat(source: ByteSource): number {
  const long = readLongBigint(source);
  const double = Number(long);
  if (Number.isSafeInteger(double)) return Math.fround(double);
  // Bits that a float has no room for count only as "something": one more bit says so ("round to odd").
  const odd = (long >> 16n) | ((long & 0xffffn) === 0n ? 0n : 1n);
  return Math.fround(Number(odd)) * 0x1_0000;
}

/** Four digits of a varint, 28 bits; with 2^28 set where it goes on. */
function readDigits(source: ByteSource): number {
  let byte = readByte(source);
  let digits = byte & 0x7f;
  for (let shift = 7; byte > 0x7f; shift += 7) {
    if (shift === 28) return digits | 0x1000_0000;
    byte = readByte(source);
    digits |= (byte & 0x7f) << shift;
  }
  return digits;
}

/** The ninth and tenth digit. */
function readHighDigits(source: ByteSource): number {
  const ninth = readByte(source);
  if (ninth <= 0x7f) return ninth;
  const tenth = readByte(source);
  if (tenth > 1) throw new AvroDataError('expected long (64 bits), got a longer number');
  return (ninth & 0x7f) | (tenth << 7);
}

function joinSafe(low: number, middle: number): number {
  const magnitude = ((low & 0xfff_ffff) >>> 1) + (middle & 0xfff_ffff) * TWO_27;
  return (low & 1) === 0 ? magnitude : -magnitude - 1;
}

function pastSafe(source: ByteSource, start: number): AvroDataError {
  source.at = start;
  const long = readLongBigint(source);
  return new AvroDataError(`${long} is past 2^53, where numbers are not exact: read longs as bigint`);
}

const scratchFloat = new Float32Array(1);
const scratchDouble = new Float64Array(1);
const floatBytes = new Uint8Array(scratchFloat.buffer);
const doubleBytes = new Uint8Array(scratchDouble.buffer);

export function readFloat(source: ByteSource): number {
  source.need(4);
  const { bytes, at } = source;
  floatBytes[0] = bytes[at] ?? 0;
  floatBytes[1] = bytes[at + 1] ?? 0;
  floatBytes[2] = bytes[at + 2] ?? 0;
  floatBytes[3] = bytes[at + 3] ?? 0;
  source.at = at + 4;
  return scratchFloat[0] ?? 0;
}

export function readDouble(source: ByteSource): number {
  source.need(8);
  const { bytes, at } = source;
  doubleBytes[0] = bytes[at] ?? 0;
  doubleBytes[1] = bytes[at + 1] ?? 0;
  doubleBytes[2] = bytes[at + 2] ?? 0;
  doubleBytes[3] = bytes[at + 3] ?? 0;
  doubleBytes[4] = bytes[at + 4] ?? 0;
  doubleBytes[5] = bytes[at + 5] ?? 0;
  doubleBytes[6] = bytes[at + 6] ?? 0;
  doubleBytes[7] = bytes[at + 7] ?? 0;
  source.at = at + 8;
  return scratchDouble[0] ?? 0;
}

/** A length or count that may not be negative. */
function readLength(source: ByteSource): number {
  const length = readCount(source);
  if (length < 0) throw new AvroDataError(`a length of ${length}`);
  return length;
}

/** A number of items or bytes; whatever cannot be one is an error, however long. */
export function readCount(source: ByteSource): number {
  const low = readDigits(source);
  if (low < 0x1000_0000) return (low >>> 1) ^ -(low & 1);
  const middle = readDigits(source);
  const high = middle < 0x1000_0000 ? 0 : readHighDigits(source);
  if (high !== 0 || (middle & 0xfff_ffff) >= SAFE_MIDDLE) throw new AvroDataError('a length past 2^53');
  return joinSafe(low, middle);
}

/** How many bytes follow, all of them there. */
function readPresentLength(source: ByteSource): number {
  const length = readLength(source);
  source.need(length);
  return length;
}

/** Bytes that are no UTF-8 become U+FFFD. */
export function readString(source: ByteSource): string {
  const length = readPresentLength(source);
  const { bytes, at } = source;
  source.at = at + length;
  return textOf(bytes, at, at + length);
}

/** The same for names that come again and again. */
export function readName(source: ByteSource, names: KnownNames): string {
  const length = readPresentLength(source);
  const { bytes, at } = source;
  source.at = at + length;
  return names.read(bytes, at, at + length);
}

/** A copy: the message may be part of a large buffer that would live as long. */
export function readBytes(source: ByteSource): Buffer {
  return takeBytes(source, readPresentLength(source));
}

export function readFixedOf(size: number): AvroRead {
  return (source) => {
    source.need(size);
    return takeBytes(source, size);
  };
}

function takeBytes(source: ByteSource, length: number): Buffer {
  const { bytes, at } = source;
  source.at = at + length;
  return Buffer.from(bytes.subarray(at, at + length));
}

export function skipVarint(source: ByteSource): void {
  for (let digits = 1; readByte(source) > 0x7f; digits++) {
    if (digits === 10) throw new AvroDataError('a number of more than 64 bits');
  }
}

export function skipPrefixed(source: ByteSource): void {
  const length = readPresentLength(source);
  source.at += length;
}

export function skipFixedOf(size: number): AvroSkip {
  return (source) => {
    source.need(size);
    source.at += size;
  };
}
