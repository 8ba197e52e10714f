/** Topics: creating, deleting, listing, describing them and adding partitions (KIP-4, KIP-195, KIP-516, KIP-599). */
import {
  createPartitionsRequest,
  createPartitionsResponse,
  createTopicsRequest,
  createTopicsResponse,
  deleteTopicsRequest,
  deleteTopicsResponse,
  metadataRequest,
  metadataResponse,
  newMetadataRequest,
  ZERO_UUID,
  type CreateTopicsRequestCreatableTopic,
  type CreateTopicsResponseCreatableTopicResult,
  type DeleteTopicsRequest,
} from '#protocol';
import { shownValue } from '../config/parse-options.ts';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askOne, settled } from './ask.ts';
import type { CallOptions, TopicReference } from './call-options.ts';
import { configEntry, type ConfigEntry } from './configs.ts';
import { toAnyBroker, toControllerUnderQuota } from './routes.ts';
import { subjectBy, topicSubject, type Subject } from './subjects.ts';

/** Where the replicas of a partition go; the first is the preferred leader. */
export interface ReplicaAssignment {
  /** From 0. */
  readonly partition: number;
  /** Node ids. */
  readonly replicas: readonly number[];
}

/** A topic to create. */
export interface NewTopic {
  /** Up to 249 letters, digits, dots, underscores and hyphens. */
  readonly name: string;
  /** The broker's `num.partitions` where absent (KIP-464, Kafka 2.4 and later). */
  readonly numPartitions?: number;
  /** The broker's `default.replication.factor` where absent. */
  readonly replicationFactor?: number;
  /** In place of both numbers: partitions from 0 without a gap. */
  readonly replicaAssignments?: readonly ReplicaAssignment[];
  /** Kafka's keys (`retention.ms`) and the texts of their values. */
  readonly configs?: Readonly<Record<string, string | null>>;
}

/** How topics are created. */
export interface CreateTopicsOptions extends CallOptions {
  /** Everything is checked and nothing made. */
  readonly validateOnly?: boolean;
  /** Whether THROTTLING_QUOTA_EXCEEDED (KIP-599) is waited out and tried again: true where absent. */
  readonly retryOnQuotaViolation?: boolean;
}

/** What brokers before Kafka 2.4 do not tell is -1 or null. */
export interface CreatedTopic {
  /** The topic's name. */
  readonly name: string;
  /** Null before Kafka 2.8, and where nothing was made. */
  readonly topicId: string | null;
  /** How many partitions it has. */
  readonly numPartitions: number;
  /** How many replicas each partition has. */
  readonly replicationFactor: number;
  /** Null also where the caller may not describe them. */
  readonly configs: readonly ConfigEntry[] | null;
}

/** How topics are deleted. */
export interface DeleteTopicsOptions extends CallOptions {
  /** Whether THROTTLING_QUOTA_EXCEEDED (KIP-599) is waited out and tried again: true where absent. */
  readonly retryOnQuotaViolation?: boolean;
}

/** Which topics are listed. */
export interface ListTopicsOptions extends CallOptions {
  /** Whether `__consumer_offsets` and its like are listed: false where absent. */
  readonly listInternal?: boolean;
}

/** A topic that there is. */
export interface TopicListing {
  /** The topic's name. */
  readonly name: string;
  /** Null before Kafka 2.8. */
  readonly topicId: string | null;
  /** Whether it is Kafka's own, as `__consumer_offsets`. */
  readonly isInternal: boolean;
}

/** A topic that is to have more partitions. */
export interface NewPartitions {
  /** The topic's name. */
  readonly topic: string;
  /** How many there shall be, with those that are there. */
  readonly totalCount: number;
  /** The replicas of each new partition, in order; the broker places them where absent. */
  readonly newAssignments?: readonly (readonly number[])[];
}

/** How partitions are added. */
export interface CreatePartitionsOptions extends CreateTopicsOptions {}

/** Names and ids have different keys: no name is as a uuid with a colon before it. */
export const referenceSubject: Subject<TopicReference> = {
  key: (reference) => nameOf(reference) ?? idKey(topicIdOf(reference)),
  describe: (reference) => `topic ${nameOf(reference) ?? topicIdOf(reference)}`,
  place(reference) {
    const name = nameOf(reference);
    return name === null ? {} : { topic: name };
  },
};

export function nameOf(reference: TopicReference): string | null {
  if (typeof reference === 'string') return reference;
  if (typeof reference !== 'object') {
    throw errorFor('INVALID_REQUEST', `a topic is a name, { name } or { topicId }, not ${shownValue(reference)}`);
  }
  return 'name' in reference ? reference.name : null;
}

/** Of a reference without a name. */
export function topicIdOf(reference: TopicReference): string {
  return typeof reference === 'object' && 'topicId' in reference ? reference.topicId : ZERO_UUID;
}

/** What an answer that names its topic both ways is about. */
export function answeredKey(isById: boolean, { name, topicId }: { name: string | null; topicId: string }): string {
  return isById || name === null ? idKey(topicId) : name;
}

function idKey(topicId: string): string {
  return `:${topicId}`;
}

/** Null for the uuid of nothing, which stands where the version has no ids. */
export function topicIdOrNull(topicId: string): string | null {
  return topicId === ZERO_UUID ? null : topicId;
}

