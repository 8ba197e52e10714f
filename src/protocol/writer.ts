/**
 * Writes Kafka's primitive types, the counterpart of Reader. Messages are written one after the other into slabs of
 * memory; a slab is never written twice, so that the chunks of a finished message stay valid while they wait for
 * their socket. Large byte arrays are not copied but spliced in between, and must not change until they are sent.
 *
 * A value that its type cannot hold is refused (ProtocolError `range`) rather than cut to size.
 */
import { byteLength, type ByteChunks } from './byte-chunks.ts';
import { ProtocolError } from './protocol-error.ts';
import { LONG_MAX, LONG_MIN } from './reader.ts';
import { writeUuid, ZERO_UUID } from './uuid.ts';

const SLAB_BYTES = 64 * 1024;
/** Below this, copying costs less than one more chunk for the socket. */
const SPLICE_BYTES = 4096;
const MAX_STRING_BYTES = 0x7fff;
/** So many UTF-16 units take at most 126 bytes of UTF-8, so that their compact length is one byte. */
const SHORT_STRING = 42;
const TWO_32 = 2 ** 32;

export class Writer {
  #buffer: Buffer;
  #view: DataView;
  /** Where the message that is being written begins in the slab. */
  #start = 0;
  #position = 0;
  #end: number;
  #framed = false;
  /** Where in the message the spliced arrays belong, counted without those before. */
  #spliceOffsets: number[] = [];
  #spliced: Uint8Array[] = [];
  #splicedBytes = 0;

  constructor() {
    this.#buffer = Buffer.allocUnsafeSlow(SLAB_BYTES);
    this.#view = new DataView(this.#buffer.buffer);
    this.#end = SLAB_BYTES;
  }

  /** Bytes of the message so far, the frame's length included. */
  get length(): number {
    return this.#position - this.#start + this.#splicedBytes;
  }

  /** Begins a message; one that was not finished is dropped. */
  begin(): void {
    this.#position = this.#start;
    this.#framed = false;
    this.#clearSplices();
  }

  /** Begins a message behind four bytes for its length, which `finish` fills in. */
  beginFrame(): void {
    this.begin();
    this.#framed = true;
    this.#advance(4);
  }

