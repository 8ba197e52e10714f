/**
 * Avro's JSON encoding (Avro 1.12 specification, "JSON Encoding"), between JSON and values that hold all that the data
 * does (`LOSSLESS_AVRO`: longs as bigint, unions in wrappers, maps as Map): a union's value is null or
 * `{ "branch": value }`, bytes are a text of U+0000…U+00FF. Numbers that JSON lacks are the texts "NaN", "Infinity",
 * "-Infinity", as Java has them since 1.12.2.
 */
import type { AvroPrimitive, AvroRecord, AvroSchema, AvroUnion } from '../avro-schema.ts';
import type { JsonNode } from '../../json/json-node.ts';
import { isJsonArray, JsonNumber, JsonObject } from '../../json/json-node.ts';
import { javaDouble } from '../../json/print-json.ts';
import type { PathStep } from './avro-data-error.ts';
import { AvroDataError, located, mismatch } from './avro-data-error.ts';
import { branchName } from './union-shape.ts';

/** The JSON of a value that was read with `LOSSLESS_AVRO`. Throws AvroDataError for another. */
export function avroToJson(schema: AvroSchema, value: unknown): JsonNode {
  switch (schema.kind) {
    case 'array':
      if (!Array.isArray(value)) throw mismatch('array', value);
      return value.map((item, index) => within({ index }, () => avroToJson(schema.items, item)));
    case 'map':
      if (!(value instanceof Map)) throw mismatch('Map', value);
      return entriesToJson([...value], () => schema.values);
    case 'record':
      return recordToJson(schema, value);
    case 'union':
      return unionToJson(schema, value);
    case 'enum':
      if (typeof value !== 'string') throw mismatch(`a symbol of ${schema.fullName}`, value);
      return value;
    case 'fixed':
      return bytesToJson(value);
    default:
      return primitiveToJson(schema.kind, value);
  }
}

function entriesToJson(
  entries: readonly (readonly [string, unknown])[],
  typeOf: (key: string) => AvroSchema,
): JsonObject {
  return new JsonObject(entries.map(([key, item]) => [key, within({ key }, () => avroToJson(typeOf(key), item))]));
}

function recordToJson(record: AvroRecord, value: unknown): JsonNode {
  if (typeof value !== 'object' || value === null) throw mismatch(`record ${record.fullName}`, value);
  return new JsonObject(
    record.fields.map(({ name, type }) => {
      const field: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
      return [name, within({ field: name }, () => avroToJson(type, field))];
    }),
  );
}

function unionToJson(union: AvroUnion, value: unknown): JsonNode {
  if (value === null && union.branches.some(({ kind }) => kind === 'null')) return null;
  const [entry, another] = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entry === undefined || another !== undefined) throw mismatch(expectedOf(union), value);
  return entriesToJson([entry], (name) => branchOf(union, name));
}

function branchOf(union: AvroUnion, name: string): AvroSchema {
  const branch = union.branches.find((candidate) => candidate.kind !== 'null' && branchName(candidate) === name);
  if (branch === undefined) throw mismatch(expectedOf(union), name);
  return branch;
}

function expectedOf({ branches }: AvroUnion): string {
  return `{ branch: value } with a branch of [${branches.map(branchName).join(', ')}]`;
}

function bytesToJson(value: unknown): string {
  if (!(value instanceof Uint8Array)) throw mismatch('bytes', value);
  return Buffer.from(value).toString('latin1');
}

function primitiveToJson(kind: AvroPrimitive['kind'], value: unknown): JsonNode {
  if (kind === 'bytes') return bytesToJson(value);
  if (value === null && kind === 'null') return null;
  if (typeof value === 'boolean' && kind === 'boolean') return value;
  if (typeof value === 'string' && kind === 'string') return value;
  if (typeof value === 'bigint' && kind === 'long') return new JsonNumber(String(value));
  if (typeof value !== 'number' || !['int', 'long', 'float', 'double'].includes(kind)) throw mismatch(kind, value);
  if (kind === 'int' || kind === 'long') return new JsonNumber(String(value));
  if (!Number.isFinite(value)) return String(value);
  return new JsonNumber(javaDouble(kind === 'float' ? shortestFloat(value) : value));
}

const FLOAT_DIGITS = 9;

/** Of the doubles that are the same float the one with the fewest digits: 0.1, not 0.10000000149011612. */
function shortestFloat(value: number): number {
  for (let digits = 1; digits < FLOAT_DIGITS; digits++) {
    const shorter = value === 0 ? value : Number(value.toPrecision(digits));
    if (Object.is(Math.fround(shorter), value)) return shorter;
  }
  return value;
}

