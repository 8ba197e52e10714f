/**
 * Committed offsets of consumer and streams groups: listing, altering, deleting (KIP-88, KIP-396, KIP-496, KIP-709,
 * KIP-1226). Both kinds of groups keep them the same way and are asked for by the same requests.
 */
import {
  offsetCommitRequest,
  offsetCommitResponse,
  offsetDeleteRequest,
  offsetDeleteResponse,
  offsetFetchRequest,
  offsetFetchResponse,
  newOffsetFetchRequest,
  ZERO_UUID,
  type OffsetFetchResponse,
  type OffsetFetchResponseGroup,
  type OffsetFetchResponsePartition,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { OffsetAndMetadata } from '../records/partition-offset.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { Answers } from './answers.ts';
import { askAbout, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toCoordinator } from './routes.ts';
import { byTopic, groupSubject, partitionKey, partitionSubject, subjectBy } from './subjects.ts';

/** A group of which the offsets of all partitions are told, or of those named. */
export type GroupOffsetsSpec = string | { readonly groupId: string; readonly partitions?: readonly TopicPartition[] };

/** How committed offsets are asked for. */
export interface ListGroupOffsetsOptions extends CallOptions {
  /** Wait until no transaction that commits offsets is open (KIP-447, Kafka 2.5 and later): false where absent. */
  readonly requireStable?: boolean;
}

/** A committed offset of one partition. */
export interface CommittedOffset extends TopicPartition {
  /** -1 for a partition that was named and has none. */
  readonly offset: number;
  /** -1 where none was committed. */
  readonly leaderEpoch: number;
  /** The text that was committed with it; empty where none was. */
  readonly metadata: string;
}

/** The committed offsets of one group. */
export interface CommittedGroupOffsets {
  /** The group's id. */
  readonly groupId: string;
  /** In the order asked for; of all partitions in the broker's. */
  readonly offsets: readonly CommittedOffset[];
}

export type GroupOffsetsCall = 'ConsumerGroupOffsets' | 'StreamsGroupOffsets';

/** The last version that names topics instead of giving their ids. */
const LAST_BY_NAME = 9;
const FIRST_OF_GROUPS = 8;
const FIRST_STABLE = 7;

export interface WantedOffsets {
  readonly groupId: string;
  readonly partitions: readonly TopicPartition[] | null;
}

export function wantedOffsets(group: GroupOffsetsSpec): WantedOffsets {
  return typeof group === 'string' ? { groupId: group, partitions: null } : { partitions: null, ...group };
}

export function listGroupOffsets(
  context: AdminContext,
  groups: readonly GroupOffsetsSpec[],
  { of, options }: { of: GroupOffsetsCall; options: ListGroupOffsetsOptions | undefined },
): Promise<CommittedGroupOffsets[]> {
  const call = new AdminCall(context, `list${of}`, options);
  const requireStable = options?.requireStable ?? false;
  const wanted = call.list(groups).map(wantedOffsets);
  return askAbout<WantedOffsets, CommittedGroupOffsets>(call, wanted, {
    subject: subjectBy(groupSubject, ({ groupId }) => groupId),
    route: toCoordinator('group', ({ groupId }) => groupId, ['UNSTABLE_OFFSET_COMMIT']),
    async ask(nodeId, items, answers) {
      const rpc = [offsetFetchRequest, offsetFetchResponse] as const;
      const bounds = { maxVersion: LAST_BY_NAME, ...(requireStable ? { minVersion: FIRST_STABLE } : {}) };
      if ((await call.versionOf(nodeId, rpc)) >= FIRST_OF_GROUPS) {
        const body = newOffsetFetchRequest({ groups: items.map(fetchedGroup), requireStable });
        const answer = await call.send(nodeId, rpc, body, bounds);
        for (const group of answer.groups) addGroup(group, answers);
        return;
      }
      const each = items.map(async ({ groupId, partitions }) => {
        const body = newOffsetFetchRequest({ groupId, topics: fetchedTopics(partitions), requireStable });
        addGroup(soleGroup(groupId, await call.send(nodeId, rpc, body, bounds)), answers);
      });
      await Promise.all(each);
    },
  });
}

type FetchedTopic = { name: string; topicId: string; partitionIndexes: number[] };

function fetchedTopics(partitions: readonly TopicPartition[] | null): FetchedTopic[] | null {
  if (partitions === null) return null;
  return byTopic(partitions, ({ partition }) => partition).map(({ name, partitions: partitionIndexes }) => {
    return { name, topicId: ZERO_UUID, partitionIndexes };
  });
}

function fetchedGroup({ groupId, partitions }: WantedOffsets): {
  groupId: string;
  memberId: null;
  memberEpoch: number;
  topics: FetchedTopic[] | null;
} {
  return { groupId, memberId: null, memberEpoch: -1, topics: fetchedTopics(partitions) };
}

/** The answer of the versions that serve one group. */
function soleGroup(groupId: string, { topics, errorCode }: OffsetFetchResponse): OffsetFetchResponseGroup {
  return { groupId, errorCode, topics: topics.map((topic) => ({ ...topic, topicId: ZERO_UUID })) };
}

/** The first partition's error is the group's: with part of its offsets nobody is helped. */
function addGroup(group: OffsetFetchResponseGroup, answers: Answers<CommittedGroupOffsets>): void {
  const { groupId, errorCode, topics } = group;
  const failed = topics.flatMap(({ partitions }) => partitions).find((partition) => partition.errorCode !== 0);
  const verdict = errorCode === 0 && failed !== undefined ? failed : { errorCode };
  answers.add(groupId, verdict, () => ({
    groupId,
    offsets: topics.flatMap(({ name, partitions }) => partitions.map((partition) => committed(name, partition))),
  }));
}

function committed(topic: string, partition: OffsetFetchResponsePartition): CommittedOffset {
  const { partitionIndex, committedOffset: offset, committedLeaderEpoch: leaderEpoch, metadata } = partition;
  return { topic, partition: partitionIndex, offset, leaderEpoch, metadata: metadata ?? '' };
}

/** Nobody's commit: it is taken while the group has no active members, and for partitions of topics they do not read. */
const NO_GENERATION = -1;

export function alterGroupOffsets(
  context: AdminContext,
  offsets: readonly OffsetAndMetadata[],
  { of, groupId, options }: { of: GroupOffsetsCall; groupId: string; options: CallOptions | undefined },
): Promise<void> {
  const call = new AdminCall(context, `alter${of}`, options);
  const alteration = askAbout<OffsetAndMetadata, undefined>(call, offsets, {
    subject: ofGroup(groupId),
    route: toCoordinator('group', () => groupId, ['REBALANCE_IN_PROGRESS']),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition, offset, leaderEpoch = -1, metadata = '' }) => {
        const committedOffset = { committedOffset: offset, committedLeaderEpoch: leaderEpoch };
        return { partitionIndex: partition, ...committedOffset, committedMetadata: metadata };
      });
      const body = {
        groupId,
        generationIdOrMemberEpoch: NO_GENERATION,
        memberId: '',
        groupInstanceId: null,
        retentionTimeMs: -1,
        topics: topics.map((topic) => ({ ...topic, topicId: ZERO_UUID })),
      };
      const rpc = [offsetCommitRequest, offsetCommitResponse] as const;
      const answer = await call.send(nodeId, rpc, body, { maxVersion: LAST_BY_NAME });
      addPartitions(answer.topics, answers);
    },
  });
  return settled(alteration);
}

