/** Binary data as it is written (Avro 1.12 specification, "Binary Encoding"). */
import { MessageSlab } from '../../message-slab.ts';
import { AvroDataError, mismatch } from './avro-data-error.ts';

const SHORT_TEXT = 24;

/** Writes one value at the sink's place; throws AvroDataError for a value that does not fit. */
export type AvroWrite = (sink: ByteSink, value: unknown) => void;

export class ByteSink extends MessageSlab {
  /** How many records that contain themselves are open. */
  depth = 0;

  override begin(room: number): void {
    this.depth = 0;
    super.begin(room);
  }
}

export function writeNull(_sink: ByteSink, value: unknown): void {
  if (value !== null && value !== undefined) throw mismatch('null', value);
}

export function writeBoolean(sink: ByteSink, value: unknown): void {
  if (typeof value !== 'boolean') throw mismatch('boolean', value);
  sink.reserve(1);
  sink.bytes[sink.at++] = value ? 1 : 0;
}

export function writeInt(sink: ByteSink, value: unknown): void {
  if (typeof value !== 'number' || (value | 0) !== value) throw intProblem(value);
  writeVarint(sink, value);
}

function intProblem(value: unknown): AvroDataError {
  if (typeof value !== 'number') return mismatch('int', value);
  return new AvroDataError(`expected int (32 bits), got ${Number.isInteger(value) ? '' : 'number '}${value}`);
}

/** A zigzag varint of 32 bits. */
export function writeVarint(sink: ByteSink, value: number): void {
  sink.reserve(5);
  const { bytes } = sink;
  let rest = (value << 1) ^ (value >> 31);
  while ((rest & ~0x7f) !== 0) {
    bytes[sink.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[sink.at++] = rest;
}

/** A long from a safe integer or a bigint of 64 bits. */
export function writeLong(sink: ByteSink, value: unknown): void {
  if (typeof value === 'number') {
    if ((value | 0) === value) writeVarint(sink, value);
    else if (Number.isSafeInteger(value)) writeSafeLong(sink, value);
    else throw longProblem(value);
  } else if (typeof value === 'bigint') writeBigLong(sink, value);
  else throw mismatch('long', value);
}

function longProblem(value: number): AvroDataError {
  if (!Number.isInteger(value)) return mismatch('long', value);
  return new AvroDataError(`expected long, got number ${value}: past 2^53 only a bigint is exact`);
}

/** Zigzag doubles, and twice a safe integer is none: so the first digit is split off before. */
function writeSafeLong(sink: ByteSink, value: number): void {
  sink.reserve(10);
  const magnitude = value < 0 ? -(value + 1) : value;
  const first = ((magnitude % 64) << 1) | (value < 0 ? 1 : 0);
  writeDigits(sink, first, Math.floor(magnitude / 64));
}

function writeDigits(sink: ByteSink, first: number, others: number): void {
  const { bytes } = sink;
  let digit = first;
  let rest = others;
  while (rest > 0) {
    bytes[sink.at++] = digit | 0x80;
    digit = rest % 128;
    rest = Math.floor(rest / 128);
  }
  bytes[sink.at++] = digit;
}

function writeBigLong(sink: ByteSink, value: bigint): void {
  if (BigInt.asIntN(64, value) !== value) throw mismatch('long (64 bits)', value);
  const small = Number(value);
  if (Number.isSafeInteger(small)) {
    writeLong(sink, small);
    return;
  }
  sink.reserve(10);
  const { bytes } = sink;
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  while (rest > 0x7fn) {
    bytes[sink.at++] = Number(rest & 0x7fn) | 0x80;
    rest >>= 7n;
  }
  bytes[sink.at++] = Number(rest);
}

const scratchFloat = new Float32Array(1);
const scratchDouble = new Float64Array(1);
const floatBytes = new Uint8Array(scratchFloat.buffer);
const doubleBytes = new Uint8Array(scratchDouble.buffer);

export function writeFloat(sink: ByteSink, value: unknown): void {
  if (typeof value !== 'number') throw mismatch('float', value);
  scratchFloat[0] = value;
  if (Number.isFinite(value) && !Number.isFinite(scratchFloat[0])) throw mismatch('float', value);
  putBytes(sink, floatBytes);
}

export function writeDouble(sink: ByteSink, value: unknown): void {
  if (typeof value !== 'number') throw mismatch('double', value);
  scratchDouble[0] = value;
  sink.reserve(8);
  const { bytes, at } = sink;
  bytes[at] = doubleBytes[0] ?? 0;
  bytes[at + 1] = doubleBytes[1] ?? 0;
  bytes[at + 2] = doubleBytes[2] ?? 0;
  bytes[at + 3] = doubleBytes[3] ?? 0;
  bytes[at + 4] = doubleBytes[4] ?? 0;
  bytes[at + 5] = doubleBytes[5] ?? 0;
  bytes[at + 6] = doubleBytes[6] ?? 0;
  bytes[at + 7] = doubleBytes[7] ?? 0;
  sink.at = at + 8;
}

export function writeString(sink: ByteSink, value: unknown): void {
  if (typeof value !== 'string') throw mismatch('string', value);
  const { length } = value;
  sink.reserve(3 * length + 5);
  if (length <= SHORT_TEXT && writeAscii(sink, value)) return;
  // The length stands before the text and is known after it: it nearly always takes as many bytes as that of ASCII.
  const guess = lengthBytes(length);
  const written = sink.bytes.write(value, sink.at + guess);
  const needed = lengthBytes(written);
  if (needed !== guess) sink.bytes.copyWithin(sink.at + needed, sink.at + guess, sink.at + guess + written);
  writeVarint(sink, written);
  sink.at += written;
}

function writeAscii(sink: ByteSink, text: string): boolean {
  const { bytes } = sink;
  let at = sink.at;
  bytes[at++] = text.length << 1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return false;
    bytes[at++] = code;
  }
  sink.at = at;
  return true;
}

/** How many bytes a length takes as zigzag varint. */
function lengthBytes(length: number): number {
  if (length < 0x40) return 1;
  if (length < 0x2000) return 2;
  if (length < 0x10_0000) return 3;
  return length < 0x800_0000 ? 4 : 5;
}

export function writeBytes(sink: ByteSink, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw mismatch('bytes (Buffer or Uint8Array)', value);
  writeVarint(sink, value.length);
  putBytes(sink, value);
}

/** The bytes as they are, without their number. */
export function putBytes(sink: ByteSink, bytes: Uint8Array): void {
  sink.reserve(bytes.length);
  sink.bytes.set(bytes, sink.at);
  sink.at += bytes.length;
}

export function writeFixedOf(size: number): AvroWrite {
  return (sink, value) => {
    if (!(value instanceof Uint8Array)) throw mismatch(`${size} bytes (Buffer or Uint8Array)`, value);
    if (value.length !== size) throw new AvroDataError(`expected ${size} bytes, got ${value.length}`);
    putBytes(sink, value);
  };
}
