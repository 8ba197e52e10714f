/**
 * A field's default in binary (Avro 1.12 specification, "Complex Types, Records"). As Java has it where the text is not
 * quite of the type: a union takes the first branch that fits by JSON's kind, any number will do for a number, a fixed
 * is cut or filled with zeros, fields that a record leaves out take their own defaults.
 *
 * Invariant: work is paid for, since a default `{}` can stand for exponentially many values.
 */
import type { AvroArray, AvroEnum, AvroMap, AvroRecord, AvroSchema, AvroUnion } from '../avro-schema.ts';
import { Budget } from '../budget.ts';
import { SchemaError } from '../../schema-format.ts';
import type { JsonNode } from '../../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../../json/json-node.ts';
import { AvroDataError, located } from './avro-data-error.ts';
import {
  ByteSink,
  putBytes,
  writeBoolean,
  writeBytes,
  writeDouble,
  writeFloat,
  writeInt,
  writeLong,
  writeString,
  writeVarint,
} from './byte-sink.ts';

const SMALL_SINK = 64;
const MAX_STEPS = 100_000;

/** Throws AvroDataError for a default that is none, and for a giant. */
export function defaultBytes(type: AvroSchema, value: JsonNode): Buffer {
  const sink = new ByteSink(SMALL_SINK);
  sink.begin(0);
  try {
    new DefaultWriter(sink).write(type, numberFromText(type, value));
  } catch (error) {
    // Of fields that take their own defaults there may be no end.
    if (error instanceof SchemaError || error instanceof RangeError)
      throw new AvroDataError('the default is too large');
    throw error;
  }
  return sink.finish();
}

const JAVA_DOUBLE = /^\s*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))[fFdD]?\s*$/;

/** A text as default of a field of float or double is read as number; only there. */
function numberFromText({ kind }: AvroSchema, value: JsonNode): JsonNode | number {
  if ((kind !== 'float' && kind !== 'double') || typeof value !== 'string') return value;
  const digits = JAVA_DOUBLE.exec(value)?.[1];
  return digits === undefined ? value : Number(digits);
}

class DefaultWriter {
  readonly #sink: ByteSink;
  readonly #budget = new Budget(MAX_STEPS);

  constructor(sink: ByteSink) {
    this.#sink = sink;
  }

  write(type: AvroSchema, value: JsonNode | number): void {
    if (typeof value === 'number') this.#number(type.kind, value);
    else this.#budget.within(() => this.#value(type, value));
  }

