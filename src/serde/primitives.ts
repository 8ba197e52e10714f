/**
 * Values without a schema, byte for byte as the serializers of Kafka's Java client write them: numbers big-endian, text and
 * UUIDs as UTF-8, a boolean as one byte. A value that its type cannot hold is an error, never another value.
 */
import type { Deserializer, Serializer } from '#client';
import { asBuffer, keyBytesBetween, knowKey } from '#kernel';
import { textOf } from '#schema';
import { reasonOf, SerdeError } from './serde-error.ts';
import type { SyncSerde } from './serde.ts';

class PrimitiveSerde<T> implements SyncSerde<T> {
  readonly serializer: Serializer<T>;
  readonly deserializer: Deserializer<T>;
  readonly #encode: (value: T) => Buffer;
  readonly #decode: (bytes: Buffer) => T;

  constructor(encode: (value: T) => Buffer, decode: (bytes: Buffer) => T) {
    this.#encode = encode;
    this.#decode = decode;
    this.serializer = (value) => encode(value);
    this.deserializer = (read) => decode(read);
  }

  get forKeys(): SyncSerde<T> {
    return this;
  }

  serialize(_topic: string, value: T | null): Buffer | null {
    return value === null || value === undefined ? null : this.#encode(value);
  }

  deserialize(_topic: string, read: Uint8Array | null): T | null {
    return read === null ? null : this.#decode(asBuffer(read));
  }
}

class StringSerde extends PrimitiveSerde<string> {
  readonly readsAnyBytes = true;

  override get forKeys(): SyncSerde<string> {
    return STRING_KEYS;
  }

  constructor() {
    super(
      (value) => Buffer.from(checkedText(value)),
      (read) => textOf(read, 0, read.length),
    );
  }

  serializeBriefly(value: string): string {
    return checkedText(value);
  }

  deserializeBetween(read: Buffer, start: number, end: number): string {
    return textOf(read, start, end);
  }
}

/** Keys are written again soon: their bytes are kept for that. */
class StringKeySerde extends StringSerde {
  override deserializeBetween(read: Buffer, start: number, end: number): string {
    const text = textOf(read, start, end);
    knowKey(text, read, start, end);
    return text;
  }

  rewriteBetween(read: Buffer, start: number, end: number): string | Uint8Array {
    return keyBytesBetween(read, start, end) ?? this.deserializeBetween(read, start, end);
  }
}

/** Text has no options: one is as good as another, and equal to it. */
const STRING_KEYS = new StringKeySerde();
const STRING = new StringSerde();

/** Text as UTF-8; on reading, what is no UTF-8 becomes U+FFFD. */
export function string(): SyncSerde<string> {
  return STRING;
}

function checkedText(value: string): string {
  if (typeof value !== 'string') throw mismatch('a string', value);
  return value;
}

/** Bytes as they are. What is read is a view of what was fetched: copy what is to be kept for long. */
export function bytes(): SyncSerde<Uint8Array> {
  return new PrimitiveSerde<Uint8Array>(
    (value) => {
      if (!(value instanceof Uint8Array)) throw mismatch('bytes', value);
      return asBuffer(value);
    },
    (read) => read,
  );
}

/** JSON as UTF-8, without a schema. The type is what the caller expects; nothing checks it. */
export function json<T = unknown>(): SyncSerde<T> {
  return new PrimitiveSerde<T>(
    (value) => {
      const text: string | undefined = JSON.stringify(value);
      if (text === undefined) throw mismatch('a value that JSON can say', value);
      return Buffer.from(text);
    },
    (read) => {
      try {
        return JSON.parse(read.toString()) as T;
      } catch (error) {
        throw new SerdeError('CORRUPT_PAYLOAD', `The bytes are no JSON: ${reasonOf(error)}`, { cause: error });
      }
    },
  );
}

/** A 16-bit integer. */
export function short(): SyncSerde<number> {
  return integer('a short', { size: 2, write: Buffer.prototype.writeInt16BE, read: Buffer.prototype.readInt16BE });
}

/** A 32-bit integer. */
export function int(): SyncSerde<number> {
  return integer('an int', { size: 4, write: Buffer.prototype.writeInt32BE, read: Buffer.prototype.readInt32BE });
}

/** How 64-bit integers are shown. */
export interface LongOptions {
  /** `number`, and an error beyond ±(2^53 - 1), where absent. */
  readonly as?: 'number' | 'bigint';
}

/** A 64-bit integer, as a number (an error beyond ±(2^53 - 1)) or, with `{ as: 'bigint' }`, as a bigint. */
export function long(options?: { readonly as?: 'number' }): SyncSerde<number>;
export function long(options: { readonly as: 'bigint' }): SyncSerde<bigint>;
export function long(options: LongOptions = {}): SyncSerde<number> | SyncSerde<bigint> {
  return options.as === 'bigint' ? bigLong() : new SafeLongSerde();
}

function bigLong(): SyncSerde<bigint> {
  return new PrimitiveSerde<bigint>(
    (value) => {
      if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw mismatch('a bigint of 64 bits', value);
      const encoded = Buffer.allocUnsafe(8);
      encoded.writeBigInt64BE(value);
      return encoded;
    },
    (read) => sized(read, 8, 'a long').readBigInt64BE(),
  );
}

class SafeLongSerde extends PrimitiveSerde<number> {
  readonly #brief = Buffer.allocUnsafeSlow(8);

  constructor() {
    super(
      (value) => writeLong(Buffer.allocUnsafe(8), value),
      (read) => readLong(sized(read, 8, 'a long'), 0),
    );
  }

