/** Configs of topics, brokers, loggers, groups and client metrics (KIP-133, KIP-226, KIP-339, KIP-1142). */
import {
  describeConfigsRequest,
  describeConfigsResponse,
  incrementalAlterConfigsRequest,
  incrementalAlterConfigsResponse,
  listConfigResourcesRequest,
  listConfigResourcesResponse,
  type DescribeConfigsResponseResourceResult,
  type IncrementalAlterConfigsRequestAlterConfigsResource,
} from '#protocol';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { alterConfigsAsWhole } from './old-alter-configs.ts';
import { toAnyBroker, toBroker } from './routes.ts';
import type { Subject } from './subjects.ts';
import {
  alterConfigOperations,
  configResourceTypes,
  configSources,
  configTypes,
  type AlterConfigOperation,
  type ConfigResourceType,
  type ConfigSource,
  type ConfigType,
} from './words.ts';

/** `name` is a topic, a broker's id as text (empty: the default of all brokers), a group or a subscription. */
export interface ConfigResource {
  /** What kind of thing has the configs. */
  readonly type: ConfigResourceType;
  /** Its name. */
  readonly name: string;
}

/** A resource, of which all configs are told or only those named. */
export interface DescribedConfigResource extends ConfigResource {
  /** All where absent. */
  readonly configNames?: readonly string[];
}

/** What describeConfigs asks for. */
export interface DescribeConfigsOptions extends CallOptions {
  /** Whether where values could come from is told (KIP-226): false where absent. */
  readonly includeSynonyms?: boolean;
  /** Kafka 2.6 and later. */
  readonly includeDocumentation?: boolean;
}

/** The configs of one resource. */
export interface ResourceConfigs extends ConfigResource {
  /** In the broker's order. */
  readonly entries: readonly ConfigEntry[];
}

/** One config and its value. */
export interface ConfigEntry {
  /** Kafka's key, as `retention.ms`. */
  readonly name: string;
  /** Null where it is unset or sensitive. */
  readonly value: string | null;
  /** Where the value comes from. */
  readonly source: ConfigSource;
  /** Whether the value is Kafka's default. */
  readonly isDefault: boolean;
  /** Whether it is a secret, whose value the broker keeps to itself. */
  readonly isSensitive: boolean;
  /** Whether it can be altered only by a restart of the broker. */
  readonly isReadOnly: boolean;
  /** Where the value could come from, strongest first; empty unless asked for. */
  readonly synonyms: readonly ConfigSynonym[];
  /** UNKNOWN before Kafka 2.6. */
  readonly type: ConfigType;
  /** Null unless asked for. */
  readonly documentation: string | null;
}

/** A place that a config's value could come from. */
export interface ConfigSynonym {
  /** The key there, which may be another: `log.retention.ms` for `retention.ms`. */
  readonly name: string;
  /** The value there; null where it is unset or sensitive. */
  readonly value: string | null;
  /** Which place it is. */
  readonly source: ConfigSource;
}

/** One change of one config (KIP-339). */
export interface AlterConfigOp {
  /** SET, DELETE (back to the default), APPEND or SUBTRACT. */
  readonly operation: AlterConfigOperation;
  /** Kafka's key, as `retention.ms`. */
  readonly name: string;
  /** The whole value, or for APPEND and SUBTRACT the items of a list with commas; none for DELETE. */
  readonly value?: string | null;
}

/** Changes of one resource, which are made together or not at all. */
export interface ConfigAlteration extends ConfigResource {
  /** Each key once. */
  readonly operations: readonly AlterConfigOp[];
}

/** How configs are altered. */
export interface AlterConfigsOptions extends CallOptions {
  /** Everything is checked and nothing changed: false where absent. */
  readonly validateOnly?: boolean;
}

const INCREMENTAL = [incrementalAlterConfigsRequest, incrementalAlterConfigsResponse] as const;

export const resourceSubject: Subject<ConfigResource> = {
  key: ({ type, name }) => resourceKey(configResourceTypes.toWire(type), name),
  describe: ({ type, name }) => (name === '' ? `the default of ${type}` : `${type} ${name}`),
  place: ({ type, name }) => (type === 'TOPIC' ? { topic: name } : {}),
};

export function resourceKey(type: number, name: string): string {
  return `${type}:${name}`;
}

export function describeConfigs(
  context: AdminContext,
  resources: readonly DescribedConfigResource[],
  options: DescribeConfigsOptions = {},
): Promise<ResourceConfigs[]> {
  const call = new AdminCall(context, 'describeConfigs', options);
  const { includeSynonyms = false, includeDocumentation = false } = options;
  return askAbout<DescribedConfigResource, ResourceConfigs>(call, resources, {
    subject: resourceSubject,
    route: toBroker(brokerOfResource),
    async ask(nodeId, items, answers) {
      const wanted = items.map(({ type, name, configNames = null }) => ({
        resourceType: configResourceTypes.toWire(type),
        resourceName: name,
        configurationKeys: configNames === null ? null : [...configNames],
      }));
      const body = { resources: wanted, includeSynonyms, includeDocumentation };
      const answer = await call.send(nodeId, [describeConfigsRequest, describeConfigsResponse], body);
      for (const result of answer.results) {
        const type = configResourceTypes.fromWire(result.resourceType);
        const entries = (): ConfigEntry[] => result.configs.map(describedEntry);
        answers.add(resourceKey(result.resourceType, result.resourceName), result, () => {
          return { type, name: result.resourceName, entries: entries() };
        });
      }
    },
  });
}

