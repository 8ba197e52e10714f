/**
 * A waiting change in a changelog, version 3: where its record came from (timestamp, offset, topic, partition, headers), the
 * value before all waiting changes, the old one (-2: the same), the new one, and when it is due. Lengths are 32 bits, -1 for
 * null.
 */
import { KafkaError } from '#kernel';
import type { RecordHeader, RecordOrigin } from '../runtime/record-context.ts';
import type { BufferedChange } from './change-buffer.ts';
import type { StoreSerdes } from './store-serdes.ts';

const NULL = -1;
const SAME_AS_PRIOR = -2;
/** When a window without an end ends, in Java. */
const FOREVER = 0x7fff_ffff_ffff_ffffn;

export function encodeBufferedChange<K, V>(change: BufferedChange<V>, serdes: StoreSerdes<K, V>): Buffer {
  const prior = serdes.valueBytes(change.priorValue);
  const old = serdes.valueBytes(change.oldValue);
  const isSame = prior !== null && old !== null && prior.equals(old);
  return Buffer.concat([
    encodeOrigin(change.origin),
    sized(prior),
    isSame ? int32(SAME_AS_PRIOR) : sized(old),
    sized(serdes.valueBytes(change.newValue)),
    int64(change.time === Number.MAX_SAFE_INTEGER ? FOREVER : change.time),
  ]);
}

export function decodeBufferedChange<K, V>(bytes: Buffer, serdes: StoreSerdes<K, V>): Omit<BufferedChange<V>, 'bytes'> {
  const reader = new Reader(bytes);
  const origin = decodeOrigin(reader);
  const prior = reader.sized();
  const oldLength = reader.int32();
  const old = oldLength === SAME_AS_PRIOR ? prior : reader.take(oldLength);
  const value = reader.sized();
  const time = Math.min(reader.int64(), Number.MAX_SAFE_INTEGER);
  const valueOf = (one: Buffer | null): V | null => (one === null ? null : serdes.value(one));
  return { time, origin, priorValue: valueOf(prior), oldValue: valueOf(old), newValue: valueOf(value) };
}

function encodeOrigin({ timestamp, offset, topic, partition, headers }: RecordOrigin): Buffer {
  return Buffer.concat([
    int64(timestamp),
    int64(offset),
    sized(Buffer.from(topic ?? '')),
    int32(partition),
    int32(headers.length),
    ...headers.flatMap(({ key, value }) => [sized(Buffer.from(key)), sized(value)]),
  ]);
}

function decodeOrigin(reader: Reader): RecordOrigin {
  const timestamp = reader.int64();
  const offset = reader.int64();
  const topic = reader.sized()?.toString() ?? null;
  const partition = reader.int32();
  const headers: RecordHeader[] = [];
  for (let left = reader.int32(); left > 0; left--) {
    headers.push({ key: reader.sized()?.toString() ?? '', value: reader.sized() });
  }
  return { timestamp, offset, topic, partition, headers };
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  int32(): number {
    this.#at += 4;
    if (this.#at > this.#bytes.length) throw damaged();
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  int64(): number {
    this.#at += 8;
    if (this.#at > this.#bytes.length) throw damaged();
    return Number(this.#bytes.readBigInt64BE(this.#at - 8));
  }

  sized(): Buffer | null {
    return this.take(this.int32());
  }

  take(length: number): Buffer | null {
    if (length === NULL) return null;
    const start = this.#at;
    this.#at += length;
    if (length < 0 || this.#at > this.#bytes.length) throw damaged();
    return this.#bytes.subarray(start, this.#at);
  }
}

function damaged(): KafkaError {
  return new KafkaError('CORRUPT_CHANGELOG', 'A changelog of waiting changes holds a record that is cut off');
}

function sized(bytes: Uint8Array | null): Buffer {
  return bytes === null ? int32(NULL) : Buffer.concat([int32(bytes.length), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
