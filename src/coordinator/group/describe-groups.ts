/** DescribeGroups (API 15) of classic groups, and ListGroups (API 16) of all. */
import { Errors, type DescribeGroupsResponse, type ListGroupsResponse } from '#protocol';
import type { ClassicGroup } from './classic-group.ts';
import type { Group } from './group.ts';

export type DescribedGroup = DescribeGroupsResponse['groups'][number];
export type ListedGroup = ListGroupsResponse['groups'][number];

const FIRST_VERSION_WITH_GROUP_ID_NOT_FOUND = 6;
/** Operations were not asked for, or there is no authorizer. */
const NO_OPERATIONS = -0x80000000;
const NO_BYTES = new Uint8Array(0);

/** What members tell their leader is shown in Stable alone: before, the protocol is not settled. */
export function describeGroup(group: ClassicGroup): DescribedGroup {
  const protocol = group.state === 'Stable' ? (group.protocol ?? '') : '';
  return {
    errorCode: Errors.NONE.code,
    errorMessage: null,
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: protocol,
    members: [...group.members.values()].map((member) => ({
      memberId: member.memberId,
      groupInstanceId: member.groupInstanceId,
      clientId: member.clientId,
      clientHost: member.clientHost,
      memberMetadata: member.metadataOf(protocol) ?? NO_BYTES,
      memberAssignment: member.assignment,
    })),
    authorizedOperations: NO_OPERATIONS,
  };
}

/** Up to v5 a group that is not there is described as Dead, without an error (KIP-1043). */
export function describeMissingGroup(
  groupId: string,
  { apiVersion, isOtherType }: { apiVersion: number; isOtherType: boolean },
): DescribedGroup {
  if (apiVersion < FIRST_VERSION_WITH_GROUP_ID_NOT_FOUND) return describeError(groupId, Errors.NONE.code, null);
  const reason = isOtherType ? 'is not a classic group' : 'not found';
  return describeError(groupId, Errors.GROUP_ID_NOT_FOUND.code, `Group ${groupId} ${reason}.`);
}

export function describeError(groupId: string, errorCode: number, errorMessage: string | null): DescribedGroup {
  const isMissing = errorCode === Errors.NONE.code || errorCode === Errors.GROUP_ID_NOT_FOUND.code;
  return {
    errorCode,
    errorMessage,
    groupId,
    groupState: isMissing ? 'Dead' : '',
    protocolType: '',
    protocolData: '',
    members: [],
    authorizedOperations: NO_OPERATIONS,
  };
}

/** As Kafka spells them. */
const GROUP_TYPE_NAMES = { classic: 'classic', consumer: 'consumer', share: 'share', streams: 'streams' } as const;

/** Empty filters let everything pass; names of states and types count without regard to case. */
export function listGroup(group: Group, filter: GroupFilter): ListedGroup | null {
  if (filter.states.size > 0 && !filter.states.has(group.state.toLowerCase())) return null;
  if (filter.types.size > 0 && !filter.types.has(group.type)) return null;
  return {
    groupId: group.groupId,
    protocolType: group.protocolType ?? '',
    groupState: group.state,
    groupType: GROUP_TYPE_NAMES[group.type],
  };
}

export interface GroupFilter {
  readonly states: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

export function groupFilter(states: readonly string[], types: readonly string[]): GroupFilter {
  return {
    states: new Set(states.map((state) => state.toLowerCase())),
    types: new Set(types.map((type) => type.toLowerCase())),
  };
}
