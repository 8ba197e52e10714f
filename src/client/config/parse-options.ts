/**
 * From the options object that an application gives to typed, checked, frozen values. Configs are given by their name in
 * camel case (`lingerMs`) and with values of their own type, not as texts. What is wrong fails with INVALID_CONFIG in one
 * sentence that names the option, and the one that was probably meant.
 */
import {
  camelCase,
  nearestName,
  type CamelCase,
  type ConfigDefinitions,
  type ConfigEntry,
  type ConfigTable,
  type ConfigValues,
} from '#kernel';
import { ClientError } from '../errors.ts';

/** The options that a table's configs make: all may be left out, `undefined` counts as left out. */
export type OptionsOf<T extends ConfigDefinitions> = {
  readonly [K in keyof T & string as CamelCase<K>]?: OptionOf<T[K]> | undefined;
};

type OptionOf<D> = D extends { type: 'boolean' }
  ? boolean
  : D extends { type: 'int' | 'short' | 'long' | 'double' }
    ? number
    : D extends { type: 'list' }
      ? readonly TextOf<D>[] | string
      : TextOf<D>;

type TextOf<D> = D extends { validValues: readonly (infer V extends string)[] } ? V : string;

/**
 * `kind` is the word for the client in messages (`producer`); `codeOptions` names the options that are not configs (`env`,
 * `tls`, a serializer) and are left alone here. A config that is not given has the table's default.
 */
export function parseOptions<T extends ConfigDefinitions>(
  kind: string,
  table: ConfigTable<T>,
  codeOptions: readonly string[],
  options: object,
): ConfigValues<T> {
  checkOptions(kind, options);
  const entries = new Map(table.describe().map((entry) => [entry.property, entry]));
  const texts = new Map<string, string>();
  for (const [name, value] of Object.entries(options)) {
    if (codeOptions.includes(name) || value === undefined) continue;
    const entry = entries.get(name);
    if (entry === undefined) throw unknownOption(kind, name, [...entries.keys(), ...codeOptions]);
    if (value !== null || entry.defaultValue !== null) texts.set(entry.name, textOf(entry, value));
  }
  const { values, problems } = table.parse(texts);
  const [problem] = problems;
  if (problem === undefined) return values;
  throw invalidConfig(inOwnWords(camelCase(problem.key), problem.message));
}

/** Throws INVALID_CONFIG where what was given for options is no object, or nothing was given. */
export function checkOptions(kind: string, options: unknown): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  const example = "{ bootstrapServers: 'localhost:9092' }";
  throw invalidConfig(`The options of the ${kind} must be an object, as ${example}, not ${shownValue(options)}`);
}

/** A user's mistake in the options. */
export function invalidConfig(message: string, cause?: unknown): ClientError {
  return new ClientError('INVALID_CONFIG', message, { fatal: true, cause });
}

function unknownOption(kind: string, name: string, known: readonly string[]): ClientError {
  const camel = NAMES_ELSEWHERE[name] ?? camelCase(name);
  const meant = known.includes(camel) ? camel : nearestName(name, known);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  return invalidConfig(`There is no ${kind} config ${name}${hint}`);
}

/** What other clients call it. */
const NAMES_ELSEWHERE: Readonly<Record<string, string>> = {
  brokers: 'bootstrapServers',
  ssl: 'tls',
  fromBeginning: 'autoOffsetReset',
};

/** A table's complaint with the name that the application has used; where it is in no such form, behind that name. */
function inOwnWords(property: string, message: string): string {
  const parts = /^Invalid value (.*) for configuration \S+: (?:Value |String )?(.*)$/s.exec(message);
  if (parts === null) return `${property}: ${message}`;
  const [, value = '', problem = ''] = parts;
  return `${property} cannot be ${value === '' ? 'an empty text' : value}: it ${problem}`;
}

/** The value as the table reads it. A type of its own is asked for, so that `'5'` or `true` for a number is noticed. */
function textOf(entry: ConfigEntry, value: unknown): string {
  switch (entry.type) {
    case 'BOOLEAN':
      if (typeof value === 'boolean') return String(value);
      throw wrongType(entry, 'true or false', value);
    case 'INT':
    case 'SHORT':
    case 'LONG':
    case 'DOUBLE':
      return numberText(entry, value);
    case 'LIST':
      if (typeof value === 'string') return value;
      if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(',');
      throw wrongType(entry, 'a list of texts', value);
    default:
      if (typeof value === 'string') return value;
      throw wrongType(entry, 'a text', value);
  }
}

function numberText(entry: ConfigEntry, value: unknown): string {
  const isWhole = entry.type !== 'DOUBLE';
  const expected = isWhole ? 'a whole number' : 'a number';
  if (typeof value !== 'number' || Number.isNaN(value) || (isWhole && Number.isFinite(value) && value % 1 !== 0)) {
    throw wrongType(entry, expected, value);
  }
  if (!isWhole) return String(value);
  if (!Number.isFinite(value)) return value > 0 ? LONG_MAX_TEXT : `-${LONG_MAX_TEXT}`;
  return value >= 2 ** 63 ? LONG_MAX_TEXT : BigInt(value).toString();
}

const LONG_MAX_TEXT = '9223372036854775807';

function wrongType(entry: ConfigEntry, expected: string, value: unknown): ClientError {
  const shown = entry.isSensitive ? 'something else' : shownValue(value);
  return invalidConfig(`${entry.property} must be ${expected}, not ${shown}`);
}

/** A value in a message: short, and with nothing of what is inside. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return `the text '${value.slice(0, 100)}'`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null || value === undefined)
    return String(value);
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
