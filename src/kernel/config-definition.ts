/**
 * What one line of a config table may say, and the TypeScript type that follows from it. Write tables as one literal
 * (`as const`, no computed members) so that declarations can be emitted from the table alone:
 *
 *   const definitions = { 'segment.bytes': { type: 'int', default: 1073741824, min: 1048576, doc: '…' } } as const;
 *   export const topicConfigTable: ConfigTable<typeof definitions> = defineConfigs(definitions);
 *   type TopicConfigs = ConfigValues<typeof definitions>;   // { readonly segmentBytes: number }
 */

export type ConfigDefinitions = Readonly<Record<string, ConfigDefinition>>;
export type ConfigDefinition = BooleanConfig | NumberConfig | TextConfig | ListConfig;

interface CommonConfig {
  /** One or more sentences in markdown; line breaks and indentation count as one space. */
  readonly doc: string;
  /** `medium` when absent. */
  readonly importance?: ConfigImportance;
  /** Whether and where a running broker takes a new value; `read-only` when absent. Topic tables leave it out. */
  readonly updateMode?: ConfigUpdateMode;
  /** Keys of another table (the broker's) that give this one its value where it is not set, the strongest first. */
  readonly synonyms?: readonly ConfigSynonym[];
  /** The value is never shown, neither in logs nor in DescribeConfigs. Always so for the type `password`. */
  readonly sensitive?: boolean;
  /** Neither in `--help` nor on the reference page. */
  readonly internal?: boolean;
  /** A heading to stand under on the reference page and in `--help`. */
  readonly group?: string;
}

export interface BooleanConfig extends CommonConfig {
  readonly type: 'boolean';
  readonly default: boolean | null;
}

/** A `long` past 2^53 is rounded to the nearest double: Long.MAX_VALUE is 2^63 (`LONG_MAX`) and prints exactly. */
export interface NumberConfig extends CommonConfig {
  readonly type: 'int' | 'short' | 'long' | 'double';
  readonly default: number | null;
  /** Inclusive. */
  readonly min?: number;
  /** Inclusive. */
  readonly max?: number;
  /** What is wrong with the value, as the end of a sentence, or null. */
  validate?(value: number): string | null;
}

export interface TextConfig extends CommonConfig {
  readonly type: 'string' | 'class' | 'password';
  readonly default: string | null;
  readonly validValues?: readonly string[];
  validate?(value: string): string | null;
}

export interface ListConfig extends CommonConfig {
  readonly type: 'list';
  readonly default: readonly string[] | null;
  /** What each item may be. */
  readonly validValues?: readonly string[];
  validate?(value: readonly string[]): string | null;
}

export type ConfigImportance = 'high' | 'medium' | 'low';
export type ConfigUpdateMode = 'read-only' | 'per-broker' | 'cluster-wide';
/** A key, or a key whose number is multiplied to give this one's (`log.retention.hours` × 3600000). */
export type ConfigSynonym = string | { readonly name: string; readonly factor: number };
export type ConfigValue = boolean | number | string | readonly string[] | null;

/** The parsed values of a table, keys in camel case. */
export type ConfigValues<T extends ConfigDefinitions> = {
  readonly [K in keyof T & string as CamelCase<K>]: ValueOf<T[K]>;
};

type ValueOf<D extends ConfigDefinition> = D['default'] extends null ? SetValueOf<D> | null : SetValueOf<D>;

type SetValueOf<D extends ConfigDefinition> = D extends { type: 'boolean' }
  ? boolean
  : D extends { type: 'int' | 'short' | 'long' | 'double' }
    ? number
    : D extends { type: 'list' }
      ? readonly TextOf<D>[]
      : TextOf<D>;

type TextOf<D> = D extends { validValues: readonly (infer V extends string)[] } ? V : string;

export type CamelCase<K extends string> = K extends `${infer Head}.${infer Tail}`
  ? `${CamelCase<Head>}${Capitalize<CamelCase<Tail>>}`
  : K extends `${infer Head}-${infer Tail}`
    ? `${CamelCase<Head>}${Capitalize<CamelCase<Tail>>}`
    : K extends `${infer Head}_${infer Tail}`
      ? `${CamelCase<Head>}${Capitalize<CamelCase<Tail>>}`
      : K;

/** `log.retention.ms` → `logRetentionMs`: how a config's key is spelt in code. */
export function camelCase(key: string): string {
  return key.replaceAll(/[._-]+(.)/g, (_, letter: string) => letter.toUpperCase());
}
