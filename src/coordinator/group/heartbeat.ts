/** Heartbeat (API 12) of a classic group: keeps the member's session, and tells it when it must join again. */
import { Errors, type HeartbeatRequest } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { GroupRecord } from './group-records.ts';
import { extendSession } from './sessions.ts';
import { validateMember } from './validate-member.ts';

/** The response's error code. */
export function heartbeat(group: ClassicGroup, turn: Turn<GroupRecord>, request: HeartbeatRequest): number {
  const errorCode = validateMember(group, request);
  if (errorCode !== Errors.NONE.code) return errorCode;
  if (request.generationId !== group.generation) return Errors.ILLEGAL_GENERATION.code;
  extendSession(group, turn, group.members.get(request.memberId)!);
  return group.state === 'PreparingRebalance' ? Errors.REBALANCE_IN_PROGRESS.code : Errors.NONE.code;
}
