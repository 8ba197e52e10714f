/**
 * JoinGroup (key 11) of a consumer that speaks the classic protocol, to a group of the consumer protocol (KIP-848). It
 * is answered at once: nobody waits for anybody, and the generation is the member's epoch. A static member that comes back
 * as the last of the classic protocol makes the group a classic one again.
 */
import { KafkaError } from '#kernel';
import { Errors, type JoinGroupRequest, type JoinGroupResponse } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { JoinCommand } from '../add-member.ts';
import { ownProtocols } from '../classic-group-member.ts';
import type { GroupRecord } from '../group-records.ts';
import { joinError } from '../rebalance.ts';
import { errorCodeOf, protocolOf } from './classic-members.ts';
import { requireInstance, requireRoom } from './consumer-group-heartbeat.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerGroupMember, newConsumerGroupMember } from './consumer-group-member.ts';
import { partitionsById, readSubscription, type Subscription } from './consumer-protocol.ts';
import { downgrade } from './downgrade.ts';
import { MemberChange } from './member-change.ts';
import { cancelMemberTimer, extendSession, MemberTimer, setMemberTimer } from './member-timers.ts';
import { mayGoBack } from './remove-from-group.ts';
import { replaceMember } from './replace-member.ts';

const FIRST_VERSION_WITH_MEMBER_ID_REQUIRED = 4;
const CONSUMER_PROTOCOL_TYPE = 'consumer';

export function joinConsumerGroup(group: ConsumerGroup, turn: Turn<GroupRecord>, command: JoinCommand): void {
  const { request, waiter } = command;
  try {
    turn.answer(waiter, join(group, turn, command));
  } catch (error) {
    turn.records.length = 0;
    turn.answer(waiter, joinError(errorCodeOf(error), request.memberId));
  }
}

function join(group: ConsumerGroup, turn: Turn<GroupRecord>, command: JoinCommand): JoinGroupResponse {
  const { request, apiVersion } = command;
  const memberId = request.memberId === '' ? group.context.newUuid() : request.memberId;
  const subscription = requireAcceptable(group, request, memberId);
  const isDynamic = request.groupInstanceId === null;
  if (isDynamic && request.memberId === '' && apiVersion >= FIRST_VERSION_WITH_MEMBER_ID_REQUIRED) {
    return joinError(Errors.MEMBER_ID_REQUIRED.code, memberId);
  }
  const holder = isDynamic ? undefined : group.staticMember(request.groupInstanceId!);
  const before = memberBefore(group, turn, { request, memberId, holder });
  const updated = withWhatItSays(before, command, subscription);
  const owned = partitionsById(subscription.ownedPartitions, group.context.topics);
  const change = new MemberChange(group, turn, { before, updated, owned, mayDescribe: () => false });
  const after = isLastToGoBack(group, { holder, updated })
    ? goBack(group, turn, { change, updated, holder: holder! })
    : stay(group, turn, { change, request });
  return joined(after);
}

function requireAcceptable(group: ConsumerGroup, request: JoinGroupRequest, memberId: string): Subscription {
  const { migrationPolicy } = group.context.settings;
  const { protocolType, protocols } = request;
  if (migrationPolicy === 'disabled') {
    throw new KafkaError('INCONSISTENT_GROUP_PROTOCOL', 'The migration of groups between protocols is disabled.');
  }
  requireRoom(group, memberId);
  const { classicProtocols } = group.subscriptions;
  const isSupported = protocols.some(({ name }) => (classicProtocols.get(name) ?? 0) === group.classicMemberCount);
  const subscription = protocols.length === 0 ? null : readSubscription(protocols[0]!.metadata);
  if (protocolType !== CONSUMER_PROTOCOL_TYPE || !isSupported || subscription === null) {
    throw new KafkaError('INCONSISTENT_GROUP_PROTOCOL', `Member ${memberId}'s protocols are not supported.`);
  }
  return subscription;
}

function memberBefore(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  {
    request,
    memberId,
    holder,
  }: { request: JoinGroupRequest; memberId: string; holder: ConsumerGroupMember | undefined },
): ConsumerGroupMember {
  const { groupInstanceId: instanceId } = request;
  if (instanceId === null) return group.members.get(memberId) ?? newConsumerGroupMember(memberId);
  if (request.memberId !== '') return requireInstance(holder, { memberId, instanceId });
  if (holder === undefined) return newConsumerGroupMember(memberId);
  return replaceMember(group, turn, { holder, memberId });
}

function withWhatItSays(
  member: ConsumerGroupMember,
  { request, apiVersion, clientId, clientHost }: JoinCommand,
  { topics, rackId }: Subscription,
): ConsumerGroupMember {
  const { sessionTimeoutMs } = request;
  // The first version of JoinGroup had no rebalance timeout: it was the session's.
  const rebalanceTimeoutMs = apiVersion === 0 ? sessionTimeoutMs : request.rebalanceTimeoutMs;
  return {
    ...member,
    instanceId: request.groupInstanceId ?? member.instanceId,
    rackId: rackId === null || rackId === '' ? member.rackId : rackId,
    rebalanceTimeoutMs: rebalanceTimeoutMs === -1 ? member.rebalanceTimeoutMs : rebalanceTimeoutMs,
    subscribedTopicNames: new Set(topics),
    subscribedTopicRegex: '',
    clientId,
    clientHost,
    classicMemberMetadata: { sessionTimeoutMs, supportedProtocols: ownProtocols(request.protocols) },
  };
}

/** Everybody else speaks the classic protocol, and this member takes the place of one that did not. */
function isLastToGoBack(
  group: ConsumerGroup,
  { holder, updated }: { holder: ConsumerGroupMember | undefined; updated: ConsumerGroupMember },
): boolean {
  if (holder === undefined || holder.classicMemberMetadata !== null) return false;
  const others = [...group.members.values()].filter(({ memberId }) => memberId !== holder.memberId);
  return mayGoBack(group, [...others, updated]);
}

function goBack(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { change, updated, holder }: { change: MemberChange; updated: ConsumerGroupMember; holder: ConsumerGroupMember },
): ConsumerGroupMember {
  const isStale = group.assignmentEpoch < change.groupEpoch;
  const target = { epoch: group.assignmentEpoch, partitions: group.targetOfInstance(updated) };
  const after = isStale ? updated : change.reconcile(target);
  const others = [...group.members.values()].filter(({ memberId }) => memberId !== holder.memberId);
  downgrade(group, turn, {
    remaining: [...others, after],
    replaced: holder,
    reason: isStale ? 'the assignment is older than the members that became a classic group' : null,
  });
  return after;
}

function stay(
  group: ConsumerGroup,
  turn: Turn<GroupRecord>,
  { change, request }: { change: MemberChange; request: JoinGroupRequest },
): ConsumerGroupMember {
  const after = change.reconcile(change.target());
  const { memberId } = after;
  cancelMemberTimer(group, MemberTimer.JOIN, memberId);
  extendSession(group, turn, after);
  setMemberTimer(group, turn, { memberId, timer: MemberTimer.SYNC, afterMs: request.rebalanceTimeoutMs });
  return after;
}

function joined({ memberId, memberEpoch, classicMemberMetadata }: ConsumerGroupMember): JoinGroupResponse {
  return {
    ...joinError(Errors.NONE.code, memberId),
    generationId: memberEpoch,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocolName: protocolOf(classicMemberMetadata!).name,
  };
}
