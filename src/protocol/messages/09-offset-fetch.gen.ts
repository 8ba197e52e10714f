// generated from 09-offset-fetch.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { nonNull, unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface OffsetFetchRequest {
  /** v1-7 */
  groupId: string;
  /** v1-7 */
  topics: OffsetFetchRequestTopic[] | null;
  /** v8+ */
  groups: OffsetFetchRequestGroup[];
  /** v7+ */
  requireStable: boolean;
}

export interface OffsetFetchRequestGroup {
  groupId: string;
  /** v9+ */
  memberId: string | null;
  /** v9+ */
  memberEpoch: number;
  topics: OffsetFetchRequestTopics[] | null;
}

export interface OffsetFetchRequestTopics {
  /** v8-9 */
  name: string;
  /** v10+ */
  topicId: string;
  partitionIndexes: number[];
}

export interface OffsetFetchRequestTopic {
  name: string;
  partitionIndexes: number[];
}

export function newOffsetFetchRequest(fields?: Partial<OffsetFetchRequest>): OffsetFetchRequest {
  return { groupId: '', topics: [], groups: [], requireStable: false, ...fields };
}

export function newOffsetFetchRequestGroup(fields?: Partial<OffsetFetchRequestGroup>): OffsetFetchRequestGroup {
  return { groupId: '', memberId: null, memberEpoch: -1, topics: [], ...fields };
}

export function newOffsetFetchRequestTopics(fields?: Partial<OffsetFetchRequestTopics>): OffsetFetchRequestTopics {
  return { name: '', topicId: ZERO_UUID, partitionIndexes: [], ...fields };
}

export function newOffsetFetchRequestTopic(fields?: Partial<OffsetFetchRequestTopic>): OffsetFetchRequestTopic {
  return { name: '', partitionIndexes: [], ...fields };
}