/** The value of a JSON text, as `LOSSLESS_AVRO` has it. Throws AvroDataError with the path of what does not fit. */
export function avroFromJson(schema: AvroSchema, node: JsonNode): unknown {
  switch (schema.kind) {
    case 'array':
      if (!isJsonArray(node)) throw unfit('array', node);
      return node.map((item, index) => within({ index }, () => avroFromJson(schema.items, item)));
    case 'map':
      if (!(node instanceof JsonObject)) throw unfit('map (a JSON object)', node);
      return new Map(
        node.entries.map(([key, item]) => [key, within({ key }, () => avroFromJson(schema.values, item))]),
      );
    case 'record':
      return recordFromJson(schema, node);
    case 'union':
      return unionFromJson(schema, node);
    case 'enum':
      if (typeof node !== 'string' || !schema.symbols.includes(node))
        throw unfit(`a symbol of ${schema.fullName}`, node);
      return node;
    case 'fixed':
      return fixedFromJson(schema.size, node);
    default:
      return primitiveFromJson(schema.kind, node);
  }
}

function recordFromJson({ fullName, fields }: AvroRecord, node: JsonNode): object {
  if (!(node instanceof JsonObject)) throw unfit(`record ${fullName} (a JSON object)`, node);
  const known = new Set(fields.map(({ name }) => name));
  for (const [key] of node.entries) {
    if (!known.has(key)) throw new AvroDataError(`${fullName} has no field ${JSON.stringify(key)}`).at({ field: key });
  }
  // Own properties whatever their names, `__proto__` too.
  return Object.fromEntries(
    fields.map(({ name, type }) => [
      name,
      within({ field: name }, () => {
        const field = node.get(name);
        if (field === undefined) throw new AvroDataError('the field is missing');
        return avroFromJson(type, field);
      }),
    ]),
  );
}

function unionFromJson(union: AvroUnion, node: JsonNode): unknown {
  if (node === null && union.branches.some(({ kind }) => kind === 'null')) return null;
  const [entry, another] = node instanceof JsonObject ? node.entries : [];
  if (entry === undefined || another !== undefined) throw unfit(expectedOf(union), node);
  const [name, value] = entry;
  const branch = branchOf(union, name);
  return { [name]: within({ key: name }, () => avroFromJson(branch, value)) };
}

function fixedFromJson(size: number, node: JsonNode): Buffer {
  const bytes = bytesFromJson(node);
  if (bytes.length !== size) throw new AvroDataError(`expected ${size} bytes, got ${bytes.length}`);
  return bytes;
}

function bytesFromJson(node: JsonNode): Buffer {
  if (typeof node !== 'string' || /[^\0-\u00ff]/.test(node)) throw unfit('bytes (a text of U+0000 to U+00FF)', node);
  return Buffer.from(node, 'latin1');
}

function primitiveFromJson(kind: AvroPrimitive['kind'], node: JsonNode): unknown {
  switch (kind) {
    case 'int':
    case 'long':
      return integerFromJson(kind, node);
    case 'float':
      return Math.fround(numberFromJson(kind, node));
    case 'double':
      return numberFromJson(kind, node);
    case 'bytes':
      return bytesFromJson(node);
    case 'null':
      if (node !== null) throw unfit(kind, node);
      return null;
    default:
      if (typeof node !== kind) throw unfit(kind, node);
      return node;
  }
}

/** `1.0` and `1e3` are integers as well; their digits are those of a double. */
function integerFromJson(kind: 'int' | 'long', node: JsonNode): number | bigint {
  if (!(node instanceof JsonNumber)) throw unfit(kind, node);
  const isWhole = node.isInteger || Number.isSafeInteger(node.toNumber());
  const integer = isWhole ? (node.isInteger ? node.toBigInt() : BigInt(node.toNumber())) : null;
  if (integer === null || BigInt.asIntN(kind === 'int' ? 32 : 64, integer) !== integer) throw unfit(kind, node);
  return kind === 'int' ? Number(integer) : integer;
}

const NOT_FINITE: ReadonlyMap<JsonNode, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

function numberFromJson(kind: string, node: JsonNode): number {
  if (node instanceof JsonNumber) return node.toNumber();
  const value = NOT_FINITE.get(node);
  if (value === undefined) throw unfit(kind, node);
  return value;
}

function unfit(expected: string, node: JsonNode): AvroDataError {
  if (node instanceof JsonNumber)
    return new AvroDataError(`expected ${expected}, got number ${node.text.slice(0, 40)}`);
  return mismatch(expected, node instanceof JsonObject ? {} : node);
}

function within<T>(step: PathStep, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw located(error, step);
  }
}
