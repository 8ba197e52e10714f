/**
 * What stands with a committed offset, as Kafka Streams writes it (TopicPartitionMetadata, version 2), so that time goes on
 * where it was when a task moves: `version (1), partition time (8), count (4), and each with length (4), key, value (8)`,
 * as base64. Texts of version 1 end with the partition time; whatever else stands there says nothing.
 */
export interface CommitMetadata {
  /** The largest timestamp of the partition, -1 before the first. */
  readonly partitionTime: number;
  /** What nodes remember of time, by their own keys: the last window that was told as final. */
  readonly remembered: ReadonlyMap<string, number>;
}

const VERSION = 2;
const FIRST_VERSION = 1;
const TIME_END = 9;

export function encodeCommitMetadata({ partitionTime, remembered }: CommitMetadata): string {
  const head = Buffer.alloc(remembered.size === 0 ? TIME_END : TIME_END + 4);
  head[0] = VERSION;
  head.writeBigInt64BE(BigInt(partitionTime), 1);
  if (remembered.size > 0) head.writeInt32BE(remembered.size, TIME_END);
  const parts = [head];
  for (const [key, value] of remembered) {
    const length = Buffer.byteLength(key);
    const entry = Buffer.alloc(4 + length + 8);
    entry.writeInt32BE(length);
    entry.write(key, 4);
    entry.writeBigInt64BE(BigInt(value), 4 + length);
    parts.push(entry);
  }
  return Buffer.concat(parts).toString('base64');
}

export function decodeCommitMetadata(text: string): CommitMetadata {
  const bytes = Buffer.from(text, 'base64');
  const version = bytes[0];
  if ((version !== FIRST_VERSION && version !== VERSION) || bytes.length < TIME_END) {
    return { partitionTime: -1, remembered: new Map() };
  }
  const partitionTime = Number(bytes.readBigInt64BE(1));
  return { partitionTime, remembered: version === VERSION ? entries(bytes.subarray(TIME_END)) : new Map() };
}

/** As far as they are whole: a text that was cut off has lost its last ones. */
function entries(bytes: Buffer): Map<string, number> {
  const found = new Map<string, number>();
  if (bytes.length < 4) return found;
  let at = 4;
  for (let left = bytes.readInt32BE(0); left > 0 && at + 4 <= bytes.length; left--) {
    const end = at + 4 + bytes.readInt32BE(at);
    if (end < at + 4 || end + 8 > bytes.length) break;
    found.set(bytes.toString('utf8', at + 4, end), Number(bytes.readBigInt64BE(end)));
    at = end + 8;
  }
  return found;
}
