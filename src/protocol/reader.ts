/**
 * Reads Kafka's primitive types from the bytes of one frame (protocol guide, "Protocol Primitive Types"; compact
 * types and tagged fields KIP-482). Whatever the bytes are, a method answers or throws a ProtocolError: it never
 * reads past the end, and never allocates on a length that the bytes merely claim.
 *
 * Bytes come back as views of the frame, not as copies. A 64-bit integer is a number: exact up to ±(2^53-1), and
 * Java's Long.MAX_VALUE and Long.MIN_VALUE, which Kafka uses as marks, are exactly 2^63 and -2^63.
 */
import { asBuffer } from '#kernel';
import { ProtocolError } from './protocol-error.ts';
import { uuidFromBytes, ZERO_UUID } from './uuid.ts';

/** Java's Long.MAX_VALUE, as it appears in fields that are numbers. */
export const LONG_MAX: number = 2 ** 63;
/** Java's Long.MIN_VALUE, as it appears in fields that are numbers. */
export const LONG_MIN: number = -(2 ** 63);

/** The default of fields of bytes. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

const MAX_STRING_BYTES = 0x7fff;
const TWO_32 = 2 ** 32;

/**
 * How many structs and strings the arrays of one message may hold in all. A struct of three bytes becomes objects of
 * a hundred, so that the frame's size alone would not bound the memory. (Numbers do not grow so, and do not count.)
 */
const DEFAULT_MAX_ELEMENTS = 1_000_000;

export interface ReaderOptions {
  /** Structs and strings that the arrays of the message may hold in all; 1,000,000 where it is absent. */
  maxElements?: number;
  /** Keep the unknown tagged fields of the outermost struct in `unknownTags` instead of skipping them. */
  keepUnknownTags?: boolean;
}

/** A tagged field that the reader's version of the message does not know. */
export interface UnknownTag {
  readonly tag: number;
  readonly bytes: Uint8Array;
}

export class Reader {
  /** Unknown tagged fields of the outermost structs that were read; null unless they are to be kept. */
  readonly unknownTags: UnknownTag[] | null;
  #buffer: Buffer;
  #view: DataView;
  #position = 0;
  #end: number;
  #elementsLeft: number;

  constructor(bytes: Uint8Array, options: ReaderOptions = {}) {
    this.unknownTags = options.keepUnknownTags === true ? [] : null;
    this.#buffer = asBuffer(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
    this.#elementsLeft = options.maxElements ?? DEFAULT_MAX_ELEMENTS;
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#position;
  }

  get remaining(): number {
    return this.#end - this.#position;
  }

  /** Refuses bytes behind the message, as a broker must. */
  expectEnd(): void {
    if (this.#position !== this.#end) {
      throw new ProtocolError('left over', `${this.remaining} bytes are left behind the message`);
    }
  }

  int8(): number {
    return this.#view.getInt8(this.#advance(1));
  }

  /** Any byte but zero is true. */
  boolean(): boolean {
    return this.#view.getInt8(this.#advance(1)) !== 0;
  }

