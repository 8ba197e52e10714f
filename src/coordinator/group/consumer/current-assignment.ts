/**
 * How a member of a consumer group comes from what it has to what it is to have (KIP-848), one step per heartbeat: first it
 * gives up what is no longer its, then it gets what nobody else has any more. The invariant: a partition is never at two
 * members.
 */
import type { TopicPartitions } from '../modern/topic-partitions.ts';
import { type ConsumerGroupMember, MemberState } from './consumer-group-member.ts';
import { epochOf, NO_PARTITION_EPOCHS, type PartitionEpochs } from './partition-epochs.ts';

export interface Reconciliation {
  readonly targetEpoch: number;
  readonly target: TopicPartitions;
  readonly subscribedTopicIds: ReadonlySet<string>;
  /** The member's subscription has just changed: what it no longer subscribes to is taken away at once. */
  readonly hasSubscriptionChanged: boolean;
  /** What the member says that it has; null where it did not say. */
  readonly owned: TopicPartitions | null;
  /** Whether any member has the partition now, or has not given it up yet. */
  isOwned(topicId: string, partition: number): boolean;
}

/** The member after this heartbeat, or null where its state is unknown and it must be fenced. */
export function reconcile(member: ConsumerGroupMember, reconciliation: Reconciliation): ConsumerGroupMember | null {
  const { targetEpoch, owned, hasSubscriptionChanged } = reconciliation;
  switch (member.state) {
    case MemberState.STABLE:
      if (member.memberEpoch !== targetEpoch) return nextStep(member, member.memberEpoch, reconciliation);
      return hasSubscriptionChanged ? withoutUnsubscribed(member, reconciliation) : member;
    case MemberState.UNREVOKED_PARTITIONS:
      if (!sharesPartitions(owned, member.pendingRevocation)) {
        return nextStep(member, member.memberEpoch, reconciliation);
      }
      return hasSubscriptionChanged ? withoutUnsubscribed(member, reconciliation) : member;
    case MemberState.UNRELEASED_PARTITIONS:
      return nextStep(member, member.memberEpoch, reconciliation);
    default:
      // Written by a later release. It can go on only from nothing.
      return owned !== null && owned.size === 0 ? nextStep(member, targetEpoch, reconciliation) : null;
  }
}

/** What the member did not tell, it may still have. */
function sharesPartitions(owned: TopicPartitions | null, pending: PartitionEpochs): boolean {
  if (owned === null) return true;
  for (const [topicId, partitions] of owned) {
    const inTopic = pending.get(topicId);
    if (inTopic !== undefined && partitions.some((partition) => inTopic.has(partition))) return true;
  }
  return false;
}

/** Takes topics away that the member does not subscribe to any more; what comes in their place comes later. */
function withoutUnsubscribed(
  member: ConsumerGroupMember,
  { subscribedTopicIds, owned }: Reconciliation,
): ConsumerGroupMember {
  const dropped = [...member.assigned].filter(([topicId]) => !subscribedTopicIds.has(topicId));
  if (dropped.length === 0) return member;
  const assigned = new Map([...member.assigned].filter(([topicId]) => subscribedTopicIds.has(topicId)));
  const pendingRevocation = new Map(member.pendingRevocation);
  for (const [topicId, epochs] of dropped) {
    pendingRevocation.set(topicId, new Map([...(pendingRevocation.get(topicId) ?? []), ...epochs]));
  }
  const next = { ...member, previousMemberEpoch: member.memberEpoch, assigned };
  if (!sharesPartitions(owned, pendingRevocation)) return next;
  return { ...next, state: MemberState.UNREVOKED_PARTITIONS, pendingRevocation };
}

interface Difference {
  readonly kept: Map<string, ReadonlyMap<number, number>>;
  readonly toRevoke: Map<string, ReadonlyMap<number, number>>;
  readonly toAssign: Map<string, number[]>;
  /** Some of the target is still at other members. */
  readonly isWaiting: boolean;
}

function nextStep(member: ConsumerGroupMember, memberEpoch: number, step: Reconciliation): ConsumerGroupMember {
  const { kept, toRevoke, toAssign, isWaiting } = difference(member, step);
  const next = { ...member, previousMemberEpoch: member.memberEpoch };
  if (toRevoke.size > 0 && sharesPartitions(step.owned, toRevoke)) {
    const state = MemberState.UNREVOKED_PARTITIONS;
    return { ...next, state, memberEpoch, assigned: kept, pendingRevocation: toRevoke };
  }
  for (const [topicId, partitions] of toAssign) {
    const epochs = new Map(kept.get(topicId) ?? []);
    for (const partition of partitions) epochs.set(partition, step.targetEpoch);
    kept.set(topicId, epochs);
  }
  return {
    ...next,
    state: isWaiting ? MemberState.UNRELEASED_PARTITIONS : MemberState.STABLE,
    memberEpoch: step.targetEpoch,
    assigned: kept,
    pendingRevocation: NO_PARTITION_EPOCHS,
  };
}

function difference(member: ConsumerGroupMember, step: Reconciliation): Difference {
  const kept = new Map<string, ReadonlyMap<number, number>>();
  const toRevoke = new Map<string, ReadonlyMap<number, number>>();
  const toAssign = new Map<string, number[]>();
  let isWaiting = false;
  for (const topicId of new Set([...step.target.keys(), ...member.assigned.keys()])) {
    const target = new Set(step.subscribedTopicIds.has(topicId) ? step.target.get(topicId) : []);
    const current = [...(member.assigned.get(topicId) ?? [])];
    const keep = new Map(current.filter(([partition]) => target.has(partition)));
    const revoke = new Map(current.filter(([partition]) => !target.has(partition)));
    const missing = [...target].filter((partition) => !keep.has(partition));
    // What it is giving up itself is nobody else's.
    const isFree = (partition: number): boolean =>
      !step.isOwned(topicId, partition) || epochOf(member.pendingRevocation, topicId, partition) !== undefined;
    const free = missing.filter(isFree);
    if (free.length < missing.length) isWaiting = true;
    if (keep.size > 0) kept.set(topicId, keep);
    if (revoke.size > 0) toRevoke.set(topicId, revoke);
    if (free.length > 0) toAssign.set(topicId, free);
  }
  return { kept, toRevoke, toAssign, isWaiting };
}
