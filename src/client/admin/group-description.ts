/** What the descriptions of groups of all types have in common, and how they are asked for: by group, at its coordinator. */
import type { TopicPartition } from '../assignors/group-members.ts';
import type { AdminCall } from './admin-call.ts';
import type { Answers, Verdict } from './answers.ts';
import { askAbout } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import type { AdminNode } from './cluster-description.ts';
import { toCoordinator } from './routes.ts';
import { groupSubject } from './subjects.ts';
import { authorizedOperations, groupStates, type AclOperation, type GroupState } from './words.ts';

/** What the descriptions of groups ask for. */
export interface DescribeGroupsOptions extends CallOptions {
  /** Kafka 2.3 and later. */
  readonly includeAuthorizedOperations?: boolean;
}

/** What is said of a group of any type. */
export interface GroupDescription {
  /** The group's id. */
  readonly groupId: string;
  /** As the coordinator tells it. */
  readonly groupState: GroupState;
  /** The broker that keeps the group. */
  readonly coordinator: AdminNode;
  /** Null where not asked for. */
  readonly authorizedOperations: readonly AclOperation[] | null;
}

/** What is said of a member of a group of any type. */
export interface GroupMember {
  /** As the coordinator knows it. */
  readonly memberId: string;
  /** The member's `client.id`. */
  readonly clientId: string;
  /** As the broker sees it: `/127.0.0.1`. */
  readonly host: string;
}

/** Asks the coordinators of groups, each in one request. */
export function askCoordinators<Value>(
  call: AdminCall,
  groupIds: readonly string[],
  ask: (nodeId: number, groupIds: readonly string[], answers: Answers<Value>) => Promise<void>,
): Promise<Value[]> {
  return askAbout<string, Value>(call, groupIds, {
    subject: groupSubject,
    route: toCoordinator('group', (groupId) => groupId),
    ask,
  });
}

/** The operations that describe groups differ in the request and in what is read of a group. */
export function describeByCoordinator<Group extends Verdict & { groupId: string }, Value>(
  call: AdminCall,
  groupIds: readonly string[],
  how: {
    readonly ask: (nodeId: number, groupIds: string[]) => Promise<{ readonly groups: readonly Group[] }>;
    readonly read: (group: Group, coordinator: AdminNode) => Value;
  },
): Promise<Value[]> {
  return askCoordinators<Value>(call, groupIds, async (nodeId, ids, answers) => {
    const { groups } = await how.ask(nodeId, [...ids]);
    const coordinator = coordinatorNode(call, nodeId);
    for (const group of groups) answers.add(group.groupId, group, () => how.read(group, coordinator));
  });
}

export function coordinatorNode(call: AdminCall, nodeId: number): AdminNode {
  return call.cluster.metadata.broker(nodeId) ?? { nodeId, host: '', port: -1, rack: null };
}

interface AnsweredGroup {
  readonly groupId: string;
  readonly groupState: string;
  readonly authorizedOperations: number;
}

export function groupDescription(group: AnsweredGroup, coordinator: AdminNode): GroupDescription {
  return {
    groupId: group.groupId,
    groupState: groupStates.fromWire(group.groupState),
    coordinator,
    authorizedOperations: authorizedOperations(group.authorizedOperations),
  };
}

export function groupMember(member: { memberId: string; clientId: string; clientHost: string }): GroupMember {
  return { memberId: member.memberId, clientId: member.clientId, host: member.clientHost };
}

interface AnsweredAssignment {
  readonly topicPartitions: readonly { readonly topicName: string; readonly partitions: readonly number[] }[];
}

export function assignedPartitions({ topicPartitions }: AnsweredAssignment): TopicPartition[] {
  return topicPartitions.flatMap(({ topicName, partitions }) => {
    return partitions.map((partition) => ({ topic: topicName, partition }));
  });
}
