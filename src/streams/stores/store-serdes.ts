/** The bytes of a store's keys and values, as its changelog has them; keys also as text whose order is that of the bytes. */
import { assert } from '#kernel';
import type { PlanSerde } from '../plan/plan-nodes.ts';

export class StoreSerdes<K, V> {
  readonly #topic: string;
  readonly #keys: PlanSerde;
  readonly #values: PlanSerde;

  /** `topic`: of the changelog, whose name serdes with a registry go by. */
  constructor(topic: string, keys: PlanSerde, values: PlanSerde) {
    this.#topic = topic;
    this.#keys = keys;
    this.#values = values;
  }

  keyBytes(key: K): Buffer {
    const bytes = this.#keys.serialize(this.#topic, key);
    assert(bytes !== null, 'the key of a row is not null');
    return bytes;
  }

  /** One character per byte: equal and ordered as the bytes are. */
  keyText(key: K): string {
    return this.keyBytes(key).toString('latin1');
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
}
