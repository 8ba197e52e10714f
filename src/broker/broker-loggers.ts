/**
 * Levels of this broker's loggers as configs of the resource BROKER_LOGGER (KIP-412): its components by name, and `root` for
 * all that have no level of their own. They hold until the process ends, as in Kafka.
 */
import { CONFIG_TYPE_CODES, type LogLevel, type LogLevels } from '#kernel';
import { ConfigResourceType, type ApiError } from '#metadata';
import { Errors, type ErrorName, type IncrementalAlterConfigsRequestAlterConfigsResource } from '#protocol';
import { AclOperation, isClusterAuthorized } from './authorization.ts';
import { ConfigSource, type DescribedConfig } from './described-config.ts';
import type { RequestContext } from './handler.ts';

const ROOT = 'root';
const Operation = { SET: 0, DELETE: 1 } as const;
/** Log4j's names; what Samsa has not is the nearest it has. */
const LEVELS: ReadonlyMap<string, LogLevel> = new Map([
  ['FATAL', 'error'],
  ['ERROR', 'error'],
  ['WARN', 'warn'],
  ['INFO', 'info'],
  ['DEBUG', 'debug'],
  ['TRACE', 'debug'],
]);
const LEVEL_NAMES: Readonly<Record<LogLevel, string>> = { error: 'ERROR', warn: 'WARN', info: 'INFO', debug: 'DEBUG' };

type Resource = IncrementalAlterConfigsRequestAlterConfigsResource;
type Change = Resource['configs'][number];

/** Every logger with its level; or what is wrong with the name of the resource. */
export function describeLoggers(
  name: string,
  { broker }: Pick<RequestContext, 'broker'>,
): DescribedConfig[] | ApiError {
  if (name === '') return error('INVALID_REQUEST', 'Broker id must not be empty');
  const problem = nodeProblem(name, broker.nodeId);
  if (problem !== null) return problem;
  const { levels } = broker.env.logger;
  if (levels === undefined) return [];
  return [ROOT, ...levels.components()].map((logger) => ({
    name: logger,
    value: LEVEL_NAMES[levels.level(logger === ROOT ? null : logger)],
    readOnly: false,
    configSource: ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG,
    isSensitive: false,
    synonyms: [],
    configType: CONFIG_TYPE_CODES.STRING,
    documentation: '',
  }));
}

export function isLogger({ resourceType }: { readonly resourceType: number }): boolean {
  return resourceType === ConfigResourceType.BROKER_LOGGER;
}

/** Sets and removes levels, all that are asked for or none. */
export function alterLoggers(
  { resourceName, configs }: Resource,
  context: Pick<RequestContext, 'broker' | 'client'>,
  validateOnly: boolean,
): ApiError {
  const { nodeId, env } = context.broker;
  if (!isClusterAuthorized(context, AclOperation.ALTER_CONFIGS)) return error('CLUSTER_AUTHORIZATION_FAILED');
  const problem =
    nodeProblem(resourceName, nodeId) ??
    configs.map((change) => changeProblem(change, env.logger.levels)).find((one) => one !== null);
  if (problem !== undefined && problem !== null) return problem;
  if (validateOnly) return { errorCode: Errors.NONE.code, errorMessage: null };
  for (const { name, configOperation, value } of configs) {
    const level = configOperation === Operation.SET ? (LEVELS.get(value ?? '') ?? null) : null;
    env.logger.levels?.set(name === ROOT ? null : name, level);
    env.logger.component('broker').info('the level of a logger has changed', { logger: name, to: level ?? 'default' });
  }
  return { errorCode: Errors.NONE.code, errorMessage: null };
}

function nodeProblem(name: string, nodeId: number): ApiError | null {
  if (!/^[+-]?\d{1,10}$/.test(name)) {
    return error('INVALID_REQUEST', `Node id must be an integer, but it is: ${name}`);
  }
  if (Number(name) === nodeId) return null;
  return error('INVALID_REQUEST', `Unexpected node id. Expected ${nodeId}, but received ${name}`);
}

function changeProblem({ name, configOperation, value }: Change, levels: LogLevels | undefined): ApiError | null {
  if (configOperation !== Operation.SET && configOperation !== Operation.DELETE) {
    return error('INVALID_REQUEST', `Operation ${configOperation} is not allowed for the BROKER_LOGGER resource`);
  }
  const exists = name === ROOT || levels?.components().includes(name) === true;
  if (!exists) return error('INVALID_CONFIG', `Logger ${name} does not exist!`);
  if (configOperation === Operation.DELETE) {
    if (name !== ROOT) return null;
    return error('INVALID_REQUEST', `Removing the log level of the ${ROOT} logger is not allowed`);
  }
  if (LEVELS.has(value ?? '')) return null;
  const valid = [...LEVELS.keys()].toSorted().join(', ');
  return error(
    'INVALID_CONFIG',
    `Cannot set the log level of ${name} to ${value} as it is not a supported log level. Valid log levels are ${valid}`,
  );
}

function error(name: ErrorName, errorMessage: string = Errors[name].message): ApiError {
  return { errorCode: Errors[name].code, errorMessage };
}
