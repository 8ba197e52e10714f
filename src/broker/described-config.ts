/**
 * Configs with where their values come from (KIP-226): what DescribeConfigs and CreateTopics tell. The strongest source
 * that has a value wins: the resource itself, this broker as it runs, all brokers as they run, what the broker was started
 * with, the default.
 */
import { CONFIG_TYPE_CODES, type ConfigEntry, type ParsedConfig } from '#kernel';
import { groupConfigTable } from '#coordinator';
import { topicConfigTable } from '#log';
import { ALL_BROKERS, ConfigResourceType, type ConfigMap } from '#metadata';
import { brokerConfigTable, withoutListenerPrefix } from './config/index.ts';
import type { BrokerServices } from './handler.ts';
import { clientMetricsTable } from './client-metrics-configs.ts';

/** The protocol's numbers of sources. */
export const ConfigSource = {
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  DYNAMIC_BROKER_LOGGER_CONFIG: 6,
  CLIENT_METRICS_CONFIG: 7,
  GROUP_CONFIG: 8,
} as const;

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string | null;
  readonly source: number;
}

export interface DescribedConfig {
  readonly name: string;
  /** Null where it is not set, and where nobody may see it. */
  readonly value: string | null;
  readonly readOnly: boolean;
  readonly configSource: number;
  readonly isSensitive: boolean;
  /** All sources that have a value, the one in force first. */
  readonly synonyms: ConfigSynonym[];
  readonly configType: number;
  readonly documentation: string;
}

type Scope = Pick<BrokerServices, 'config' | 'metadata'>;

/** What a config table offers, whatever its definitions are. */
interface Table {
  describe(): readonly ConfigEntry[];
  parseValue(key: string, text: string): ParsedConfig;
  format(key: string, value: never): string | null;
}

interface Layer {
  readonly source: number;
  readonly texts: ConfigMap;
}

/** All configs of a topic on which `configs` are set. */
export function describeTopicConfigs(scope: Scope, configs: ConfigMap): DescribedConfig[] {
  const layers = brokerLayers(scope);
  const own = { source: ConfigSource.DYNAMIC_TOPIC_CONFIG, texts: configs };
  return visible(topicConfigTable).map((entry) => inherited(topicConfigTable, entry, { own, layers }));
}

/** All configs of a group on which `configs` are set. */
export function describeGroupConfigs(scope: Scope, configs: ConfigMap): DescribedConfig[] {
  const layers = brokerLayers(scope);
  const own = { source: ConfigSource.GROUP_CONFIG, texts: configs };
  return visible(groupConfigTable).map((entry) => inherited(groupConfigTable, entry, { own, layers }));
}

/** All configs of a client metrics subscription, which inherits nothing. */
export function describeClientMetricsConfigs(configs: ConfigMap): DescribedConfig[] {
  const own = { source: ConfigSource.CLIENT_METRICS_CONFIG, texts: configs };
  return visible(clientMetricsTable).map((entry) => {
    return { ...inherited(clientMetricsTable, entry, { own, layers: [] }), synonyms: [] };
  });
}

/** All configs of this broker. */
export function describeBrokerConfigs(scope: Scope): DescribedConfig[] {
  const layers = brokerLayers(scope);
  const own = visible(brokerConfigTable).map((entry) => {
    const names = BROKER_SYNONYMS.get(entry.name) ?? [entry.name];
    const synonyms = brokerSynonyms(names, layers);
    const text = layers.find(({ texts }) => texts.has(entry.name))?.texts.get(entry.name);
    const value = text === undefined ? entry.defaultValue : formatted(brokerConfigTable, entry.name, text);
    return described(entry, { value, synonyms, readOnly: entry.updateMode === 'read-only' });
  });
  return [...own, ...describeListenerConfigs(layers)];
}

/** Those that are set for one listener, `listener.name.…`. */
function describeListenerConfigs(layers: readonly Layer[]): DescribedConfig[] {
  const keys = new Set(layers.flatMap(({ texts }) => [...texts.keys()]));
  return [...keys].flatMap((name) => {
    const prefixed = withoutListenerPrefix(name);
    const entry = prefixed === null ? undefined : brokerConfigTable.entry(prefixed.key);
    if (entry === undefined) return [];
    const synonyms = fromLayers([name], layers);
    const readOnly = entry.updateMode === 'read-only';
    return [described({ ...entry, name }, { value: synonyms[0]?.value ?? null, synonyms, readOnly })];
  });
}

