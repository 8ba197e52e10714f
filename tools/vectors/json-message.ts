/**
 * Makes a message from the JSON of the vectors by interpreting its definition, so that the generated codecs are
 * judged by something that was not generated. Fields that the version lacks, and tagged fields that are absent,
 * have their default.
 */
import type { Field, Message, Struct } from '../codegen/definition.ts';
import { includes } from '../codegen/definition.ts';

type Json = Record<string, unknown>;

/** Fails with an Error where the JSON has a field that the definition lacks in this version, or the other way round. */
export function messageFromJson(message: Message, json: unknown, version: number): unknown {
  return structFromJson(message.root, json as Json, version);
}

function structFromJson(struct: Struct, json: Json, version: number): unknown {
  const known = new Set<string>();
  const entries = struct.fields.map((field): [string, unknown] => {
    if (!includes(field.versions, version)) return [field.name, defaultOf(field)];
    known.add(field.name);
    if (field.name in json) return [field.name, valueFromJson(field, json[field.name], version)];
    if (field.tag === null) throw new Error(`${struct.interfaceName} has no ${field.name} in the vector`);
    return [field.name, defaultOf(field)];
  });
  const strange = Object.keys(json).find((name) => !known.has(name));
  if (strange !== undefined) throw new Error(`${struct.interfaceName} has no field ${strange} in version ${version}`);
  return Object.fromEntries(entries);
}

function valueFromJson(field: Field, value: unknown, version: number): unknown {
  if (value === null) return null;
  if (field.isArray) return (value as unknown[]).map((element) => elementFromJson(field, element, version));
  return elementFromJson(field, value, version);
}

function elementFromJson(field: Field, value: unknown, version: number): unknown {
  if (typeof field.type !== 'string') return structFromJson(field.type, value as Json, version);
  if (field.type === 'bytes' || field.type === 'records') return Buffer.from(value as string, 'base64');
  if (field.type === 'bits64') return BigInt(value as number);
  return value;
}

/** The default of a field, as the codecs fill it in. */
export function defaultOf(field: Field): unknown {
  if (field.default.kind === 'null') return null;
  if (field.default.kind === 'value') return field.default.value;
  if (field.isArray) return [];
  if (typeof field.type === 'string') return Buffer.alloc(0);
  return Object.fromEntries(field.type.fields.map((inner) => [inner.name, defaultOf(inner)]));
}

/**
 * The path of the first difference between two messages, or null. Runs of U+FFFD count as one: Java and JavaScript
 * put different numbers of them for the same bytes that are not UTF-8.
 */
export function difference(actual: unknown, expected: unknown, path: string = ''): string | null {
  if (actual instanceof Uint8Array && expected instanceof Uint8Array) {
    return Buffer.compare(actual, expected) === 0 ? null : `${path} differs`;
  }
  if (Array.isArray(actual) && Array.isArray(expected) && actual.length !== expected.length) {
    return `${path} has ${actual.length} elements, not ${expected.length}`;
  }
  if (isObject(actual) && isObject(expected)) {
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      const found = difference(actual[key], expected[key], `${path}.${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  if (typeof actual === 'string' && typeof expected === 'string') {
    return foldReplacements(actual) === foldReplacements(expected) ? null : `${path} is "${actual}", not "${expected}"`;
  }
  return Object.is(actual, expected) ? null : `${path} is ${String(actual)}, not ${String(expected)}`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

function foldReplacements(text: string): string {
  return text.replace(/\uFFFD+/g, '\uFFFD');
}
