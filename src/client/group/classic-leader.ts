/** What the leader of a classic group does: it reads the wishes of all members and divides the partitions among them. */
import type { JoinGroupResponse, SyncGroupRequestAssignment } from '#protocol';
import type { AssignableTopic, SubscribedMember } from '../assignors/group-members.ts';
import { readSubscription, writeAssignment } from '../assignors/subscription.ts';
import { errorFor } from '../errors.ts';
import type { GroupAssignor } from './group-assignor.ts';
import type { GroupMetadataCache } from './group-cluster.ts';

/** The members by their subscriptions. One that cannot be read wants nothing, so that the others can go on. */
export function readMembers({ members }: JoinGroupResponse): SubscribedMember[] {
  return members.map(({ memberId, groupInstanceId, metadata }) => {
    try {
      return readSubscription(memberId, groupInstanceId, metadata);
    } catch {
      // Whoever wrote it, this leader cannot know what it wants.
      const nothing = { rackId: null, topics: [], ownedPartitions: [], generationId: -1, userData: null };
      return { memberId, instanceId: groupInstanceId, ...nothing };
    }
  });
}

export function topicsOf(members: readonly SubscribedMember[]): string[] {
  return [...new Set(members.flatMap(({ topics }) => topics))].sort();
}

/** What the metadata knows of the topics; those that do not exist are left out. */
export function assignableTopics(metadata: GroupMetadataCache, names: readonly string[]): AssignableTopic[] {
  const rackOf = new Map(metadata.brokers().map(({ nodeId, rack }) => [nodeId, rack]));
  const hasRacks = [...rackOf.values()].some((rack) => rack !== null);
  return names.flatMap((name) => {
    const partitions = metadata.topic(name)?.partitions ?? [];
    if (partitions.length === 0) return [];
    const racks = partitions.map(({ replicas }) =>
      replicas.map((nodeId) => rackOf.get(nodeId) ?? '').filter((rack) => rack !== ''),
    );
    return [{ name, partitions: partitions.length, racks: hasRacks ? racks : null }];
  });
}

/** What a leader divided by, to be compared with what the metadata says later. Members that do not lead have none. */
export class LeaderView {
  #topics: readonly string[] = [];
  #snapshot: string | null = null;

  note(topics: readonly AssignableTopic[], names: readonly string[]): void {
    this.#topics = names;
    this.#snapshot = snapshotOf(topics);
  }

  forget(): void {
    this.#snapshot = null;
  }

  isOutdated(metadata: GroupMetadataCache): boolean {
    return this.#snapshot !== null && snapshotOf(assignableTopics(metadata, this.#topics)) !== this.#snapshot;
  }
}

/** The same for the same topics, partitions and racks. */
function snapshotOf(topics: readonly AssignableTopic[]): string {
  return JSON.stringify(topics.map(({ name, partitions, racks }) => [name, partitions, racks]));
}

/** Fails with ILLEGAL_STATE where an assignor of the application throws, or gives something to nobody. */
export async function divide(
  assignor: GroupAssignor,
  topics: readonly AssignableTopic[],
  members: readonly SubscribedMember[],
): Promise<SyncGroupRequestAssignment[]> {
  try {
    const assignment = await assignor.assign(topics, members);
    return members.map(({ memberId }) => {
      return { memberId, assignment: writeAssignment(assignment.get(memberId) ?? []) };
    });
  } catch (cause) {
    throw errorFor('ILLEGAL_STATE', `The assignor ${assignor.name} could not divide the partitions.`, { cause });
  }
}
