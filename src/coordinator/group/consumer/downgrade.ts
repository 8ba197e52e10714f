/**
 * A consumer group of which only members of the classic protocol are left becomes a classic group (KIP-848): its records
 * are taken back, and in the same batch the classic group is written down with the partitions that its members are to have.
 */
import { assert } from '#kernel';
import type { GroupMetadataValue } from '#protocol';
import type { Turn } from '../../runtime/turn.ts';
import type { ClassicGroup } from '../classic-group.ts';
import type { GroupRecord } from '../group-records.ts';
import { prepareRebalance } from '../rebalance.ts';
import { extendSession } from '../sessions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import { readSubscription, writeAssignment } from './consumer-protocol.ts';
import { consumerGroupTombstones } from './tombstones.ts';

export interface DowngradeOptions {
  /** Who makes up the classic group; all speak the classic protocol. */
  readonly remaining: readonly ConsumerGroupMember[];
  /** The static member whose new incarnation is the last of `remaining`. */
  readonly replaced: ConsumerGroupMember | null;
  /** Why the classic group rebalances at once; null where it goes on with what members have. */
  readonly reason: string | null;
}

export function downgrade(group: ConsumerGroup, turn: Turn<GroupRecord>, options: DowngradeOptions): void {
  const { remaining, replaced, reason } = options;
  const { groupId, context } = group;
  const successor = replaced === null ? null : remaining.at(-1)!;
  const renamed = successor === null ? new Map() : new Map([[replaced!.memberId, successor.memberId]]);
  turn.records.push(...consumerGroupTombstones(group, renamed));
  const protocol = selectProtocol(remaining);
  const value = { ...classicMetadata(group, { protocol, ...options }), currentStateTimestamp: turn.now };
  turn.records.push({ type: 'group-metadata', groupId, value });
  context.logger.info('a consumer group becomes a classic group', { group: groupId, members: remaining.length });
  const { onApplied } = turn;
  turn.onApplied = (next) => {
    onApplied?.(next);
    const classic = group.classicSuccessor();
    if (classic !== undefined) begin(classic, next, { remaining, reason });
  };
}

function begin(
  classic: ClassicGroup,
  turn: Turn<GroupRecord>,
  { remaining, reason }: { remaining: readonly ConsumerGroupMember[]; reason: string | null },
): void {
  for (const { memberId, rebalanceTimeoutMs, classicMemberMetadata } of remaining) {
    const member = classic.members.get(memberId);
    if (member === undefined || classicMemberMetadata === null) continue;
    const { sessionTimeoutMs, supportedProtocols: protocols } = classicMemberMetadata;
    // The record has one protocol of each; the members know them all.
    classic.update(member, { protocols, rebalanceTimeoutMs, sessionTimeoutMs });
    extendSession(classic, turn, member);
  }
  if (reason !== null) prepareRebalance(classic, turn, reason);
}

function classicMetadata(
  group: ConsumerGroup,
  { protocol, remaining, replaced }: DowngradeOptions & { protocol: string },
): GroupMetadataValue {
  const { topics } = group.context;
  const successorId = replaced === null ? null : remaining.at(-1)!.memberId;
  return {
    protocolType: 'consumer',
    generation: group.groupEpoch,
    protocol,
    leader: remaining[0]!.memberId,
    currentStateTimestamp: -1,
    members: remaining.map((member) => {
      const { memberId, instanceId, clientId, clientHost, rebalanceTimeoutMs, classicMemberMetadata } = member;
      const { sessionTimeoutMs, supportedProtocols } = classicMemberMetadata!;
      const subscription = supportedProtocols.find(({ name }) => name === protocol)!.metadata;
      const target = group.targetOf(memberId === successorId ? replaced!.memberId : memberId);
      return {
        memberId,
        groupInstanceId: instanceId,
        clientId,
        clientHost,
        rebalanceTimeout: rebalanceTimeoutMs,
        sessionTimeout: sessionTimeoutMs,
        subscription,
        assignment: writeAssignment(target, readSubscription(subscription)?.version ?? 0, topics),
      };
    }),
  };
}

/** Each member votes for the first of its protocols that all support. */
function selectProtocol(members: readonly ConsumerGroupMember[]): string {
  const protocolsOf = ({ classicMemberMetadata }: ConsumerGroupMember): string[] =>
    classicMemberMetadata!.supportedProtocols.map(({ name }) => name);
  const votes = new Map<string, number>();
  for (const member of members) {
    const vote = protocolsOf(member).find((name) => members.every((other) => protocolsOf(other).includes(name)));
    assert(vote !== undefined, 'members of the classic protocol have a protocol in common');
    votes.set(vote, (votes.get(vote) ?? 0) + 1);
  }
  return [...votes].reduce((best, each) => (each[1] > best[1] ? each : best))[0];
}
