/** Classic groups of any protocol: consumers', Connect's and others' (KIP-40, KIP-1043). */
import {
  describeGroupsRequest,
  describeGroupsResponse,
  type DescribeGroupsResponseDescribedGroup,
  type DescribeGroupsResponseDescribedGroupMember,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { readAssignment } from '../assignors/subscription.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import type { AdminNode } from './cluster-description.ts';
import {
  describeByCoordinator,
  groupDescription,
  groupMember,
  type DescribeGroupsOptions,
  type GroupDescription,
  type GroupMember,
} from './group-description.ts';

/** A classic group of any protocol. */
export interface ClassicGroupDescription extends GroupDescription {
  /** `consumer`, `connect`, …; empty for a group that only keeps offsets. */
  readonly protocolType: string;
  /** The name of the protocol chosen: for consumers, of their assignor. */
  readonly protocolData: string;
  /** Whether it only keeps offsets, for consumers with `assign`. */
  readonly isSimpleConsumerGroup: boolean;
  /** Those of the present generation. */
  readonly members: readonly ClassicGroupMember[];
}

/** A member of a classic group. */
export interface ClassicGroupMember extends GroupMember {
  /** Of a static member (KIP-345). */
  readonly groupInstanceId: string | null;
  /** For consumers; empty for other protocols. */
  readonly assignment: readonly TopicPartition[];
  /** As the member's protocol writes them. */
  readonly memberMetadata: Buffer;
  /** What the leader wrote for the member. */
  readonly memberAssignment: Buffer;
}

/** Rejects with GROUP_ID_NOT_FOUND for a group that there is not, also on brokers before Kafka 4.0, which call it DEAD. */
export function describeClassicGroups(
  context: AdminContext,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<ClassicGroupDescription[]> {
  const call = new AdminCall(context, 'describeClassicGroups', options);
  const { includeAuthorizedOperations = false } = options;
  return describeByCoordinator(call, groupIds, {
    ask: (nodeId, ids) => fetchClassicGroups(call, { nodeId, groupIds: ids, includeAuthorizedOperations }),
    read: classicGroup,
  });
}

const GROUP_ID_NOT_FOUND = 69;
const FIRST_WITH_OPERATIONS = 3;

export async function fetchClassicGroups(
  call: AdminCall,
  what: { nodeId: number; groupIds: readonly string[]; includeAuthorizedOperations: boolean },
): Promise<{ groups: DescribeGroupsResponseDescribedGroup[] }> {
  const { nodeId, groupIds, includeAuthorizedOperations } = what;
  const body = { groups: [...groupIds], includeAuthorizedOperations };
  const bounds = includeAuthorizedOperations ? { minVersion: FIRST_WITH_OPERATIONS } : {};
  const { groups } = await call.send(nodeId, [describeGroupsRequest, describeGroupsResponse], body, bounds);
  return { groups: groups.map((group) => (isNoGroup(group) ? { ...group, errorCode: GROUP_ID_NOT_FOUND } : group)) };
}

function isNoGroup({ errorCode, groupState, protocolType, members }: DescribeGroupsResponseDescribedGroup): boolean {
  return errorCode === 0 && groupState === 'Dead' && protocolType === '' && members.length === 0;
}

export function classicGroup(
  group: DescribeGroupsResponseDescribedGroup,
  coordinator: AdminNode,
): ClassicGroupDescription {
  const { protocolType, protocolData, members } = group;
  return {
    ...groupDescription(group, coordinator),
    protocolType,
    protocolData,
    isSimpleConsumerGroup: protocolType === '',
    members: members.map((member) => classicMember(member, protocolType)),
  };
}

function classicMember(member: DescribeGroupsResponseDescribedGroupMember, protocolType: string): ClassicGroupMember {
  const { memberMetadata, memberAssignment, groupInstanceId } = member;
  return {
    ...groupMember(member),
    groupInstanceId,
    assignment: protocolType === 'consumer' ? readAssignment(memberAssignment).partitions : [],
    memberMetadata: Buffer.from(memberMetadata),
    memberAssignment: Buffer.from(memberAssignment),
  };
}
