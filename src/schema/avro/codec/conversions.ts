/**
 * What logical types are in JavaScript (Avro 1.12 specification, "Logical Types"): a value of its own only where that
 * loses nothing. A conversion stands between the value and the one of the type below, and checks both ways.
 */
import type { AvroConversions } from './codec-options.ts';
import type { AvroFixed, AvroLogicalType, AvroPrimitive } from '../avro-schema.ts';
import { mismatch } from './avro-data-error.ts';
import { decimalFromBytes, decimalToBytes } from './decimal.ts';
import { bigDecimalFromBytes, bigDecimalToBytes } from './big-decimal.ts';
import { dayFromText, dayToText } from './calendar-day.ts';
import { instantFromMillis, instantToMillis } from './instant.ts';

/** What unions tell branches apart by. `any` fits no other branch but null. */
export type AvroJsType = 'boolean' | 'number' | 'bigint' | 'string' | 'bytes' | 'array' | 'object' | 'date' | 'any';

export interface AvroConversion {
  /** What `read` gives. */
  readonly jsType: AvroJsType;
  /** What a long below it is read as; by default what the option `long` says. */
  readonly long?: 'number' | 'bigint';
  /** The value for one of the type below: a number, bigint, text or Buffer. */
  read(raw: unknown): unknown;
  /** The value of the type below; throws where there is none. */
  write(value: unknown): unknown;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const DURATION_BYTES = 12;

/** A span as Avro's `duration` has it: three counts that do not add up, each 0 … 2^32 - 1. */
export interface AvroDuration {
  readonly months: number;
  readonly days: number;
  readonly millis: number;
}

const nanos: AvroConversion = { jsType: 'bigint', long: 'bigint', read: (raw) => raw, write: (value) => value };

/** `time-*`, `timestamp-micros` and the local timestamps but nanos stay numbers: JavaScript has nothing that holds them. */
export const BUILT_IN_CONVERSIONS: AvroConversions = {
  decimal: decimalConversion,
  'big-decimal': () => ({ jsType: 'string', read: asBytes(bigDecimalFromBytes), write: bigDecimalToBytes }),
  uuid: uuidConversion,
  date: () => ({ jsType: 'string', read: asNumber(dayToText), write: dayFromText }),
  'timestamp-millis': () => ({
    jsType: 'date',
    long: 'number',
    read: asNumber(instantFromMillis),
    write: instantToMillis,
  }),
  'timestamp-nanos': () => nanos,
  'local-timestamp-nanos': () => nanos,
  duration: () => ({ jsType: 'object', read: asBytes(readDuration), write: writeDuration }),
};

function decimalConversion(type: AvroLogicalType, base: AvroPrimitive | AvroFixed): AvroConversion {
  const shape = type.kind === 'decimal' ? type : { precision: 0, scale: 0 };
  return {
    jsType: 'string',
    read: asBytes((bytes) => decimalFromBytes(bytes, shape)),
    write: (value) => {
      const bytes = decimalToBytes(value, shape);
      return base.kind === 'fixed' ? extended(bytes, base.size) : bytes;
    },
  };
}

/** The same integer in more bytes. */
function extended(bytes: Buffer, size: number): Buffer {
  const isNegative = (bytes[0] ?? 0) > 0x7f;
  const longer = Buffer.alloc(Math.max(size, bytes.length), isNegative ? 0xff : 0);
  bytes.copy(longer, longer.length - bytes.length);
  return longer;
}

/** On a string it stays the text, on a fixed of 16 bytes it becomes one. */
function uuidConversion(_type: AvroLogicalType, { kind }: AvroPrimitive | AvroFixed): AvroConversion {
  const isFixed = kind === 'fixed';
  return {
    jsType: 'string',
    read: isFixed ? asBytes((bytes) => uuidText(bytes.toString('hex'))) : (raw) => raw,
    write: (value) => {
      if (typeof value !== 'string' || !UUID.test(value)) throw mismatch('uuid', value);
      return isFixed ? Buffer.from(value.replaceAll('-', ''), 'hex') : value;
    },
  };
}

function uuidText(hex: string): string {
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function readDuration(bytes: Buffer): AvroDuration {
  return { months: bytes.readUInt32LE(0), days: bytes.readUInt32LE(4), millis: bytes.readUInt32LE(8) };
}

function writeDuration(value: unknown): Buffer {
  const bytes = Buffer.alloc(DURATION_BYTES);
  for (const [index, unit] of (['months', 'days', 'millis'] as const).entries()) {
    const count: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, unit) : undefined;
    if (typeof count !== 'number' || count >>> 0 !== count) throw mismatch('duration { months, days, millis }', value);
    bytes.writeUInt32LE(count, 4 * index);
  }
  return bytes;
}

function asBytes(read: (bytes: Buffer) => unknown): (raw: unknown) => unknown {
  return (raw) => {
    if (!Buffer.isBuffer(raw)) throw mismatch('bytes', raw);
    return read(raw);
  };
}

function asNumber(read: (number: number) => unknown): (raw: unknown) => unknown {
  return (raw) => {
    if (typeof raw !== 'number') throw mismatch('number', raw);
    return read(raw);
  };
}
