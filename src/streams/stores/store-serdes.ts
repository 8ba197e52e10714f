/** A store's keys and values in the bytes of its changelog, its keys also as text whose order is that of the bytes. */
import { assert } from '#kernel';
import type { PlanSerde } from '../plan/plan-nodes.ts';

export class StoreSerdes<K, V> {
  readonly #topic: string;
  readonly #keys: PlanSerde;
  readonly #values: PlanSerde;
  /** What is asked for is mostly what was asked for last: one record looks, and then puts. */
  #lastKey: K | undefined = undefined;
  #lastBytes: Buffer = Buffer.alloc(0);
  #lastText = '';

  /** `topic`: of the changelog, whose name serdes with a registry go by. */
  constructor(topic: string, keys: PlanSerde, values: PlanSerde) {
    this.#topic = topic;
    this.#keys = keys;
    this.#values = values;
  }

  /** Not to be altered. */
  keyBytes(key: K): Buffer {
    if (!this.#isLast(key)) this.#remember(key);
    return this.#lastBytes;
  }

  /** One character per byte: equal and ordered as the bytes are. */
  keyText(key: K): string {
    if (!this.#isLast(key)) this.#remember(key);
    return this.#lastText;
  }

  key(bytes: Uint8Array): K {
    return this.#keys.deserialize(this.#topic, bytes) as K;
  }

  valueBytes(value: V | null): Buffer | null {
    return value === null ? null : this.#values.serialize(this.#topic, value);
  }

  value(bytes: Uint8Array): V {
    return this.#values.deserialize(this.#topic, bytes) as V;
  }

  /** Objects may be others inside by now; and -0 equals 0, whose bytes it has not. */
  #isLast(key: K): boolean {
    return key === this.#lastKey && typeof key === 'string';
  }

  #remember(key: K): void {
    const bytes = this.#keys.serialize(this.#topic, key);
    assert(bytes !== null, 'the key of a row is not null');
    this.#lastKey = key;
    this.#lastBytes = bytes;
    this.#lastText = bytes.toString('latin1');
  }
}

/** One character per byte. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}
