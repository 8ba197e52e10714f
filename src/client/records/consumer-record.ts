/**
 * A record as it was fetched: where it lies in its batch's bytes, and nothing decoded until it is asked for. Keys, values
 * and headers are views of its batch's bytes and keep those alive, with some of the batches beside it: `detach` makes a
 * copy for whoever keeps a record for long.
 *
 * Invariant: the bounds were checked when the record was found (`RecordCursor`), so that only deserializers and damaged
 * headers can make a getter throw. Small integers alone are stored, as numbers beyond 2^31 would be an allocation each.
 */
import { inspect } from 'node:util';
import { decodeHeaders, RecordCursor } from '#protocol';
import { ClientError } from '../errors.ts';
import { Headers, NO_HEADERS } from './headers.ts';
import type { Deserializer, DeserializerContext } from './serializers.ts';

/** What all records of a batch share. */
export interface RecordSource {
  readonly topic: string;
  readonly partition: number;
  /** Of the leader that appended the batch; -1 where it is not known. */
  readonly leaderEpoch: number;
  readonly baseOffset: number;
  /** What the records' timestamps are deltas from, or all records' timestamp where the log appended it. */
  readonly baseTimestamp: number;
  readonly isLogAppendTime: boolean;
  /** The batch's bytes, or what they decompressed to; RELEASED once they are other records' (`reuse.fetch.buffers`). */
  bytes: Buffer;
  readonly keyDeserializer: Deserializer<unknown> | null;
  readonly valueDeserializer: Deserializer<unknown> | null;
}

/** In the place of bytes that were given back. */
export const RELEASED: Buffer = Buffer.alloc(0);

/**
 * Who gave a record its timestamp: the producer (`create`), or the broker by `message.timestamp.type=LogAppendTime`.
 */
export type TimestampType = 'create' | 'append';

/** Where a record's key and value lie, for who reads many records and wants no view of each. */
export interface RecordPlace {
  /** Of all records that were fetched together. */
  bytes: Buffer;
  /** -1: the key is null. */
  keyStart: number;
  /** Behind its last byte. */
  keyEnd: number;
  /** -1: the value is null. */
  valueStart: number;
  /** Behind its last byte. */
  valueEnd: number;
  /** Whether there are headers to be asked for. */
  hasHeaders: boolean;
}

/** @typeParam K what `key` is, by the consumer's `keyDeserializer`; @typeParam V `value` by its `valueDeserializer`. */
export class ConsumerRecord<K = Buffer, V = Buffer> {
  readonly #source: RecordSource;
  readonly #offsetDelta: number;
  readonly #timestampDelta: number;
  readonly #keyStart: number;
  readonly #keyLength: number;
  readonly #valueStart: number;
  readonly #valueLength: number;
  readonly #recordEnd: number;
  /** How often a share group was given it, this time included (KIP-932); 0 outside of share groups. */
  deliveryCount = 0;

  /** For the client's own use: the record that `cursor` is at, in the batch of `source`. */
  constructor(source: RecordSource, cursor: RecordCursor) {
    this.#source = source;
    this.#offsetDelta = cursor.offsetDelta;
    this.#timestampDelta = cursor.timestampDelta;
    this.#keyStart = cursor.keyStart;
    this.#keyLength = cursor.keyLength;
    this.#valueStart = cursor.valueStart;
    this.#valueLength = cursor.valueLength;
    this.#recordEnd = cursor.recordEnd;
  }

  /** The topic's name. */
  get topic(): string {
    return this.#source.topic;
  }

  /** From 0. */
  get partition(): number {
    return this.#source.partition;
  }

  /** Its place in the partition. */
  get offset(): number {
    return this.#source.baseOffset + this.#offsetDelta;
  }

  /** Milliseconds since the epoch; -1 where the producer gave none. */
  get timestamp(): number {
    const { baseTimestamp, isLogAppendTime } = this.#source;
    return isLogAppendTime ? baseTimestamp : baseTimestamp + this.#timestampDelta;
  }

