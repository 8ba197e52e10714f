/**
 * CreateTopics as a decision (KIP-4, KIP-464, KIP-525, KIP-516): each topic by itself is created or refused. What is
 * refused leaves no record.
 */
import type { ConfigRecord } from '#protocol';
import { ZERO_UUID } from '#protocol';
import { apiError, NO_ERROR } from './api-error.ts';
import type { ApiError, CreateTopicResult, CreateTopicsCommand } from './commands.ts';
import { ConfigResourceType } from './config-resource.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { MetadataImage } from './image.ts';
import { checkReplicas, isrOf, newPartition } from './new-partition.ts';
import { metadataRecord } from './records.ts';
import { repeated } from './repeated.ts';
import type { MetadataRecord } from './records.ts';
import { placeReplicas } from './replica-placer.ts';
import { randomId } from './topic-id.ts';
import { CLUSTER_METADATA_TOPIC, invalidTopicName } from './topic-names.ts';

type CreatableTopic = CreateTopicsCommand['topics'][number];
type Replicas = { readonly replicas: readonly (readonly number[])[] } | { readonly error: ApiError };

export function decideCreateTopics(
  context: ControllerContext,
  command: CreateTopicsCommand,
): Decision<CreateTopicResult[]> {
  const records: MetadataRecord[] = [];
  const response: CreateTopicResult[] = [];
  const duplicates = repeated(command.topics.map(({ name }) => name));
  for (const name of duplicates) response.push(refused(name, apiError('INVALID_REQUEST', 'Duplicate topic name.')));
  for (const topic of command.topics) {
    if (duplicates.has(topic.name)) continue;
    const result =
      nameError(context.image, topic.name) ?? decideTopic(context, topic, { records, quota: command.quota });
    response.push('errorCode' in result ? refused(topic.name, result) : { ...result, ...NO_ERROR });
  }
  return { records: command.validateOnly ? [] : records, response };
}

function refused(name: string, error: ApiError): CreateTopicResult {
  return { name, topicId: ZERO_UUID, numPartitions: -1, replicationFactor: -1, ...error };
}

function nameError(image: MetadataImage, name: string): ApiError | null {
  if (name === CLUSTER_METADATA_TOPIC) {
    return apiError('INVALID_REQUEST', `Creation of internal topic ${name} is prohibited.`);
  }
  const problem = invalidTopicName(name);
  if (problem !== null) return apiError('INVALID_TOPIC_EXCEPTION', problem);
  if (image.topic(name) !== undefined) return apiError('TOPIC_ALREADY_EXISTS', `Topic '${name}' already exists.`);
  const colliding = image.collidingTopic(name);
  if (colliding === undefined) return null;
  return apiError('INVALID_TOPIC_EXCEPTION', `Topic '${name}' collides with existing topic: ${colliding}`);
}

type Created = Omit<CreateTopicResult, keyof ApiError>;

interface Accepted {
  readonly records: MetadataRecord[];
  readonly quota: CreateTopicsCommand['quota'];
}

/** Adds the topic's records, unless it is refused. */
function decideTopic(
  context: ControllerContext,
  topic: CreatableTopic,
  { records, quota }: Accepted,
): ApiError | Created {
  const configs = configsOf(context, topic);
  if ('errorCode' in configs) return configs;
  const placed = topic.assignments.length > 0 ? assigned(context.image, topic) : placedByDefault(context, topic);
  if ('error' in placed) return placed.error;
  const { replicas } = placed;
  if (records.length + 1 + configs.records.length + replicas.length > MAX_RECORDS_PER_REQUEST) return tooLarge();
  if (quota?.tryTake(replicas.length) === false) return apiError('THROTTLING_QUOTA_EXCEEDED');
  const topicId = randomId(context.random);
  records.push(metadataRecord('TopicRecord', { name: topic.name, topicId }));
  for (const config of configs.records) records.push(metadataRecord('ConfigRecord', config));
  replicas.forEach((brokerIds, partitionId) => {
    records.push(newPartition(context.image, { topicId, partitionId, replicas: brokerIds }));
  });
  return { name: topic.name, topicId, numPartitions: replicas.length, replicationFactor: replicas[0]!.length };
}

