/**
 * Config tables: a component says once which keys it knows, and parsing, the TypeScript type, DescribeConfigs, `--help`
 * and the reference page follow. Parsed values are frozen. A table's own defaults keep the table's own rules: that is
 * asserted when the table is made. Rules across several keys stand in the component's `validate`, not here.
 */
import { assert } from './assert.ts';
import { camelCase } from './config-definition.ts';
import type {
  ConfigDefinition,
  ConfigDefinitions,
  ConfigImportance,
  ConfigUpdateMode,
  ConfigValue,
  ConfigValues,
} from './config-definition.ts';
import { configHelp, configReferencePage } from './config-reference.ts';
import type { ConfigHelpOptions, ConfigPageOptions } from './config-reference.ts';
import { checkRange, formatConfig, isSensitive, parseConfig } from './config-value.ts';
import type { ParsedConfig } from './config-value.ts';
import { nearestName } from './nearest-name.ts';

/** Texts as they came from a file, a command line or a request. A key without a text counts as not set. */
export type RawConfigs = ReadonlyMap<string, string | null> | Readonly<Record<string, string | null | undefined>>;

export interface ConfigProblem {
  readonly key: string;
  readonly message: string;
}

export interface ParsedConfigs<T extends ConfigDefinitions> {
  /** Every key of the table; the default where nothing was given or what was given is wrong. */
  readonly values: ConfigValues<T>;
  readonly problems: readonly ConfigProblem[];
  /** Keys that were given and are not in the table. */
  readonly unknown: readonly string[];
}

/** Names of Kafka's ConfigDef types; DescribeConfigs sends `CONFIG_TYPE_CODES` of them. */
export type ConfigTypeName = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';

/** DescribeConfigs' `ConfigType`, int8. */
export const CONFIG_TYPE_CODES: Readonly<Record<ConfigTypeName, number>> = {
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  SHORT: 4,
  LONG: 5,
  DOUBLE: 6,
  LIST: 7,
  CLASS: 8,
  PASSWORD: 9,
};

/** One key with all that can be said about it in text. */
export interface ConfigEntry {
  readonly name: string;
  /** The key of the parsed value: `segmentBytes`. */
  readonly property: string;
  readonly type: ConfigTypeName;
  readonly documentation: string;
  readonly defaultValue: string | null;
  /** `[1048576,...]`, `[0,...,1]` or `[gzip, snappy]`; null where everything of the type is valid. */
  readonly validValues: string | null;
  readonly importance: ConfigImportance;
  readonly updateMode: ConfigUpdateMode;
  readonly synonyms: readonly { readonly name: string; readonly factor: number }[];
  readonly isSensitive: boolean;
  readonly isInternal: boolean;
  readonly group: string | null;
}

export class ConfigTable<T extends ConfigDefinitions> {
  readonly #definitions: ReadonlyMap<string, ConfigDefinition>;
  /** Made when first asked for: a start needs the values only. */
  #entries: ReadonlyMap<string, ConfigEntry> | null = null;
  /** Key → its spelling in code: asked for at every parse, that is, by each client and for each topic. */
  readonly #properties: Map<string, string> = new Map();

  constructor(definitions: T) {
    this.#definitions = new Map(Object.entries(definitions));
    for (const [key, definition] of this.#definitions) {
      const problem = checkRange(definition, definition.default);
      assert(problem === null, `the default of ${key} keeps its own rule: ${problem}`);
    }
  }

