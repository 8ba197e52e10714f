// generated from consumer-protocol.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface ConsumerProtocolSubscription {
  topics: string[];
  userData: Uint8Array | null;
  /** v1+ */
  ownedPartitions: ConsumerProtocolSubscriptionTopicPartition[];
  /** v2+ */
  generationId: number;
  /** v3+ */
  rackId: string | null;
}

export interface ConsumerProtocolSubscriptionTopicPartition {
  topic: string;
  partitions: number[];
}

export function newConsumerProtocolSubscription(fields?: Partial<ConsumerProtocolSubscription>): ConsumerProtocolSubscription {
  return { topics: [], userData: null, ownedPartitions: [], generationId: -1, rackId: null, ...fields };
}

export function newConsumerProtocolSubscriptionTopicPartition(fields?: Partial<ConsumerProtocolSubscriptionTopicPartition>): ConsumerProtocolSubscriptionTopicPartition {
  return { topic: '', partitions: [], ...fields };
}

function readConsumerProtocolSubscription0(r: Reader): ConsumerProtocolSubscription {
  return {
    topics: r.strings(r.count(2)),
    userData: r.bytesOrNull(),
    ownedPartitions: [],
    generationId: -1,
    rackId: null,
  };
}

function readConsumerProtocolSubscriptionTopicPartitionArray1(r: Reader, count: number): ConsumerProtocolSubscriptionTopicPartition[] {
  const array: ConsumerProtocolSubscriptionTopicPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readConsumerProtocolSubscription1(r: Reader): ConsumerProtocolSubscription {
  return {
    topics: r.strings(r.count(2)),
    userData: r.bytesOrNull(),
    ownedPartitions: readConsumerProtocolSubscriptionTopicPartitionArray1(r, r.count(6)),
    generationId: -1,
    rackId: null,
  };
}

function readConsumerProtocolSubscription2(r: Reader): ConsumerProtocolSubscription {
  return {
    topics: r.strings(r.count(2)),
    userData: r.bytesOrNull(),
    ownedPartitions: readConsumerProtocolSubscriptionTopicPartitionArray1(r, r.count(6)),
    generationId: r.int32(),
    rackId: null,
  };
}

function readConsumerProtocolSubscription3(r: Reader): ConsumerProtocolSubscription {
  return {
    topics: r.strings(r.count(2)),
    userData: r.bytesOrNull(),
    ownedPartitions: readConsumerProtocolSubscriptionTopicPartitionArray1(r, r.count(6)),
    generationId: r.int32(),
    rackId: r.stringOrNull(),
  };
}

function writeConsumerProtocolSubscription0(w: Writer, m: ConsumerProtocolSubscription): void {
  w.count(m.topics.length);
  w.strings(m.topics);
  w.bytesOrNull(m.userData);
}

function writeConsumerProtocolSubscriptionTopicPartitionArray1(w: Writer, array: ConsumerProtocolSubscriptionTopicPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeConsumerProtocolSubscription1(w: Writer, m: ConsumerProtocolSubscription): void {
  w.count(m.topics.length);
  w.strings(m.topics);
  w.bytesOrNull(m.userData);
  writeConsumerProtocolSubscriptionTopicPartitionArray1(w, m.ownedPartitions);
}

function writeConsumerProtocolSubscription2(w: Writer, m: ConsumerProtocolSubscription): void {
  w.count(m.topics.length);
  w.strings(m.topics);
  w.bytesOrNull(m.userData);
  writeConsumerProtocolSubscriptionTopicPartitionArray1(w, m.ownedPartitions);
  w.int32(m.generationId);
}

function writeConsumerProtocolSubscription3(w: Writer, m: ConsumerProtocolSubscription): void {
  w.count(m.topics.length);
  w.strings(m.topics);
  w.bytesOrNull(m.userData);
  writeConsumerProtocolSubscriptionTopicPartitionArray1(w, m.ownedPartitions);
  w.int32(m.generationId);
  w.stringOrNull(m.rackId);
}

export const consumerProtocolSubscription: MessageCodec<ConsumerProtocolSubscription> = defineCodec({
  name: 'ConsumerProtocolSubscription',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readConsumerProtocolSubscription0, readConsumerProtocolSubscription1, readConsumerProtocolSubscription2, readConsumerProtocolSubscription3],
  writers: [writeConsumerProtocolSubscription0, writeConsumerProtocolSubscription1, writeConsumerProtocolSubscription2, writeConsumerProtocolSubscription3],
});

export interface ConsumerProtocolAssignment {
  assignedPartitions: ConsumerProtocolAssignmentTopicPartition[];
  userData: Uint8Array | null;
}

export interface ConsumerProtocolAssignmentTopicPartition {
  topic: string;
  partitions: number[];
}

export function newConsumerProtocolAssignment(fields?: Partial<ConsumerProtocolAssignment>): ConsumerProtocolAssignment {
  return { assignedPartitions: [], userData: null, ...fields };
}

export function newConsumerProtocolAssignmentTopicPartition(fields?: Partial<ConsumerProtocolAssignmentTopicPartition>): ConsumerProtocolAssignmentTopicPartition {
  return { topic: '', partitions: [], ...fields };
}

function readConsumerProtocolAssignmentTopicPartitionArray0(r: Reader, count: number): ConsumerProtocolAssignmentTopicPartition[] {
  const array: ConsumerProtocolAssignmentTopicPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readConsumerProtocolAssignment0(r: Reader): ConsumerProtocolAssignment {
  return {
    assignedPartitions: readConsumerProtocolAssignmentTopicPartitionArray0(r, r.count(6)),
    userData: r.bytesOrNull(),
  };
}

function writeConsumerProtocolAssignmentTopicPartitionArray0(w: Writer, array: ConsumerProtocolAssignmentTopicPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeConsumerProtocolAssignment0(w: Writer, m: ConsumerProtocolAssignment): void {
  writeConsumerProtocolAssignmentTopicPartitionArray0(w, m.assignedPartitions);
  w.bytesOrNull(m.userData);
}

export const consumerProtocolAssignment: MessageCodec<ConsumerProtocolAssignment> = defineCodec({
  name: 'ConsumerProtocolAssignment',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 4,
  readers: [readConsumerProtocolAssignment0, readConsumerProtocolAssignment0, readConsumerProtocolAssignment0, readConsumerProtocolAssignment0],
  writers: [writeConsumerProtocolAssignment0, writeConsumerProtocolAssignment0, writeConsumerProtocolAssignment0, writeConsumerProtocolAssignment0],
});
