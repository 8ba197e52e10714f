/**
 * Descriptors (and the messages that options hold) to bytes and back, as plain objects under the schema's own names.
 * Fields are written in the order of their numbers, as protoc does. Made to be small: data has a codec of its own.
 */
import { SchemaError } from '../schema-format.ts';
import type { FieldType, MessageType } from './message-types.ts';
import { scalarByNumber, TYPE_GROUP, TYPE_MESSAGE } from './scalar-types.ts';

type Message = Readonly<Record<string, unknown>>;

const MAX_DEPTH = 100;
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const START = 3;
const END = 4;
const FIXED32 = 5;

const ordered = new WeakMap<MessageType, readonly FieldType[]>();

export function encodeMessage(type: MessageType, message: Message): Buffer {
  const parts: Buffer[] = [];
  for (const field of fieldsInOrder(type)) {
    const value = message[field.name];
    if (value === undefined) continue;
    if (Array.isArray(value)) encodeList(field, value, parts);
    else encodeField(field, value, parts);
  }
  return Buffer.concat(parts);
}

function fieldsInOrder(type: MessageType): readonly FieldType[] {
  const known = ordered.get(type);
  if (known !== undefined) return known;
  const fields = type.fields.toSorted((left, right) => left.number - right.number);
  ordered.set(type, fields);
  return fields;
}

function encodeList(field: FieldType, values: readonly unknown[], parts: Buffer[]): void {
  if (!field.isPacked) for (const value of values) encodeField(field, value, parts);
  else if (values.length > 0) {
    const bytes = Buffer.concat(values.map((value) => encodeValue(field, value)));
    parts.push(tag(field.number, LENGTH), varint(BigInt(bytes.length)), bytes);
  }
}

function encodeField(field: FieldType, value: unknown, parts: Buffer[]): void {
  const wire = wireType(field);
  const bytes = encodeValue(field, value);
  parts.push(tag(field.number, wire));
  if (wire === LENGTH) parts.push(varint(BigInt(bytes.length)));
  parts.push(bytes);
  if (wire === START) parts.push(tag(field.number, END));
}

function encodeValue(field: FieldType, value: unknown): Buffer {
  if (field.message !== null) return isMessage(value) ? encodeMessage(field.message, value) : Buffer.alloc(0);
  const scalar = scalarByNumber(field.type);
  if (scalar === 'string') return Buffer.from(String(value), 'utf8');
  if (scalar === 'bytes') return value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0);
  if (scalar === 'bool') return Buffer.from([value === true ? 1 : 0]);
  if (scalar === undefined)
    return varint(BigInt(typeof value === 'string' ? (field.enum!.numbers.get(value) ?? 0) : Number(value)));
  if (scalar === 'double' || scalar === 'float') {
    const bytes = Buffer.alloc(scalar === 'double' ? 8 : 4);
    if (scalar === 'double') bytes.writeDoubleLE(Number(value));
    else bytes.writeFloatLE(Number(value));
    return bytes;
  }
  const integer = typeof value === 'bigint' ? value : BigInt(Number(value));
  if (scalar.endsWith('fixed64')) return fixed(integer, 8);
  if (scalar.endsWith('fixed32')) return fixed(integer, 4);
  return varint(scalar.startsWith('sint') ? (integer < 0n ? -2n * integer - 1n : 2n * integer) : integer);
}

function fixed(value: bigint, size: 4 | 8): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(size * 8, value));
  return bytes.subarray(0, size);
}