/** Brokers alone know their own configs and log levels. */
function brokerOfResource({ type, name }: ConfigResource): number | null {
  const isOfBroker = (type === 'BROKER' && name !== '') || type === 'BROKER_LOGGER';
  if (!isOfBroker) return null;
  if (/^\d{1,10}$/.test(name)) return Number(name);
  throw errorFor('INVALID_REQUEST', `The name of a ${type} is the number of a broker, not '${name}'`);
}

type EntryFields = Pick<
  DescribeConfigsResponseResourceResult,
  'name' | 'value' | 'readOnly' | 'configSource' | 'isSensitive'
>;

/** Also of CreateTopics, which tells less. */
export function configEntry({ name, value, readOnly, configSource, isSensitive }: EntryFields): ConfigEntry {
  const source = configSources.fromWire(configSource);
  return {
    name,
    value,
    source,
    isDefault: source === 'DEFAULT_CONFIG',
    isSensitive,
    isReadOnly: readOnly,
    synonyms: [],
    type: 'UNKNOWN',
    documentation: null,
  };
}

function describedEntry(config: DescribeConfigsResponseResourceResult): ConfigEntry {
  const synonyms = config.synonyms.map(({ name, value, source }) => {
    return { name, value, source: configSources.fromWire(source) };
  });
  const type = configTypes.fromWire(config.configType);
  return { ...configEntry(config), synonyms, type, documentation: config.documentation };
}

/** On brokers before Kafka 2.3 by AlterConfigs, which sets all configs of a resource at once. */
export function incrementalAlterConfigs(
  context: AdminContext,
  alterations: readonly ConfigAlteration[],
  options: AlterConfigsOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'incrementalAlterConfigs', options);
  const { validateOnly = false } = options;
  const wanted = new Map(call.list(alterations).map((alteration) => [alteration, alterableResource(alteration)]));
  const alteration = askAbout<ConfigAlteration, undefined>(call, alterations, {
    subject: resourceSubject,
    route: toBroker<ConfigAlteration>(brokerOfResource),
    async ask(nodeId, items, answers) {
      if ((await call.versionOf(nodeId, INCREMENTAL)) < 0) {
        return alterConfigsAsWhole(call, { nodeId, items, validateOnly }, answers);
      }
      const resources = items.map((item) => wanted.get(item)!);
      const answer = await call.send(nodeId, INCREMENTAL, { resources, validateOnly });
      for (const result of answer.responses) {
        answers.add(resourceKey(result.resourceType, result.resourceName), result, () => undefined);
      }
    },
  });
  return settled(alteration);
}

function alterableResource({
  type,
  name,
  operations,
}: ConfigAlteration): IncrementalAlterConfigsRequestAlterConfigsResource {
  return {
    resourceType: configResourceTypes.toWire(type),
    resourceName: name,
    configs: operations.map(({ operation, name: config, value = null }) => {
      return { name: config, configOperation: alterConfigOperations.toWire(operation), value };
    }),
  };
}

const CLIENT_METRICS_ONLY = 0;

/** Of all types where `types` is empty. Before Kafka 4.1 brokers list CLIENT_METRICS only. */
export function listConfigResources(
  context: AdminContext,
  types: readonly ConfigResourceType[] = [],
  options: CallOptions = {},
): Promise<ConfigResource[]> {
  const call = new AdminCall(context, 'listConfigResources', options);
  const resourceTypes = types.map((type) => configResourceTypes.toWire(type));
  const minVersion = types.length === 1 && types[0] === 'CLIENT_METRICS' ? 0 : 1;
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) =>
      call.send(
        nodeId,
        [listConfigResourcesRequest, listConfigResourcesResponse],
        (version) => ({ resourceTypes: version === CLIENT_METRICS_ONLY ? [] : resourceTypes }),
        { minVersion },
      ),
    read: ({ configResources }) =>
      configResources.map(({ resourceType, resourceName }) => {
        return { type: configResourceTypes.fromWire(resourceType), name: resourceName };
      }),
  });
}

/** As Java's deprecated call of the name: the subscriptions of client metrics (KIP-1000). */
export async function listClientMetricsResources(context: AdminContext, options: CallOptions = {}): Promise<string[]> {
  const resources = await listConfigResources(context, ['CLIENT_METRICS'], options);
  return resources.map(({ name }) => name);
}
