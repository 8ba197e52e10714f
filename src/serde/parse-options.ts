/**
 * From the options that an application gives to checked values. Configs are given by their name in camel case and with
 * values of their own type. What is wrong fails with INVALID_CONFIG, naming the option and the one that was probably meant.
 */
import {
  camelCase,
  nearestName,
  type CamelCase,
  type ConfigDefinitions,
  type ConfigTable,
  type ConfigValues,
} from '#kernel';
import { shown } from './primitives.ts';
import { SerdeError } from './serde-error.ts';

/** The options that a table's configs make: all may be left out, `undefined` counts as left out. */
export type OptionsOf<T extends ConfigDefinitions> = {
  readonly [K in keyof T & string as CamelCase<K>]?: OptionOf<T[K]> | undefined;
};

type OptionOf<D> = D extends { type: 'boolean' }
  ? boolean
  : D extends { type: 'int' | 'short' | 'long' | 'double' }
    ? number
    : D extends { type: 'list' }
      ? readonly string[] | string
      : D extends { validValues: readonly (infer V extends string)[] }
        ? V
        : string;

const TYPES: Readonly<Record<string, string>> = {
  boolean: 'boolean',
  int: 'number',
  short: 'number',
  long: 'number',
  double: 'number',
  string: 'string',
  class: 'string',
  password: 'string',
};

/** Throws INVALID_CONFIG for an option that is neither in the table nor among `others`. `kind` is for messages. */
export function parseOptions<T extends ConfigDefinitions>(
  kind: string,
  { table, definitions }: { table: ConfigTable<T>; definitions: T },
  options: object,
): ConfigValues<T> {
  const texts = new Map<string, string>();
  for (const [key, definition] of Object.entries(definitions)) {
    const name = camelCase(key);
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || value === null) continue;
    texts.set(key, textOf(name, definition.type, value));
  }
  const { values, problems } = table.parse(texts);
  const [problem] = problems;
  if (problem === undefined) return values;
  throw invalidConfig(`${kind}: ${camelCase(problem.key)}: ${problem.message}`);
}

/** Throws INVALID_CONFIG where there is an option of another name. */
export function checkNames(kind: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalidConfig(`The options of ${kind} must be an object, not ${shown(options)}`);
  }
  for (const [name, value] of Object.entries(options)) {
    if (known.includes(name) || value === undefined) continue;
    const camel = camelCase(name);
    const meant = known.includes(camel) ? camel : nearestName(name, known);
    throw invalidConfig(`There is no option ${name} of ${kind}${meant === null ? '' : `; did you mean ${meant}?`}`);
  }
}

/** A user's mistake in the options. */
export function invalidConfig(message: string, cause?: unknown): SerdeError {
  return new SerdeError('INVALID_CONFIG', message, { cause });
}

function textOf(name: string, type: string, value: unknown): string {
  if (type === 'list') {
    if (typeof value === 'string') return value;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',');
    throw invalidConfig(`${name} must be a text or a list of texts, not ${shown(value)}`);
  }
  const expected = TYPES[type]!;
  if (typeof value !== expected) throw invalidConfig(`${name} must be a ${expected}, not ${shown(value)}`);
  return String(value);
}
