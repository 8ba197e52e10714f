/**
 * Whether a JSON value may be the default of a field (specification, "Complex Types, Records"), as Java judges: any
 * branch of a union will do, an enum takes any text, a record's missing fields take their own defaults.
 *
 * Invariant: every step is paid for, since a default `{}` can stand for exponentially many values.
 */
import type { JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../json/json-node.ts';
import { javaDouble } from '../json/print-json.ts';
import { SchemaError } from '../schema-format.ts';
import type { AvroEnum, AvroField, AvroFixed, AvroPrimitive, AvroRecord } from './avro-schema.ts';
import type { Budget } from './budget.ts';

/** A schema that may still have gaps: types that are named before they are defined. Every AvroSchema is one. */
export type DraftSchema =
  | AvroPrimitive
  | AvroEnum
  | AvroFixed
  | DraftRecord
  | DraftArray
  | DraftMap
  | DraftUnion
  | UnresolvedName;
export type DraftRecord = Omit<AvroRecord, 'fields'> & { readonly fields: readonly DraftField[] };
export type DraftField = Omit<AvroField, 'type'> & { readonly type: DraftSchema };
export interface DraftArray {
  readonly kind: 'array';
  readonly items: DraftSchema;
  readonly properties: AvroPrimitive['properties'];
}
export interface DraftMap {
  readonly kind: 'map';
  readonly values: DraftSchema;
  readonly properties: AvroPrimitive['properties'];
}
export interface DraftUnion {
  readonly kind: 'union';
  readonly branches: readonly DraftSchema[];
}
/** A type that is named and not yet defined. Until it is, it counts as a record without fields, as in Java. */
export interface UnresolvedName {
  readonly kind: 'unresolved';
  readonly fullName: string;
}

export interface DefaultWorld {
  readonly budget: Budget;
  /** Whether the record's fields are not known yet; to meet one is an error, as in Java. */
  isOpen(record: DraftRecord): boolean;
}

/** Throws SchemaError where the value meets a record that is still open, or where the budget is spent. */
export function isValidDefault(type: DraftSchema, value: JsonNode, world: DefaultWorld): boolean {
  return world.budget.within(() => isFitting(type, value, world));
}

function isFitting(type: DraftSchema, value: JsonNode, world: DefaultWorld): boolean {
  switch (type.kind) {
    case 'string':
    case 'bytes':
    case 'enum':
    case 'fixed':
      return typeof value === 'string';
    case 'int':
      return isIntegerOf(value, 32);
    case 'long':
      return isIntegerOf(value, 64);
    case 'float':
    case 'double':
      return value instanceof JsonNumber;
    case 'boolean':
      return typeof value === 'boolean';
    case 'null':
      return value === null;
    case 'array':
      return isJsonArray(value) && value.every((item) => isValidDefault(type.items, item, world));
    case 'map':
      return value instanceof JsonObject && value.entries.every(([, item]) => isValidDefault(type.values, item, world));
    case 'union':
      return type.branches.some((branch) => isValidDefault(branch, value, world));
    case 'unresolved':
      return value instanceof JsonObject;
    case 'record':
      return value instanceof JsonObject && isValidRecord(type, value, world);
  }
}

function isValidRecord(record: DraftRecord, value: JsonObject, world: DefaultWorld): boolean {
  if (world.isOpen(record)) {
    throw new SchemaError(
      `a default of the record ${JSON.stringify(record.fullName)} stands within that record itself`,
    );
  }
  return record.fields.every((field) => {
    const given = value.get(field.name);
    if (given !== undefined) return isValidDefault(field.type, given, world);
    if (field.default === undefined) return false;
    return isNumberAsText(field) || isValidDefault(field.type, field.default, world);
  });
}

/** NaN and the infinities: the only texts that a float's or double's default is left with. */
function isNumberAsText({ type, default: value }: DraftField): boolean {
  return typeof value === 'string' && (type.kind === 'float' || type.kind === 'double');
}

/** Whether it is an integer, and one of so many bits. */
export function isIntegerOf(value: JsonNode, bits: 32 | 64): boolean {
  if (!(value instanceof JsonNumber) || !value.isInteger) return false;
  if (value.text.length > 20) return false;
  const integer = value.toBigInt();
  return BigInt.asIntN(bits, integer) === integer;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?$/;
const HEXADECIMAL = /^([+-]?)0[xX](?:([0-9a-fA-F]+)\.?|([0-9a-fA-F]*)\.([0-9a-fA-F]+))[pP]([+-]?\d+)[fFdD]?$/;
const NOT_FINITE = /^([+-]?)(NaN|Infinity)$/;

/**
 * The number that a text stands for as the default of a float or double, by the grammar of Java's `Double.parseDouble`;
 * NaN and the infinities, for which JSON has no number, stay texts. Throws SchemaError for any other text.
 */
export function numberFromText(text: string): JsonNumber | string {
  const trimmed = javaTrim(text);
  const special = NOT_FINITE.exec(trimmed);
  if (special !== null) return special[2] === 'NaN' ? 'NaN' : `${special[1] === '-' ? '-' : ''}Infinity`;
  const hexadecimal = HEXADECIMAL.exec(trimmed);
  let value: number;
  if (hexadecimal !== null) value = hexadecimalValue(hexadecimal);
  else if (DECIMAL.test(trimmed)) value = Number(trimmed.replace(/[fFdD]$/, ''));
  else throw new SchemaError(`the default ${JSON.stringify(text)} of a float or double is no number`);
  return Number.isFinite(value) ? new JsonNumber(javaDouble(value)) : javaDouble(value);
}

/** Java trims all that is up to U+0020, JavaScript trims otherwise. */
function javaTrim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

function hexadecimalValue([, sign, whole, before, behind, power]: RegExpExecArray): number {
  const digits = `${whole ?? before ?? ''}${behind ?? ''}`.replace(/^0+/, '');
  const exponent = Number(power) - 4 * (behind?.length ?? 0);
  return (sign === '-' ? -1 : 1) * scaled(digits, exponent);
}

/** The hexadecimal integer times 2 to the power of `exponent`, rounded once, to the nearest, ties to even. */
function scaled(digits: string, exponent: number): number {
  if (digits === '') return 0;
  const integer = BigInt(`0x${digits}`);
  const top = integer.toString(2).length + exponent;
  if (top > 1024) return Infinity;
  if (top < -1074) return 0;
  // The place of the last bit that the double holds: 53 bits below the top one, but never below 2^-1074.
  const last = Math.max(top - 53, -1074);
  const drop = last - exponent;
  if (drop <= 0) return Number(integer) * 2 ** exponent;
  const kept = integer >> BigInt(drop);
  const rest = integer - (kept << BigInt(drop));
  const half = 1n << BigInt(drop - 1);
  const isUp = rest > half || (rest === half && (kept & 1n) === 1n);
  // Two factors, since 2^last alone may be too small while the product is not.
  return Number(isUp ? kept + 1n : kept) * 2 ** Math.max(last, -1000) * 2 ** Math.min(last + 1000, 0);
}