  /** Never throws: what is wrong stands in `problems`, one sentence a key. */
  parse(raw: RawConfigs): ParsedConfigs<T> {
    const values: Record<string, ConfigValue> = {};
    const problems: ConfigProblem[] = [];
    for (const [key, definition] of this.#definitions) {
      const text = rawText(raw, key);
      const parsed: ParsedConfig = text === null ? { value: definition.default } : parseConfig(key, definition, text);
      if ('message' in parsed) problems.push({ key, message: parsed.message });
      values[this.#property(key)] = freezeList('value' in parsed ? parsed.value : definition.default);
    }
    const given = raw instanceof Map ? [...raw.keys()] : Object.keys(raw);
    const unknown = given.filter((key) => !this.#definitions.has(key));
    return { values: Object.freeze(values) as ConfigValues<T>, problems, unknown };
  }

  #property(key: string): string {
    let property = this.#properties.get(key);
    if (property === undefined) this.#properties.set(key, (property = camelCase(key)));
    return property;
  }

  /** One value by itself, for AlterConfigs. The key must be of this table. */
  parseValue(key: string, text: string): ParsedConfig {
    const definition = this.#definitions.get(key);
    assert(definition !== undefined, `${key} is in the config table`);
    return parseConfig(key, definition, text);
  }

  /** The text of a parsed value. The key must be of this table. */
  format(key: string, value: ConfigValue): string | null {
    const definition = this.#definitions.get(key);
    assert(definition !== undefined, `${key} is in the config table`);
    return formatConfig(definition, value);
  }

  has(key: string): key is keyof T & string {
    return this.#definitions.has(key);
  }

  /** In the order of the table. */
  keys(): readonly (keyof T & string)[] {
    return [...this.#definitions.keys()];
  }

  entry(key: keyof T & string): ConfigEntry;
  entry(key: string): ConfigEntry | undefined;
  entry(key: string): ConfigEntry | undefined {
    return this.#allEntries().get(key);
  }

  /** All entries in the order of the table. */
  describe(): readonly ConfigEntry[] {
    return [...this.#allEntries().values()];
  }

  #allEntries(): ReadonlyMap<string, ConfigEntry> {
    this.#entries ??= new Map([...this.#definitions].map(([key, definition]) => [key, entryOf(key, definition)]));
    return this.#entries;
  }

  /** The key that was probably meant, or null where none is near. */
  nearest(key: string): string | null {
    return nearestName(key, this.#definitions.keys());
  }

  /** Lines for `--help`. */
  help(options?: ConfigHelpOptions): readonly string[] {
    return configHelp(this.describe(), options);
  }

  /** The reference page as markdown. */
  referencePage(options: ConfigPageOptions): string {
    return configReferencePage(this.describe(), options);
  }
}

/** Makes a table; see `config-definition.ts` for how to write one. */
export function defineConfigs<const T extends ConfigDefinitions>(definitions: T): ConfigTable<T> {
  return new ConfigTable(definitions);
}

function rawText(raw: RawConfigs, key: string): string | null {
  if (raw instanceof Map) return raw.get(key) ?? null;
  const record = raw as Readonly<Record<string, string | null | undefined>>;
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}

function freezeList(value: ConfigValue): ConfigValue {
  return Array.isArray(value) ? Object.freeze([...value]) : value;
}

function entryOf(name: string, definition: ConfigDefinition): ConfigEntry {
  const synonyms = definition.synonyms ?? [];
  return Object.freeze({
    name,
    property: camelCase(name),
    type: definition.type.toUpperCase() as ConfigTypeName,
    documentation: definition.doc.trim().replaceAll(/\s+/g, ' '),
    defaultValue: isSensitive(definition) ? null : formatConfig(definition, definition.default),
    validValues: validValuesText(definition),
    importance: definition.importance ?? 'medium',
    updateMode: definition.updateMode ?? 'read-only',
    synonyms: synonyms.map((synonym) => (typeof synonym === 'string' ? { name: synonym, factor: 1 } : synonym)),
    isSensitive: isSensitive(definition),
    isInternal: definition.internal === true,
    group: definition.group ?? null,
  });
}

function validValuesText(definition: ConfigDefinition): string | null {
  if ('validValues' in definition && definition.validValues !== undefined) {
    return `[${definition.validValues.join(', ')}]`;
  }
  if (!('min' in definition || 'max' in definition)) return null;
  const { min, max } = definition;
  const from = min === undefined ? '' : `${formatConfig(definition, min)},`;
  const to = max === undefined ? '' : `,${formatConfig(definition, max)}`;
  return `[${from}...${to}]`;
}
