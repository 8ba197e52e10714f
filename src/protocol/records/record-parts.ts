/** How what a record is made of is written: bytes, text and headers, each with its length before it. */
import { sizeOfVarint, writeVarint } from './varint.ts';

/** A header of a record. Keys may repeat; their order is kept. Text is written as UTF-8. */
export interface RecordHeader {
  readonly key: string | Uint8Array;
  readonly value: Uint8Array | string | null;
}

/** A key or a value. Text is written as UTF-8. */
export type RecordBytes = Uint8Array | string | null;

/** Below this length a loop copies faster than a call into the engine. */
const SHORT_BYTES = 24;

/** Of bytes and their length before them; a length of -1 stands for null. */
export function sizeWithLength(length: number): number {
  return length < 0 ? 1 : sizeOfVarint(length) + length;
}

export function copyBytes(buf: Uint8Array, pos: number, bytes: Uint8Array): number {
  const length = bytes.length;
  if (length < SHORT_BYTES) for (let i = 0; i < length; i++) buf[pos + i] = bytes[i]!;
  else buf.set(bytes, pos);
  return pos + length;
}

/** UTF-8; answers how many bytes it took. There is room. */
export function writeText(buf: Buffer, pos: number, text: string): number {
  return text.length === 0 ? 0 : buf.write(text, pos, 'utf8');
}

function lengthOf(bytes: Uint8Array | string): number {
  return typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length;
}

/** The bytes that `writeHeaders` takes. */
export function sizeOfHeaders(headers: readonly RecordHeader[]): number {
  let size = sizeOfVarint(headers.length);
  for (const { key, value } of headers) {
    size += sizeWithLength(lengthOf(key)) + (value === null ? 1 : sizeWithLength(lengthOf(value)));
  }
  return size;
}

/** How many there are, and of each the key and the value with their lengths; answers the position behind. There is room. */
export function writeHeaders(buf: Buffer, pos: number, headers: readonly RecordHeader[]): number {
  let p = writeVarint(buf, pos, headers.length);
  for (const { key, value } of headers) {
    p = writeHeaderPart(buf, p, key);
    p = value === null ? writeVarint(buf, p, -1) : writeHeaderPart(buf, p, value);
  }
  return p;
}

function writeHeaderPart(buf: Buffer, pos: number, part: Uint8Array | string): number {
  if (typeof part !== 'string') return copyBytes(buf, writeVarint(buf, pos, part.length), part);
  const p = writeVarint(buf, pos, Buffer.byteLength(part));
  return p + writeText(buf, p, part);
}
