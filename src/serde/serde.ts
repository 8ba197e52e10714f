/**
 * A serde turns values of one type into bytes and back, for keys and for values. Null is null on both sides: a tombstone is
 * never encoded.
 *
 * Invariant: a call answers at once whenever nothing has to be fetched, so that a producer on a warm path makes no promise,
 * and a consumer none at all: what its records need is fetched before they are handed out (`Deserializer.prepare`).
 */
import type { Deserializer, Serializer } from '#client';

/** Headers that a serializer may add to: a `Map` is one. */
export interface WritableHeaders {
  set(name: string, value: Buffer): unknown;
}

/** Headers to read from: `record.headers` are, and a `Map` is. */
export interface ReadableHeaders {
  get(name: string): Uint8Array | null | undefined;
}

/**
 * How values of type `T` are written and read. `serializer` and `deserializer` go into the options of `Producer` and
 * `Consumer`, for keys or values; `serialize` and `deserialize` are for use without them.
 *
 * @typeParam T what values are
 */
export interface Serde<T> {
  /** For `keySerializer` and `valueSerializer` of a producer. */
  readonly serializer: Serializer<T>;
  /** For `keyDeserializer` and `valueDeserializer` of a consumer. */
  readonly deserializer: Deserializer<T>;
  /** The same for keys: of a serde with a schema, `serialize` and `deserialize` then work on the topic's key schema. */
  readonly forKeys: Serde<T>;
  /** The bytes of a record's value; a promise where something has to be fetched first. Throws or rejects with SerdeError. */
  serialize(topic: string, value: T | null, headers?: WritableHeaders): Buffer | null | Promise<Buffer | null>;
  /** The value of a record's bytes; a promise where something has to be fetched first. Throws or rejects with SerdeError. */
  deserialize(topic: string, bytes: Uint8Array | null, headers?: ReadableHeaders): T | null | Promise<T | null>;
}

/** A serde that never has to fetch anything. */
export interface SyncSerde<T> extends Serde<T> {
  readonly forKeys: SyncSerde<T>;
  serialize(topic: string, value: T | null, headers?: WritableHeaders): Buffer | null;
  deserialize(topic: string, bytes: Uint8Array | null, headers?: ReadableHeaders): T | null;
  /**
   * As `serialize`, for who copies at once what it gets: text, which stands for its UTF-8, or bytes that the next call fills
   * anew. Only where that is cheaper.
   */
  serializeBriefly?(value: T): string | Uint8Array;
  /** As `deserialize`, of what lies between two places of other bytes. Only where that is cheaper than a view of it. */
  deserializeBetween?(bytes: Buffer, start: number, end: number): T;
  /**
   * What `serializeBriefly` would make of what `deserializeBetween` would read, for who hands it on without a look at it. Only
   * where that is cheaper than both.
   */
  rewriteBetween?(bytes: Buffer, start: number, end: number): string | Uint8Array;
  /** All bytes are those of some value: to read them never fails, and need not be tried where nobody looks. */
  readonly readsAnyBytes?: boolean;
}

/** What a serde makes of a value: `ValueOf<typeof orders>`. */
export type ValueOf<S> = S extends Serde<infer T> ? T : never;
