/**
 * IncrementalAlterConfigs (KIP-339) and AlterConfigs as decisions: a resource's changes are taken all together or not
 * at all, each resource by itself.
 */
import type { ConfigRecord } from '#protocol';
import { apiError, NO_ERROR } from './api-error.ts';
import type { AlterConfigsCommand, AlterConfigsResult, ApiError, IncrementalAlterConfigsCommand } from './commands.ts';
import { ALL_BROKERS, configResourceKey, ConfigResourceType } from './config-resource.ts';
import type { ConfigResource } from './config-resource.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { ConfigMap } from './image.ts';
import { metadataRecord } from './records.ts';
import { repeated } from './repeated.ts';
import { invalidTopicName } from './topic-names.ts';
import type { MetadataRecord } from './records.ts';

const Operation = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const;

type ResourceName = { readonly resourceType: number; readonly resourceName: string };
type IncrementalResource = IncrementalAlterConfigsCommand['resources'][number];
type LegacyResource = AlterConfigsCommand['resources'][number];
type Change = { readonly name: string; readonly value: string | null };

export function decideIncrementalAlterConfigs(
  context: ControllerContext,
  command: IncrementalAlterConfigsCommand,
): Decision<AlterConfigsResult[]> {
  return decideResources(command, (resource: IncrementalResource, records) => {
    const nulls = resource.configs.filter(
      ({ configOperation, value }) => configOperation !== Operation.DELETE && value === null,
    );
    const error = requestError(resource, nulls, command.brokerId);
    if (error !== null) return error;
    const changes: Change[] = [];
    for (const config of resource.configs) {
      const change = incrementalChange(context, resource, config);
      if ('errorCode' in change) return change;
      changes.push(change);
    }
    return decideChanges(context, configResource(resource), changes, records);
  });
}

export function decideAlterConfigs(
  context: ControllerContext,
  command: AlterConfigsCommand,
): Decision<AlterConfigsResult[]> {
  return decideResources(command, (resource: LegacyResource, records) => {
    const nulls = resource.configs.filter(({ value }) => value === null);
    const error = requestError(resource, nulls, command.brokerId);
    if (error !== null) return error;
    const changes: Change[] = [...resource.configs];
    const named = new Set(resource.configs.map(({ name }) => name));
    for (const name of context.image.configs(resource.resourceType, resource.resourceName).keys()) {
      if (!named.has(name)) changes.push({ name, value: null });
    }
    return decideChanges(context, configResource(resource), changes, records);
  });
}

interface AlterCommand<R> {
  readonly resources: readonly R[];
  readonly validateOnly: boolean;
}

function decideResources<R extends ResourceName>(
  command: AlterCommand<R>,
  decide: (resource: R, records: MetadataRecord[]) => ApiError,
): Decision<AlterConfigsResult[]> {
  const records: MetadataRecord[] = [];
  const keyOf = ({ resourceType, resourceName }: R): string => configResourceKey(resourceType, resourceName);
  const twice = repeated(command.resources.map(keyOf));
  const response = command.resources.map((resource) => {
    const { resourceType, resourceName } = resource;
    const error = twice.has(keyOf(resource))
      ? apiError('INVALID_REQUEST', 'Each resource must appear at most once.')
      : decide(resource, records);
    return { resourceType, resourceName, ...error };
  });
  return { records: command.validateOnly ? [] : records, response };
}

function configResource(resource: ResourceName): ConfigResource {
  return { type: resource.resourceType, name: resource.resourceName };
}

/** What is wrong with the request itself, before the configs are looked at. */
function requestError(
  resource: IncrementalResource | LegacyResource,
  nulls: readonly { readonly name: string }[],
  brokerId: number,
): ApiError | null {
  const names = new Set(resource.configs.map(({ name }) => name));
  if (names.size < resource.configs.length) return apiError('INVALID_REQUEST', 'Error due to duplicate config keys');
  if (nulls.length > 0) {
    const list = nulls.map(({ name }) => name).join(', ');
    return apiError('INVALID_REQUEST', `Null value not supported for : ${list}`);
  }
  return resourceNameError(resource, brokerId);
}

function resourceNameError({ resourceType, resourceName }: ResourceName, brokerId: number): ApiError | null {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return topicNameError(resourceName);
    case ConfigResourceType.BROKER:
      return brokerNameError(resourceName, brokerId);
    case ConfigResourceType.CLIENT_METRICS:
      return resourceName === '' ? apiError('INVALID_REQUEST', "Subscription name can't be empty") : null;
    case ConfigResourceType.GROUP:
      return resourceName === '' ? apiError('INVALID_REQUEST', 'Default group resources are not allowed.') : null;
    default:
      return apiError('INVALID_REQUEST', `Unknown resource type ${resourceType}`);
  }
}

