/**
 * The course of a rebalance: members are called to join (PreparingRebalance), those who did by the deadline make up a
 * new generation and wait for its leader's assignment (CompletingRebalance). Rules as in Kafka's classic protocol:
 * the deadline is the longest rebalance timeout of any member, a new group waits for more members first, static
 * members (KIP-345) may miss a rebalance as long as their session lasts.
 */
import { Errors, type JoinGroupResponse, type SyncGroupResponse } from '#protocol';
import type { Turn } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import type { ClassicGroupMember } from './classic-group-member.ts';
import type { GroupRecord } from './group-records.ts';
import { extendSession } from './sessions.ts';

const NO_BYTES = new Uint8Array(0);

/** Begins a rebalance where the state allows it; where one goes on already, ends it if nobody is missing. */
export function rebalanceOrCompleteJoin(group: ClassicGroup, turn: Turn<GroupRecord>, reason: string): void {
  if (group.canPrepareRebalance) prepareRebalance(group, turn, reason);
  else maybeCompleteJoin(group, turn);
}

/** Ends the joining if nobody is missing, except that a new group waits for its time. */
export function maybeCompleteJoin(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  if (group.state !== 'PreparingRebalance' || group.isInitialRebalance || !group.haveAllJoined) return;
  completeJoin(group, turn);
}

export function prepareRebalance(group: ClassicGroup, turn: Turn<GroupRecord>, reason: string): void {
  if (group.state === 'CompletingRebalance') cancelSync(group, turn, Errors.REBALANCE_IN_PROGRESS.code);
  group.pendingSync.clear();
  group.syncDeadline = Infinity;
  const isInitial = group.state === 'Empty';
  group.transitionTo('PreparingRebalance', turn.now);
  const { groupId, generation } = group;
  group.context.logger.info('preparing to rebalance', { group: groupId, generation, reason: reason.slice(0, 255) });
  if (isInitial) beginInitialDelay(group, turn);
  else if (group.haveAllJoined) completeJoin(group, turn);
  else setJoinDeadline(group, turn.monotonicNow + group.rebalanceTimeoutMs);
}

/** The join deadline has passed: a new group may wait on, any other goes on with those who are here. */
export function onJoinDeadline(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  const { initialDelay } = group;
  if (initialDelay === null || !group.hasNewMember || initialDelay.remainingMs === 0) {
    completeJoin(group, turn);
    return;
  }
  group.hasNewMember = false;
  const delayMs = Math.min(group.context.settings.initialRebalanceDelayMs, initialDelay.remainingMs);
  group.initialDelay = { delayMs, remainingMs: Math.max(initialDelay.remainingMs - initialDelay.delayMs, 0) };
  setJoinDeadline(group, turn.monotonicNow + delayMs);
}

/** Who has not asked for an assignment by now is not there. */
export function onSyncDeadline(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  if (group.pendingSync.size === 0) return;
  const missing = [...group.pendingSync];
  for (const memberId of missing) group.remove(memberId);
  prepareRebalance(group, turn, `${missing.length} members did not ask for their assignment in time`);
}

/** Answers everyone parked in SyncGroup with an error; what they had been assigned is void. */
export function cancelSync(group: ClassicGroup, turn: Turn<GroupRecord>, errorCode: number): void {
  for (const member of group.members.values()) {
    member.clearAssignment();
    answerSync(group, turn, { member, response: syncError(errorCode) });
  }
}

/** Answers the member's parked SyncGroup, if there is one; it is expected to send heartbeats from now on. */
export function answerSync(
  group: ClassicGroup,
  turn: Turn<GroupRecord>,
  { member, response }: { member: ClassicGroupMember; response: SyncGroupResponse },
): void {
  const waiter = member.awaitingSync;
  if (waiter === null) return;
  member.awaitingSync = null;
  turn.answer(waiter, response);
  extendSession(group, turn, member);
}

