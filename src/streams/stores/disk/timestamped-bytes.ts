/** `timestamp (8), value`: a row as Kafka's timestamped stores have it on the disk. */
export const TIMESTAMP_BYTES = 8;

export function timestamped(value: Uint8Array, timestamp: number): Buffer {
  const bytes = Buffer.allocUnsafe(TIMESTAMP_BYTES + value.length);
  bytes.writeInt32BE(Math.floor(timestamp / 0x1_0000_0000), 0);
  bytes.writeUInt32BE(timestamp >>> 0, 4);
  bytes.set(value, TIMESTAMP_BYTES);
  return bytes;
}

export function timestampOf(bytes: Buffer): number {
  return bytes.readInt32BE(0) * 0x1_0000_0000 + bytes.readUInt32BE(4);
}
