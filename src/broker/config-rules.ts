/**
 * Which configs resources may have and what their values may be: the controller's rules, out of the config tables
 * (Kafka's ControllerConfigurationValidator and DynamicBrokerConfig).
 */
import type { ConfigEntry, ConfigProblem } from '#kernel';
import { groupConfigTable } from '#coordinator';
import { logConfigFrom, topicConfigTable } from '#log';
import { ConfigResourceType, type ApiError, type ConfigMap, type ConfigResource, type ConfigRules } from '#metadata';
import { Errors } from '#protocol';
import { brokerConfigTable, topicDefaults, type BrokerConfig } from './config/index.ts';
import { clientMetricsTable } from './client-metrics-configs.ts';
import { validateDynamicConfigs } from './dynamic-broker-rules.ts';
import { groupBoundsProblem } from './group-config-rules.ts';
import { parseMatch } from './telemetry/subscriptions.ts';

/** What a config table offers, whatever its definitions are. */
interface Table {
  entry(key: string): ConfigEntry | undefined;
  nearest(key: string): string | null;
  parse(raw: ConfigMap): { readonly problems: readonly ConfigProblem[]; readonly unknown: readonly string[] };
}

/** `hasSchemas`: whether topics may ask for records with schemas. */
export function configRules(config: BrokerConfig, hasSchemas: boolean = false): ConfigRules {
  const topicStatics = topicDefaults(config.staticTexts);
  return {
    validate: (resource, configs) => {
      const isTopic = resource.type === ConfigResourceType.TOPIC;
      return validate(resource, configs, config) ?? (isTopic && !hasSchemas ? refuseSchemas(configs) : null);
    },
    isList: (type, key) => tableOf(type)?.entry(key)?.type === 'LIST',
    defaultValue(type, key) {
      const statics = type === ConfigResourceType.TOPIC ? topicStatics : config.staticTexts;
      return statics.get(key) ?? tableOf(type)?.entry(key)?.defaultValue ?? null;
    },
  };
}

function tableOf(type: number): Table | null {
  switch (type) {
    case ConfigResourceType.TOPIC:
      return topicConfigTable;
    case ConfigResourceType.BROKER:
      return brokerConfigTable;
    case ConfigResourceType.GROUP:
      return groupConfigTable;
    case ConfigResourceType.CLIENT_METRICS:
      return clientMetricsTable;
    default:
      return null;
  }
}

function validate(resource: ConfigResource, configs: ConfigMap, config: BrokerConfig): ApiError | null {
  if (resource.type === ConfigResourceType.BROKER) return validateDynamicConfigs(resource, configs, config);
  const table = tableOf(resource.type);
  if (table === null) return invalidRequest(`Configs of resource type ${resource.type} cannot be changed.`);
  const { problems, unknown } = table.parse(configs);
  const stranger = unknown[0];
  const isOfClients = resource.type === ConfigResourceType.CLIENT_METRICS;
  const wrong = stranger !== undefined ? unknownText(stranger, resource.type, table) : problems[0]?.message;
  // Kafka tells mistakes in client metrics apart: all but those in patterns are the request's.
  if (wrong !== undefined) return isOfClients ? invalidRequest(wrong) : invalidConfig(wrong);
  switch (resource.type) {
    case ConfigResourceType.TOPIC:
      return validateTopic(configs);
    case ConfigResourceType.CLIENT_METRICS:
      return validateClientMetrics(configs);
    case ConfigResourceType.GROUP:
      return validateGroup(configs, config);
    default:
      return null;
  }
}

const KIND_NAMES: ReadonlyMap<number, string> = new Map([
  [ConfigResourceType.TOPIC, 'topic config name'],
  [ConfigResourceType.GROUP, 'group config name'],
  [ConfigResourceType.CLIENT_METRICS, 'client metrics configuration'],
]);

function unknownText(key: string, type: number, table: Table): string {
  const nearest = table.nearest(key);
  const kind = KIND_NAMES.get(type) ?? 'config';
  return `Unknown ${kind}: ${key}${nearest === null ? '' : `, did you mean ${nearest}?`}`;
}

function validateTopic(configs: ConfigMap): ApiError | null {
  const { values } = topicConfigTable.parse(configs);
  if (values.minCompactionLagMs > values.maxCompactionLagMs) {
    return invalidConfig('min.compaction.lag.ms must not be above max.compaction.lag.ms');
  }
  return values.remoteStorageEnable ? invalidConfig('remote.storage.enable: this broker has no remote storage') : null;
}

/** What nobody could check must not look as if it were. */
function refuseSchemas(configs: ConfigMap): ApiError | null {
  const { keySchema, valueSchema } = logConfigFrom(topicConfigTable.parse(configs).values);
  if (keySchema === null && valueSchema === null) return null;
  return invalidConfig('records cannot be held to their schemas, as this broker runs without a schema registry');
}

function validateGroup(configs: ConfigMap, { staticTexts }: BrokerConfig): ApiError | null {
  const problem = groupBoundsProblem(configs, staticTexts);
  return problem === null ? null : invalidConfig(problem);
}

function validateClientMetrics(configs: ConfigMap): ApiError | null {
  const patterns = parseMatch(clientMetricsTable.parse(configs).values.match);
  return typeof patterns === 'string' ? invalidConfig(patterns) : null;
}

function invalidConfig(errorMessage: string): ApiError {
  return { errorCode: Errors.INVALID_CONFIG.code, errorMessage };
}

function invalidRequest(errorMessage: string): ApiError {
  return { errorCode: Errors.INVALID_REQUEST.code, errorMessage };
}
