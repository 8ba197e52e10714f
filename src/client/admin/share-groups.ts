/** Share groups (KIP-932) and the offsets at which they start (KIP-1206): Kafka 4.1 and later. */
import {
  alterShareGroupOffsetsRequest,
  alterShareGroupOffsetsResponse,
  deleteShareGroupOffsetsRequest,
  deleteShareGroupOffsetsResponse,
  describeShareGroupOffsetsRequest,
  describeShareGroupOffsetsResponse,
  shareGroupDescribeRequest,
  shareGroupDescribeResponse,
  type DescribeShareGroupOffsetsResponseGroup,
  type ShareGroupDescribeResponseDescribedGroup,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { Answers } from './answers.ts';
import { askAbout, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import type { AdminNode } from './cluster-description.ts';
import {
  assignedPartitions,
  describeByCoordinator,
  groupDescription,
  groupMember,
  type DescribeGroupsOptions,
  type GroupDescription,
  type GroupMember,
} from './group-description.ts';
import { wantedOffsets, type GroupOffsetsSpec, type WantedOffsets } from './group-offsets.ts';
import { toCoordinator } from './routes.ts';
import { byTopic, groupSubject, partitionKey, partitionSubject, subjectBy, topicSubject } from './subjects.ts';

/** A share group (KIP-932). */
export interface ShareGroupDescription extends GroupDescription {
  /** Those it has at present. */
  readonly members: readonly ShareGroupMember[];
  /** Grows with every change of members and subscriptions. */
  readonly groupEpoch: number;
  /** Below `groupEpoch` while an assignment is being made. */
  readonly targetAssignmentEpoch: number;
}

/** A member of a share group. */
export interface ShareGroupMember extends GroupMember {
  /** The member's `client.rack`; null where it tells none. */
  readonly rackId: string | null;
  /** The epoch of the assignment it has. */
  readonly memberEpoch: number;
  /** What it reads at present; others may read the same. */
  readonly assignment: readonly TopicPartition[];
  /** What it subscribes to. */
  readonly subscribedTopicNames: readonly string[];
}

/** Where a share group begins to read a partition. */
export interface SharePartitionOffset extends TopicPartition {
  /** Of the first record that it reads. */
  readonly offset: number;
}

/** Where a share group reads a partition on, and how far it is behind. */
export interface ListedShareOffset extends SharePartitionOffset {
  /** -1 where not known. */
  readonly leaderEpoch: number;
  /** The records that are still to be delivered (KIP-1226); null where the broker does not tell. */
  readonly lag: number | null;
}

/** The offsets of one share group. */
export interface ShareGroupOffsets {
  /** The group's id. */
  readonly groupId: string;
  /** Without partitions that the group has not begun to read. */
  readonly offsets: readonly ListedShareOffset[];
}

export function describeShareGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<ShareGroupDescription[]> {
  const call = new AdminCall(context, 'describeShareGroups', options);
  const { includeAuthorizedOperations = false } = options;
  return describeByCoordinator(call, groupIds, {
    ask: (nodeId, ids) => {
      const body = { groupIds: ids, includeAuthorizedOperations };
      return call.send(nodeId, [shareGroupDescribeRequest, shareGroupDescribeResponse], body);
    },
    read: shareGroup,
  });
}

function shareGroup(group: ShareGroupDescribeResponseDescribedGroup, coordinator: AdminNode): ShareGroupDescription {
  return {
    ...groupDescription(group, coordinator),
    members: group.members.map((member) => ({
      ...groupMember(member),
      rackId: member.rackId,
      memberEpoch: member.memberEpoch,
      assignment: assignedPartitions(member.assignment),
      subscribedTopicNames: member.subscribedTopicNames,
    })),
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
  };
}

export function listShareGroupOffsets(
  context: AdminContext,
  groups: readonly GroupOffsetsSpec[],
  options: CallOptions = {},
): Promise<ShareGroupOffsets[]> {
  const call = new AdminCall(context, 'listShareGroupOffsets', options);
  return askAbout<WantedOffsets, ShareGroupOffsets>(call, call.list(groups).map(wantedOffsets), {
    subject: subjectBy(groupSubject, ({ groupId }) => groupId),
    route: toCoordinator('group', ({ groupId }) => groupId),
    async ask(nodeId, items, answers) {
      const wanted = items.map(({ groupId, partitions }) => {
        const topics = partitions === null ? null : byTopic(partitions, ({ partition }) => partition);
        return {
          groupId,
          topics: topics?.map(({ name, partitions: list }) => ({ topicName: name, partitions: list })) ?? null,
        };
      });
      const rpc = [describeShareGroupOffsetsRequest, describeShareGroupOffsetsResponse] as const;
      const answer = await call.send(nodeId, rpc, { groups: wanted });
      for (const group of answer.groups) addShareOffsets(group, answers);
    },
  });
}

const NOT_STARTED = -1;

function addShareOffsets(
  { groupId, errorCode, errorMessage, topics }: DescribeShareGroupOffsetsResponseGroup,
  answers: Answers<ShareGroupOffsets>,
): void {
  const failed = topics.flatMap(({ partitions }) => partitions).find((partition) => partition.errorCode !== 0);
  const verdict = errorCode === 0 && failed !== undefined ? failed : { errorCode, errorMessage };
  answers.add(groupId, verdict, () => ({
    groupId,
    offsets: topics.flatMap(({ topicName, partitions }) =>
      partitions
        .filter(({ startOffset }) => startOffset !== NOT_STARTED)
        .map(({ partitionIndex: partition, startOffset: offset, leaderEpoch, lag }) => {
          return { topic: topicName, partition, offset, leaderEpoch, lag: lag === -1 ? null : lag };
        }),
    ),
  }));
}

/** NON_EMPTY_GROUP while the group has members. */
export function alterShareGroupOffsets(
  context: AdminContext,
  offsets: readonly SharePartitionOffset[],
  { groupId, options }: { groupId: string; options: CallOptions | undefined },
): Promise<void> {
  const call = new AdminCall(context, 'alterShareGroupOffsets', options);
  const alteration = askAbout<SharePartitionOffset, undefined>(call, offsets, {
    subject: partitionSubject,
    route: toCoordinator('group', () => groupId),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition, offset }) => ({ partitionIndex: partition, startOffset: offset }));
      const body = { groupId, topics: topics.map(({ name, partitions }) => ({ topicName: name, partitions })) };
      const rpc = [alterShareGroupOffsetsRequest, alterShareGroupOffsetsResponse] as const;
      const answer = await call.send(nodeId, rpc, body);
      if (answers.refuseAll(answer)) return;
      for (const { topicName, partitions } of answer.responses) {
        for (const partition of partitions) {
          answers.add(partitionKey(topicName, partition.partitionIndex), partition, () => undefined);
        }
      }
    },
  });
  return settled(alteration);
}

/** Of whole topics. NON_EMPTY_GROUP while the group has members. */
export function deleteShareGroupOffsets(
  context: AdminContext,
  topics: readonly string[],
  { groupId, options }: { groupId: string; options: CallOptions | undefined },
): Promise<void> {
  const call = new AdminCall(context, 'deleteShareGroupOffsets', options);
  const deletion = askAbout<string, undefined>(call, topics, {
    subject: topicSubject,
    route: toCoordinator('group', () => groupId),
    async ask(nodeId, items, answers) {
      const body = { groupId, topics: items.map((topicName) => ({ topicName })) };
      const rpc = [deleteShareGroupOffsetsRequest, deleteShareGroupOffsetsResponse] as const;
      const answer = await call.send(nodeId, rpc, body);
      if (answers.refuseAll(answer)) return;
      for (const topic of answer.responses) answers.add(topic.topicName, topic, () => undefined);
    },
  });
  return settled(deletion);
}
