/** The bytes of windowed keys in changelogs: `key, start (8), sequence (4)` of windows, `key, end (8), start (8)` of sessions. */
const TIME_BYTES = 8;
const SEQUENCE_BYTES = 4;

export function windowKeyBytes(key: Uint8Array, { start, sequence }: { start: number; sequence: number }): Buffer {
  const bytes = Buffer.alloc(key.length + TIME_BYTES + SEQUENCE_BYTES);
  bytes.set(key);
  bytes.writeBigInt64BE(BigInt(start), key.length);
  bytes.writeInt32BE(sequence, key.length + TIME_BYTES);
  return bytes;
}

export function windowKeyParts(bytes: Uint8Array): { key: Uint8Array; start: number; sequence: number } {
  const length = bytes.length - TIME_BYTES - SEQUENCE_BYTES;
  const sequence = viewOf(bytes).getInt32(length + TIME_BYTES);
  return { key: bytes.subarray(0, length), start: timeAt(bytes, length), sequence };
}

export function sessionKeyBytes(key: Uint8Array, { start, end }: { start: number; end: number }): Buffer {
  const bytes = Buffer.alloc(key.length + 2 * TIME_BYTES);
  bytes.set(key);
  bytes.writeBigInt64BE(BigInt(end), key.length);
  bytes.writeBigInt64BE(BigInt(start), key.length + TIME_BYTES);
  return bytes;
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