export function createTopics(
  context: AdminContext,
  topics: readonly NewTopic[],
  options: CreateTopicsOptions = {},
): Promise<CreatedTopic[]> {
  const call = new AdminCall(context, 'createTopics', options);
  const { validateOnly = false, retryOnQuotaViolation } = options;
  return askAbout<NewTopic, CreatedTopic>(call, topics, {
    subject: subjectBy(topicSubject, ({ name }) => name),
    route: toControllerUnderQuota(retryOnQuotaViolation),
    async ask(nodeId, items, answers) {
      const body = { topics: items.map(creatableTopic), timeoutMs: call.requestTimeoutMs(), validateOnly };
      const bounds = items.some(leavesToBroker) ? { minVersion: FIRST_WITH_DEFAULTS } : {};
      const answer = await call.send(nodeId, [createTopicsRequest, createTopicsResponse], body, bounds);
      for (const topic of answer.topics) answers.add(topic.name, topic, () => createdTopic(topic));
    },
  });
}

const FIRST_WITH_DEFAULTS = 4;

function leavesToBroker({ numPartitions, replicationFactor, replicaAssignments }: NewTopic): boolean {
  return replicaAssignments === undefined && (numPartitions === undefined || replicationFactor === undefined);
}

function creatableTopic(topic: NewTopic): CreateTopicsRequestCreatableTopic {
  const { name, numPartitions = -1, replicationFactor = -1, replicaAssignments = [], configs = {} } = topic;
  return {
    name,
    numPartitions,
    replicationFactor,
    assignments: replicaAssignments.map(({ partition, replicas }) => ({
      partitionIndex: partition,
      brokerIds: [...replicas],
    })),
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  };
}

function createdTopic(topic: CreateTopicsResponseCreatableTopicResult): CreatedTopic {
  const { name, topicId, numPartitions, replicationFactor, configs, topicConfigErrorCode } = topic;
  return {
    name,
    topicId: topicIdOrNull(topicId),
    numPartitions,
    replicationFactor,
    configs: configs === null || topicConfigErrorCode !== 0 ? null : configs.map((config) => configEntry(config)),
  };
}

export function deleteTopics(
  context: AdminContext,
  topics: readonly TopicReference[],
  options: DeleteTopicsOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'deleteTopics', options);
  const byId = call.list(topics).filter((topic) => nameOf(topic) === null).length > 0;
  const deletion = askAbout<TopicReference, undefined>(call, topics, {
    subject: referenceSubject,
    route: toControllerUnderQuota(options.retryOnQuotaViolation),
    async ask(nodeId, items, answers) {
      const rpc = [deleteTopicsRequest, deleteTopicsResponse] as const;
      const bounds = byId ? { minVersion: FIRST_DELETE_BY_ID } : {};
      const body = (version: number): DeleteTopicsRequest => deleteRequest(items, version, call.requestTimeoutMs());
      const answer = await call.send(nodeId, rpc, body, bounds);
      const ids = new Set(items.filter((item) => nameOf(item) === null).map(topicIdOf));
      for (const topic of answer.responses) {
        answers.add(answeredKey(ids.has(topic.topicId), topic), topic, () => undefined);
      }
    },
  });
  return settled(deletion);
}

const FIRST_DELETE_BY_ID = 6;

function deleteRequest(items: readonly TopicReference[], version: number, timeoutMs: number): DeleteTopicsRequest {
  if (version < FIRST_DELETE_BY_ID) return { topics: [], topicNames: items.map((item) => nameOf(item)!), timeoutMs };
  const states = items.map((item) => ({ name: nameOf(item), topicId: topicIdOf(item) }));
  return { topics: states, topicNames: [], timeoutMs };
}

export async function listTopics(context: AdminContext, options: ListTopicsOptions = {}): Promise<TopicListing[]> {
  const call = new AdminCall(context, 'listTopics', options);
  const { listInternal = false } = options;
  return askOne(call, toAnyBroker(), {
    ask: (nodeId) => call.send(nodeId, [metadataRequest, metadataResponse], newMetadataRequest({ topics: null })),
    read: ({ topics }) =>
      topics
        .filter(({ isInternal }) => listInternal || !isInternal)
        .map(({ name, topicId, isInternal }) => ({ name: name ?? '', topicId: topicIdOrNull(topicId), isInternal })),
  });
}

export function createPartitions(
  context: AdminContext,
  topics: readonly NewPartitions[],
  options: CreatePartitionsOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'createPartitions', options);
  const { validateOnly = false, retryOnQuotaViolation } = options;
  const creation = askAbout<NewPartitions, undefined>(call, topics, {
    subject: subjectBy(topicSubject, ({ topic }) => topic),
    route: toControllerUnderQuota(retryOnQuotaViolation),
    async ask(nodeId, items, answers) {
      const wanted = items.map(({ topic, totalCount, newAssignments }) => ({
        name: topic,
        count: totalCount,
        assignments: newAssignments?.map((brokerIds) => ({ brokerIds: [...brokerIds] })) ?? null,
      }));
      const body = { topics: wanted, timeoutMs: call.requestTimeoutMs(), validateOnly };
      const answer = await call.send(nodeId, [createPartitionsRequest, createPartitionsResponse], body);
      for (const result of answer.results) answers.add(result.name, result, () => undefined);
    },
  });
  return settled(creation);
}