  serializeBriefly(value: number): Buffer {
    return writeLong(this.#brief, value);
  }

  deserializeBetween(read: Buffer, start: number, end: number): number {
    return end - start === 8 ? readLong(read, start) : this.deserialize('', read.subarray(start, end))!;
  }
}

/** Its 8 bytes. */
function writeLong(into: Buffer, value: number): Buffer {
  if (!Number.isSafeInteger(value)) throw mismatch('a whole number within ±(2^53 - 1)', value);
  const high = Math.floor(value / 2 ** 32);
  into[0] = high >>> 24;
  into[1] = high >>> 16;
  into[2] = high >>> 8;
  into[3] = high;
  const low = value >>> 0;
  into[4] = low >>> 24;
  into[5] = low >>> 16;
  into[6] = low >>> 8;
  into[7] = low;
  return into;
}

function readLong(read: Buffer, at: number): number {
  const high = (read[at]! << 24) | (read[at + 1]! << 16) | (read[at + 2]! << 8) | read[at + 3]!;
  const low = (read[at + 4]! << 24) | (read[at + 5]! << 16) | (read[at + 6]! << 8) | read[at + 7]!;
  const value = high * 2 ** 32 + (low >>> 0);
  if (Number.isSafeInteger(value)) return value;
  const message = `The long ${read.readBigInt64BE(at)} does not fit a number: read it with long({ as: 'bigint' })`;
  throw new SerdeError('VALUE_MISMATCH', message);
}

/** A 32-bit floating point number. */
export function float(): SyncSerde<number> {
  return floating('a float', { size: 4, write: Buffer.prototype.writeFloatBE, read: Buffer.prototype.readFloatBE });
}

/** A 64-bit floating point number. */
export function double(): SyncSerde<number> {
  return floating('a double', { size: 8, write: Buffer.prototype.writeDoubleBE, read: Buffer.prototype.readDoubleBE });
}

/** One byte: 1 for true, 0 for false. */
export function boolean(): SyncSerde<boolean> {
  return new PrimitiveSerde<boolean>(
    (value) => {
      if (typeof value !== 'boolean') throw mismatch('true or false', value);
      return Buffer.from([value ? 1 : 0]);
    },
    (read) => {
      const byte = sized(read, 1, 'a boolean')[0]!;
      if (byte <= 1) return byte === 1;
      throw new SerdeError('CORRUPT_PAYLOAD', `A boolean is the byte 0 or 1, not ${byte}`);
    },
  );
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A UUID as its text of 36 characters, which is how Kafka's `UUIDSerializer` writes it. */
export function uuid(): SyncSerde<string> {
  return new PrimitiveSerde<string>(
    (value) => {
      if (typeof value !== 'string' || !UUID.test(value)) throw mismatch('a UUID as text', value);
      return Buffer.from(value);
    },
    (read) => {
      const text = read.toString('latin1');
      if (UUID.test(text)) return text;
      throw new SerdeError('CORRUPT_PAYLOAD', 'The bytes are not the text of a UUID');
    },
  );
}

/** The same serde for values that may be null, which is written as a record without a value (a tombstone). */
export function nullable<T>(serde: SyncSerde<T>): SyncSerde<T | null> {
  const primitive = new PrimitiveSerde<T | null>(
    (value) => serde.serialize('', value) as Buffer,
    (read) => serde.deserialize('', read),
  );
  if (serde.serializeBriefly === undefined || serde.deserializeBetween === undefined) return primitive;
  return Object.assign(primitive, {
    // Null is none of its business, as with `serialize`.
    serializeBriefly: (value: T | null) => serde.serializeBriefly!(value as T),
    deserializeBetween: (read: Buffer, start: number, end: number) => serde.deserializeBetween!(read, start, end),
  });
}

/** No value at all: whatever is read is null, as with Kafka's `VoidDeserializer`. */
export function nothing(): SyncSerde<null> {
  return new PrimitiveSerde<null>(
    (value) => {
      throw mismatch('null', value);
    },
    () => null,
  );
}

interface Fixed {
  readonly size: number;
  write(this: Buffer, value: number): number;
  read(this: Buffer): number;
}

function integer(what: string, { size, write, read }: Fixed): SyncSerde<number> {
  const limit = 2 ** (8 * size - 1);
  return new PrimitiveSerde<number>(
    (value) => {
      if (!Number.isInteger(value) || value < -limit || value >= limit) throw mismatch(what, value);
      const encoded = Buffer.allocUnsafe(size);
      write.call(encoded, value);
      return encoded;
    },
    (encoded) => read.call(sized(encoded, size, what)),
  );
}

function floating(what: string, { size, write, read }: Fixed): SyncSerde<number> {
  return new PrimitiveSerde<number>(
    (value) => {
      if (typeof value !== 'number') throw mismatch(what, value);
      const encoded = Buffer.allocUnsafe(size);
      write.call(encoded, value);
      return encoded;
    },
    (encoded) => read.call(sized(encoded, size, what)),
  );
}

function sized(encoded: Buffer, size: number, what: string): Buffer {
  if (encoded.length === size) return encoded;
  throw new SerdeError('CORRUPT_PAYLOAD', `${what} takes ${size} bytes, not ${encoded.length}`);
}

/** A value in a message: short, and with nothing of what is inside. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
}

function mismatch(expected: string, value: unknown): SerdeError {
  return new SerdeError('VALUE_MISMATCH', `The value must be ${expected}, not ${shown(value)}`);
}
