/**
 * LeaveGroup (API 13) of a classic group. Since v3 one request may remove several members, and an administrator may
 * remove a static one by its instance id alone (KIP-345).
 */
import { Errors, type LeaveGroupResponse } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { GroupRecord } from './group-records.ts';
import { dismiss, maybeCompleteJoin, prepareRebalance } from './rebalance.ts';
import { validateMember } from './validate-member.ts';

export interface LeavingMember {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly reason: string | null;
}

/** One result for each of `leaving`, in their order. */
export function leaveGroup(
  group: ClassicGroup,
  turn: Turn<GroupRecord>,
  leaving: readonly LeavingMember[],
): LeaveGroupResponse['members'] {
  const sizeBefore = group.members.size;
  const results = leaving.map((identity) => ({
    memberId: identity.memberId,
    groupInstanceId: identity.groupInstanceId,
    errorCode: leave(group, turn, identity),
  }));
  const left = sizeBefore - group.members.size;
  if (group.state === 'PreparingRebalance') maybeCompleteJoin(group, turn);
  else if (left > 0) {
    const reason = leaving.find((identity) => identity.reason !== null)?.reason;
    prepareRebalance(group, turn, `${left} members left${reason === undefined ? '' : `: ${reason}`}`);
  }
  return results;
}

function leave(group: ClassicGroup, turn: Turn<GroupRecord>, identity: LeavingMember): number {
  let { memberId } = identity;
  if (memberId === '') {
    const current = identity.groupInstanceId === null ? undefined : group.staticMemberId(identity.groupInstanceId);
    if (current === undefined) return Errors.UNKNOWN_MEMBER_ID.code;
    memberId = current;
  } else if (group.pendingMembers.has(memberId)) {
    group.remove(memberId);
    return Errors.NONE.code;
  } else {
    const errorCode = validateMember(group, identity);
    if (errorCode !== Errors.NONE.code) return errorCode;
  }
  dismiss(group, turn, group.members.get(memberId)!);
  return Errors.NONE.code;
}
