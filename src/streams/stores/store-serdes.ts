/**
 * A store's keys and values in the bytes of its changelog. Keys are compared by their bytes: `locate` finds those of a key once,
 * for the look-up and for the change after it. As text, one character per byte, they are ordered as the bytes are.
 */
import { assert, keyBytes } from '#kernel';
import type { PlanSerde } from '../plan/plan-nodes.ts';
import { hashOf } from './byte-table.ts';

/** Up to so many bytes of text are written where the last key's were. */
const SCRATCH_BYTES = 256;
/** More than that a character of UTF-16 takes never. */
const MAX_BYTES_PER_CHARACTER = 3;

export class StoreSerdes<K, V> {
  readonly #topic: string;
  readonly #keys: PlanSerde;
  readonly #values: PlanSerde;
  readonly #scratch: Buffer = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  /** What is asked for is mostly what was asked for last: one record looks, and then puts. */
  #lastKey: K | undefined = undefined;
  #lastText: string | null = null;
  /** What the key's UTF-8 is written of, where it is text. */
  #lastBrief: string | null = null;
  /** After `locate`: those of the key are the first `length`. Not to be altered, nor kept. */
  bytes: Buffer = this.#scratch;
  length: number = 0;
  /** After `locate`: the `hashOf` of the key. */
  hash: number = 0;

  /** `topic`: of the changelog, whose name serdes with a registry go by. */
  constructor(topic: string, keys: PlanSerde, values: PlanSerde) {
    this.#topic = topic;
    this.#keys = keys;
    this.#values = values;
  }

  /** Puts the key into `bytes`, `length` and `hash`. */
  locate(key: K): void {
    // Objects may be others inside by now; and -0 equals 0, whose bytes it has not.
    if (key === this.#lastKey && typeof key === 'string') return;
    const text = typeof key === 'string' ? this.#keys.serializeBriefly?.(key) : undefined;
    if (typeof text === 'string' && text.length * MAX_BYTES_PER_CHARACTER <= SCRATCH_BYTES) {
      this.bytes = this.#scratch;
      this.length = copyTo(this.#scratch, keyBytes(text));
      this.#lastBrief = text;
    } else {
      const bytes = this.#keys.serialize(this.#topic, key);
      assert(bytes !== null, 'the key of a row is not null');
      this.bytes = bytes;
      this.length = bytes.length;
      this.#lastBrief = null;
    }
    this.hash = hashOf(this.bytes, this.length);
    this.#lastKey = key;
    this.#lastText = null;
  }

  /** Of its own: it may be kept. */
  keyBytes(key: K): Buffer {
    this.locate(key);
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  /** The same for who copies it at once; text stands for its UTF-8. */
  briefKey(key: K): Buffer | string {
    this.locate(key);
    return this.#lastBrief ?? this.bytes;
  }

  /** One character per byte: equal and ordered as the bytes are. */
  keyText(key: K): string {
    this.locate(key);
    return (this.#lastText ??= this.bytes.toString('latin1', 0, this.length));
  }

  key(bytes: Uint8Array): K {
    return this.#keys.deserialize(this.#topic, bytes) as K;
  }

  valueBytes(value: V | null): Buffer | null {
    return value === null ? null : this.#values.serialize(this.#topic, value);
  }

  /** The same for who copies it at once: text stands for its UTF-8, and bytes are filled anew by the next call. */
  briefValue(value: V | null): Uint8Array | string | null {
    if (value === null) return null;
    const serde = this.#values;
    if (serde.serializeBriefly !== undefined) return serde.serializeBriefly(value);
    return serde.serialize(this.#topic, value);
  }

  /** Of bytes that will be other ones: nothing of the value lies in them. */
  valueBetween(bytes: Buffer, start: number, end: number): V {
    const serde = this.#values;
    if (serde.deserializeBetween !== undefined) return serde.deserializeBetween(bytes, start, end) as V;
    return serde.deserialize(this.#topic, Buffer.from(bytes.subarray(start, end))) as V;
  }

  value(bytes: Uint8Array): V {
    return this.#values.deserialize(this.#topic, bytes) as V;
  }
}

/** Answers how many there are. */
function copyTo(into: Buffer, bytes: Uint8Array): number {
  const { length } = bytes;
  for (let i = 0; i < length; i++) into[i] = bytes[i]!;
  return length;
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
