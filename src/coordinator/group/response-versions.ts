/** Where versions of a response differ in more than which fields they have. */
import {
  Errors,
  type JoinGroupResponse,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
  type OffsetFetchRequest,
  type OffsetFetchRequestGroup,
  type OffsetFetchResponse,
  type OffsetFetchResponseGroup,
  ZERO_UUID,
} from '#protocol';
import type { LeavingMember } from './leave-group.ts';
import { noOffset } from './offset-fetch.ts';

const FIRST_JOIN_WITH_NULL_PROTOCOL = 7;
const FIRST_LEAVE_WITH_MEMBERS = 3;
const FIRST_OFFSET_FETCH_WITH_ERROR_CODE = 2;

/** Up to v6 the protocol's name cannot be null. */
export function joinResponseFor(apiVersion: number, response: JoinGroupResponse): JoinGroupResponse {
  if (apiVersion >= FIRST_JOIN_WITH_NULL_PROTOCOL || response.protocolName !== null) return response;
  return { ...response, protocolName: '' };
}

/** Up to v2 a request is about the one member that sends it. */
export function leavingMembers(apiVersion: number, request: LeaveGroupRequest): readonly LeavingMember[] {
  if (apiVersion >= FIRST_LEAVE_WITH_MEMBERS) return request.members;
  return [{ memberId: request.memberId, groupInstanceId: null, reason: null }];
}

/** Up to v2 the one member's error is the response's. */
export function leaveResponseFor(apiVersion: number, response: LeaveGroupResponse): LeaveGroupResponse {
  if (apiVersion >= FIRST_LEAVE_WITH_MEMBERS || response.errorCode !== Errors.NONE.code) return response;
  return { ...response, errorCode: response.members[0]?.errorCode ?? Errors.NONE.code, members: [] };
}

/** The one group of an OffsetFetch up to v7, as v8 puts it. */
export function singleGroupOf({ groupId, topics }: OffsetFetchRequest): OffsetFetchRequestGroup {
  return {
    groupId,
    memberId: null,
    memberEpoch: -1,
    topics: topics === null ? null : topics.map((topic) => ({ ...topic, topicId: ZERO_UUID })),
  };
}

/** Before v2 there was no error but those of partitions. */
export function singleGroupResponse(
  apiVersion: number,
  request: OffsetFetchRequest,
  { topics, errorCode }: OffsetFetchResponseGroup,
): OffsetFetchResponse {
  const base = { throttleTimeMs: 0, groups: [] };
  if (apiVersion >= FIRST_OFFSET_FETCH_WITH_ERROR_CODE || errorCode === Errors.NONE.code) {
    return { ...base, topics: topics.map(({ name, partitions }) => ({ name, partitions })), errorCode };
  }
  const failed = (request.topics ?? []).map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partitionIndex) => noOffset(partitionIndex, errorCode)),
  }));
  return { ...base, topics: failed, errorCode: Errors.NONE.code };
}
