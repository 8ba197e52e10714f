/**
 * The assignors `sticky` (KIP-54) and `cooperative-sticky` (KIP-429): as even as can be, and of all such assignments one
 * that takes the fewest partitions away from those who have them. They differ in where a member tells what it had, and
 * in that a cooperative member is not given a partition before the one that has it has let go: it gets that one in the
 * rebalance which follows.
 */
import { assignConstrained } from './constrained-assignment.ts';
import { assignGeneral } from './general-assignment.ts';
import {
  type AssignableTopic,
  compareStrings,
  type GroupAssignment,
  type SubscribedMember,
  subscribedTopics,
} from './group-members.ts';
import { PartitionTable, RackTable } from './partition-table.ts';
import { previousAssignment } from './previous-assignment.ts';
import { readCooperativeGeneration, readStickyUserData, type StickyUserData } from './subscription.ts';

export function assignSticky(
  topics: readonly AssignableTopic[],
  members: readonly SubscribedMember[],
): GroupAssignment {
  return assign(topics, members, (member) => readStickyUserData(member.userData)).assignment;
}

export function assignCooperativeSticky(
  topics: readonly AssignableTopic[],
  members: readonly SubscribedMember[],
): GroupAssignment {
  const { assignment, withheld } = assign(topics, members, cooperativeClaim);
  for (const [memberId, partitions] of withheld) {
    const kept = assignment.get(memberId)!.filter(({ topic, partition }) => !partitions.has(`${topic}-${partition}`));
    assignment.set(memberId, kept);
  }
  return assignment;
}

function cooperativeClaim(member: SubscribedMember): StickyUserData {
  const told = member.generationId >= 0 ? member.generationId : readCooperativeGeneration(member.userData);
  return { partitions: member.ownedPartitions, generationId: told };
}

interface Assigned {
  readonly assignment: GroupAssignment;
  /** By member, the partitions (`topic-partition`) that another member has to give up first. */
  readonly withheld: ReadonlyMap<string, ReadonlySet<string>>;
}

function assign(
  topics: readonly AssignableTopic[],
  unordered: readonly SubscribedMember[],
  claimOf: (member: SubscribedMember) => StickyUserData,
): Assigned {
  const members = unordered.toSorted((a, b) => compareStrings(a.memberId, b.memberId));
  if (members.length === 0) return { assignment: new Map(), withheld: new Map() };
  const claims = members.map(claimOf);
  const table = new PartitionTable(subscribedTopics(topics, members));
  const racks = new RackTable(table, members);
  const previous = previousAssignment(table, members, claims);
  const input = { table, racks, previous, members, claims };
  const constrained = previous.allSubscribedAlike ? assignConstrained(input) : undefined;
  const assigned = constrained?.assigned ?? assignGeneral(input);
  const transferred = constrained?.transferred ?? transfersOf(members, assigned, table);
  const withheld = new Map<string, Set<string>>();
  for (const [number, member] of transferred) {
    const { topic, partition } = table.at(number);
    const { memberId } = members[member]!;
    withheld.set(memberId, (withheld.get(memberId) ?? new Set()).add(`${topic}-${partition}`));
  }
  const lists = members.map(({ memberId }, member) => {
    const partitions = assigned[member]!.map((number) => table.at(number));
    return [memberId, partitions] as const;
  });
  return { assignment: new Map(lists), withheld };
}

/** Partitions that a member gets and another one says it has. */
function transfersOf(
  members: readonly SubscribedMember[],
  assigned: readonly (readonly number[])[],
  table: PartitionTable,
): Map<number, number> {
  const added = new Map<number, number>();
  const revoked = new Set<number>();
  for (const [member, { ownedPartitions }] of members.entries()) {
    const owned = new Set(ownedPartitions.map((topicPartition) => table.numberOf(topicPartition)));
    const gets = new Set(assigned[member]);
    for (const partition of gets) if (!owned.has(partition)) added.set(partition, member);
    for (const partition of owned) if (!gets.has(partition)) revoked.add(partition);
  }
  return new Map([...added].filter(([partition]) => revoked.has(partition)));
}
