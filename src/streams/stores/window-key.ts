/** The bytes of windowed keys in changelogs: `key, start (8), sequence (4)` of windows, `key, end (8), start (8)` of sessions. */
import type { LocatedKey } from './byte-table.ts';

const TIME_BYTES = 8;
const SEQUENCE_BYTES = 4;

const scratch = Buffer.allocUnsafeSlow(512);
/** Of `scratch` by length, made when they are first needed. */
const views: (Buffer | undefined)[] = [];

/** For who copies them at once: the next call fills them anew. */
export function briefWindowKey(key: Pick<LocatedKey, 'bytes' | 'length'>, start: number, sequence: number): Buffer {
  const { length } = key;
  const bytes = room(length + TIME_BYTES + SEQUENCE_BYTES);
  for (let i = 0; i < length; i++) bytes[i] = key.bytes[i]!;
  writeTime(bytes, length, start);
  writeUint32(bytes, length + TIME_BYTES, sequence);
  return bytes;
}

/** The same, to be kept. */
export function windowKeyBytes(key: Uint8Array, { start, sequence }: { start: number; sequence: number }): Buffer {
  return Buffer.from(briefWindowKey({ bytes: key, length: key.length }, start, sequence));
}

function room(length: number): Buffer {
  return length > scratch.length ? Buffer.allocUnsafe(length) : (views[length] ??= scratch.subarray(0, length));
}

function writeTime(bytes: Buffer, at: number, time: number): void {
  writeUint32(bytes, at, Math.floor(time / 2 ** 32));
  writeUint32(bytes, at + 4, time);
}

function writeUint32(bytes: Buffer, at: number, value: number): void {
  const low = value >>> 0;
  bytes[at] = low >>> 24;
  bytes[at + 1] = low >>> 16;
  bytes[at + 2] = low >>> 8;
  bytes[at + 3] = low;
}

export function windowKeyParts(bytes: Uint8Array): { key: Uint8Array; start: number; sequence: number } {
  const length = bytes.length - TIME_BYTES - SEQUENCE_BYTES;
  const sequence = viewOf(bytes).getInt32(length + TIME_BYTES);
  return { key: bytes.subarray(0, length), start: timeAt(bytes, length), sequence };
}

/** As records have it: without a sequence. */
export function timeWindowKeyBytes(key: Uint8Array, start: number): Buffer {
  return windowKeyBytes(key, { start, sequence: 0 }).subarray(0, key.length + TIME_BYTES);
}

export function timeWindowKeyParts(bytes: Uint8Array): { key: Uint8Array; start: number } {
  const length = bytes.length - TIME_BYTES;
  return { key: bytes.subarray(0, length), start: timeAt(bytes, length) };
}

/** For who copies them at once: the next call fills them anew. */
export function briefSessionKey(
  key: Pick<LocatedKey, 'bytes' | 'length'>,
  { start, end }: { start: number; end: number },
): Buffer {
  const { length } = key;
  const bytes = room(length + 2 * TIME_BYTES);
  for (let i = 0; i < length; i++) bytes[i] = key.bytes[i]!;
  writeTime(bytes, length, end);
  writeTime(bytes, length + TIME_BYTES, start);
  return bytes;
}

/** The same, to be kept. */
export function sessionKeyBytes(key: Uint8Array, span: { start: number; end: number }): Buffer {
  return Buffer.from(briefSessionKey({ bytes: key, length: key.length }, span));
}

export function sessionKeyParts(bytes: Uint8Array): { key: Uint8Array; start: number; end: number } {
  const length = bytes.length - 2 * TIME_BYTES;
  return { key: bytes.subarray(0, length), end: timeAt(bytes, length), start: timeAt(bytes, length + TIME_BYTES) };
}

function timeAt(bytes: Uint8Array, at: number): number {
  return Number(viewOf(bytes).getBigInt64(at));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset);
}
