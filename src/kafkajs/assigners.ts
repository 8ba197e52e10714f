/**
 * kafkajs's assigners within the client's membership. Its own one keeps the name and the rule that kafkajs has, so that
 * members of both can share a group while an application moves from one to the other.
 */
import type { Admin, GroupAssignor } from '#client';
import { AssignerProtocol } from './assigner-protocol.ts';
import type { Assigner, AssignerCluster, PartitionAssigner } from './assigner-types.ts';
import { KafkaJSNonRetriableError } from './errors.ts';
import type { Logger } from './logger.ts';
import type { PartitionMetadata } from './producer-types.ts';

/** Partitions of all topics, one after the other, to members by their ids in turn. */
const roundRobin: PartitionAssigner = ({ cluster }) => ({
  name: 'RoundRobinAssigner',
  version: 0,
  assign: async ({ members, topics }) => {
    const memberIds = members.map(({ memberId }) => memberId).sort();
    const shares = new Map<string, Record<string, number[]>>(memberIds.map((memberId) => [memberId, {}]));
    let turn = 0;
    for (const topic of topics) {
      for (const { partitionId } of cluster.findTopicPartitionMetadata(topic)) {
        const share = shares.get(memberIds[turn++ % memberIds.length]!)!;
        (share[topic] ??= []).push(partitionId);
      }
    }
    return [...shares].map(([memberId, assignment]) => {
      return { memberId, memberAssignment: AssignerProtocol.MemberAssignment.encode({ version: 0, assignment }) };
    });
  },
  protocol: ({ topics }) => ({
    name: 'RoundRobinAssigner',
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics }),
  }),
});

export const PartitionAssigners: { readonly roundRobin: PartitionAssigner } = { roundRobin };

/** What became known of the group by its assigners. */
export interface AssignerListener {
  /** This member leads the group, and has divided the partitions. */
  onLead(): void;
  onAssigned(groupProtocol: string, assignment: Readonly<Record<string, number[]>>): void;
}

export interface AssignerDependencies {
  readonly groupId: string;
  readonly logger: Logger;
  /** What leaders ask about partitions. */
  readonly admin: Admin;
  readonly listener: AssignerListener;
}

export function groupAssignor(create: PartitionAssigner, dependencies: AssignerDependencies): GroupAssignor {
  const { groupId, logger, admin, listener } = dependencies;
  const cluster = new DividedTopics();
  const assigner = create({ cluster, groupId, logger });
  return {
    name: assigner.name,
    protocols: ['eager'],
    subscriptionUserData: (topics) => {
      const { metadata } = assigner.protocol({ topics: [...topics] });
      return AssignerProtocol.MemberMetadata.decode(metadata)?.userData ?? null;
    },
    assign: async (topics, members) => {
      const names = topics.map(({ name }) => name);
      await cluster.load(admin, names);
      const asked = members.map(({ memberId, topics: wanted, userData }) => {
        const metadata = { version: assigner.version, topics: [...wanted], userData: Buffer.from(userData ?? []) };
        return { memberId, memberMetadata: AssignerProtocol.MemberMetadata.encode(metadata) };
      });
      const shares = await divided(assigner, asked, names);
      listener.onLead();
      return shares;
    },
    onAssignment: (partitions) => {
      const assignment: Record<string, number[]> = {};
      for (const { topic, partition } of partitions) (assignment[topic] ??= []).push(partition);
      listener.onAssigned(assigner.name, assignment);
    },
  };
}

async function divided(
  assigner: Assigner,
  members: { memberId: string; memberMetadata: Buffer }[],
  topics: string[],
): Promise<Map<string, { topic: string; partition: number }[]>> {
  const shares = await assigner.assign({ members, topics });
  if (!Array.isArray(shares)) throw new KafkaJSNonRetriableError(`The assigner ${assigner.name} gave no array`);
  return new Map(
    shares.map(({ memberId, memberAssignment }) => {
      const { assignment = {} } = AssignerProtocol.MemberAssignment.decode(memberAssignment) ?? {};
      const partitions = Object.entries(assignment).flatMap(([topic, list]) =>
        list.map((partition) => ({ topic, partition })),
      );
      return [memberId, partitions];
    }),
  );
}

/** The topics that a leader is dividing. */
class DividedTopics implements AssignerCluster {
  readonly #partitions = new Map<string, PartitionMetadata[]>();

  async load(admin: Admin, names: readonly string[]): Promise<void> {
    this.#partitions.clear();
    if (names.length === 0) return;
    for (const { name, partitions } of await admin.describeTopics(names)) {
      const described = partitions.map(({ partition, leader, replicas, isr, offlineReplicas }) => ({
        partitionErrorCode: 0,
        partitionId: partition,
        leader,
        replicas: [...replicas],
        isr: [...isr],
        offlineReplicas: [...offlineReplicas],
      }));
      this.#partitions.set(name, described);
    }
  }

  findTopicPartitionMetadata(topic: string): PartitionMetadata[] {
    return this.#partitions.get(topic) ?? [];
  }

  findLeaderForPartitions(topic: string, partitions: number[]): Record<string, number[]> {
    const byLeader: Record<string, number[]> = {};
    for (const { partitionId, leader } of this.findTopicPartitionMetadata(topic)) {
      if (partitions.includes(partitionId)) (byLeader[leader] ??= []).push(partitionId);
    }
    return byLeader;
  }
}