function tooLarge(): ApiError {
  return apiError('POLICY_VIOLATION', 'Excessively large number of partitions per request.');
}

function configsOf(context: ControllerContext, topic: CreatableTopic): ApiError | { records: ConfigRecord[] } {
  const missing = topic.configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (missing.length > 0) {
    return apiError('INVALID_CONFIG', `Null value not supported for topic configs: ${missing.join(',')}`);
  }
  const configs = new Map(topic.configs.map(({ name, value }) => [name, value ?? '']));
  const error = context.configRules.validate({ type: ConfigResourceType.TOPIC, name: topic.name }, configs);
  if (error !== null) return error;
  const resource = { resourceType: ConfigResourceType.TOPIC, resourceName: topic.name };
  return { records: [...configs].map(([name, value]) => ({ ...resource, name, value })) };
}

function assigned(image: MetadataImage, topic: CreatableTopic): Replicas {
  if (topic.replicationFactor !== -1) return invalidAssignment('replication factor');
  if (topic.numPartitions !== -1) return invalidAssignment('numPartitions');
  const byPartition = new Map<number, readonly number[]>();
  let replicationFactor = -1;
  for (const { partitionIndex, brokerIds } of topic.assignments) {
    if (byPartition.has(partitionIndex)) {
      const message = `Found multiple manual partition assignments for partition ${partitionIndex}`;
      return { error: apiError('INVALID_REPLICA_ASSIGNMENT', message) };
    }
    const error = checkReplicas(image, brokerIds, { replicationFactor, partition: partitionIndex });
    if (error !== null) return { error };
    replicationFactor = brokerIds.length;
    byPartition.set(partitionIndex, brokerIds);
  }
  const replicas: (readonly number[])[] = [];
  for (let partition = 0; partition < byPartition.size; partition++) {
    const brokerIds = byPartition.get(partition);
    if (brokerIds === undefined) {
      const message = 'partitions should be a consecutive 0-based integer sequence';
      return { error: apiError('INVALID_REPLICA_ASSIGNMENT', message) };
    }
    replicas.push(brokerIds);
  }
  return { replicas };
}

function invalidAssignment(what: string): Replicas {
  const message = `A manual partition assignment was specified, but ${what} was not set to -1.`;
  return { error: apiError('INVALID_REQUEST', message) };
}

function placedByDefault({ image, settings, random }: ControllerContext, topic: CreatableTopic): Replicas {
  if (topic.replicationFactor < -1 || topic.replicationFactor === 0) {
    const message = 'Replication factor must be larger than 0, or -1 to use the default value.';
    return { error: apiError('INVALID_REPLICATION_FACTOR', message) };
  }
  if (topic.numPartitions < -1 || topic.numPartitions === 0) {
    const message = 'Number of partitions was set to an invalid non-positive value.';
    return { error: apiError('INVALID_PARTITIONS', message) };
  }
  const count = topic.numPartitions === -1 ? settings.defaultNumPartitions : topic.numPartitions;
  const asked = topic.replicationFactor === -1 ? settings.defaultReplicationFactor : topic.replicationFactor;
  const brokers = image.brokers;
  const replicationFactor = settings.clampReplicationFactor ? Math.max(1, Math.min(asked, brokers.size)) : asked;
  // Before anything is allocated: a count may be as large as a 32-bit integer.
  if (count > MAX_RECORDS_PER_REQUEST) return { error: tooLarge() };
  const placement = placeReplicas(brokers.values(), { firstPartition: 0, count, replicationFactor }, random);
  if ('replicas' in placement && placement.replicas.every((replicas) => isrOf(image, replicas).length > 0)) {
    return placement;
  }
  const problem =
    'problem' in placement ? placement.problem : 'All brokers are currently fenced or in controlled shutdown.';
  const message = `Unable to replicate the partition ${replicationFactor} time(s): ${problem}`;
  return { error: apiError('INVALID_REPLICATION_FACTOR', message) };
}