function readOffsetFetchRequestTopicArray1(r: Reader, count: number): OffsetFetchRequestTopic[] {
  const array: OffsetFetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitionIndexes: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readOffsetFetchRequest1(r: Reader): OffsetFetchRequest {
  return {
    groupId: r.string(),
    topics: readOffsetFetchRequestTopicArray1(r, r.count(6)),
    groups: [],
    requireStable: false,
  };
}

function readOffsetFetchRequestTopicArrayOrNull2(r: Reader, count: number): OffsetFetchRequestTopic[] | null {
  if (count < 0) return null;
  const array: OffsetFetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitionIndexes: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readOffsetFetchRequest2(r: Reader): OffsetFetchRequest {
  return {
    groupId: r.string(),
    topics: readOffsetFetchRequestTopicArrayOrNull2(r, r.countOrNull(6)),
    groups: [],
    requireStable: false,
  };
}

function readOffsetFetchRequestTopicArrayOrNull6(r: Reader, count: number): OffsetFetchRequestTopic[] | null {
  if (count < 0) return null;
  const array: OffsetFetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchRequestTopic = {
      name: r.compactString(),
      partitionIndexes: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchRequest6(r: Reader): OffsetFetchRequest {
  const m: OffsetFetchRequest = {
    groupId: r.compactString(),
    topics: readOffsetFetchRequestTopicArrayOrNull6(r, r.compactCountOrNull(3)),
    groups: [],
    requireStable: false,
  };
  r.keepTags();
  return m;
}

function readOffsetFetchRequest7(r: Reader): OffsetFetchRequest {
  const m: OffsetFetchRequest = {
    groupId: r.compactString(),
    topics: readOffsetFetchRequestTopicArrayOrNull6(r, r.compactCountOrNull(3)),
    groups: [],
    requireStable: r.boolean(),
  };
  r.keepTags();
  return m;
}

function readOffsetFetchRequestTopicsArrayOrNull8(r: Reader, count: number): OffsetFetchRequestTopics[] | null {
  if (count < 0) return null;
  const array: OffsetFetchRequestTopics[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchRequestTopics = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitionIndexes: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchRequestGroupArray8(r: Reader, count: number): OffsetFetchRequestGroup[] {
  const array: OffsetFetchRequestGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchRequestGroup = {
      groupId: r.compactString(),
      memberId: null,
      memberEpoch: -1,
      topics: readOffsetFetchRequestTopicsArrayOrNull8(r, r.compactCountOrNull(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchRequest8(r: Reader): OffsetFetchRequest {
  const m: OffsetFetchRequest = {
    groupId: '',
    topics: [],
    groups: readOffsetFetchRequestGroupArray8(r, r.compactCount(3)),
    requireStable: r.boolean(),
  };
  r.keepTags();
  return m;
}

function readOffsetFetchRequestGroupArray9(r: Reader, count: number): OffsetFetchRequestGroup[] {
  const array: OffsetFetchRequestGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchRequestGroup = {
      groupId: r.compactString(),
      memberId: r.compactStringOrNull(),
      memberEpoch: r.int32(),
      topics: readOffsetFetchRequestTopicsArrayOrNull8(r, r.compactCountOrNull(3)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchRequest9(r: Reader): OffsetFetchRequest {
  const m: OffsetFetchRequest = {
    groupId: '',
    topics: [],
    groups: readOffsetFetchRequestGroupArray9(r, r.compactCount(8)),
    requireStable: r.boolean(),
  };
  r.keepTags();
  return m;
}

function readOffsetFetchRequestTopicsArrayOrNull10(r: Reader, count: number): OffsetFetchRequestTopics[] | null {
  if (count < 0) return null;
  const array: OffsetFetchRequestTopics[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchRequestTopics = {
      name: '',
      topicId: r.uuid(),
      partitionIndexes: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchRequestGroupArray10(r: Reader, count: number): OffsetFetchRequestGroup[] {
  const array: OffsetFetchRequestGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchRequestGroup = {
      groupId: r.compactString(),
      memberId: r.compactStringOrNull(),
      memberEpoch: r.int32(),
      topics: readOffsetFetchRequestTopicsArrayOrNull10(r, r.compactCountOrNull(18)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchRequest10(r: Reader): OffsetFetchRequest {
  const m: OffsetFetchRequest = {
    groupId: '',
    topics: [],
    groups: readOffsetFetchRequestGroupArray10(r, r.compactCount(8)),
    requireStable: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeOffsetFetchRequestTopicArray1(w: Writer, array: OffsetFetchRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.count(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
  }
}

function writeOffsetFetchRequest1(w: Writer, m: OffsetFetchRequest): void {
  w.string(m.groupId);
  writeOffsetFetchRequestTopicArray1(w, nonNull(m.topics, 'OffsetFetchRequest.topics'));
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchRequest.groups');
  if (m.requireStable !== false) throw unsupportedField('OffsetFetchRequest.requireStable');
}

function writeOffsetFetchRequestTopicArrayOrNull2(w: Writer, array: OffsetFetchRequestTopic[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    w.count(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
  }
}

function writeOffsetFetchRequest2(w: Writer, m: OffsetFetchRequest): void {
  w.string(m.groupId);
  writeOffsetFetchRequestTopicArrayOrNull2(w, m.topics);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchRequest.groups');
  if (m.requireStable !== false) throw unsupportedField('OffsetFetchRequest.requireStable');
}

function writeOffsetFetchRequestTopicArrayOrNull6(w: Writer, array: OffsetFetchRequestTopic[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
    w.uvarint(0);
  }
}

function writeOffsetFetchRequest6(w: Writer, m: OffsetFetchRequest): void {
  w.compactString(m.groupId);
  writeOffsetFetchRequestTopicArrayOrNull6(w, m.topics);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchRequest.groups');
  if (m.requireStable !== false) throw unsupportedField('OffsetFetchRequest.requireStable');
  w.uvarint(0);
}

function writeOffsetFetchRequest7(w: Writer, m: OffsetFetchRequest): void {
  w.compactString(m.groupId);
  writeOffsetFetchRequestTopicArrayOrNull6(w, m.topics);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchRequest.groups');
  w.boolean(m.requireStable);
  w.uvarint(0);
}

function writeOffsetFetchRequestTopicsArrayOrNull8(w: Writer, array: OffsetFetchRequestTopics[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.compactCount(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
    w.uvarint(0);
  }
}

function writeOffsetFetchRequestGroupArray8(w: Writer, array: OffsetFetchRequestGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    writeOffsetFetchRequestTopicsArrayOrNull8(w, m.topics);
    w.uvarint(0);
  }
}

function writeOffsetFetchRequest8(w: Writer, m: OffsetFetchRequest): void {
  if (m.groupId !== '') throw unsupportedField('OffsetFetchRequest.groupId');
  if (m.topics === null || m.topics.length !== 0) throw unsupportedField('OffsetFetchRequest.topics');
  writeOffsetFetchRequestGroupArray8(w, m.groups);
  w.boolean(m.requireStable);
  w.uvarint(0);
}

function writeOffsetFetchRequestGroupArray9(w: Writer, array: OffsetFetchRequestGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.compactStringOrNull(m.memberId);
    w.int32(m.memberEpoch);
    writeOffsetFetchRequestTopicsArrayOrNull8(w, m.topics);
    w.uvarint(0);
  }
}

function writeOffsetFetchRequest9(w: Writer, m: OffsetFetchRequest): void {
  if (m.groupId !== '') throw unsupportedField('OffsetFetchRequest.groupId');
  if (m.topics === null || m.topics.length !== 0) throw unsupportedField('OffsetFetchRequest.topics');
  writeOffsetFetchRequestGroupArray9(w, m.groups);
  w.boolean(m.requireStable);
  w.uvarint(0);
}

function writeOffsetFetchRequestTopicsArrayOrNull10(w: Writer, array: OffsetFetchRequestTopics[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitionIndexes.length);
    w.int32s(m.partitionIndexes);
    w.uvarint(0);
  }
}

function writeOffsetFetchRequestGroupArray10(w: Writer, array: OffsetFetchRequestGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    w.compactStringOrNull(m.memberId);
    w.int32(m.memberEpoch);
    writeOffsetFetchRequestTopicsArrayOrNull10(w, m.topics);
    w.uvarint(0);
  }
}

function writeOffsetFetchRequest10(w: Writer, m: OffsetFetchRequest): void {
  if (m.groupId !== '') throw unsupportedField('OffsetFetchRequest.groupId');
  if (m.topics === null || m.topics.length !== 0) throw unsupportedField('OffsetFetchRequest.topics');
  writeOffsetFetchRequestGroupArray10(w, m.groups);
  w.boolean(m.requireStable);
  w.uvarint(0);
}

export const offsetFetchRequest: MessageCodec<OffsetFetchRequest> = defineCodec({
  name: 'OffsetFetchRequest',
  apiKey: 9,
  type: 'request',
  minVersion: 1,
  flexibleVersion: 6,
  readers: [readOffsetFetchRequest1, readOffsetFetchRequest2, readOffsetFetchRequest2, readOffsetFetchRequest2, readOffsetFetchRequest2, readOffsetFetchRequest6, readOffsetFetchRequest7, readOffsetFetchRequest8, readOffsetFetchRequest9, readOffsetFetchRequest10],
  writers: [writeOffsetFetchRequest1, writeOffsetFetchRequest2, writeOffsetFetchRequest2, writeOffsetFetchRequest2, writeOffsetFetchRequest2, writeOffsetFetchRequest6, writeOffsetFetchRequest7, writeOffsetFetchRequest8, writeOffsetFetchRequest9, writeOffsetFetchRequest10],
});

export interface OffsetFetchResponse {
  /** v3+ */
  throttleTimeMs: number;
  /** v1-7 */
  topics: OffsetFetchResponseTopic[];
  /** v2-7 */
  errorCode: number;
  /** v8+ */
  groups: OffsetFetchResponseGroup[];
}

export interface OffsetFetchResponseGroup {
  groupId: string;
  topics: OffsetFetchResponseTopics[];
  errorCode: number;
}

export interface OffsetFetchResponseTopics {
  /** v8-9 */
  name: string;
  /** v10+ */
  topicId: string;
  partitions: OffsetFetchResponsePartitions[];
}

export interface OffsetFetchResponsePartitions {
  partitionIndex: number;
  committedOffset: number;
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
}

export interface OffsetFetchResponseTopic {
  name: string;
  partitions: OffsetFetchResponsePartition[];
}

export interface OffsetFetchResponsePartition {
  partitionIndex: number;
  committedOffset: number;
  /** v5-7 */
  committedLeaderEpoch: number;
  metadata: string | null;
  errorCode: number;
}

export function newOffsetFetchResponse(fields?: Partial<OffsetFetchResponse>): OffsetFetchResponse {
  return { throttleTimeMs: 0, topics: [], errorCode: 0, groups: [], ...fields };
}

export function newOffsetFetchResponseGroup(fields?: Partial<OffsetFetchResponseGroup>): OffsetFetchResponseGroup {
  return { groupId: '', topics: [], errorCode: 0, ...fields };
}

export function newOffsetFetchResponseTopics(fields?: Partial<OffsetFetchResponseTopics>): OffsetFetchResponseTopics {
  return { name: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newOffsetFetchResponsePartitions(fields?: Partial<OffsetFetchResponsePartitions>): OffsetFetchResponsePartitions {
  return { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, metadata: '', errorCode: 0, ...fields };
}

export function newOffsetFetchResponseTopic(fields?: Partial<OffsetFetchResponseTopic>): OffsetFetchResponseTopic {
  return { name: '', partitions: [], ...fields };
}

export function newOffsetFetchResponsePartition(fields?: Partial<OffsetFetchResponsePartition>): OffsetFetchResponsePartition {
  return { partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, metadata: '', errorCode: 0, ...fields };
}

function readOffsetFetchResponsePartitionArray1(r: Reader, count: number): OffsetFetchResponsePartition[] {
  const array: OffsetFetchResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: -1,
      metadata: r.stringOrNull(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readOffsetFetchResponseTopicArray1(r: Reader, count: number): OffsetFetchResponseTopic[] {
  const array: OffsetFetchResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readOffsetFetchResponsePartitionArray1(r, r.count(16)),
    });
  }
  return array;
}

function readOffsetFetchResponse1(r: Reader): OffsetFetchResponse {
  return {
    throttleTimeMs: 0,
    topics: readOffsetFetchResponseTopicArray1(r, r.count(6)),
    errorCode: 0,
    groups: [],
  };
}

function readOffsetFetchResponse2(r: Reader): OffsetFetchResponse {
  return {
    throttleTimeMs: 0,
    topics: readOffsetFetchResponseTopicArray1(r, r.count(6)),
    errorCode: r.int16(),
    groups: [],
  };
}

function readOffsetFetchResponse3(r: Reader): OffsetFetchResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readOffsetFetchResponseTopicArray1(r, r.count(6)),
    errorCode: r.int16(),
    groups: [],
  };
}

function readOffsetFetchResponsePartitionArray5(r: Reader, count: number): OffsetFetchResponsePartition[] {
  const array: OffsetFetchResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: r.int32(),
      metadata: r.stringOrNull(),
      errorCode: r.int16(),
    });
  }
  return array;
}

function readOffsetFetchResponseTopicArray5(r: Reader, count: number): OffsetFetchResponseTopic[] {
  const array: OffsetFetchResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      name: r.string(),
      partitions: readOffsetFetchResponsePartitionArray5(r, r.count(20)),
    });
  }
  return array;
}

function readOffsetFetchResponse5(r: Reader): OffsetFetchResponse {
  return {
    throttleTimeMs: r.int32(),
    topics: readOffsetFetchResponseTopicArray5(r, r.count(6)),
    errorCode: r.int16(),
    groups: [],
  };
}

function readOffsetFetchResponsePartitionArray6(r: Reader, count: number): OffsetFetchResponsePartition[] {
  const array: OffsetFetchResponsePartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponsePartition = {
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: r.int32(),
      metadata: r.compactStringOrNull(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponseTopicArray6(r: Reader, count: number): OffsetFetchResponseTopic[] {
  const array: OffsetFetchResponseTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponseTopic = {
      name: r.compactString(),
      partitions: readOffsetFetchResponsePartitionArray6(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponse6(r: Reader): OffsetFetchResponse {
  const m: OffsetFetchResponse = {
    throttleTimeMs: r.int32(),
    topics: readOffsetFetchResponseTopicArray6(r, r.compactCount(3)),
    errorCode: r.int16(),
    groups: [],
  };
  r.keepTags();
  return m;
}

function readOffsetFetchResponsePartitionsArray8(r: Reader, count: number): OffsetFetchResponsePartitions[] {
  const array: OffsetFetchResponsePartitions[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponsePartitions = {
      partitionIndex: r.int32(),
      committedOffset: r.int64(),
      committedLeaderEpoch: r.int32(),
      metadata: r.compactStringOrNull(),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponseTopicsArray8(r: Reader, count: number): OffsetFetchResponseTopics[] {
  const array: OffsetFetchResponseTopics[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponseTopics = {
      name: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readOffsetFetchResponsePartitionsArray8(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponseGroupArray8(r: Reader, count: number): OffsetFetchResponseGroup[] {
  const array: OffsetFetchResponseGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponseGroup = {
      groupId: r.compactString(),
      topics: readOffsetFetchResponseTopicsArray8(r, r.compactCount(3)),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponse8(r: Reader): OffsetFetchResponse {
  const m: OffsetFetchResponse = {
    throttleTimeMs: r.int32(),
    topics: [],
    errorCode: 0,
    groups: readOffsetFetchResponseGroupArray8(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function readOffsetFetchResponseTopicsArray10(r: Reader, count: number): OffsetFetchResponseTopics[] {
  const array: OffsetFetchResponseTopics[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponseTopics = {
      name: '',
      topicId: r.uuid(),
      partitions: readOffsetFetchResponsePartitionsArray8(r, r.compactCount(20)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponseGroupArray10(r: Reader, count: number): OffsetFetchResponseGroup[] {
  const array: OffsetFetchResponseGroup[] = [];
  for (let i = 0; i < count; i++) {
    const m: OffsetFetchResponseGroup = {
      groupId: r.compactString(),
      topics: readOffsetFetchResponseTopicsArray10(r, r.compactCount(18)),
      errorCode: r.int16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readOffsetFetchResponse10(r: Reader): OffsetFetchResponse {
  const m: OffsetFetchResponse = {
    throttleTimeMs: r.int32(),
    topics: [],
    errorCode: 0,
    groups: readOffsetFetchResponseGroupArray10(r, r.compactCount(5)),
  };
  r.keepTags();
  return m;
}

function writeOffsetFetchResponsePartitionArray1(w: Writer, array: OffsetFetchResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.stringOrNull(m.metadata);
    w.int16(m.errorCode);
  }
}

function writeOffsetFetchResponseTopicArray1(w: Writer, array: OffsetFetchResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetFetchResponsePartitionArray1(w, m.partitions);
  }
}

function writeOffsetFetchResponse1(w: Writer, m: OffsetFetchResponse): void {
  writeOffsetFetchResponseTopicArray1(w, m.topics);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchResponse.groups');
}

function writeOffsetFetchResponse2(w: Writer, m: OffsetFetchResponse): void {
  writeOffsetFetchResponseTopicArray1(w, m.topics);
  w.int16(m.errorCode);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchResponse.groups');
}

function writeOffsetFetchResponse3(w: Writer, m: OffsetFetchResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetFetchResponseTopicArray1(w, m.topics);
  w.int16(m.errorCode);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchResponse.groups');
}

function writeOffsetFetchResponsePartitionArray5(w: Writer, array: OffsetFetchResponsePartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.stringOrNull(m.metadata);
    w.int16(m.errorCode);
  }
}

function writeOffsetFetchResponseTopicArray5(w: Writer, array: OffsetFetchResponseTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.name);
    writeOffsetFetchResponsePartitionArray5(w, m.partitions);
  }
}

function writeOffsetFetchResponse5(w: Writer, m: OffsetFetchResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetFetchResponseTopicArray5(w, m.topics);
  w.int16(m.errorCode);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchResponse.groups');
}

function writeOffsetFetchResponsePartitionArray6(w: Writer, array: OffsetFetchResponsePartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.compactStringOrNull(m.metadata);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponseTopicArray6(w: Writer, array: OffsetFetchResponseTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeOffsetFetchResponsePartitionArray6(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponse6(w: Writer, m: OffsetFetchResponse): void {
  w.int32(m.throttleTimeMs);
  writeOffsetFetchResponseTopicArray6(w, m.topics);
  w.int16(m.errorCode);
  if (m.groups.length !== 0) throw unsupportedField('OffsetFetchResponse.groups');
  w.uvarint(0);
}

function writeOffsetFetchResponsePartitionsArray8(w: Writer, array: OffsetFetchResponsePartitions[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int64(m.committedOffset);
    w.int32(m.committedLeaderEpoch);
    w.compactStringOrNull(m.metadata);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponseTopicsArray8(w: Writer, array: OffsetFetchResponseTopics[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeOffsetFetchResponsePartitionsArray8(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponseGroupArray8(w: Writer, array: OffsetFetchResponseGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    writeOffsetFetchResponseTopicsArray8(w, m.topics);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponse8(w: Writer, m: OffsetFetchResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.topics.length !== 0) throw unsupportedField('OffsetFetchResponse.topics');
  writeOffsetFetchResponseGroupArray8(w, m.groups);
  w.uvarint(0);
}

function writeOffsetFetchResponseTopicsArray10(w: Writer, array: OffsetFetchResponseTopics[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeOffsetFetchResponsePartitionsArray8(w, m.partitions);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponseGroupArray10(w: Writer, array: OffsetFetchResponseGroup[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.groupId);
    writeOffsetFetchResponseTopicsArray10(w, m.topics);
    w.int16(m.errorCode);
    w.uvarint(0);
  }
}

function writeOffsetFetchResponse10(w: Writer, m: OffsetFetchResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.topics.length !== 0) throw unsupportedField('OffsetFetchResponse.topics');
  writeOffsetFetchResponseGroupArray10(w, m.groups);
  w.uvarint(0);
}

export const offsetFetchResponse: MessageCodec<OffsetFetchResponse> = defineCodec({
  name: 'OffsetFetchResponse',
  apiKey: 9,
  type: 'response',
  minVersion: 1,
  flexibleVersion: 6,
  readers: [readOffsetFetchResponse1, readOffsetFetchResponse2, readOffsetFetchResponse3, readOffsetFetchResponse3, readOffsetFetchResponse5, readOffsetFetchResponse6, readOffsetFetchResponse6, readOffsetFetchResponse8, readOffsetFetchResponse8, readOffsetFetchResponse10],
  writers: [writeOffsetFetchResponse1, writeOffsetFetchResponse2, writeOffsetFetchResponse3, writeOffsetFetchResponse3, writeOffsetFetchResponse5, writeOffsetFetchResponse6, writeOffsetFetchResponse6, writeOffsetFetchResponse8, writeOffsetFetchResponse8, writeOffsetFetchResponse10],
});
