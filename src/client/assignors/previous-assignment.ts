/**
 * What members say they had before, put in order: of two that claim a partition the later generation has it, and nobody
 * when both claim it of the same generation, as may happen to a member that missed a rebalance.
 */
import type { SubscribedMember } from './group-members.ts';
import type { PartitionTable } from './partition-table.ts';
import type { StickyUserData } from './subscription.ts';

export interface PreviousAssignment {
  /** By member, the partitions that are its to keep. */
  readonly owned: readonly number[][];
  /** Claimed by several members of one generation. */
  readonly contested: ReadonlySet<number>;
  /** The latest of the generations; -1 where nobody tells one. */
  readonly maxGeneration: number;
  readonly allSubscribedAlike: boolean;
}

export function previousAssignment(
  table: PartitionTable,
  members: readonly SubscribedMember[],
  claims: readonly StickyUserData[],
): PreviousAssignment {
  const owned: number[][] = members.map(() => []);
  const owners = new Map<number, number>();
  const contested = new Set<number>();
  for (const [member, claim] of claims.entries()) {
    for (const topicPartition of claim.partitions) {
      const partition = table.numberOf(topicPartition);
      if (partition < 0) continue;
      const other = owners.get(partition);
      // Kafka compares with what the other's subscription says, not its user data.
      const otherGeneration = other === undefined ? -Infinity : members[other]!.generationId;
      if (claim.generationId < otherGeneration) continue;
      owners.set(partition, member);
      if (other !== undefined) removeFrom(owned[other]!, partition);
      if (claim.generationId === otherGeneration) contested.add(partition);
      else owned[member]!.push(partition);
    }
  }
  const maxGeneration = Math.max(-1, ...claims.map(({ generationId }) => generationId));
  return { owned, contested, maxGeneration, allSubscribedAlike: areSubscribedAlike(members) };
}

function areSubscribedAlike(members: readonly SubscribedMember[]): boolean {
  const common = new Set(members[0]!.topics);
  return members.every(({ topics }) => topics.length === common.size && topics.every((topic) => common.has(topic)));
}

export function removeFrom<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}
