/** DescribeGroups (API 15), ListGroups (API 16) and DeleteGroups (API 42) of classic groups. */
import { Errors, type DescribeGroupsResponse, type ListGroupsResponse } from '#protocol';
import type { ClassicGroup } from './classic-group.ts';

export type DescribedGroup = DescribeGroupsResponse['groups'][number];
export type ListedGroup = ListGroupsResponse['groups'][number];

const FIRST_VERSION_WITH_GROUP_ID_NOT_FOUND = 6;
/** Operations were not asked for, or there is no authorizer. */
const NO_OPERATIONS = -0x80000000;
const NO_BYTES = new Uint8Array(0);
const GROUP_TYPE = 'classic';

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
export function describeMissingGroup(groupId: string, apiVersion: number): DescribedGroup {
  if (apiVersion < FIRST_VERSION_WITH_GROUP_ID_NOT_FOUND) return describeError(groupId, Errors.NONE.code, null);
  return describeError(groupId, Errors.GROUP_ID_NOT_FOUND.code, `Group ${groupId} not found.`);
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

/** Empty filters let everything pass; names of states and types count without regard to case. */
export function listGroup(group: ClassicGroup, filter: GroupFilter): ListedGroup | null {
  if (filter.states.size > 0 && !filter.states.has(group.state.toLowerCase())) return null;
  if (filter.types.size > 0 && !filter.types.has(GROUP_TYPE)) return null;
  return {
    groupId: group.groupId,
    protocolType: group.protocolType ?? '',
    groupState: group.state,
    groupType: GROUP_TYPE,
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