  int16(): number {
    return this.#view.getInt16(this.#advance(2));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2));
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4));
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4));
  }

  int64(): number {
    const at = this.#advance(8);
    const high = this.#view.getInt32(at);
    const low = this.#view.getUint32(at + 4);
    const value = high * TWO_32 + low;
    if (high >= -0x200000 && high < 0x200000 && value !== -(2 ** 53)) return value;
    if (high === 0x7fffffff && low === 0xffffffff) return LONG_MAX;
    if (high === -0x80000000 && low === 0) return LONG_MIN;
    throw new ProtocolError('unsafe integer', 'a 64-bit integer lies past ±(2^53-1)');
  }

  /** 64 bits that are no count, all of which matter: hashes. */
  bits64(): bigint {
    return this.#view.getBigInt64(this.#advance(8));
  }

  float64(): number {
    return this.#view.getFloat64(this.#advance(8));
  }

  /** Kafka's 22 characters of base64url. */
  uuid(): string {
    const at = this.#advance(16);
    const view = this.#view;
    if ((view.getInt32(at) | view.getInt32(at + 4) | view.getInt32(at + 8) | view.getInt32(at + 12)) === 0) {
      return ZERO_UUID;
    }
    return uuidFromBytes(this.#buffer, at);
  }

  /** An unsigned varint of at most 32 bits. */
  uvarint(): number {
    const first = this.#view.getUint8(this.#advance(1));
    return first < 0x80 ? first : this.#longUvarint(first & 0x7f);
  }

  string(): string {
    return this.#text(this.int16());
  }

  stringOrNull(): string | null {
    const length = this.int16();
    return length === -1 ? null : this.#text(length);
  }

  compactString(): string {
    return this.#text(this.uvarint() - 1);
  }

  compactStringOrNull(): string | null {
    const length = this.uvarint() - 1;
    return length === -1 ? null : this.#text(length);
  }

  bytes(): Buffer {
    return this.#slice(this.int32());
  }

  bytesOrNull(): Buffer | null {
    const length = this.int32();
    return length === -1 ? null : this.#slice(length);
  }

  compactBytes(): Buffer {
    return this.#slice(this.uvarint() - 1);
  }

  compactBytesOrNull(): Buffer | null {
    const length = this.uvarint() - 1;
    return length === -1 ? null : this.#slice(length);
  }

  /** The number of an array's elements, of which each takes at least `minimalBytes`. */
  count(minimalBytes: number): number {
    return this.#claim(this.int32(), minimalBytes);
  }

  /** As `count`; -1 for null. */
  countOrNull(minimalBytes: number): number {
    const count = this.int32();
    return count === -1 ? -1 : this.#claim(count, minimalBytes);
  }

  compactCount(minimalBytes: number): number {
    return this.#claim(this.uvarint() - 1, minimalBytes);
  }

  compactCountOrNull(minimalBytes: number): number {
    const count = this.uvarint() - 1;
    return count === -1 ? -1 : this.#claim(count, minimalBytes);
  }

  /** As `count`, for arrays of structs, of which a message holds no more than the reader takes. */
  structCount(minimalBytes: number): number {
    return this.#spend(this.count(minimalBytes));
  }

  structCountOrNull(minimalBytes: number): number {
    return this.#spend(this.countOrNull(minimalBytes));
  }

  compactStructCount(minimalBytes: number): number {
    return this.#spend(this.compactCount(minimalBytes));
  }

  compactStructCountOrNull(minimalBytes: number): number {
    return this.#spend(this.compactCountOrNull(minimalBytes));
  }

  int8s(count: number): number[] {
    const array: number[] = [];
    for (let i = 0; i < count; i++) array.push(this.int8());
    return array;
  }

  int16s(count: number): number[] {
    const array: number[] = [];
    for (let i = 0; i < count; i++) array.push(this.int16());
    return array;
  }

  int32s(count: number): number[] {
    const array: number[] = [];
    for (let i = 0; i < count; i++) array.push(this.int32());
    return array;
  }

  int32sOrNull(count: number): number[] | null {
    return count < 0 ? null : this.int32s(count);
  }

  int64s(count: number): number[] {
    const array: number[] = [];
    for (let i = 0; i < count; i++) array.push(this.int64());
    return array;
  }

  uuids(count: number): string[] {
    const array: string[] = [];
    for (let i = 0; i < count; i++) array.push(this.uuid());
    return array;
  }

  uuidsOrNull(count: number): string[] | null {
    return count < 0 ? null : this.uuids(count);
  }

  strings(count: number): string[] {
    this.#spend(count);
    const array: string[] = [];
    for (let i = 0; i < count; i++) array.push(this.string());
    return array;
  }

  stringsOrNull(count: number): string[] | null {
    return count < 0 ? null : this.strings(count);
  }

  compactStrings(count: number): string[] {
    this.#spend(count);
    const array: string[] = [];
    for (let i = 0; i < count; i++) array.push(this.compactString());
    return array;
  }

  compactStringsOrNull(count: number): string[] | null {
    return count < 0 ? null : this.compactStrings(count);
  }

  /** Skips the tagged fields of a struct of which none is known. */
  skipTags(): void {
    for (let count = this.tagCount(); count > 0; count--) {
      const tag = this.uvarint();
      this.skipTag(tag, this.tagEnd());
    }
  }

  /** As `skipTags`, for the outermost struct: its unknown fields are kept where that is wanted. */
  keepTags(): void {
    for (let count = this.tagCount(); count > 0; count--) {
      const tag = this.uvarint();
      this.keepTag(tag, this.tagEnd());
    }
  }

  /** The number of tagged fields. Each takes two bytes at least. */
  tagCount(): number {
    const count = this.uvarint();
    if (count === 0) return 0;
    if (count > 0x7fffffff) throw new ProtocolError('tag count', 'a number of tagged fields is negative');
    if (count * 2 > this.remaining) throw new ProtocolError('truncated', `${count} tagged fields do not fit`);
    return count;
  }

  /** Reads the size of a tagged field and answers the position of its end. */
  tagEnd(): number {
    const size = this.uvarint();
    if (size > this.remaining) throw new ProtocolError('tag size', `a tagged field of ${size} bytes does not fit`);
    return this.#position + size;
  }

  /** Refuses a known tagged field whose contents did not end where its size says. */
  expectTagEnd(end: number): void {
    if (this.#position !== end)
      throw new ProtocolError('tag size', 'the size of a tagged field is not that of its value');
  }

  skipTag(_tag: number, end: number): void {
    this.#position = end;
  }

  keepTag(tag: number, end: number): void {
    this.unknownTags?.push({ tag, bytes: this.#buffer.subarray(this.#position, end) });
    this.#position = end;
  }

  #advance(size: number): number {
    const at = this.#position;
    if (at + size > this.#end) throw truncated(size, this.#end - at);
    this.#position = at + size;
    return at;
  }

  #longUvarint(low: number): number {
    let value = low;
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.#view.getUint8(this.#advance(1));
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    const last = this.#view.getUint8(this.#advance(1));
    if (last >= 0x80) throw new ProtocolError('varint', 'a varint has more than five bytes');
    return (value | (last << 28)) >>> 0;
  }

  #text(length: number): string {
    if (length === 0) return '';
    if (length < 0 || length > MAX_STRING_BYTES) throw badLength('string', length);
    const at = this.#advance(length);
    return this.#buffer.toString('utf8', at, at + length);
  }

  #slice(length: number): Buffer {
    if (length < 0 || length > 0x7fffffff) throw badLength('byte array', length);
    const at = this.#advance(length);
    return this.#buffer.subarray(at, at + length);
  }

  #claim(count: number, minimalBytes: number): number {
    if (count < 0 || count > 0x7fffffff) throw badLength('array', count);
    if (count * minimalBytes > this.remaining) {
      throw new ProtocolError('count', `an array of ${count} elements does not fit into ${this.remaining} bytes`);
    }
    return count;
  }

  /** Takes structs or strings from what the message may still hold; null, which is -1, takes one as well. */
  #spend(count: number): number {
    this.#elementsLeft -= Math.abs(count);
    if (this.#elementsLeft < 0) throw new ProtocolError('count', 'the arrays of a message hold too many elements');
    return count;
  }
}

function truncated(wanted: number, remaining: number): ProtocolError {
  return new ProtocolError('truncated', `${wanted} bytes are wanted where ${remaining} are left`);
}

function badLength(what: string, length: number): ProtocolError {
  if (length === -1) return new ProtocolError('null', `null stands for a ${what} that may not be null`);
  return new ProtocolError('length', `a ${what} has a length of ${length}`);
}
