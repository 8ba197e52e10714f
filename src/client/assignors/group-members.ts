/**
 * What the leader of a classic consumer group divides, and among whom. Members are known to it by their subscriptions
 * alone (`subscription.ts` reads those). All assignors are pure functions of these two lists; the order of the lists
 * makes no difference to what anybody gets.
 */

/** A partition of a topic, as all calls of the client name it. */
export interface TopicPartition {
  /** The topic's name. */
  readonly topic: string;
  /** From 0. */
  readonly partition: number;
}

/** A topic whose partitions are to be divided. */
export interface AssignableTopic {
  /** The topic's name. */
  readonly name: string;
  /** How many partitions it has. A topic without partitions does not exist yet. */
  readonly partitions: number;
  /** For each partition the racks of its replicas (KIP-881); null where racks are not known. */
  readonly racks: readonly (readonly string[])[] | null;
}

/** A member of the group, with what it said when it joined (JoinGroup). */
export interface SubscribedMember {
  /** As the coordinator gave it. */
  readonly memberId: string;
  /** Of a static member (KIP-345). */
  readonly instanceId: string | null;
  /** The member's `client.rack` (KIP-881); null where it tells none. */
  readonly rackId: string | null;
  /** What it subscribes to. A topic that is not among the topics to divide is left out. */
  readonly topics: readonly string[];
  /** What it had when it joined (KIP-429). */
  readonly ownedPartitions: readonly TopicPartition[];
  /** The generation in which it had that; -1 where it does not say. */
  readonly generationId: number;
  /** What its own assignor wrote for the leader's. */
  readonly userData: Uint8Array | null;
}

/** For every member what it is to consume, nothing included. */
export type GroupAssignment = Map<string, TopicPartition[]>;

/**
 * Divides the partitions of topics among members, as Kafka's ConsumerPartitionAssignor does. Pure: it keeps nothing.
 */
export type Assignor = (topics: readonly AssignableTopic[], members: readonly SubscribedMember[]) => GroupAssignment;

/** Java's order of strings, by UTF-16 units, which is JavaScript's own. */
export function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Static members first, by their instance; the others by their member id. So a restarted static member keeps its place. */
export function compareMembers(a: SubscribedMember, b: SubscribedMember): number {
  if (a.instanceId !== null && b.instanceId !== null) return compareStrings(a.instanceId, b.instanceId);
  if (a.instanceId !== null) return -1;
  return b.instanceId !== null ? 1 : compareStrings(a.memberId, b.memberId);
}

export function partitionsOf(topic: string, count: number): TopicPartition[] {
  return Array.from({ length: count }, (_, partition) => ({ topic, partition }));
}

/** The topics that exist and somebody wants, by name. */
export function subscribedTopics(
  topics: readonly AssignableTopic[],
  members: readonly SubscribedMember[],
): AssignableTopic[] {
  const wanted = new Set(members.flatMap((member) => member.topics));
  return topics
    .filter((topic) => topic.partitions > 0 && wanted.has(topic.name))
    .sort((a, b) => compareStrings(a.name, b.name));
}

/** An empty rack is no rack. */
export function rackOf(member: SubscribedMember): string | null {
  return member.rackId === '' ? null : member.rackId;
}

/**
 * Whether racks can make a difference: some members' racks hold replicas, and not every partition is on all of the
 * racks. `partitionRacks` has an entry for each partition.
 */
export function racksMatter(
  consumerRacks: ReadonlySet<string>,
  partitionRacks: readonly ReadonlySet<string>[],
): boolean {
  const all = new Set<string>();
  for (const racks of partitionRacks) for (const rack of racks) all.add(rack);
  if (![...consumerRacks].some((rack) => all.has(rack))) return false;
  return !partitionRacks.every((racks) => racks.size === all.size);
}
