/**
 * How members of a classic group tell the leader what they want, and how it tells them what they get: the
 * ConsumerProtocol messages behind their two bytes of version (KIP-429, KIP-792, KIP-881), and the sticky assignors'
 * own words within the user data.
 */
import {
  type ConsumerProtocolAssignment,
  consumerProtocolAssignment,
  type ConsumerProtocolSubscription,
  consumerProtocolSubscription,
  Reader,
  Writer,
} from '#protocol';
import { compareStrings, type SubscribedMember, type TopicPartition } from './group-members.ts';

/** Newer subscriptions are read as this one, which they begin with. */
const LATEST_VERSION = 3;
const ASSIGNMENT_VERSION = 3;

/** A member of JoinGroup's answer. Throws a ProtocolError when `metadata` is no subscription. */
export function readSubscription(memberId: string, instanceId: string | null, metadata: Uint8Array): SubscribedMember {
  const reader = new Reader(metadata);
  const version = Math.min(reader.int16(), LATEST_VERSION);
  const subscription = consumerProtocolSubscription.read(reader, Math.max(0, version));
  return {
    memberId,
    instanceId,
    rackId: subscription.rackId,
    topics: subscription.topics,
    ownedPartitions: subscription.ownedPartitions.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition })),
    ),
    generationId: subscription.generationId,
    userData: subscription.userData,
  };
}

/** What JoinGroup carries of a member: its subscription in the newest version that Kafka has. */
export function writeSubscription(member: Omit<SubscribedMember, 'memberId' | 'instanceId'>): Buffer {
  const owned = Map.groupBy(member.ownedPartitions, ({ topic }) => topic);
  const message: ConsumerProtocolSubscription = {
    topics: member.topics.toSorted(compareStrings),
    userData: member.userData,
    ownedPartitions: [...owned].map(([topic, list]) => ({ topic, partitions: list.map((p) => p.partition) })),
    generationId: member.generationId,
    rackId: member.rackId,
  };
  const writer = new Writer();
  writer.begin();
  writer.int16(LATEST_VERSION);
  consumerProtocolSubscription.write(writer, message, LATEST_VERSION);
  return writer.finishBuffer();
}

/**
 * What SyncGroup gave this member; of no bytes nothing. Throws a ProtocolError when `bytes` is no assignment; of a version
 * to come what is known is read.
 */
export function readAssignment(bytes: Uint8Array): { partitions: TopicPartition[]; userData: Uint8Array | null } {
  if (bytes.length === 0) return { partitions: [], userData: null };
  const reader = new Reader(bytes);
  const version = Math.min(reader.int16(), ASSIGNMENT_VERSION);
  const { assignedPartitions, userData } = consumerProtocolAssignment.read(reader, Math.max(0, version));
  const partitions = assignedPartitions.flatMap(({ topic, partitions: list }) =>
    list.map((partition) => ({ topic, partition })),
  );
  return { partitions, userData };
}

/** What SyncGroup carries to a member: topics in the order in which they first come up. */
export function writeAssignment(partitions: readonly TopicPartition[], userData: Uint8Array | null = null): Buffer {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  const message: ConsumerProtocolAssignment = {
    assignedPartitions: [...byTopic].map(([topic, list]) => ({ topic, partitions: list.map((p) => p.partition) })),
    userData,
  };
  const writer = new Writer();
  writer.begin();
  writer.int16(ASSIGNMENT_VERSION);
  consumerProtocolAssignment.write(writer, message, ASSIGNMENT_VERSION);
  return writer.finishBuffer();
}

/** What a member had and when, as far as its assignor's user data tells. */
export interface StickyUserData {
  /** None where the user data is empty or another assignor's. */
  readonly partitions: readonly TopicPartition[];
  /** -1 where it is not told. */
  readonly generationId: number;
}

const NOTHING: StickyUserData = { partitions: [], generationId: -1 };

/** The user data of `sticky`: topics with their partitions, then the generation, which old members leave out. */
export function readStickyUserData(userData: Uint8Array | null): StickyUserData {
  if (userData === null || userData.length === 0) return NOTHING;
  try {
    const reader = new Reader(userData);
    const partitions: TopicPartition[] = [];
    for (let topics = reader.int32(); topics > 0; topics--) {
      const topic = reader.string();
      for (let count = reader.int32(); count > 0; count--) partitions.push({ topic, partition: reader.int32() });
    }
    return { partitions, generationId: reader.remaining >= 4 ? reader.int32() : -1 };
  } catch {
    // Another assignor's, or damaged: the member then counts as new, as with Kafka.
    return NOTHING;
  }
}

/** What `sticky` tells of what it got, and when. */
export function writeStickyUserData(partitions: readonly TopicPartition[], generationId: number): Buffer {
  const byTopic = Map.groupBy(partitions, ({ topic }) => topic);
  const writer = new Writer();
  writer.begin();
  writer.int32(byTopic.size);
  for (const [topic, list] of byTopic) {
    writer.string(topic);
    writer.int32(list.length);
    for (const { partition } of list) writer.int32(partition);
  }
  writer.int32(generationId);
  return writer.finishBuffer();
}

export function writeCooperativeGeneration(generationId: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(generationId);
  return bytes;
}

/** The user data of `cooperative-sticky` is the generation alone; members of today tell it in the subscription. */
export function readCooperativeGeneration(userData: Uint8Array | null): number {
  return userData === null || userData.length < 4 ? -1 : new Reader(userData).int32();
}