  #value(type: AvroSchema, value: JsonNode): void {
    switch (type.kind) {
      case 'null':
        if (value !== null) throw unfit('null', value);
        return;
      case 'boolean':
        writeBoolean(this.#sink, value);
        return;
      case 'int':
      case 'long':
        this.#integer(type.kind, value);
        return;
      case 'float':
      case 'double':
        if (!(value instanceof JsonNumber)) throw unfit(type.kind, value);
        this.#number(type.kind, value.toNumber());
        return;
      case 'string':
        writeString(this.#sink, value);
        return;
      case 'bytes':
        writeBytes(this.#sink, latin1('bytes', value));
        return;
      case 'fixed':
        putBytes(this.#sink, fitted(latin1('fixed', value), type.size));
        return;
      default:
        this.#complex(type, value);
    }
  }

  #complex(type: AvroEnum | AvroArray | AvroMap | AvroUnion | AvroRecord, value: JsonNode): void {
    switch (type.kind) {
      case 'enum':
        this.#enum(type, value);
        return;
      case 'array':
        this.#items(value, (item) => this.write(type.items, item));
        return;
      case 'map':
        this.#entries(type.values, value);
        return;
      case 'union':
        this.#union(type, value);
        return;
      case 'record':
        this.#record(type, value);
    }
  }

  #number(kind: string, value: number): void {
    if (kind === 'double') writeDouble(this.#sink, value);
    else writeFloat(this.#sink, Math.fround(value));
  }

  /** Digits past the type's bits are dropped; what is behind the point is cut, and what is too large stops at the end. */
  #integer(kind: 'int' | 'long', value: JsonNode): void {
    if (!(value instanceof JsonNumber)) throw unfit(kind, value);
    const bits = kind === 'int' ? 32 : 64;
    const integer = BigInt.asIntN(bits, value.isInteger ? value.toBigInt() : saturated(value.toNumber(), bits));
    if (kind === 'int') writeInt(this.#sink, Number(integer));
    else writeLong(this.#sink, integer);
  }

  #enum({ symbols, fullName }: AvroEnum, value: JsonNode): void {
    const index = typeof value === 'string' ? symbols.indexOf(value) : -1;
    if (index === -1) throw unfit(`symbol of ${fullName}`, value);
    writeVarint(this.#sink, index);
  }

  #items(value: JsonNode, write: (item: JsonNode) => void): void {
    const items = isJsonArray(value) ? value : value instanceof JsonObject ? value.entries.map(([, item]) => item) : [];
    if (items.length > 0) writeVarint(this.#sink, items.length);
    for (const [index, item] of items.entries()) attempt({ index }, () => write(item));
    writeVarint(this.#sink, 0);
  }

  #entries(type: AvroSchema, value: JsonNode): void {
    if (isJsonArray(value) && value.length > 0) throw unfit('map', value);
    const entries = value instanceof JsonObject ? value.entries : [];
    if (entries.length > 0) writeVarint(this.#sink, entries.length);
    for (const [key, item] of entries) {
      writeString(this.#sink, key);
      attempt({ key }, () => this.write(type, item));
    }
    writeVarint(this.#sink, 0);
  }

  #union({ branches }: AvroUnion, value: JsonNode): void {
    const index = branches.findIndex((branch) => fitsByKind(branch, value));
    const branch = branches[index];
    if (branch === undefined) throw unfit('a value of some branch', value);
    writeVarint(this.#sink, index);
    this.write(branch, value);
  }

  #record({ fields }: AvroRecord, value: JsonNode): void {
    for (const field of fields) {
      const given = value instanceof JsonObject ? value.get(field.name) : undefined;
      const own = given === undefined && field.default !== undefined;
      const taken = own ? numberFromText(field.type, field.default) : given;
      attempt({ field: field.name }, () => {
        if (taken === undefined) throw new AvroDataError('neither a value nor a default');
        this.write(field.type, taken);
      });
    }
  }
}

function attempt(step: Parameters<typeof located>[1], work: () => void): void {
  try {
    work();
  } catch (error) {
    throw located(error, step);
  }
}

function fitsByKind({ kind }: AvroSchema, value: JsonNode): boolean {
  switch (kind) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return value instanceof JsonNumber;
    case 'bytes':
    case 'string':
    case 'fixed':
      return typeof value === 'string';
    default:
      return true;
  }
}

function saturated(value: number, bits: number): bigint {
  const limit = 2 ** (bits - 1);
  if (value >= limit) return (1n << BigInt(bits - 1)) - 1n;
  return BigInt(value <= -limit ? -limit : Math.trunc(value));
}

function latin1(kind: string, value: JsonNode): Buffer {
  if (typeof value !== 'string') throw unfit(kind, value);
  return Buffer.from(value.replaceAll(/[\u{100}-\u{10ffff}]/gu, '?'), 'latin1');
}

function fitted(bytes: Buffer, size: number): Buffer {
  if (bytes.length === size) return bytes;
  const fit = Buffer.alloc(size);
  bytes.copy(fit);
  return fit;
}

function unfit(expected: string, value: JsonNode): AvroDataError {
  const shown = value instanceof JsonNumber ? value.text : typeof value === 'object' && value !== null ? 'JSON' : value;
  return new AvroDataError(`expected ${expected} as default, got ${JSON.stringify(shown)}`);
}
