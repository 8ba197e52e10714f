/** Topics: creating, deleting, listing and describing them, their partitions and records. */
import type { Admin, NewTopic, TopicDescription } from '#client';
import type {
  CreateTopicsArguments,
  ITopicConfig,
  ITopicMetadata,
  ITopicPartitionConfig,
  SeekEntry,
} from './admin-types.ts';
import { checkList, checkName, checkTopics, failedItems, timeoutOf } from './admin-call.ts';
import { toKafkaJSError } from './error-conversion.ts';
import {
  KafkaJSAggregateError,
  KafkaJSCreateTopicError,
  KafkaJSError,
  KafkaJSNonRetriableError,
  KafkaJSProtocolError,
} from './errors.ts';
import { offsetOf } from './places.ts';
import { KafkaJSBrokerNotFound, KafkaJSDeleteTopicRecordsError } from './plain-errors.ts';

export async function listTopics(admin: Admin): Promise<string[]> {
  return (await admin.listTopics({ listInternal: true })).map(({ name }) => name);
}

/** The client answers when topics are made; a leader for each partition takes a moment longer. */
export async function createTopics(admin: Admin, given: CreateTopicsArguments): Promise<boolean> {
  const { topics, validateOnly = false, timeout, waitForLeaders = true } = given;
  checkList('topics', topics, { mayBeEmpty: true });
  checkTopics('topics', topics);
  const wanted = topics.map(newTopic);
  try {
    await admin.createTopics(wanted, { validateOnly, ...timeoutOf(timeout) });
  } catch (error) {
    const failed = failedItems(error, wanted);
    if (failed.length === 0) throw error;
    if (failed.every(({ error: { code } }) => code === 'TOPIC_ALREADY_EXISTS')) return false;
    const errors = failed.map(
      ({ item, error: reason }) => new KafkaJSCreateTopicError(protocolError(reason), item.name),
    );
    throw new KafkaJSAggregateError('Topic creation errors', errors);
  }
  if (waitForLeaders && !validateOnly && topics.length > 0) await leadersOf(admin, topics, timeout);
  return true;
}

async function leadersOf(admin: Admin, topics: readonly ITopicConfig[], timeout: number | undefined): Promise<void> {
  const places = topics.map(({ topic }) => topic);
  const described = await admin.describeTopics(places, timeoutOf(timeout));
  const partitions = described.flatMap(({ name, partitions: all }) =>
    all.map(({ partition }) => ({ topic: name, partition, spec: 'latest' as const })),
  );
  // Only leaders answer this, and the client asks until they do.
  if (partitions.length > 0) await admin.listOffsets(partitions, timeoutOf(timeout));
}

export function protocolError(error: unknown): KafkaJSProtocolError {
  const converted = toKafkaJSError(error);
  if (converted instanceof KafkaJSProtocolError) return converted;
  return new KafkaJSProtocolError({ message: converted.message }, { cause: converted });
}

function newTopic({
  topic,
  numPartitions,
  replicationFactor,
  replicaAssignment,
  configEntries,
}: ITopicConfig): NewTopic {
  checkConfigEntries(topic, configEntries);
  const configs = Object.fromEntries((configEntries ?? []).map(({ name, value }) => [name, value]));
  const isAssigned = replicaAssignment !== undefined && replicaAssignment !== null && replicaAssignment.length > 0;
  return {
    name: topic,
    configs,
    ...(isAssigned ? { replicaAssignments: replicaAssignment } : {}),
    ...(isAssigned || !isGiven(numPartitions) ? {} : { numPartitions }),
    ...(isAssigned || !isGiven(replicationFactor) ? {} : { replicationFactor }),
  };
}

/** -1 stands for the broker's default. */
function isGiven(count: number | undefined): count is number {
  return typeof count === 'number' && count !== -1;
}