function topicNameError(name: string): ApiError | null {
  if (name === '') return apiError('INVALID_REQUEST', 'Default topic resources are not allowed.');
  const problem = invalidTopicName(name);
  return problem === null ? null : apiError('INVALID_TOPIC_EXCEPTION', problem);
}

/** A broker answers for all brokers' common configs (the empty name) and for its own. */
export function brokerNameError(name: string, brokerId: number): ApiError | null {
  if (name === '') return null;
  if (!/^[+-]?\d{1,10}$/.test(name)) {
    return apiError('INVALID_REQUEST', `Node id must be an integer, but it is: ${name}`);
  }
  if (Number(name) === brokerId) return null;
  return apiError('INVALID_REQUEST', `Unexpected broker id, expected ${brokerId}, but received ${name}`);
}

function incrementalChange(
  { image, configRules }: ControllerContext,
  { resourceType, resourceName }: IncrementalResource,
  { name, configOperation, value }: IncrementalResource['configs'][number],
): Change | ApiError {
  if (configOperation === Operation.SET) return { name, value };
  if (configOperation === Operation.DELETE) return { name, value: null };
  if (configOperation !== Operation.APPEND && configOperation !== Operation.SUBTRACT) {
    return apiError('INVALID_REQUEST', `Unknown operations type ${configOperation}`);
  }
  const isAppend = configOperation === Operation.APPEND;
  if (!configRules.isList(resourceType, name)) {
    const operation = isAppend ? 'APPEND' : 'SUBTRACT';
    return apiError('INVALID_CONFIG', `Can't ${operation} to key ${name} because its type is not LIST.`);
  }
  const current = image.configs(resourceType, resourceName).get(name) ?? configRules.defaultValue(resourceType, name);
  const items = itemsOf(current ?? '');
  const operands = itemsOf(value ?? '');
  const removed = new Set(isAppend ? [] : operands);
  const changed = new Set(isAppend ? [...items, ...operands] : items.filter((item) => !removed.has(item)));
  return { name, value: [...changed].join(',') };
}

function itemsOf(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Adds the records of `changes`, unless the resource's configs would not be valid with them. */
function decideChanges(
  context: ControllerContext,
  resource: ConfigResource,
  changes: readonly Change[],
  records: MetadataRecord[],
): ApiError {
  const current = context.image.configs(resource.type, resource.name);
  const error =
    context.configRules.validate(resource, withChanges(current, changes)) ??
    existenceError(context, resource) ??
    minInsyncReplicasError(context, resource, changes);
  if (error !== null) return error;
  const effective = changes.filter(({ name, value }) => (current.get(name) ?? null) !== value);
  if (records.length + effective.length > MAX_RECORDS_PER_REQUEST) {
    return apiError('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.');
  }
  for (const { name, value } of effective) {
    const record: ConfigRecord = { resourceType: resource.type, resourceName: resource.name, name, value };
    records.push(metadataRecord('ConfigRecord', record));
  }
  return NO_ERROR;
}

function withChanges(current: ConfigMap, changes: readonly Change[]): ConfigMap {
  const configs = new Map(current);
  for (const { name, value } of changes) {
    if (value === null) configs.delete(name);
    else configs.set(name, value);
  }
  return configs;
}

/** With eligible leader replicas (KIP-966) all brokers of a cluster have the same min.insync.replicas, and it is never unset. */
function minInsyncReplicasError(
  { image }: ControllerContext,
  { type, name }: ConfigResource,
  changes: readonly Change[],
): ApiError | null {
  if (type !== ConfigResourceType.BROKER || !image.features.has('eligible.leader.replicas.version')) return null;
  const change = changes.find((one) => one.name === 'min.insync.replicas');
  if (change === undefined) return null;
  if (name !== ALL_BROKERS) {
    return apiError('INVALID_CONFIG', 'Broker-level min.insync.replicas cannot be altered while ELR is enabled.');
  }
  if (change.value !== null) return null;
  return apiError('INVALID_CONFIG', 'Cluster-level min.insync.replicas cannot be removed while ELR is enabled.');
}

function existenceError({ image }: ControllerContext, { type, name }: ConfigResource): ApiError | null {
  if (type !== ConfigResourceType.TOPIC || image.topic(name) !== undefined) return null;
  return apiError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`);
}
