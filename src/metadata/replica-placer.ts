/**
 * Which brokers get the replicas of new partitions: brokers are striped over racks, and each next partition starts at
 * the next broker, so that leaders and replicas spread evenly, and replicas of one partition over racks as well as can be.
 */
import type { Random } from '#kernel';
import type { BrokerRegistration } from './image.ts';

export interface PlacementSpec {
  readonly firstPartition: number;
  readonly count: number;
  readonly replicationFactor: number;
}

export type Placement = { readonly replicas: number[][] } | { readonly problem: string };

/** The replicas of each partition, the preferred leader first, or why there are none, in Kafka's words. */
export function placeReplicas(brokers: Iterable<BrokerRegistration>, spec: PlacementSpec, random: Random): Placement {
  const all = [...brokers];
  const usable = all.filter((broker) => !broker.isFenced);
  const { replicationFactor } = spec;
  if (replicationFactor > all.length) {
    return {
      problem:
        `The target replication factor of ${replicationFactor} cannot be reached because only ` +
        `${all.length} broker(s) are registered.`,
    };
  }
  if (usable.length === 0) return { problem: 'All brokers are currently fenced.' };
  // A fenced broker may follow, when there are too few others, but not lead.
  const leaders = stripeOverRacks(usable);
  const followers = stripeOverRacks(all.filter((broker) => broker.isFenced));
  const start = Math.floor(random.number() * leaders.length);
  const replicas: number[][] = [];
  for (let partition = 0; partition < spec.count; partition++) {
    const first = start + spec.firstPartition + partition;
    const chosen: number[] = [];
    for (let i = 0; i < Math.min(replicationFactor, leaders.length); i++) {
      chosen.push(leaders[(first + i) % leaders.length]!);
    }
    replicas.push([...chosen, ...followers.slice(0, replicationFactor - chosen.length)]);
  }
  return { replicas };
}

/** Ids such that neighbours lie in different racks as long as there are such. */
function stripeOverRacks(brokers: readonly BrokerRegistration[]): number[] {
  const racks = new Map<string, number[]>();
  for (const { id, rack } of brokers.toSorted((a, b) => a.id - b.id)) {
    const key = rack ?? '';
    racks.set(key, [...(racks.get(key) ?? []), id]);
  }
  const striped: number[] = [];
  for (let i = 0; striped.length < brokers.length; i++) {
    for (const ids of racks.values()) if (i < ids.length) striped.push(ids[i]!);
  }
  return striped;
}
