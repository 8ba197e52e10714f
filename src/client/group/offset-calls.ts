/**
 * OffsetCommit and OffsetFetch once, in whatever version the coordinator has: by topic ids since v10, where all of them
 * are known, in groups since v8 (KIP-709). Answers come in the order of the request, error codes included.
 */
import {
  Errors,
  newOffsetCommitRequest,
  newOffsetCommitRequestPartition,
  newOffsetFetchRequest,
  newOffsetFetchRequestGroup,
  offsetCommitRequest,
  offsetCommitResponse,
  offsetFetchRequest,
  offsetFetchResponse,
  ZERO_UUID,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetFetchRequest,
  type OffsetFetchResponse,
} from '#protocol';
import { isKafkaError, needsCoordinator } from '../errors.ts';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { GroupCluster, RequestBody, RequestOptions, Rpc } from './group-cluster.ts';
import type { GroupMetadata } from './group-membership.ts';
import type { CommittedOffset } from './group-offsets.ts';
import { partitionKey } from './partition-lists.ts';

export interface OffsetCalls {
  readonly cluster: GroupCluster;
  readonly groupId: string;
}

export interface CommitCall {
  readonly offsets: readonly CommittedOffset[];
  readonly member: GroupMetadata;
}

export interface FetchCall {
  /** Null for all that the group has. */
  readonly partitions: readonly TopicPartition[] | null;
  readonly requireStable: boolean;
  /** Of a KIP-848 group, whose coordinator checks its epoch; otherwise null. */
  readonly member: GroupMetadata | null;
}

export interface PartitionAnswer extends TopicPartition {
  readonly errorCode: number;
}

export interface FetchAnswer {
  /** Of the whole group. */
  readonly errorCode: number;
  readonly offsets: readonly (Required<CommittedOffset> & PartitionAnswer)[];
}

const TOPIC_IDS = 10;
const GROUPS = 8;
const REQUIRE_STABLE = 7;
/** The first version that can ask for all partitions. */
const ALL_PARTITIONS = 2;
/** The first version of OffsetCommit with an instance id (KIP-345). */
const STATIC_MEMBERS = 7;

export async function commitOffsets(
  { cluster, groupId }: OffsetCalls,
  { offsets, member }: CommitCall,
  options: RequestOptions,
): Promise<PartitionAnswer[]> {
  const byTopic = Map.groupBy(offsets, ({ topic }) => topic);
  const { groupInstanceId } = member;
  const body = (version: number): OffsetCommitRequest =>
    newOffsetCommitRequest({
      groupId,
      memberId: member.memberId,
      generationIdOrMemberEpoch: member.generationId,
      groupInstanceId: version >= STATIC_MEMBERS ? groupInstanceId : null,
      topics: [...byTopic].map(([name, list]) => ({
        name,
        topicId: topicIdOf(cluster, name),
        partitions: list.map(commitPartition),
      })),
    });
  const answer = await call({ cluster, groupId }, [offsetCommitRequest, offsetCommitResponse], body, {
    ...options,
    ...versionsFor(cluster, byTopic.keys()),
    ...(groupInstanceId === null ? {} : { minVersion: STATIC_MEMBERS }),
  });
  return commitAnswers(cluster, offsets, answer);
}

function commitPartition(offset: CommittedOffset): ReturnType<typeof newOffsetCommitRequestPartition> {
  return newOffsetCommitRequestPartition({
    partitionIndex: offset.partition,
    committedOffset: offset.offset,
    committedLeaderEpoch: offset.leaderEpoch ?? -1,
    committedMetadata: offset.metadata ?? '',
  });
}

