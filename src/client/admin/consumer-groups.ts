/**
 * Consumer groups, new (KIP-848) and classic, under one description. Which of the two a group is is found out as Java does
 * it: ConsumerGroupDescribe is asked first, and of groups that it does not know DescribeGroups.
 */
import {
  consumerGroupDescribeRequest,
  consumerGroupDescribeResponse,
  type ConsumerGroupDescribeResponseDescribedGroup,
  type ConsumerGroupDescribeResponseMember,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { errorFor } from '../errors.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { Answers } from './answers.ts';
import { classicGroup, fetchClassicGroups, type ClassicGroupDescription } from './classic-groups.ts';
import type { AdminNode } from './cluster-description.ts';
import {
  askCoordinators,
  assignedPartitions,
  coordinatorNode,
  groupDescription,
  groupMember,
  type DescribeGroupsOptions,
  type GroupDescription,
  type GroupMember,
} from './group-description.ts';
import type { GroupType } from './words.ts';

/** A group of consumers, new (KIP-848) or classic. */
export interface ConsumerGroupDescription extends GroupDescription {
  /** CONSUMER (KIP-848) or CLASSIC. */
  readonly type: GroupType;
  /** Whether it only keeps offsets, for consumers with `assign`. */
  readonly isSimpleConsumerGroup: boolean;
  /** As `range` or `uniform`. */
  readonly partitionAssignor: string;
  /** Those it has at present. */
  readonly members: readonly ConsumerGroupMember[];
  /** Null for a classic group. */
  readonly groupEpoch: number | null;
  /** Null for a classic group; below `groupEpoch` while an assignment is being made. */
  readonly targetAssignmentEpoch: number | null;
}

/** A member of a group of consumers. */
export interface ConsumerGroupMember extends GroupMember {
  /** Of a static member (KIP-345). */
  readonly groupInstanceId: string | null;
  /** The member's `client.rack`; null where it tells none, and for a classic group. */
  readonly rackId: string | null;
  /** What it has at present. */
  readonly assignment: readonly TopicPartition[];
  /** What it shall have once the group has come to rest; null for a classic group. */
  readonly targetAssignment: readonly TopicPartition[] | null;
  /** Null for a classic group. */
  readonly memberEpoch: number | null;
  /** Whether it speaks KIP-848 itself; null for a classic group and before Kafka 4.0. */
  readonly upgraded: boolean | null;
  /** Null for a classic group. */
  readonly subscribedTopicNames: readonly string[] | null;
  /** In RE2's syntax; null where it subscribes by names alone, and for a classic group. */
  readonly subscribedTopicRegex: string | null;
}

const DESCRIBE = [consumerGroupDescribeRequest, consumerGroupDescribeResponse] as const;
const GROUP_ID_NOT_FOUND = 69;
const UNSUPPORTED_VERSION = 35;

export function describeConsumerGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<ConsumerGroupDescription[]> {
  const call = new AdminCall(context, 'describeConsumerGroups', options);
  const { includeAuthorizedOperations = false } = options;
  return askCoordinators<ConsumerGroupDescription>(call, groupIds, async (nodeId, ids, answers) => {
    const request = { nodeId, groupIds: ids, includeAuthorizedOperations };
    const others = await describeNewGroups(call, request, answers);
    if (others.length > 0) await describeOldGroups(call, { ...request, groupIds: others }, answers);
  });
}

interface DescribeWork {
  readonly nodeId: number;
  readonly groupIds: readonly string[];
  readonly includeAuthorizedOperations: boolean;
}

/** Resolves with the groups that are not of the new kind. */
async function describeNewGroups(
  call: AdminCall,
  { nodeId, groupIds, includeAuthorizedOperations }: DescribeWork,
  answers: Answers<ConsumerGroupDescription>,
): Promise<readonly string[]> {
  if ((await call.versionOf(nodeId, DESCRIBE)) < 0) return groupIds;
  const answer = await call.send(nodeId, DESCRIBE, { groupIds: [...groupIds], includeAuthorizedOperations });
  const others: string[] = [];
  for (const group of answer.groups) {
    const isOther = group.errorCode === GROUP_ID_NOT_FOUND || group.errorCode === UNSUPPORTED_VERSION;
    if (isOther) others.push(group.groupId);
    else answers.add(group.groupId, group, () => newGroup(group, coordinatorNode(call, nodeId)));
  }
  return others;
}

async function describeOldGroups(
  call: AdminCall,
  work: DescribeWork,
  answers: Answers<ConsumerGroupDescription>,
): Promise<void> {
  const { groups } = await fetchClassicGroups(call, work);
  for (const group of groups) {
    const { groupId, protocolType, errorCode } = group;
    if (errorCode === 0 && protocolType !== '' && protocolType !== 'consumer') {
      const message = `It is a group of ${protocolType}, not of consumers: describeClassicGroups tells of it.`;
      answers.refuse(groupId, errorFor('INCONSISTENT_GROUP_PROTOCOL', message));
    } else {
      answers.add(groupId, group, () => oldGroup(classicGroup(group, coordinatorNode(call, work.nodeId))));
    }
  }
}

function newGroup(
  group: ConsumerGroupDescribeResponseDescribedGroup,
  coordinator: AdminNode,
): ConsumerGroupDescription {
  return {
    ...groupDescription(group, coordinator),
    type: 'CONSUMER',
    isSimpleConsumerGroup: false,
    partitionAssignor: group.assignorName,
    members: group.members.map(newMember),
    groupEpoch: group.groupEpoch,
    targetAssignmentEpoch: group.assignmentEpoch,
  };
}

const MEMBER_TYPES: ReadonlyMap<number, boolean> = new Map([
  [0, false],
  [1, true],
]);

function newMember(member: ConsumerGroupDescribeResponseMember): ConsumerGroupMember {
  return {
    ...groupMember(member),
    groupInstanceId: member.instanceId,
    rackId: member.rackId,
    assignment: assignedPartitions(member.assignment),
    targetAssignment: assignedPartitions(member.targetAssignment),
    memberEpoch: member.memberEpoch,
    upgraded: MEMBER_TYPES.get(member.memberType) ?? null,
    subscribedTopicNames: member.subscribedTopicNames,
    subscribedTopicRegex: member.subscribedTopicRegex,
  };
}

function oldGroup(group: ClassicGroupDescription): ConsumerGroupDescription {
  const { groupId, groupState, coordinator, authorizedOperations, isSimpleConsumerGroup, protocolData } = group;
  return {
    groupId,
    groupState,
    coordinator,
    authorizedOperations,
    type: 'CLASSIC',
    isSimpleConsumerGroup,
    partitionAssignor: protocolData,
    members: group.members.map(({ memberMetadata: _metadata, memberAssignment: _assignment, ...member }) => ({
      ...member,
      rackId: null,
      targetAssignment: null,
      memberEpoch: null,
      upgraded: null,
      subscribedTopicNames: null,
      subscribedTopicRegex: null,
    })),
    groupEpoch: null,
    targetAssignmentEpoch: null,
  };
}
