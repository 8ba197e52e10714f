/**
 * The assignor `uniform` where members subscribe to different topics: everybody keeps what it may keep; topics with the
 * most partitions per subscriber are dealt out first, to whoever has least; then, topic by topic and as often as it helps
 * up to a limit, partitions move from those who have more to those who have less.
 */
import { uuidToBytes } from '#protocol';
import {
  addPartition,
  emptyAssignment,
  existingPartitionCount,
  type GroupMember,
  partitionsUpTo,
  sortPartitions,
  type TargetAssignment,
  type TopicDescriber,
} from './group-spec.ts';
import { LoadBalancer } from './load-balancer.ts';

/** Each round about halves what imbalance overlapping subscriptions leave; Kafka stops after as many. */
const MAX_ROUNDS = 16;
const NOBODY = -1;

/** A topic while it is being divided. Members are numbered in the order given. */
interface DividedTopic {
  readonly topicId: string;
  readonly subscribers: number[];
  /** By partition. */
  readonly owners: Int32Array;
}

export function assignUniformHeterogeneous(members: readonly GroupMember[], topics: TopicDescriber): TargetAssignment {
  const divided = divideTopics(members, topics);
  const loads = members.map(() => 0);
  for (const topic of divided.values()) keepAssigned(topic, members, loads);
  const sorted = [...divided.values()].sort(compareTopics);
  const balancer = new LoadBalancer(loads);
  for (const topic of sorted) assignUnassigned(topic, balancer, loads);
  const movable = sorted.filter(({ subscribers }) => subscribers.length >= 2);
  balanceTopics(movable, balancer, loads);
  const target = emptyAssignment(members);
  for (const { topicId, owners } of divided.values()) {
    for (const [partition, owner] of owners.entries()) {
      addPartition(target.get(members[owner]!.memberId)!, topicId, partition);
    }
  }
  return sortPartitions(target);
}

function divideTopics(members: readonly GroupMember[], topics: TopicDescriber): Map<string, DividedTopic> {
  const divided = new Map<string, DividedTopic>();
  for (const [index, member] of members.entries()) {
    for (const topicId of member.subscribedTopicIds) {
      const topic = divided.get(topicId);
      if (topic !== undefined) topic.subscribers.push(index);
      else {
        const owners = new Int32Array(existingPartitionCount(topics, topicId)).fill(NOBODY);
        divided.set(topicId, { topicId, subscribers: [index], owners });
      }
    }
  }
  return divided;
}

function keepAssigned(
  { topicId, subscribers, owners }: DividedTopic,
  members: readonly GroupMember[],
  loads: number[],
): void {
  for (const member of subscribers) {
    for (const partition of members[member]!.assignedPartitions.get(topicId) ?? []) {
      if (partition >= owners.length) continue;
      owners[partition] = member;
      loads[member]!++;
    }
  }
}

/** Most partitions per subscriber first, then fewest subscribers, then by id, as Java compares Uuids. */
function compareTopics(a: DividedTopic, b: DividedTopic): number {
  return (
    b.owners.length / b.subscribers.length - a.owners.length / a.subscribers.length ||
    a.subscribers.length - b.subscribers.length ||
    compareUuids(a.topicId, b.topicId)
  );
}

/** As two signed 64-bit numbers. */
function compareUuids(a: string, b: string): number {
  const left = Buffer.from(uuidToBytes(a)!);
  const right = Buffer.from(uuidToBytes(b)!);
  for (const half of [0, 8]) {
    const difference = left.readBigInt64BE(half) - right.readBigInt64BE(half);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

function assignUnassigned({ subscribers, owners }: DividedTopic, balancer: LoadBalancer, loads: number[]): void {
  balancer.begin(subscribers);
  for (const partition of partitionsUpTo(owners.length)) {
    if (owners[partition] !== NOBODY) continue;
    const member = balancer.nextLightest();
    owners[partition] = member;
    loads[member]!++;
  }
}

/** Goes round the topics until a whole round has moved nothing. */
function balanceTopics(topics: readonly DividedTopic[], balancer: LoadBalancer, loads: number[]): void {
  let lastMoved = -1;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const [index, topic] of topics.entries()) {
      if (index === lastMoved) return;
      if (balanceTopic(topic, balancer, loads) > 0 || lastMoved === -1) lastMoved = index;
    }
  }
}

/** Moves partitions of one topic from heavy to light subscribers; answers how many. */
function balanceTopic({ subscribers, owners }: DividedTopic, balancer: LoadBalancer, loads: number[]): number {
  if (balancer.begin(subscribers) <= 1) return 0;
  // By member, the partitions it had when this began; the last one goes first.
  const owned = new Map<number, number[]>(subscribers.map((member) => [member, []]));
  for (const [partition, owner] of owners.entries()) owned.get(owner)!.push(partition);
  let moved = 0;
  for (;;) {
    let source = balancer.nextHeaviest();
    while (source !== -1 && owned.get(source)!.length === 0) {
      balancer.excludeHeaviest();
      source = balancer.nextHeaviest();
    }
    if (source === -1) return moved;
    const partition = owned.get(source)!.pop()!;
    const target = balancer.nextLightest();
    if (balancer.isBalanced) return moved;
    owners[partition] = target;
    loads[source]!--;
    loads[target]!++;
    moved++;
  }
}
