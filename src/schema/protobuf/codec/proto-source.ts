/**
 * Where Protobuf's wire format is read from (protobuf.dev, "Encoding"). The data is not trusted: every length is held
 * against the bytes that are left, and nothing is read past the end of what a length bounds.
 */
import { Buffer } from 'node:buffer';
import { KnownNames, textOf } from '../../text-bytes.ts';

const TWO_32 = 2 ** 32;
const MAX_HIGH = 2 ** 21;
/** How deep messages, or groups that are skipped, may stand within each other. */
export const MAX_DEPTH = 100;

/** Reads the value at the source's place. */
export type ProtoRead = (source: ProtoSource) => unknown;

/** A field that the schema does not know: its bytes behind the tag, as they stand. */
export interface UnknownField {
  readonly no: number;
  readonly wireType: number;
  readonly data: Uint8Array;
}

export class ProtoSource {
  readonly bytes: Buffer;
  /** Where the next byte stands. */
  at: number;
  /** Of the message that is being read. */
  end: number;
  depth = 0;
  /** Halves of the last varint of 64 bits. */
  low = 0;
  high = 0;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = bytes.length;
  }

  /** Enters what a length bounds; answers the end to go back to. */
  enter(): number {
    const length = readVarint(this);
    if (length > this.end - this.at) throw endOfData();
    const before = this.end;
    this.end = this.at + length;
    return before;
  }

  need(size: number): void {
    if (this.at + size > this.end) throw endOfData();
  }
}

function endOfData(): RangeError {
  return new RangeError('the data ends too early');
}

/** The lower 32 bits, without sign, of a varint of up to 64. */
export function readVarint(source: ProtoSource): number {
  const { bytes, end } = source;
  let at = source.at;
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (at >= end) throw endOfData();
    const byte = bytes[at++]!;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      source.at = at;
      return value >>> 0;
    }
  }
  throw new RangeError('a number of more than 64 bits');
}

function readVarint64(source: ProtoSource): void {
  const { bytes, end } = source;
  let at = source.at;
  let low = 0;
  let high = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (at >= end) throw endOfData();
    const byte = bytes[at++]!;
    const digit = byte & 0x7f;
    if (shift < 28) low |= digit << shift;
    else if (shift === 28) {
      low |= digit << 28;
      high = digit >>> 4;
    } else if (shift < 63) high |= digit << (shift - 32);
    else high |= (digit & 1) << 31;
    if (byte < 0x80) {
      source.at = at;
      source.low = low >>> 0;
      source.high = high >>> 0;
      return;
    }
  }
  throw new RangeError('a number of more than 64 bits');
}

export function readInt32(source: ProtoSource): number {
  return readVarint(source) | 0;
}

export function readSint32(source: ProtoSource): number {
  const value = readVarint(source);
  return (value >>> 1) ^ -(value & 1);
}

export function readBool(source: ProtoSource): boolean {
  readVarint64(source);
  return source.low !== 0 || source.high !== 0;
}

export function readUint64(source: ProtoSource): bigint {
  readVarint64(source);
  const { low, high } = source;
  return high < MAX_HIGH ? BigInt(high * TWO_32 + low) : (BigInt(high) << 32n) | BigInt(low);
}

export function readInt64(source: ProtoSource): bigint {
  readVarint64(source);
  const { low, high } = source;
  const signed = high | 0;
  if (signed < MAX_HIGH && signed >= -MAX_HIGH) return BigInt(signed * TWO_32 + low);
  return (BigInt(signed) << 32n) | BigInt(low);
}

export function readSint64(source: ProtoSource): bigint {
  const value = readUint64(source);
  return (value >> 1n) ^ -(value & 1n);
}

export function readFixed32(source: ProtoSource): number {
  source.need(4);
  source.at += 4;
  return source.bytes.readUInt32LE(source.at - 4);
}

export function readSfixed32(source: ProtoSource): number {
  return readFixed32(source) | 0;
}

export function readFixed64(source: ProtoSource): bigint {
  source.need(8);
  source.at += 8;
  return source.bytes.readBigUInt64LE(source.at - 8);
}

export function readSfixed64(source: ProtoSource): bigint {
  return BigInt.asIntN(64, readFixed64(source));
}

export function readFloat(source: ProtoSource): number {
  source.need(4);
  source.at += 4;
  return source.bytes.readFloatLE(source.at - 4);
}

export function readDouble(source: ProtoSource): number {
  source.need(8);
  source.at += 8;
  return source.bytes.readDoubleLE(source.at - 8);
}

/** Bytes that are no UTF-8 become U+FFFD. */
export function readString(source: ProtoSource): string {
  const length = readVarint(source);
  source.need(length);
  const { bytes, at } = source;
  source.at = at + length;
  return textOf(bytes, at, at + length);
}

/** The same for names that come again and again, as the keys of a map do. */
export function nameReader(): (source: ProtoSource) => string {
  const names = new KnownNames();
  return (source) => {
    const length = readVarint(source);
    source.need(length);
    source.at += length;
    return names.read(source.bytes, source.at - length, source.at);
  };
}

/** A copy: the message may be part of a large buffer that would live as long. */
export function readBytes(source: ProtoSource): Buffer {
  const length = readVarint(source);
  source.need(length);
  source.at += length;
  return Buffer.from(source.bytes.subarray(source.at - length, source.at));
}

/** Passes a value whose tag has been read, and answers it. */
export function readUnknown(source: ProtoSource, tag: number): UnknownField {
  const no = tag >>> 3;
  const wireType = tag & 7;
  if (no === 0) throw new RangeError('a field number of 0');
  const start = source.at;
  skip(source, tag, 0);
  return { no, wireType, data: new Uint8Array(source.bytes.subarray(start, source.at)) };
}

function skip(source: ProtoSource, tag: number, depth: number): void {
  switch (tag & 7) {
    case 0:
      readVarint(source);
      return;
    case 1:
      source.need(8);
      source.at += 8;
      return;
    case 2: {
      const length = readVarint(source);
      source.need(length);
      source.at += length;
      return;
    }
    case 3:
      skipGroup(source, tag >>> 3, depth + 1);
      return;
    case 5:
      source.need(4);
      source.at += 4;
      return;
    default:
      throw new RangeError(`a wire type of ${tag & 7}`);
  }
}

function skipGroup(source: ProtoSource, no: number, depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError('the data is nested too deeply');
  for (;;) {
    const tag = readVarint(source);
    if ((tag & 7) === 4) {
      if (tag >>> 3 === no) return;
      throw new RangeError('a group that ends as another');
    }
    skip(source, tag, depth);
  }
}