/** A partition that the coordinator passes over was not committed. */
function commitAnswers(
  cluster: GroupCluster,
  offsets: readonly CommittedOffset[],
  answer: OffsetCommitResponse,
): PartitionAnswer[] {
  const codes = new Map<string, number>();
  for (const { name, topicId, partitions } of answer.topics) {
    const topic = topicName(cluster, name, topicId);
    for (const { partitionIndex, errorCode } of partitions) {
      codes.set(partitionKey({ topic, partition: partitionIndex }), errorCode);
    }
  }
  return offsets.map(({ topic, partition }) => {
    const errorCode = codes.get(partitionKey({ topic, partition })) ?? Errors.UNKNOWN_SERVER_ERROR.code;
    return { topic, partition, errorCode };
  });
}

export async function fetchOffsets(
  { cluster, groupId }: OffsetCalls,
  { partitions, requireStable, member }: FetchCall,
  options: RequestOptions,
): Promise<FetchAnswer> {
  const byTopic = partitions === null ? null : Map.groupBy(partitions, ({ topic }) => topic);
  const topics =
    byTopic === null
      ? null
      : [...byTopic].map(([name, list]) => ({
          name,
          topicId: topicIdOf(cluster, name),
          partitionIndexes: list.map(({ partition }) => partition),
        }));
  const body = (version: number): OffsetFetchRequest => {
    const stable = requireStable && version >= REQUIRE_STABLE;
    if (version < GROUPS) return newOffsetFetchRequest({ groupId, topics, requireStable: stable });
    const group = newOffsetFetchRequestGroup({ groupId, topics });
    if (member !== null) Object.assign(group, { memberId: member.memberId, memberEpoch: member.generationId });
    return newOffsetFetchRequest({ groups: [group], requireStable: stable });
  };
  const answer = await call({ cluster, groupId }, [offsetFetchRequest, offsetFetchResponse], body, {
    ...options,
    ...(byTopic === null
      ? { minVersion: ALL_PARTITIONS, maxVersion: TOPIC_IDS - 1 }
      : versionsFor(cluster, byTopic.keys())),
  });
  return fetchAnswer(cluster, answer);
}

function fetchAnswer(cluster: GroupCluster, answer: OffsetFetchResponse): FetchAnswer {
  const [group] = answer.groups;
  const errorCode = group?.errorCode ?? answer.errorCode;
  const topics = group?.topics ?? answer.topics.map((topic) => ({ ...topic, topicId: ZERO_UUID }));
  const offsets = topics.flatMap(({ name, topicId, partitions }) => {
    const topic = topicName(cluster, name, topicId);
    return partitions.map((partition) => ({
      topic,
      partition: partition.partitionIndex,
      offset: partition.committedOffset,
      leaderEpoch: partition.committedLeaderEpoch,
      metadata: partition.metadata ?? '',
      errorCode: partition.errorCode,
    }));
  });
  return { errorCode, offsets };
}

function topicIdOf(cluster: GroupCluster, topic: string): string {
  return cluster.metadata.topic(topic)?.topicId ?? ZERO_UUID;
}

function topicName(cluster: GroupCluster, name: string, topicId: string): string {
  return name === '' ? (cluster.metadata.topicName(topicId) ?? '') : name;
}

/** Topic ids take the place of names: without all of them an older version has to do. */
function versionsFor(cluster: GroupCluster, topics: Iterable<string>): RequestOptions {
  const isKnown = [...topics].every((topic) => topicIdOf(cluster, topic) !== ZERO_UUID);
  return isKnown ? {} : { maxVersion: TOPIC_IDS - 1 };
}

async function call<Q, A>(
  { cluster, groupId }: OffsetCalls,
  rpc: Rpc<Q, A>,
  body: RequestBody<Q>,
  options: RequestOptions,
): Promise<A> {
  const nodeId = await cluster.coordinator('group', groupId, options);
  try {
    return await cluster.send(nodeId, rpc, body, options);
  } catch (error) {
    if (needsCoordinator(error) || isKafkaError(error, 'REQUEST_TIMED_OUT')) {
      cluster.forgetCoordinator('group', groupId, nodeId);
    }
    throw error;
  }
}
