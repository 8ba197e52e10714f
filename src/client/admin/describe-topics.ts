/**
 * Descriptions of topics: by DescribeTopicPartitions page after page (KIP-966), from brokers before Kafka 3.8 and for topics
 * given by id by Metadata. Both tell the same, but for the eligible leader replicas.
 */
import {
  describeTopicPartitionsRequest,
  describeTopicPartitionsResponse,
  metadataRequest,
  metadataResponse,
  type DescribeTopicPartitionsRequest,
  type DescribeTopicPartitionsRequestCursor,
  type DescribeTopicPartitionsResponse,
  type DescribeTopicPartitionsResponsePartition,
  type DescribeTopicPartitionsResponseTopic,
  type MetadataResponsePartition,
  type MetadataResponseTopic,
} from '#protocol';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { Answers } from './answers.ts';
import { askAbout } from './ask.ts';
import type { CallOptions, TopicReference } from './call-options.ts';
import { toAnyBroker } from './routes.ts';
import { answeredKey, nameOf, referenceSubject, topicIdOf, topicIdOrNull } from './topics.ts';
import { authorizedOperations, type AclOperation } from './words.ts';

/** What describeTopics asks for. */
export interface DescribeTopicsOptions extends CallOptions {
  /** Kafka 2.3 and later. */
  readonly includeAuthorizedOperations?: boolean;
  /** How many partitions a broker may tell at once (KIP-966): 2000 where absent. */
  readonly partitionSizeLimitPerResponse?: number;
}

/** A topic and its partitions. */
export interface TopicDescription {
  /** The topic's name. */
  readonly name: string;
  /** Null before Kafka 2.8 (KIP-516). */
  readonly topicId: string | null;
  /** Whether it is Kafka's own, as `__consumer_offsets`. */
  readonly isInternal: boolean;
  /** In the order of their numbers. */
  readonly partitions: readonly TopicPartitionInfo[];
  /** Null where not asked for. */
  readonly authorizedOperations: readonly AclOperation[] | null;
}

/** A partition and the nodes that hold it. */
export interface TopicPartitionInfo {
  /** From 0. */
  readonly partition: number;
  /** The node's id; -1 while there is none. */
  readonly leader: number;
  /** -1 before Kafka 2.3. */
  readonly leaderEpoch: number;
  /** The preferred leader first. */
  readonly replicas: readonly number[];
  /** Node ids of the replicas that are in sync. */
  readonly isr: readonly number[];
  /** Node ids of the replicas that are down. */
  readonly offlineReplicas: readonly number[];
  /** KIP-966; null where the broker does not tell. */
  readonly eligibleLeaderReplicas: readonly number[] | null;
  /** KIP-966; null where the broker does not tell. */
  readonly lastKnownEligibleLeaderReplicas: readonly number[] | null;
}

const DESCRIBE = [describeTopicPartitionsRequest, describeTopicPartitionsResponse] as const;
const DEFAULT_PAGE = 2000;
/** A broker that gives the same cursor for ever must not be asked for ever. */
const MAX_PAGES = 10_000;
/** The first version of Metadata that finds a topic by its id. */
const FIRST_METADATA_BY_ID = 12;

interface Wanted {
  readonly operations: boolean;
  readonly pageSize: number;
}

export function describeTopics(
  context: AdminContext,
  topics: readonly TopicReference[],
  options: DescribeTopicsOptions = {},
): Promise<TopicDescription[]> {
  const call = new AdminCall(context, 'describeTopics', options);
  const { includeAuthorizedOperations = false, partitionSizeLimitPerResponse = DEFAULT_PAGE } = options;
  const wanted = { operations: includeAuthorizedOperations, pageSize: partitionSizeLimitPerResponse };
  return askAbout<TopicReference, TopicDescription>(call, topics, {
    subject: referenceSubject,
    route: toAnyBroker(),
    async ask(nodeId, items, answers) {
      const names = items.map(nameOf).filter((name) => name !== null);
      const byId = items.filter((item) => nameOf(item) === null);
      const isPaged = (await call.versionOf(nodeId, DESCRIBE)) >= 0;
      if (names.length > 0 && isPaged) await describeByPages(call, { nodeId, names, wanted }, answers);
      else if (names.length > 0) await describeByMetadata(call, { nodeId, topics: names, wanted }, answers);
      if (byId.length > 0) await describeByMetadata(call, { nodeId, topics: byId, wanted }, answers);
    },
  });
}