/** The configs that were set on all brokers together while they ran. */
export function describeAllBrokersConfigs({ metadata }: Scope): DescribedConfig[] {
  const texts = metadata.image.configs(ConfigResourceType.BROKER, ALL_BROKERS);
  const layer = { source: ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, texts };
  const own = visible(brokerConfigTable)
    .filter(({ name }) => texts.has(name))
    .map((entry) => {
      const synonyms = fromLayers([entry.name], [layer]);
      return described(entry, { value: synonyms[0]?.value ?? null, synonyms, readOnly: false });
    });
  return [...own, ...describeListenerConfigs([layer])];
}

/** Broker configs that stand for each other in other units, the strongest first, by the strongest and its weaker ones. */
const BROKER_SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map(
  topicConfigTable
    .describe()
    .map(({ synonyms }) => synonyms.map(({ name }) => name))
    .flatMap((names) => names.map((name, i) => [name, names.slice(i)] as const)),
);

function visible(table: Table): ConfigEntry[] {
  return table.describe().filter(({ isInternal }) => !isInternal);
}

/** The strongest first. */
function brokerLayers({ config, metadata }: Scope): Layer[] {
  const { BROKER } = ConfigResourceType;
  return [
    { source: ConfigSource.DYNAMIC_BROKER_CONFIG, texts: metadata.image.configs(BROKER, String(config.nodeId)) },
    { source: ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG, texts: metadata.image.configs(BROKER, ALL_BROKERS) },
    { source: ConfigSource.STATIC_BROKER_CONFIG, texts: config.staticTexts },
  ];
}

/** A config of a resource that takes from the broker what is not set on itself. */
function inherited(table: Table, entry: ConfigEntry, from: { own: Layer; layers: readonly Layer[] }): DescribedConfig {
  const { name, defaultValue } = entry;
  const factors = new Map(entry.synonyms.map((synonym) => [synonym.name, synonym.factor]));
  const fromBroker = brokerSynonyms([...factors.keys()], from.layers);
  const synonyms = [...fromLayers([name], [from.own]), ...fromBroker];
  if (synonyms.length === 0 && defaultValue !== null) {
    synonyms.push({ name, value: defaultValue, source: ConfigSource.DEFAULT_CONFIG });
  }
  const [strongest] = synonyms;
  const isDefault = strongest === undefined || strongest.source === ConfigSource.DEFAULT_CONFIG;
  const factor = strongest?.source === from.own.source ? 1 : (factors.get(strongest?.name ?? '') ?? 1);
  const value = isDefault ? defaultValue : formatted(table, name, scaled(strongest.value ?? '', factor));
  return described(entry, { value, synonyms, readOnly: false });
}

function brokerSynonyms(names: readonly string[], layers: readonly Layer[]): ConfigSynonym[] {
  const defaults = names.flatMap((name) => {
    const value = brokerConfigTable.entry(name)?.defaultValue ?? null;
    return value === null ? [] : [{ name, value, source: ConfigSource.DEFAULT_CONFIG }];
  });
  return [...fromLayers(names, layers), ...defaults];
}

function fromLayers(names: readonly string[], layers: readonly Layer[]): ConfigSynonym[] {
  return layers.flatMap(({ source, texts }) =>
    names.flatMap((name) => {
      const text = texts.get(name);
      return text === undefined ? [] : [{ name, value: text.trim(), source }];
    }),
  );
}

/** Hours as milliseconds, for instance; a negative number means without end in any unit. */
function scaled(text: string, factor: number): string {
  const number = Number(text);
  return factor === 1 || !(number >= 0) ? text : String(number * factor);
}

/** The text as the type writes it; what is set was checked before, so that the text itself is the way out only. */
function formatted(table: Table, name: string, text: string): string | null {
  const parsed = table.parseValue(name, text);
  return 'value' in parsed ? table.format(name, parsed.value as never) : text;
}

function described(
  { name, isSensitive, type, documentation }: ConfigEntry,
  given: { value: string | null; synonyms: ConfigSynonym[]; readOnly: boolean },
): DescribedConfig {
  return {
    name,
    value: isSensitive ? null : given.value,
    readOnly: given.readOnly,
    configSource: given.synonyms[0]?.source ?? ConfigSource.DEFAULT_CONFIG,
    isSensitive,
    synonyms: isSensitive ? given.synonyms.map((synonym) => ({ ...synonym, value: null })) : given.synonyms,
    configType: CONFIG_TYPE_CODES[type],
    documentation,
  };
}
