/** Configs of topics and brokers. */
import type { Admin, ConfigAlteration, ConfigEntry, ConfigResourceType } from '#client';
import type {
  AlterConfigsResponse,
  ConfigEntries,
  DescribeConfigResponse,
  IResourceConfig,
  ResourceConfigQuery,
} from './admin-types.ts';
import { checkList } from './admin-call.ts';
import { ConfigResourceTypes, ConfigSource, isOneOf, numberOf, wordOf } from './constants.ts';
import { KafkaJSNonRetriableError } from './errors.ts';

/** Where configs come from that AlterConfigs sets, and so takes back where they are not named. */
const SET_SOURCES: Readonly<Record<string, string>> = {
  TOPIC: 'DYNAMIC_TOPIC_CONFIG',
  BROKER: 'DYNAMIC_BROKER_CONFIG',
};

function checkResources(resources: readonly { type: number; name: string }[]): void {
  checkList('resources', resources);
  for (const resource of resources) {
    if (!isOneOf(ConfigResourceTypes, resource.type)) {
      throw new KafkaJSNonRetriableError(`Invalid resource type ${String(resource.type)}: ${JSON.stringify(resource)}`);
    }
    if (typeof resource.name !== 'string' || resource.name === '') {
      throw new KafkaJSNonRetriableError(`Invalid resource name ${resource.name}: ${JSON.stringify(resource)}`);
    }
  }
}

function typeOf(type: ConfigResourceTypes): ConfigResourceType {
  return wordOf(ConfigResourceTypes, type) ?? 'UNKNOWN';
}

export async function describeConfigs(
  admin: Admin,
  given: { resources: ResourceConfigQuery[]; includeSynonyms?: boolean | undefined },
): Promise<DescribeConfigResponse> {
  const { resources, includeSynonyms = false } = given;
  checkResources(resources);
  const wanted = resources.map(({ type, name, configNames }) => {
    if (configNames !== undefined && configNames !== null && !Array.isArray(configNames)) {
      throw new KafkaJSNonRetriableError(`Invalid resource configNames ${String(configNames)}`);
    }
    return { type: typeOf(type), name, ...(Array.isArray(configNames) ? { configNames } : {}) };
  });
  const described = await admin.describeConfigs(wanted, { includeSynonyms });
  return {
    throttleTime: 0,
    resources: described.map(({ type, name, entries }) => ({
      errorCode: 0,
      errorMessage: '',
      resourceType: numberOf(ConfigResourceTypes, type),
      resourceName: name,
      configEntries: entries.map(configEntry),
    })),
  };
}

function configEntry(entry: ConfigEntry): ConfigEntries {
  return {
    configName: entry.name,
    configValue: valueOf(entry.value),
    isDefault: entry.isDefault,
    configSource: sourceOf(entry.source),
    isSensitive: entry.isSensitive,
    readOnly: entry.isReadOnly,
    configSynonyms: entry.synonyms.map(({ name, value, source }) => {
      return { configName: name, configValue: valueOf(value), configSource: sourceOf(source) };
    }),
  };
}

/** kafkajs answers null too, though its types say text. */
function valueOf(value: string | null): string {
  return value as string;
}

function sourceOf(source: string): ConfigSource {
  return numberOf(ConfigSource, source === 'DYNAMIC_TOPIC_CONFIG' ? 'TOPIC_CONFIG' : source);
}

export async function alterConfigs(
  admin: Admin,
  given: { resources: IResourceConfig[]; validateOnly?: boolean | undefined },
): Promise<AlterConfigsResponse> {
  const { resources, validateOnly = false } = given;
  checkResources(resources);
  resources.forEach(checkEntries);
  const alterations = await Promise.all(resources.map((resource) => alterationOf(admin, resource)));
  await admin.incrementalAlterConfigs(alterations, { validateOnly });
  return {
    throttleTime: 0,
    resources: resources.map(({ type, name }) => {
      return { errorCode: 0, errorMessage: null, resourceName: name, resourceType: type };
    }),
  };
}

function checkEntries(resource: IResourceConfig): void {
  const { configEntries } = resource;
  if (!Array.isArray(configEntries)) {
    throw new KafkaJSNonRetriableError(
      `Invalid resource configEntries ${String(configEntries)}: ${JSON.stringify(resource)}`,
    );
  }
  if (configEntries.some(({ name, value }) => typeof name !== 'string' || typeof value !== 'string')) {
    throw new KafkaJSNonRetriableError(`Invalid resource config value: ${JSON.stringify(resource)}`);
  }
}

/** AlterConfigs replaces all, what the client has sets one by one: so what is set and not named is deleted. */
async function alterationOf(admin: Admin, { type, name, configEntries }: IResourceConfig): Promise<ConfigAlteration> {
  const resource = { type: typeOf(type), name };
  const named = new Set(configEntries.map((entry) => entry.name));
  const source = SET_SOURCES[resource.type];
  const [described] = source === undefined ? [] : await admin.describeConfigs([resource]);
  const forgotten = (described?.entries ?? []).filter((entry) => entry.source === source && !named.has(entry.name));
  return {
    ...resource,
    operations: [
      ...configEntries.map((entry) => ({ operation: 'SET' as const, name: entry.name, value: entry.value })),
      ...forgotten.map((entry) => ({ operation: 'DELETE' as const, name: entry.name })),
    ],
  };
}