async function describeByPages(
  call: AdminCall,
  { nodeId, names, wanted }: { nodeId: number; names: readonly string[]; wanted: Wanted },
  answers: Answers<TopicDescription>,
): Promise<void> {
  const found = new Map<string, DescribeTopicPartitionsResponseTopic>();
  const topics = names.map((name) => ({ name }));
  let cursor: DescribeTopicPartitionsRequestCursor | null = null;
  for (let page = 0; page < MAX_PAGES && (page === 0 || cursor !== null); page++) {
    const body: DescribeTopicPartitionsRequest = { topics, responsePartitionLimit: wanted.pageSize, cursor };
    const answer: DescribeTopicPartitionsResponse = await call.send(nodeId, DESCRIBE, body);
    for (const topic of answer.topics) {
      const before = found.get(topic.name ?? '');
      if (before === undefined) found.set(topic.name ?? '', topic);
      else before.partitions.push(...topic.partitions);
    }
    cursor = answer.nextCursor;
  }
  for (const [name, topic] of found) {
    answers.add(name, topic, () => {
      const described = description(topic, topic.partitions.map(pagedPartition));
      return wanted.operations ? described : { ...described, authorizedOperations: null };
    });
  }
}

async function describeByMetadata(
  call: AdminCall,
  { nodeId, topics, wanted }: { nodeId: number; topics: readonly TopicReference[]; wanted: Wanted },
  answers: Answers<TopicDescription>,
): Promise<void> {
  const isById = nameOf(topics[0]!) === null;
  const body = {
    topics: topics.map((topic) => ({ topicId: topicIdOf(topic), name: nameOf(topic) })),
    allowAutoTopicCreation: false,
    includeClusterAuthorizedOperations: false,
    includeTopicAuthorizedOperations: wanted.operations,
  };
  const bounds = isById ? { minVersion: FIRST_METADATA_BY_ID } : {};
  const answer = await call.send(nodeId, [metadataRequest, metadataResponse], body, bounds);
  for (const topic of answer.topics) {
    answers.add(answeredKey(isById, topic), topic, () => description(topic, topic.partitions.map(plainPartition)));
  }
}

function description(
  topic: DescribeTopicPartitionsResponseTopic | MetadataResponseTopic,
  partitions: TopicPartitionInfo[],
): TopicDescription {
  return {
    name: topic.name ?? '',
    topicId: topicIdOrNull(topic.topicId),
    isInternal: topic.isInternal,
    partitions: partitions.toSorted((a, b) => a.partition - b.partition),
    authorizedOperations: authorizedOperations(topic.topicAuthorizedOperations),
  };
}

function pagedPartition(partition: DescribeTopicPartitionsResponsePartition): TopicPartitionInfo {
  return {
    ...plainPartition(partition),
    eligibleLeaderReplicas: partition.eligibleLeaderReplicas,
    lastKnownEligibleLeaderReplicas: partition.lastKnownElr,
  };
}

function plainPartition(
  partition: DescribeTopicPartitionsResponsePartition | MetadataResponsePartition,
): TopicPartitionInfo {
  const { partitionIndex, leaderId, leaderEpoch, replicaNodes, isrNodes, offlineReplicas } = partition;
  return {
    partition: partitionIndex,
    leader: leaderId,
    leaderEpoch,
    replicas: replicaNodes,
    isr: isrNodes,
    offlineReplicas,
    eligibleLeaderReplicas: null,
    lastKnownEligibleLeaderReplicas: null,
  };
}
