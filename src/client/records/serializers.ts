/**
 * How keys and values become bytes and bytes become keys and values. A null is never handed to either: it stays null, as
 * compaction and Kafka Streams give it a meaning of its own.
 */
import type { Headers, HeadersInput } from './headers.ts';

/** What a key or a value may be where there is no serializer: bytes, text as UTF-8, or null (undefined is null). */
export type Bytes = Uint8Array | string | null | undefined;

/** What a serializer is called for. */
export interface SerializerContext {
  /** The record's topic. */
  readonly topic: string;
  /** True for a key, false for a value. */
  readonly isKey: boolean;
  /** Of the record, as the caller gave them. */
  readonly headers: HeadersInput | undefined;
  /** Adds a header to the record, behind those that the caller gave; in time until what was promised has resolved. */
  addHeader(name: string, value: Uint8Array | string | null): void;
}

/** What it throws or rejects with becomes the `cause` of SERIALIZATION_FAILED. */
export type Serializer<T> = (
  value: T,
  context: SerializerContext,
) => Uint8Array | string | null | Promise<Uint8Array | string | null>;

/** What a deserializer is called for. */
export interface DeserializerContext {
  /** The record's topic. */
  readonly topic: string;
  /** True for a key, false for a value. */
  readonly isKey: boolean;
  /** Of the record; decoded when called. */
  headers(): Headers;
}

/**
 * `bytes` are a view of what was fetched: copy what is to be kept for long. What it throws becomes the `cause` of
 * DESERIALIZATION_FAILED, thrown where the record's `key` or `value` is read.
 */
export interface Deserializer<T> {
  (bytes: Buffer, context: DeserializerContext): T;
  /**
   * Where it is there, it is called with the bytes of each record before that is handed out, and the record waits for what
   * it promises: the place to fetch what the bytes need. Null where they need nothing. A failure is not told here, but by
   * the deserializer once the record is read.
   */
  prepare?(bytes: Buffer, context: DeserializerContext): Promise<unknown> | null;
}

/** UTF-8. */
export const stringSerializer: Serializer<string> = (value) => value;

/** UTF-8; what is no UTF-8 becomes U+FFFD. */
export const stringDeserializer: Deserializer<string> = (bytes) => bytes.toString();

/** JSON as UTF-8; undefined becomes null. */
export function jsonSerializer<T>(): Serializer<T> {
  return (value) => JSON.stringify(value) ?? null;
}

/** JSON as UTF-8. The type is what the caller expects; nothing checks it. */
export function jsonDeserializer<T>(): Deserializer<T> {
  return (bytes) => JSON.parse(bytes.toString()) as T;
}
