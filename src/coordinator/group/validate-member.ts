/** Whether a request comes from the member that it names (KIP-345: an instance id belongs to its latest incarnation). */
import { Errors } from '#protocol';
import type { ClassicGroup } from './classic-group.ts';

export interface MemberIdentity {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
}

/** NONE, UNKNOWN_MEMBER_ID, or FENCED_INSTANCE_ID where another incarnation has taken the instance id over. */
export function validateMember(group: ClassicGroup, { memberId, groupInstanceId }: MemberIdentity): number {
  if (groupInstanceId !== null) {
    const current = group.staticMemberId(groupInstanceId);
    if (current === undefined) return Errors.UNKNOWN_MEMBER_ID.code;
    if (current !== memberId) return Errors.FENCED_INSTANCE_ID.code;
  }
  return group.members.has(memberId) ? Errors.NONE.code : Errors.UNKNOWN_MEMBER_ID.code;
}