  /** Whether the producer gave the timestamp or the broker when it appended the record. */
  get timestampType(): TimestampType {
    return this.#source.isLogAppendTime ? 'append' : 'create';
  }

  /** Of the leader that appended the record; -1 where it is not known. */
  get leaderEpoch(): number {
    return this.#source.leaderEpoch;
  }

  /** As the consumer's `keyDeserializer` makes it, each time anew. Throws DESERIALIZATION_FAILED. */
  get key(): K | null {
    const bytes = this.keyBytes;
    const deserializer = this.#source.keyDeserializer;
    return deserializer === null || bytes === null
      ? (bytes as K | null)
      : (this.#decode(deserializer, bytes, true) as K);
  }

  /** As the consumer's `valueDeserializer` makes it, each time anew. Throws DESERIALIZATION_FAILED. */
  get value(): V | null {
    const bytes = this.valueBytes;
    const deserializer = this.#source.valueDeserializer;
    return deserializer === null || bytes === null
      ? (bytes as V | null)
      : (this.#decode(deserializer, bytes, false) as V);
  }

  /** A view. Throws ILLEGAL_STATE where its memory was given back (`reuseFetchBuffers`), as all that reads bytes does. */
  get keyBytes(): Buffer | null {
    if (this.#keyLength < 0) return null;
    return this.#bytes().subarray(this.#keyStart, this.#keyStart + this.#keyLength);
  }

  /** A view. */
  get valueBytes(): Buffer | null {
    if (this.#valueLength < 0) return null;
    return this.#bytes().subarray(this.#valueStart, this.#valueStart + this.#valueLength);
  }

  /** Says where key and value lie. */
  locate(into: RecordPlace): void {
    const valueEnd = this.#valueStart + Math.max(0, this.#valueLength);
    into.bytes = this.#source.bytes;
    into.keyStart = this.#keyLength < 0 ? -1 : this.#keyStart;
    into.keyEnd = this.#keyStart + this.#keyLength;
    into.valueStart = this.#valueLength < 0 ? -1 : this.#valueStart;
    into.valueEnd = valueEnd;
    // A count of zero is one byte, and nothing follows it.
    into.hasHeaders = this.#recordEnd - valueEnd !== 1;
  }

  /** Bytes of key and value together. */
  get byteLength(): number {
    return Math.max(0, this.#keyLength) + Math.max(0, this.#valueLength);
  }

  /** Decoded each time anew. Throws CORRUPT_MESSAGE where they are damaged. */
  get headers(): Headers {
    const valueEnd = this.#valueStart + Math.max(0, this.#valueLength);
    // A count of zero is one byte, and nothing follows it.
    if (this.#recordEnd - valueEnd === 1) return NO_HEADERS;
    const bytes = this.#bytes();
    try {
      const decoded = decodeHeaders(bytes, valueEnd, this.#recordEnd);
      return new Headers(decoded.map(({ key, value }) => [key, value] as const));
    } catch (error) {
      throw this.#failure('CORRUPT_MESSAGE', 'has damaged headers', error);
    }
  }

  /** The value as UTF-8, whatever the deserializer. */
  text(): string | null {
    if (this.#valueLength < 0) return null;
    return this.#bytes().toString('utf8', this.#valueStart, this.#valueStart + this.#valueLength);
  }

  /** The value as JSON, whatever the deserializer; null where there is no value. Throws DESERIALIZATION_FAILED. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it expects
  json<T = unknown>(): T | null {
    const text = this.text();
    if (text === null) return null;
    try {
      return JSON.parse(text) as T;
    } catch (error) {
      throw this.#failure('DESERIALIZATION_FAILED', 'has a value that is not JSON', error);
    }
  }

  /** The same record on bytes of its own, so that it does not keep alive what was fetched along with it. */
  detach(): ConsumerRecord<K, V> {
    const start = this.#keyStart;
    const bytes = Buffer.from(this.#bytes().subarray(start, this.#recordEnd));
    place.offsetDelta = this.#offsetDelta;
    place.timestampDelta = this.#timestampDelta;
    place.keyStart = 0;
    place.keyLength = this.#keyLength;
    place.valueStart = this.#valueStart - start;
    place.valueLength = this.#valueLength;
    place.recordEnd = bytes.length;
    const copy = new ConsumerRecord<K, V>({ ...this.#source, bytes }, place);
    copy.deliveryCount = this.deliveryCount;
    return copy;
  }

  /** For the client's own use: until what its deserializers have to fetch is there; null where they need nothing. */
  prepare(): Promise<unknown> | null {
    const { keyDeserializer, valueDeserializer } = this.#source;
    const key = keyDeserializer?.prepare === undefined ? null : this.#prepared(keyDeserializer, true);
    const value = valueDeserializer?.prepare === undefined ? null : this.#prepared(valueDeserializer, false);
    return key === null || value === null ? (key ?? value) : Promise.all([key, value]);
  }

  /** What fails is told by the deserializer when the record is read. */
  #prepared(deserializer: Deserializer<unknown>, isKey: boolean): Promise<unknown> | null {
    const bytes = isKey ? this.keyBytes : this.valueBytes;
    if (bytes === null) return null;
    try {
      return deserializer.prepare?.(bytes, new DecodingContext(this, isKey))?.catch(() => undefined) ?? null;
    } catch {
      // As above.
      return null;
    }
  }

  #decode(deserializer: Deserializer<unknown>, bytes: Buffer, isKey: boolean): unknown {
    try {
      return deserializer(bytes, new DecodingContext(this, isKey));
    } catch (error) {
      throw this.#failure(
        'DESERIALIZATION_FAILED',
        `has a ${isKey ? 'key' : 'value'} that its deserializer refuses`,
        error,
      );
    }
  }

  #bytes(): Buffer {
    const { bytes } = this.#source;
    if (bytes === RELEASED) throw this.#released();
    return bytes;
  }

  #released(): ClientError {
    const { topic, partition, offset } = this;
    const message = `the record at offset ${offset} of ${topic}-${partition} is read after the application came back for more, and its memory is other records' (reuseFetchBuffers): detach() what is kept`;
    return new ClientError('ILLEGAL_STATE', message, { topic, partition });
  }

  #failure(code: string, what: string, cause: unknown): ClientError {
    const { topic, partition } = this;
    const message = `the record at offset ${this.offset} of ${topic}-${partition} ${what}: seek past it or mend what reads it`;
    return new ClientError(code, message, { topic, partition, cause });
  }

  /** For `JSON.stringify` and `console.log`: key and value as text where nothing else decodes them. */
  toJSON(): Record<string, unknown> {
    const { topic, partition, offset, timestamp, headers } = this;
    return { topic, partition, offset, timestamp, key: readable(this.key), value: readable(this.value), headers };
  }

  static {
    // A computed name is none that declarations could be emitted for.
    const value = function (this: ConsumerRecord<unknown, unknown>): unknown {
      return this.toJSON();
    };
    Object.defineProperty(this.prototype, inspect.custom, { value });
  }
}

class DecodingContext implements DeserializerContext {
  readonly isKey: boolean;
  readonly #record: ConsumerRecord<unknown, unknown>;

  constructor(record: ConsumerRecord<unknown, unknown>, isKey: boolean) {
    this.#record = record;
    this.isKey = isKey;
  }

  get topic(): string {
    return this.#record.topic;
  }

  headers(): Headers {
    return this.#record.headers;
  }
}

/** Carries a place into the constructor in the form that it always gets one in. */
const place = new RecordCursor();

function readable(decoded: unknown): unknown {
  return Buffer.isBuffer(decoded) ? decoded.toString() : decoded;
}