function tag(number: number, wire: number): Buffer {
  return varint(BigInt(number * 8 + wire));
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** Fields that the type does not have are left out. Throws SchemaError where the bytes are no such message. */
export function decodeMessage(type: MessageType, bytes: Uint8Array): Record<string, unknown> {
  return new Decoder(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).message(type, bytes.length, 0);
}

class Decoder {
  readonly #bytes: Buffer;
  #next = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  message(type: MessageType, end: number, depth: number, group = 0): Record<string, unknown> {
    if (depth > MAX_DEPTH) throw damaged();
    const message: Record<string, unknown> = {};
    while (this.#next < end) {
      const key = Number(this.#varint());
      const [number, wire] = [Math.floor(key / 8), key % 8];
      if (wire === END && group === number) return message;
      const field = type.fields.find((each) => each.number === number);
      if (field === undefined) this.#skip(number, wire, depth);
      else this.#field(field, { message, wire, depth });
    }
    if (group !== 0 || this.#next !== end) throw damaged();
    return message;
  }

  #field(field: FieldType, into: { message: Record<string, unknown>; wire: number; depth: number }): void {
    const { message, wire, depth } = into;
    const expected = wireType(field);
    if (wire === LENGTH && expected !== LENGTH && field.isRepeated && field.message === null) {
      const end = this.#end();
      while (this.#next < end) append(message, field, this.#value(field, depth));
      if (this.#next !== end) throw damaged();
      return;
    }
    if (wire !== expected) return this.#skip(field.number, wire, depth);
    const value = this.#value(field, depth);
    if (field.isRepeated) append(message, field, value);
    else {
      const before = message[field.name];
      message[field.name] = isMessage(before) && isMessage(value) && field.message ? { ...before, ...value } : value;
    }
  }

  #value(field: FieldType, depth: number): unknown {
    if (field.type === TYPE_GROUP) return this.message(field.message!, this.#bytes.length, depth + 1, field.number);
    if (field.message !== null) return this.message(field.message, this.#end(), depth + 1);
    const scalar = scalarByNumber(field.type);
    switch (scalar) {
      case 'string':
      case 'bytes': {
        const end = this.#end();
        const bytes = this.#bytes.subarray(this.#next, end);
        this.#next = end;
        return scalar === 'string' ? bytes.toString('utf8') : Buffer.from(bytes);
      }
      case 'double':
        return this.#take(8).readDoubleLE();
      case 'float':
        return this.#take(4).readFloatLE();
      case 'fixed64':
        return this.#take(8).readBigUInt64LE();
      case 'sfixed64':
        return this.#take(8).readBigInt64LE();
      case 'fixed32':
        return this.#take(4).readUInt32LE();
      case 'sfixed32':
        return this.#take(4).readInt32LE();
      default:
        return fromVarint(scalar, this.#varint());
    }
  }

  #varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#next++];
      if (byte === undefined) throw damaged();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    throw damaged();
  }

  #take(size: number): Buffer {
    const start = this.#next;
    this.#next += size;
    if (this.#next > this.#bytes.length) throw damaged();
    return this.#bytes.subarray(start, this.#next);
  }

  #end(): number {
    const length = Number(this.#varint());
    if (length > this.#bytes.length - this.#next) throw damaged();
    return this.#next + length;
  }

  #skip(number: number, wire: number, depth: number): void {
    if (depth > MAX_DEPTH || number === 0) throw damaged();
    if (wire === VARINT) this.#varint();
    else if (wire === FIXED64) this.#take(8);
    else if (wire === LENGTH) this.#next = this.#end();
    else if (wire === FIXED32) this.#take(4);
    else if (wire === START)
      this.message({ fullName: '', fields: [], isMapEntry: false }, this.#bytes.length, depth + 1, number);
    else throw damaged();
  }
}

function fromVarint(scalar: string | undefined, value: bigint): unknown {
  switch (scalar) {
    case 'bool':
      return value !== 0n;
    case 'int64':
      return BigInt.asIntN(64, value);
    case 'uint64':
      return value;
    case 'uint32':
      return Number(BigInt.asUintN(32, value));
    case 'sint32':
    case 'sint64': {
      const signed = value % 2n === 0n ? value / 2n : -(value + 1n) / 2n;
      return scalar === 'sint64' ? signed : Number(BigInt.asIntN(32, signed));
    }
    default:
      return Number(BigInt.asIntN(32, value));
  }
}

function append(message: Record<string, unknown>, field: FieldType, value: unknown): void {
  const list = message[field.name];
  if (Array.isArray(list)) list.push(value);
  else message[field.name] = [value];
}

function wireType(field: FieldType): number {
  if (field.type === TYPE_GROUP) return START;
  const scalar = scalarByNumber(field.type);
  if (field.type === TYPE_MESSAGE || scalar === 'string' || scalar === 'bytes') return LENGTH;
  if (scalar === 'double' || scalar === 'fixed64' || scalar === 'sfixed64') return FIXED64;
  if (scalar === 'float' || scalar === 'fixed32' || scalar === 'sfixed32') return FIXED32;
  return VARINT;
}

export function isMessage(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function damaged(): SchemaError {
  return new SchemaError('Invalid Protobuf schema: the bytes are no descriptor of a file');
}
