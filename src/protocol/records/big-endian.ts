/**
 * Big-endian integers at a position in bytes. Nothing here checks bounds: callers know that the bytes are there.
 * A 64-bit integer is read as a double from two halves, exact to 2^53; whoever reads one from outside asks
 * `Number.isSafeInteger`, as `checkBatch` does for a batch header.
 */

const TWO_TO_32 = 4294967296;

export function readInt16(buf: Uint8Array, pos: number): number {
  return ((buf[pos]! << 24) | (buf[pos + 1]! << 16)) >> 16;
}

export function readInt32(buf: Uint8Array, pos: number): number {
  return (buf[pos]! << 24) | (buf[pos + 1]! << 16) | (buf[pos + 2]! << 8) | buf[pos + 3]!;
}

export function readUint32(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos) >>> 0;
}

export function readInt64(buf: Uint8Array, pos: number): number {
  return readInt32(buf, pos) * TWO_TO_32 + (readInt32(buf, pos + 4) >>> 0);
}

export function writeInt16(buf: Uint8Array, pos: number, value: number): void {
  buf[pos] = value >>> 8;
  buf[pos + 1] = value;
}

export function writeInt32(buf: Uint8Array, pos: number, value: number): void {
  buf[pos] = value >>> 24;
  buf[pos + 1] = value >>> 16;
  buf[pos + 2] = value >>> 8;
  buf[pos + 3] = value;
}

/** `value` is a safe integer. */
export function writeInt64(buf: Uint8Array, pos: number, value: number): void {
  writeInt32(buf, pos, Math.floor(value / TWO_TO_32));
  writeInt32(buf, pos + 4, value >>> 0);
}
