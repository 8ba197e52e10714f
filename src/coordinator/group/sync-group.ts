/**
 * SyncGroup (API 14) of a classic group: members wait until the leader brings the assignment. It is written to the log
 * before anybody learns of it, so that a coordinator that starts anew has the same generation with the same shares.
 */
import { Errors, type SyncGroupRequest, type SyncGroupResponse } from '#protocol';
import type { Turn, Waiter } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { ClassicGroupMember } from './classic-group-member.ts';
import type { GroupRecord } from './group-records.ts';
import { answerSync, prepareRebalance, syncError } from './rebalance.ts';
import { validateMember } from './validate-member.ts';

export interface SyncCommand {
  readonly request: SyncGroupRequest;
  readonly waiter: Waiter<SyncGroupResponse>;
}

export function syncGroup(group: ClassicGroup, turn: Turn<GroupRecord>, { request, waiter }: SyncCommand): void {
  const errorCode = validateSync(group, request);
  if (errorCode !== Errors.NONE.code) {
    turn.answer(waiter, syncError(errorCode));
    return;
  }
  const member = group.members.get(request.memberId)!;
  asksForAssignment(group, member.memberId);
  if (group.state === 'Stable') {
    turn.answer(waiter, syncResponse(group, member));
    return;
  }
  const earlier = member.awaitingSync;
  member.awaitingSync = waiter;
  if (earlier !== null) turn.answer(earlier, syncError(Errors.REBALANCE_IN_PROGRESS.code));
  if (group.leader === member.memberId) assign(group, turn, request);
}

function validateSync(group: ClassicGroup, request: SyncGroupRequest): number {
  const errorCode = validateMember(group, request);
  if (errorCode !== Errors.NONE.code) return errorCode;
  if (request.generationId !== group.generation) return Errors.ILLEGAL_GENERATION.code;
  if (differs(request.protocolType, group.protocolType) || differs(request.protocolName, group.protocol)) {
    return Errors.INCONSISTENT_GROUP_PROTOCOL.code;
  }
  return group.state === 'PreparingRebalance' ? Errors.REBALANCE_IN_PROGRESS.code : Errors.NONE.code;
}

/** Versions before 5 do not tell the protocol. */
function differs(told: string | null, known: string | null): boolean {
  return told !== null && known !== null && told !== known;
}

function asksForAssignment(group: ClassicGroup, memberId: string): void {
  group.pendingSync.delete(memberId);
  if (group.pendingSync.size === 0) group.syncDeadline = Infinity;
}

/** The leader's word: members it left out get an empty assignment, and those it made up are ignored. */
function assign(group: ClassicGroup, turn: Turn<GroupRecord>, request: SyncGroupRequest): void {
  const assignments = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment]));
  for (const member of group.members.values()) {
    const assignment = assignments.get(member.memberId);
    if (assignment === undefined) member.clearAssignment();
    else member.assignment = Buffer.from(assignment);
  }
  group.transitionTo('Stable', turn.now);
  turn.records.push({ type: 'group-metadata', groupId: group.groupId, value: group.toMetadata() });
  for (const member of group.members.values()) {
    answerSync(group, turn, { member, response: syncResponse(group, member) });
  }
  turn.onRefused = (next) => {
    for (const member of group.members.values()) member.clearAssignment();
    prepareRebalance(group, next, 'the assignment could not be written');
  };
}

function syncResponse(group: ClassicGroup, member: ClassicGroupMember): SyncGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: Errors.NONE.code,
    protocolType: group.protocolType,
    protocolName: group.protocol,
    assignment: member.assignment,
  };
}
