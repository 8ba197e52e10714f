/**
 * The bytes that consumers of the classic protocol tell their leader, and that the leader gives them: Kafka's embedded
 * consumer protocol. A version that is yet to come is read as the latest that is known, which its first fields are.
 */
import {
  consumerProtocolAssignment,
  consumerProtocolSubscription,
  type ConsumerProtocolSubscription,
  type MessageCodec,
  ProtocolError,
  Reader,
  Writer,
} from '#protocol';
import type { TopicPartitions } from '../modern/topic-partitions.ts';
import type { TopicDirectory } from '../topic-directory.ts';

export interface Subscription extends ConsumerProtocolSubscription {
  readonly version: number;
}

/** Null where the bytes are something else. */
export function readSubscription(bytes: Uint8Array): Subscription | null {
  return read(consumerProtocolSubscription, bytes);
}

export interface ReadAssignment {
  readonly partitions: TopicPartitions;
  /** An assignor of the application's own has put something there that only it understands. */
  readonly hasUserData: boolean;
}

/** Null where the bytes are something else. Topics that there are no more are left out. */
export function readAssignment(bytes: Uint8Array, topics: TopicDirectory): ReadAssignment | null {
  if (bytes.length === 0) return { partitions: new Map(), hasUserData: false };
  const assignment = read(consumerProtocolAssignment, bytes);
  if (assignment === null) return null;
  const partitions = partitionsById(assignment.assignedPartitions, topics);
  return { partitions, hasUserData: (assignment.userData?.length ?? 0) > 0 };
}

/** What a member of the classic protocol is told, in the version that it speaks. */
export function writeAssignment(partitions: TopicPartitions, version: number, topics: TopicDirectory): Buffer {
  const assignedPartitions = [...partitions].flatMap(([topicId, list]) => {
    const topic = topics.topicName(topicId);
    return topic === null ? [] : [{ topic, partitions: [...list] }];
  });
  const written = clamp(version, consumerProtocolAssignment);
  const writer = new Writer();
  writer.begin();
  writer.int16(written);
  consumerProtocolAssignment.write(writer, { assignedPartitions, userData: null }, written);
  return writer.finishBuffer();
}

export function partitionsById(
  entries: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
  topics: TopicDirectory,
): TopicPartitions {
  const byId = new Map<string, readonly number[]>();
  for (const { topic, partitions } of entries) {
    const topicId = topics.topicId(topic);
    if (topicId !== null)
      byId.set(
        topicId,
        partitions.toSorted((a, b) => a - b),
      );
  }
  return byId;
}

function read<T>(codec: MessageCodec<T>, bytes: Uint8Array): (T & { version: number }) | null {
  try {
    const reader = new Reader(bytes);
    const version = reader.int16();
    if (version < 0) return null;
    return { ...codec.read(reader, clamp(version, codec)), version };
  } catch (error) {
    if (error instanceof ProtocolError) return null;
    throw error;
  }
}

function clamp(version: number, codec: MessageCodec<unknown>): number {
  return Math.min(Math.max(version, codec.minVersion), codec.maxVersion);
}
