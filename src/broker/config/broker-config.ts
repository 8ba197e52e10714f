/**
 * The configuration a broker starts with, from all layers, checked as a whole and frozen. What changes while it runs
 * (AlterConfigs) lies over it in the cluster's metadata and never in here.
 */
import { KafkaError } from '#kernel';
import type { ConfigProblem } from '#kernel';
import { brokerConfigTable } from './broker-config-table.ts';
import type { BrokerConfigValues } from './broker-config-table.ts';
import { layerConfigs } from './config-layers.ts';
import type { BrokerConfigSources, LayeredConfigs } from './config-layers.ts';
import { featureLevels } from './feature-levels.ts';
import { withoutListenerPrefix } from './listener-prefix.ts';
import { listenersFrom } from './listeners.ts';
import type { ListenerConfig } from './listeners.ts';
import { validateBrokerConfigs } from './validate-broker-configs.ts';

export interface BrokerConfig {
  readonly nodeId: number;
  /** The id asked for a new cluster; null for one drawn at random. */
  readonly clusterId: string | null;
  /** `log.dirs`, else `log.dir`: one at least, each once, as written. */
  readonly logDirs: readonly string[];
  /** One at least. */
  readonly listeners: readonly ListenerConfig[];
  /** Feature levels asked for by `features`, by name; 0 switches one off. */
  readonly features: ReadonlyMap<string, number>;
  /** Every key of the broker table, parsed. */
  readonly values: BrokerConfigValues;
  /** The texts that were given, by key, `listener.name.…` among them: DescribeConfigs' STATIC_BROKER_CONFIG. */
  readonly staticTexts: ReadonlyMap<string, string>;
}

export interface ParsedBrokerConfig {
  readonly config: BrokerConfig;
  /** One sentence each, to be logged: keys nobody knows. */
  readonly warnings: readonly string[];
}

/** Throws INVALID_CONFIG with one sentence that says what is wrong, where it stands and what would be right. */
export function parseBrokerConfig(sources: BrokerConfigSources = {}): ParsedBrokerConfig {
  const layered = layerConfigs(sources);
  const { values, problems } = brokerConfigTable.parse(layered.texts);
  refuseProblems([...problems, ...listenerKeyProblems(layered.texts)], layered);
  const problem = validateBrokerConfigs(values, layered.texts);
  if (problem !== null) refuseProblems([problem], layered);
  const config: BrokerConfig = Object.freeze({
    nodeId: nodeIdOf(values, layered.texts),
    clusterId: values.samsaClusterId,
    logDirs: logDirsOf(values),
    listeners: listenersFrom(values, layered.texts, sources.hostName ?? 'localhost'),
    features: featureLevels(values.features),
    values,
    staticTexts: layered.texts,
  });
  return { config, warnings: layered.warnings };
}

/** `listener.name.…` keys obey the rules of the key they are for. */
function listenerKeyProblems(texts: ReadonlyMap<string, string>): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const [key, text] of texts) {
    const prefixed = withoutListenerPrefix(key);
    if (prefixed === null) continue;
    const parsed = brokerConfigTable.parseValue(prefixed.key, text);
    if ('message' in parsed) problems.push({ key, message: parsed.message.replace(prefixed.key, key) });
  }
  return problems;
}

function refuseProblems(problems: readonly ConfigProblem[], { origins }: LayeredConfigs): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const origin = origins.get(first.key);
  const more = others.length === 0 ? '' : ` (and ${others.map((problem) => problem.key).join(', ')})`;
  throw new KafkaError('INVALID_CONFIG', `${origin === undefined ? '' : `${origin}: `}${first.message}${more}`);
}

function nodeIdOf(values: BrokerConfigValues, texts: ReadonlyMap<string, string>): number {
  return texts.has('node.id') || values.brokerId < 0 ? values.nodeId : values.brokerId;
}

function logDirsOf(values: BrokerConfigValues): readonly string[] {
  const given = (values.logDirs ?? values.logDir).filter((directory) => directory !== '');
  if (given.length === 0)
    throw new KafkaError('INVALID_CONFIG', 'log.dirs names no directory: give one, for instance data');
  const twice = given.find((directory, index) => given.indexOf(directory) !== index);
  if (twice !== undefined) throw new KafkaError('INVALID_CONFIG', `log.dirs names ${twice} twice`);
  return Object.freeze([...given]);
}
