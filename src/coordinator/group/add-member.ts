/** A JoinGroup that was accepted becomes a member of its group. */
import type { JoinGroupRequest, JoinGroupResponse } from '#protocol';
import type { Turn, Waiter } from '../runtime/turn.ts';
import type { ClassicGroup } from './classic-group.ts';
import { ClassicGroupMember, type ClassicGroupMemberOptions, ownProtocols } from './classic-group-member.ts';
import type { GroupRecord } from './group-records.ts';
import { rebalanceOrCompleteJoin } from './rebalance.ts';
import { extendSession } from './sessions.ts';

export interface JoinCommand {
  readonly request: JoinGroupRequest;
  readonly apiVersion: number;
  readonly clientId: string;
  readonly clientHost: string;
  readonly waiter: Waiter<JoinGroupResponse>;
}

/** Adds a member under an id that is the coordinator's own, and calls the others to join, too. */
export function addMember(
  group: ClassicGroup,
  turn: Turn<GroupRecord>,
  { command, memberId }: { command: JoinCommand; memberId: string },
): void {
  const { request, waiter } = command;
  const member = new ClassicGroupMember({ ...memberOptions(command), memberId });
  member.isNew = true;
  if (group.isInitialRebalance) group.hasNewMember = true;
  group.add(member, waiter);
  extendSession(group, turn, member, group.context.settings.newMemberJoinTimeoutMs);
  rebalanceOrCompleteJoin(group, turn, `member ${memberId} joins${clientReason(request)}`);
}

/** What a request says of the member that sent it. */
export function memberOptions(command: JoinCommand): Omit<ClassicGroupMemberOptions, 'memberId'> {
  const { request, clientId, clientHost } = command;
  return {
    groupInstanceId: request.groupInstanceId,
    clientId,
    clientHost,
    rebalanceTimeoutMs: rebalanceTimeoutOf(command),
    sessionTimeoutMs: request.sessionTimeoutMs,
    protocolType: request.protocolType,
    protocols: ownProtocols(request.protocols),
  };
}

export function clientReason(request: JoinGroupRequest): string {
  return request.reason === null ? '' : `: ${request.reason}`;
}

/** The first version of JoinGroup had no rebalance timeout: it was the session's. */
function rebalanceTimeoutOf({ request, apiVersion }: JoinCommand): number {
  return apiVersion === 0 ? request.sessionTimeoutMs : request.rebalanceTimeoutMs;
}