function checkConfigEntries(topic: string, entries: unknown): void {
  if (entries === undefined || entries === null) return;
  if (!Array.isArray(entries)) {
    throw new KafkaJSNonRetriableError(`Invalid configEntries for topic "${topic}", must be an array`);
  }
  for (const [index, entry] of entries.entries()) {
    if (typeof entry !== 'object' || entry === null) {
      throw new KafkaJSNonRetriableError(
        `Invalid configEntries for topic "${topic}". Entry ${index} must be an object`,
      );
    }
    for (const property of ['name', 'value']) {
      if (typeof entry[property] === 'string') continue;
      throw new KafkaJSNonRetriableError(
        `Invalid configEntries for topic "${topic}". Entry ${index} must have a valid "${property}" property`,
      );
    }
  }
}

export async function deleteTopics(
  admin: Admin,
  { topics, timeout }: { topics: string[]; timeout?: number | undefined },
): Promise<void> {
  checkList('topics', topics, { mayBeEmpty: true });
  if (topics.some((topic) => typeof topic !== 'string')) {
    throw new KafkaJSNonRetriableError('Invalid topics array, the names must be a valid string');
  }
  await admin.deleteTopics(topics, timeoutOf(timeout));
}

export async function createPartitions(
  admin: Admin,
  given: {
    topicPartitions: ITopicPartitionConfig[];
    validateOnly?: boolean | undefined;
    timeout?: number | undefined;
  },
): Promise<boolean> {
  const { topicPartitions, validateOnly = false, timeout } = given;
  checkList('topic partitions', topicPartitions);
  checkTopics('topic partitions', topicPartitions);
  const wanted = topicPartitions.map(({ topic, count, assignments }) => {
    return { topic, totalCount: count, ...(assignments === undefined ? {} : { newAssignments: assignments }) };
  });
  await admin.createPartitions(wanted, { validateOnly, ...timeoutOf(timeout) });
  return true;
}

export async function fetchTopicMetadata(
  admin: Admin,
  { topics = [] }: { topics?: string[] } = {},
): Promise<{ topics: ITopicMetadata[] }> {
  for (const topic of topics) checkName('topic', topic);
  const names = topics.length > 0 ? topics : await listTopics(admin);
  const described = names.length === 0 ? [] : await admin.describeTopics(names);
  return { topics: described.map(topicMetadata) };
}

function topicMetadata({ name, partitions }: TopicDescription): ITopicMetadata {
  return {
    name,
    partitions: partitions.map(({ partition, leader, replicas, isr, offlineReplicas }) => ({
      partitionErrorCode: 0,
      partitionId: partition,
      leader,
      replicas: [...replicas],
      isr: [...isr],
      offlineReplicas: [...offlineReplicas],
    })),
  };
}

/** An offset of -1 is the high watermark. */
export async function deleteTopicRecords(
  admin: Admin,
  { topic, partitions }: { topic: string; partitions: SeekEntry[] },
): Promise<void> {
  checkName('topic', topic);
  if (!Array.isArray(partitions) || partitions.length === 0) throw new KafkaJSNonRetriableError('Invalid partitions');
  const wanted = partitions.map(({ partition, offset }) => ({ topic, partition, beforeOffset: offsetOf(offset) }));
  try {
    await admin.deleteRecords(wanted);
  } catch (error) {
    const failed = failedItems(error, wanted);
    if (failed.length === 0) throw error;
    throw new KafkaJSDeleteTopicRecordsError({
      topic,
      partitions: failed.map(({ item: { partition, beforeOffset }, error: reason }) => {
        return { partition, offset: String(beforeOffset), error: recordsError(reason) };
      }),
    });
  }
}

/** A partition that there is not has no leader to ask. */
function recordsError(reason: Error & { readonly code: string }): KafkaJSError {
  if (reason.code === 'UNKNOWN_TOPIC_OR_PARTITION') {
    return new KafkaJSBrokerNotFound(`Could not find the leader for the partition: ${reason.message}`, {
      retriable: false,
      cause: reason,
    });
  }
  const converted = toKafkaJSError(reason);
  return converted instanceof KafkaJSError ? converted : new KafkaJSError(converted.message, { cause: converted });
}
