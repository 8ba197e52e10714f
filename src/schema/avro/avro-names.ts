/**
 * Names as Avro has them (specification, "Names"): how a name and a namespace become a full name, and which names are
 * held to be well formed.
 */
import { SchemaError } from '../schema-format.ts';

export interface AvroName {
  readonly fullName: string;
  readonly name: string;
  readonly namespace: string | null;
}

/**
 * `strict` is the rule for new schemas: names of ASCII letters, digits and underscores. `lenient` takes whatever text
 * stands there, as stored schemas are read.
 */
export type AvroRules = 'strict' | 'lenient';

const PRIMITIVE_NAMES: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);
const COMPLEX_NAMES: ReadonlySet<string> = new Set(['record', 'enum', 'array', 'map', 'union', 'fixed']);
const WELL_FORMED = /^[A-Za-z_][A-Za-z0-9_]*$/;

export function isPrimitiveName(name: string): boolean {
  return PRIMITIVE_NAMES.has(name);
}

/** Throws SchemaError for a name that the rules do not allow. */
export function requireName(name: string, what: string, rules: AvroRules): void {
  if (rules === 'lenient' || WELL_FORMED.test(name)) return;
  throw new SchemaError(
    `${what} ${JSON.stringify(name)} should be letters, digits and underscores, without a digit in front`,
  );
}

/** The name with dots, which then carries its own namespace, or the bare one within a namespace; not yet judged. */
export function qualifyName(text: string, namespace: string | null): AvroName {
  const dot = text.lastIndexOf('.');
  const name = text.slice(dot + 1);
  const space = (dot === -1 ? namespace : text.slice(0, dot)) || null;
  return { fullName: space === null ? name : `${space}.${name}`, name, namespace: space };
}

/** Throws SchemaError where a part of the full name is not well formed, or where no part is left at all. */
export function requireFullName({ fullName }: AvroName, rules: AvroRules): void {
  if (/^\.+$/.test(fullName)) throw new SchemaError(`a name of nothing but dots: ${JSON.stringify(fullName)}`);
  if (rules === 'lenient') return;
  const parts = fullName.split('.');
  const name = parts.pop() ?? '';
  for (const part of parts) requireName(part, 'the part of a namespace', rules);
  requireName(name, 'the name', rules);
}

/**
 * How a type is named from within a namespace: barely where it is of that namespace. A type that is called as one of
 * Avro's own (`record`, `string`) is then named in full, since the bare word means something else.
 */
export function nameWithin({ fullName, name, namespace }: AvroName, current: string | null): string {
  const isHere = namespace !== null && namespace === current;
  return isHere && !PRIMITIVE_NAMES.has(name) && !COMPLEX_NAMES.has(name) ? name : fullName;
}
