/**
 * Protobuf's wire format as it is written (protobuf.dev, "Encoding"). Lengths stand before what they count and are known
 * after it: one byte is left for them, and what follows moves in the rare case that they need more.
 */
import { MessageSlab } from '../../message-slab.ts';

const SHORT_TEXT = 24;
const TWO_32 = 2 ** 32;

/** Writes one value at the sink's place; throws where it is none of its type. */
export type ProtoWrite = (sink: ProtoSink, value: unknown) => void;

export class ProtoSink extends MessageSlab {
  /** Leaves room for a length; answers what `close` is to be given. */
  open(): number {
    this.reserve(1);
    this.at++;
    return this.at - this.start;
  }

  /** Writes the length of what stands behind the place that `open` answered. */
  close(opened: number): void {
    const start = this.start + opened;
    const length = this.at - start;
    if (length < 0x80) {
      this.bytes[start - 1] = length;
      return;
    }
    const more = varintBytes(length) - 1;
    this.reserve(more);
    const from = this.start + opened;
    this.bytes.copyWithin(from + more, from, this.at);
    const end = this.at + more;
    this.at = from - 1;
    writeVarint(this, length);
    this.at = end;
  }
}

/** Of 32 bits, without sign. */
export function writeVarint(sink: ProtoSink, value: number): void {
  sink.reserve(5);
  const { bytes } = sink;
  let rest = value;
  while (rest > 0x7f) {
    bytes[sink.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[sink.at++] = rest;
}

/** Of 64 bits, in halves without sign. */
function writeVarint64(sink: ProtoSink, low: number, high: number): void {
  sink.reserve(10);
  const { bytes } = sink;
  let lo = low;
  let hi = high;
  while (hi !== 0 || lo > 0x7f) {
    bytes[sink.at++] = (lo & 0x7f) | 0x80;
    lo = ((lo >>> 7) | (hi << 25)) >>> 0;
    hi >>>= 7;
  }
  bytes[sink.at++] = lo;
}

function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

export function writeInt32(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw mismatch('int32', value);
  if (value >= 0) writeVarint(sink, value);
  else writeVarint64(sink, value >>> 0, 0xffff_ffff);
}

export function writeUint32(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number' || value >>> 0 !== value) throw mismatch('uint32', value);
  writeVarint(sink, value);
}

export function writeSint32(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw mismatch('sint32', value);
  writeVarint(sink, ((value << 1) ^ (value >> 31)) >>> 0);
}

export function writeBool(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'boolean') throw mismatch('bool', value);
  sink.reserve(1);
  sink.bytes[sink.at++] = value ? 1 : 0;
}

export function writeInt64(sink: ProtoSink, value: unknown): void {
  const big = signed64(value, 'int64');
  if (typeof big === 'number') writeVarint64(sink, big >>> 0, Math.floor(big / TWO_32) >>> 0);
  else writeBig(sink, big);
}

export function writeUint64(sink: ProtoSink, value: unknown): void {
  const big = unsigned64(value, 'uint64');
  if (typeof big === 'number') writeVarint64(sink, big >>> 0, Math.floor(big / TWO_32));
  else writeBig(sink, big);
}

export function writeSint64(sink: ProtoSink, value: unknown): void {
  const big = BigInt(signed64(value, 'sint64'));
  writeBig(sink, (big << 1n) ^ (big >> 63n));
}

function writeBig(sink: ProtoSink, value: bigint): void {
  writeVarint64(sink, Number(value & 0xffff_ffffn), Number((value >> 32n) & 0xffff_ffffn));
}

/** A safe integer as a number, all else as a bigint. */
function signed64(value: unknown, type: string): number | bigint {
  const given = integer(value, type);
  if (typeof given === 'number' || BigInt.asIntN(64, given) === given) return given;
  throw mismatch(type, value);
}

function unsigned64(value: unknown, type: string): number | bigint {
  const given = integer(value, type);
  if (given >= 0 && (typeof given === 'number' || BigInt.asUintN(64, given) === given)) return given;
  throw mismatch(type, value);
}

function integer(value: unknown, type: string): number | bigint {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return integer(BigInt(value), type);
  throw mismatch(type, value);
}

export function writeFixed32(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number' || value >>> 0 !== value) throw mismatch('fixed32', value);
  sink.reserve(4);
  sink.at = sink.bytes.writeUInt32LE(value, sink.at);
}

export function writeSfixed32(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw mismatch('sfixed32', value);
  sink.reserve(4);
  sink.at = sink.bytes.writeInt32LE(value, sink.at);
}

export function writeFixed64(sink: ProtoSink, value: unknown): void {
  sink.reserve(8);
  sink.at = sink.bytes.writeBigUInt64LE(BigInt(unsigned64(value, 'fixed64')), sink.at);
}

export function writeSfixed64(sink: ProtoSink, value: unknown): void {
  sink.reserve(8);
  sink.at = sink.bytes.writeBigInt64LE(BigInt(signed64(value, 'sfixed64')), sink.at);
}

export function writeFloat(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number') throw mismatch('float', value);
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) throw mismatch('float', value);
  sink.reserve(4);
  sink.at = sink.bytes.writeFloatLE(value, sink.at);
}

export function writeDouble(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'number') throw mismatch('double', value);
  sink.reserve(8);
  sink.at = sink.bytes.writeDoubleLE(value, sink.at);
}

export function writeString(sink: ProtoSink, value: unknown): void {
  if (typeof value !== 'string') throw mismatch('string', value);
  const { length } = value;
  sink.reserve(3 * length + 5);
  if (length <= SHORT_TEXT && writeAscii(sink, value)) return;
  const opened = sink.open();
  sink.at += sink.bytes.write(value, sink.at);
  sink.close(opened);
}

function writeAscii(sink: ProtoSink, text: string): boolean {
  const { bytes } = sink;
  let at = sink.at;
  bytes[at++] = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return false;
    bytes[at++] = code;
  }
  sink.at = at;
  return true;
}

export function writeBytes(sink: ProtoSink, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw mismatch('bytes', value);
  writeVarint(sink, value.length);
  putBytes(sink, value);
}

/** The bytes as they are. */
export function putBytes(sink: ProtoSink, bytes: Uint8Array): void {
  sink.reserve(bytes.length);
  sink.bytes.set(bytes, sink.at);
  sink.at += bytes.length;
}

/** A value that is none of its type. */
export function mismatch(expected: string, value: unknown): TypeError {
  const shown =
    typeof value === 'object' && value !== null
      ? Array.isArray(value)
        ? 'a list'
        : 'an object'
      : `${typeof value} ${String(value).slice(0, 40)}`;
  return new TypeError(`expected ${expected}, got ${shown}`);
}
