/** CreatePartitions as a decision (KIP-195): topics only grow, and keep their replication factor. */
import { apiError, NO_ERROR } from './api-error.ts';
import type { ApiError, CreatePartitionsCommand, CreatePartitionsResult } from './commands.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import type { TopicImage } from './image.ts';
import { checkReplicas, newPartition } from './new-partition.ts';
import { repeated } from './repeated.ts';
import type { MetadataRecord } from './records.ts';
import { placeReplicas } from './replica-placer.ts';

type GrowingTopic = CreatePartitionsCommand['topics'][number];

export function decideCreatePartitions(
  context: ControllerContext,
  command: CreatePartitionsCommand,
): Decision<CreatePartitionsResult[]> {
  const records: MetadataRecord[] = [];
  const response: CreatePartitionsResult[] = [];
  const duplicates = repeated(command.topics.map(({ name }) => name));
  for (const name of duplicates) response.push({ name, ...apiError('INVALID_REQUEST', 'Duplicate topic name.') });
  for (const topic of command.topics) {
    if (duplicates.has(topic.name)) continue;
    response.push({ name: topic.name, ...decideTopic(context, topic, { records, quota: command.quota }) });
  }
  return { records: command.validateOnly ? [] : records, response };
}

/** Adds the new partitions' records, unless they are refused. */
function decideTopic(
  context: ControllerContext,
  growing: GrowingTopic,
  { records, quota }: { readonly records: MetadataRecord[]; readonly quota: CreatePartitionsCommand['quota'] },
): ApiError {
  const topic = context.image.topic(growing.name);
  if (topic === undefined) return apiError('UNKNOWN_TOPIC_OR_PARTITION');
  const existing = topic.partitions.length;
  if (growing.count === existing) {
    return apiError('INVALID_PARTITIONS', `Topic already has ${existing} partition(s).`);
  }
  if (growing.count < existing) {
    const message = `The topic ${topic.name} currently has ${existing} partition(s); ${growing.count} would not be an increase.`;
    return apiError('INVALID_PARTITIONS', message);
  }
  if (records.length + growing.count - existing > MAX_RECORDS_PER_REQUEST) {
    return apiError('POLICY_VIOLATION', 'Excessively large number of partitions per request.');
  }
  const placed =
    growing.assignments === null ? placedByDefault(context, topic, growing.count) : assigned(context, topic, growing);
  if ('errorCode' in placed) return placed;
  if (quota?.tryTake(growing.count - existing) === false) return apiError('THROTTLING_QUOTA_EXCEEDED');
  placed.replicas.forEach((replicas, i) => {
    records.push(newPartition(context.image, { topicId: topic.topicId, partitionId: existing + i, replicas }));
  });
  return NO_ERROR;
}

type Placed = ApiError | { readonly replicas: readonly (readonly number[])[] };

function placedByDefault({ image, random }: ControllerContext, topic: TopicImage, count: number): Placed {
  const firstPartition = topic.partitions.length;
  const spec = { firstPartition, count: count - firstPartition, replicationFactor: replicationFactorOf(topic) };
  const placement = placeReplicas(image.brokers.values(), spec, random);
  return 'problem' in placement ? apiError('INVALID_REPLICATION_FACTOR', placement.problem) : placement;
}

function assigned({ image }: ControllerContext, topic: TopicImage, { count, assignments }: GrowingTopic): Placed {
  const existing = topic.partitions.length;
  const replicas = (assignments ?? []).map(({ brokerIds }) => brokerIds);
  if (replicas.length !== count - existing) {
    const message =
      `Attempted to add ${count - existing} additional partition(s), but only ${replicas.length} assignment(s) ` +
      'were specified.';
    return apiError('INVALID_REPLICA_ASSIGNMENT', message);
  }
  const replicationFactor = replicationFactorOf(topic);
  for (const [i, brokerIds] of replicas.entries()) {
    const error = checkReplicas(image, brokerIds, { replicationFactor, partition: existing + i });
    if (error !== null) return error;
  }
  return { replicas };
}

function replicationFactorOf(topic: TopicImage): number {
  return topic.partitions[0]?.replicas.length ?? 1;
}