/** Takes a member out, wherever it waits, and goes on without it. */
export function removeMember(
  group: ClassicGroup,
  turn: Turn<GroupRecord>,
  { member, reason }: { member: ClassicGroupMember; reason: string },
): void {
  dismiss(group, turn, member);
  if (group.state === 'Stable' || group.state === 'CompletingRebalance') prepareRebalance(group, turn, reason);
  else if (group.state === 'PreparingRebalance' && group.haveAllJoined) completeJoin(group, turn);
}

/** Removes a member; its parked requests are told that it is unknown, upon which a client that is alive joins anew. */
export function dismiss(group: ClassicGroup, turn: Turn<GroupRecord>, member: ClassicGroupMember): void {
  const { awaitingJoin } = member;
  if (awaitingJoin !== null) turn.answer(awaitingJoin, joinError(Errors.UNKNOWN_MEMBER_ID.code, ''));
  answerSync(group, turn, { member, response: syncError(Errors.UNKNOWN_MEMBER_ID.code) });
  group.remove(member.memberId);
}

export function joinError(errorCode: number, memberId: string): JoinGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode,
    generationId: -1,
    protocolType: null,
    protocolName: null,
    leader: '',
    skipAssignment: false,
    memberId,
    members: [],
  };
}

export function syncError(errorCode: number): SyncGroupResponse {
  return { throttleTimeMs: 0, errorCode, protocolType: null, protocolName: null, assignment: NO_BYTES };
}

/** What the member learns of the generation; only the leader learns of the other members. */
export function joinResponse(group: ClassicGroup, memberId: string): JoinGroupResponse {
  return {
    throttleTimeMs: 0,
    errorCode: Errors.NONE.code,
    generationId: group.generation,
    protocolType: group.protocolType,
    protocolName: group.protocol,
    leader: group.leader ?? '',
    skipAssignment: false,
    memberId,
    members: group.leader === memberId ? membersForLeader(group) : [],
  };
}

function membersForLeader(group: ClassicGroup): JoinGroupResponse['members'] {
  return [...group.members.values()].map((member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: member.metadataOf(group.protocol ?? '') ?? NO_BYTES,
  }));
}

function beginInitialDelay(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  const delayMs = group.context.settings.initialRebalanceDelayMs;
  group.initialDelay = { delayMs, remainingMs: Math.max(group.rebalanceTimeoutMs - delayMs, 0) };
  setJoinDeadline(group, turn.monotonicNow + delayMs);
}

function setJoinDeadline(group: ClassicGroup, deadline: number): void {
  group.joinDeadline = deadline;
  group.alarm.atLatest(deadline);
}

function completeJoin(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  group.joinDeadline = Infinity;
  group.initialDelay = null;
  group.hasNewMember = false;
  for (const member of group.members.values()) {
    if (member.awaitingJoin === null && !member.isStatic) group.remove(member.memberId);
  }
  if (group.members.size > 0 && !group.electLeader()) {
    // Only static members are left, and none has come back: wait on until they do, or their sessions end.
    setJoinDeadline(group, turn.monotonicNow + group.rebalanceTimeoutMs);
    return;
  }
  group.beginGeneration(turn.now);
  const { groupId, generation } = group;
  group.context.logger.info('a generation begins', { group: groupId, generation, members: group.members.size });
  if (group.state === 'Empty') turn.records.push({ type: 'group-metadata', groupId, value: group.toMetadata() });
  else answerJoins(group, turn);
}

function answerJoins(group: ClassicGroup, turn: Turn<GroupRecord>): void {
  for (const member of group.members.values()) {
    const waiter = member.awaitingJoin;
    if (waiter !== null) {
      group.awaitJoin(member, null);
      turn.answer(waiter, joinResponse(group, member.memberId));
    }
    member.isNew = false;
    group.pendingSync.add(member.memberId);
    extendSession(group, turn, member);
  }
  group.syncDeadline = turn.monotonicNow + group.rebalanceTimeoutMs;
  group.alarm.atLatest(group.syncDeadline);
}