  /** The message in chunks, in order, for one `writev`. */
  finish(): Uint8Array[] {
    const { length } = this;
    if (this.#framed) this.#view.setInt32(this.#start, length - 4);
    const chunks: Uint8Array[] = [];
    let from = this.#start;
    for (let i = 0; i < this.#spliced.length; i++) {
      const to = this.#start + this.#spliceOffsets[i]!;
      if (to > from) chunks.push(this.#buffer.subarray(from, to));
      chunks.push(this.#spliced[i]!);
      from = to;
    }
    if (this.#position > from) chunks.push(this.#buffer.subarray(from, this.#position));
    this.#start = this.#position;
    this.#framed = false;
    this.#clearSplices();
    return chunks;
  }

  /** As `finish`, in one piece; copies where something was spliced in. */
  finishBuffer(): Buffer {
    const chunks = this.finish();
    const only = chunks[0];
    return chunks.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(chunks);
  }

  int8(value: number): void {
    if ((value << 24) >> 24 !== value) throw outOfRange('int8', value);
    const at = this.#advance(1);
    this.#view.setInt8(at, value);
  }

  boolean(value: boolean): void {
    const at = this.#advance(1);
    this.#view.setInt8(at, value ? 1 : 0);
  }

  int16(value: number): void {
    if ((value << 16) >> 16 !== value) throw outOfRange('int16', value);
    const at = this.#advance(2);
    this.#view.setInt16(at, value);
  }

  uint16(value: number): void {
    if ((value & 0xffff) !== value) throw outOfRange('uint16', value);
    const at = this.#advance(2);
    this.#view.setUint16(at, value);
  }

  int32(value: number): void {
    if ((value | 0) !== value) throw outOfRange('int32', value);
    const at = this.#advance(4);
    this.#view.setInt32(at, value);
  }

  uint32(value: number): void {
    if (value >>> 0 !== value) throw outOfRange('uint32', value);
    const at = this.#advance(4);
    this.#view.setUint32(at, value);
  }

  /** 2^63 and -2^63 stand for Java's Long.MAX_VALUE and Long.MIN_VALUE. */
  int64(value: number): void {
    const at = this.#advance(8);
    if (Number.isSafeInteger(value)) {
      const high = Math.floor(value / TWO_32);
      this.#view.setInt32(at, high);
      this.#view.setUint32(at + 4, value - high * TWO_32);
    } else if (value === LONG_MAX) {
      this.#view.setInt32(at, 0x7fffffff);
      this.#view.setUint32(at + 4, 0xffffffff);
    } else if (value === LONG_MIN) {
      this.#view.setInt32(at, -0x80000000);
      this.#view.setUint32(at + 4, 0);
    } else {
      throw outOfRange('int64', value);
    }
  }

  /** 64 bits that are no count, all of which matter: hashes. */
  bits64(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw outOfRange('bits64', value);
    const at = this.#advance(8);
    this.#view.setBigInt64(at, value);
  }

  float64(value: number): void {
    const at = this.#advance(8);
    this.#view.setFloat64(at, value);
  }

  /** Kafka's 22 characters of base64url. */
  uuid(value: string): void {
    const at = this.#advance(16);
    if (value === ZERO_UUID) this.#buffer.fill(0, at, at + 16);
    else if (!writeUuid(value, this.#buffer, at)) throw outOfRange('uuid', value);
  }

  /** An unsigned varint of at most 32 bits. */
  uvarint(value: number): void {
    if (value >= 0x80 || value < 0) {
      this.#longUvarint(value);
      return;
    }
    const at = this.#advance(1);
    this.#buffer[at] = value;
  }

  string(value: string): void {
    const lengthAt = this.#advance(2) - this.#start;
    const size = this.#text(value);
    this.#view.setInt16(this.#start + lengthAt, size);
  }

  stringOrNull(value: string | null): void {
    if (value === null) this.int16(-1);
    else this.string(value);
  }

  compactString(value: string): void {
    if (value.length <= SHORT_STRING) {
      const lengthAt = this.#advance(1) - this.#start;
      const size = this.#text(value);
      this.#buffer[this.#start + lengthAt] = size + 1;
    } else {
      this.uvarint(Buffer.byteLength(value) + 1);
      this.#text(value);
    }
  }

  compactStringOrNull(value: string | null): void {
    if (value === null) this.uvarint(0);
    else this.compactString(value);
  }

  bytes(value: ByteChunks): void {
    this.int32(byteLength(value));
    this.#appendAll(value);
  }

  bytesOrNull(value: ByteChunks | null): void {
    if (value === null) this.int32(-1);
    else this.bytes(value);
  }

  compactBytes(value: ByteChunks): void {
    this.uvarint(byteLength(value) + 1);
    this.#appendAll(value);
  }

  compactBytesOrNull(value: ByteChunks | null): void {
    if (value === null) this.uvarint(0);
    else this.compactBytes(value);
  }

  /** The number of an array's elements; -1 for null. */
  count(value: number): void {
    this.int32(value);
  }

  compactCount(value: number): void {
    this.uvarint(value + 1);
  }

  int8s(values: readonly number[]): void {
    for (const value of values) this.int8(value);
  }

  int16s(values: readonly number[]): void {
    for (const value of values) this.int16(value);
  }

  int32s(values: readonly number[]): void {
    for (const value of values) this.int32(value);
  }

  int64s(values: readonly number[]): void {
    for (const value of values) this.int64(value);
  }

  uuids(values: readonly string[]): void {
    for (const value of values) this.uuid(value);
  }

  strings(values: readonly string[]): void {
    for (const value of values) this.string(value);
  }

  compactStrings(values: readonly string[]): void {
    for (const value of values) this.compactString(value);
  }

  /** Begins the value of a tagged field, whose size `endTag` writes before it. Nothing may be spliced into it. */
  beginTag(): number {
    return this.#advance(1) + 1 - this.#start;
  }

  endTag(begin: number): void {
    const size = this.#position - this.#start - begin;
    if (size < 0x80) {
      this.#buffer[this.#start + begin - 1] = size;
      return;
    }
    // The size takes more than the one byte that was kept for it: the value moves to the right.
    const extra = uvarintBytes(size) - 1;
    this.#advance(extra);
    const from = this.#start + begin;
    this.#buffer.copyWithin(from + extra, from, from + size);
    this.#position = from - 1;
    this.#longUvarint(size);
    this.#position += size;
  }

  /** Makes room. It may exchange buffer and view, so that it has to be called before those are looked at. */
  #advance(size: number): number {
    if (this.#position + size > this.#end) this.#grow(size);
    const at = this.#position;
    this.#position = at + size;
    return at;
  }

  /** Goes on in a new slab, to which the message so far moves. */
  #grow(size: number): void {
    const written = this.#position - this.#start;
    const slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, 2 * (written + size)));
    this.#buffer.copy(slab, 0, this.#start, this.#position);
    this.#buffer = slab;
    this.#view = new DataView(slab.buffer);
    this.#start = 0;
    this.#position = written;
    this.#end = slab.length;
  }

  #appendAll(value: ByteChunks): void {
    if (value instanceof Uint8Array) this.#append(value);
    else for (const chunk of value) this.#append(chunk);
  }

  #append(value: Uint8Array): void {
    if (value.length < SPLICE_BYTES) {
      const at = this.#advance(value.length);
      this.#buffer.set(value, at);
      return;
    }
    this.#spliceOffsets.push(this.#position - this.#start);
    this.#spliced.push(value);
    this.#splicedBytes += value.length;
  }

  #clearSplices(): void {
    if (this.#spliced.length === 0) return;
    this.#spliceOffsets = [];
    this.#spliced = [];
    this.#splicedBytes = 0;
  }

  /** Writes the UTF-8 of a string and answers its size. */
  #text(value: string): number {
    const { length } = value;
    if (length <= SHORT_STRING) {
      const at = this.#advance(length * 3);
      const end = this.#ascii(value, at);
      const size = end >= 0 ? length : this.#buffer.write(value, at, 'utf8');
      this.#position = at + size;
      return size;
    }
    const size = Buffer.byteLength(value);
    if (size > MAX_STRING_BYTES) throw outOfRange('string', `of ${size} bytes`);
    const at = this.#advance(size);
    this.#buffer.write(value, at, 'utf8');
    return size;
  }

  /** Writes a short string of ASCII; answers -1 where another character stands in it. */
  #ascii(value: string, start: number): number {
    let at = start;
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= 0x80) return -1;
      this.#buffer[at++] = unit;
    }
    return at;
  }

  #longUvarint(value: number): void {
    if (value >>> 0 !== value) throw outOfRange('unsigned varint', value);
    let at = this.#advance(uvarintBytes(value));
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#buffer[at] = rest;
  }
}

function uvarintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

function outOfRange(type: string, value: number | bigint | string): ProtocolError {
  return new ProtocolError('range', `${value} is no ${type}`);
}