/** GROUP_SUBSCRIBED_TO_TOPIC for partitions of topics that members still read (KIP-496). Kafka 2.4 and later. */
export function deleteGroupOffsets(
  context: AdminContext,
  partitions: readonly TopicPartition[],
  { of, groupId, options }: { of: GroupOffsetsCall; groupId: string; options: CallOptions | undefined },
): Promise<void> {
  const call = new AdminCall(context, `delete${of}`, options);
  const deletion = askAbout<TopicPartition, undefined>(call, partitions, {
    subject: ofGroup(groupId),
    route: toCoordinator('group', () => groupId),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition }) => ({ partitionIndex: partition }));
      const answer = await call.send(nodeId, [offsetDeleteRequest, offsetDeleteResponse], { groupId, topics });
      if (!answers.refuseAll(answer)) addPartitions(answer.topics, answers);
    },
  });
  return settled(deletion);
}

function ofGroup(groupId: string): typeof partitionSubject {
  return {
    ...partitionSubject,
    describe: (partition) => `${partitionSubject.describe(partition)} in group ${groupId}`,
  };
}

interface AnsweredTopic {
  readonly name: string;
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[];
}

function addPartitions(topics: readonly AnsweredTopic[], answers: Answers<undefined>): void {
  for (const { name, partitions } of topics) {
    for (const partition of partitions) {
      answers.add(partitionKey(name, partition.partitionIndex), partition, () => undefined);
    }
  }
}
