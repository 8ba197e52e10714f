// generated from 01-fetch.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { LONG_MAX } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface FetchRequest {
  /** v12+ */
  clusterId: string | null;
  /** v4-14 */
  replicaId: number;
  /** v15+ */
  replicaState: FetchRequestReplicaState;
  maxWaitMs: number;
  minBytes: number;
  maxBytes: number;
  isolationLevel: number;
  /** v7+ */
  sessionId: number;
  /** v7+ */
  sessionEpoch: number;
  topics: FetchRequestTopic[];
  /** v7+ */
  forgottenTopicsData: FetchRequestForgottenTopic[];
  /** v11+ */
  rackId: string;
}

export interface FetchRequestForgottenTopic {
  /** v7-12 */
  topic: string;
  /** v13+ */
  topicId: string;
  partitions: number[];
}

export interface FetchRequestTopic {
  /** v4-12 */
  topic: string;
  /** v13+ */
  topicId: string;
  partitions: FetchRequestPartition[];
}

export interface FetchRequestPartition {
  partition: number;
  /** v9+ */
  currentLeaderEpoch: number;
  fetchOffset: number;
  /** v12+ */
  lastFetchedEpoch: number;
  /** v5+ */
  logStartOffset: number;
  partitionMaxBytes: number;
  /** v17+ */
  replicaDirectoryId: string;
  /** v18+ */
  highWatermark: number;
}

export interface FetchRequestReplicaState {
  replicaId: number;
  replicaEpoch: number;
}

export function newFetchRequest(fields?: Partial<FetchRequest>): FetchRequest {
  return { clusterId: null, replicaId: -1, replicaState: newFetchRequestReplicaState(), maxWaitMs: 0, minBytes: 0, maxBytes: 2147483647, isolationLevel: 0, sessionId: 0, sessionEpoch: -1, topics: [], forgottenTopicsData: [], rackId: '', ...fields };
}

export function newFetchRequestForgottenTopic(fields?: Partial<FetchRequestForgottenTopic>): FetchRequestForgottenTopic {
  return { topic: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newFetchRequestTopic(fields?: Partial<FetchRequestTopic>): FetchRequestTopic {
  return { topic: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newFetchRequestPartition(fields?: Partial<FetchRequestPartition>): FetchRequestPartition {
  return { partition: 0, currentLeaderEpoch: -1, fetchOffset: 0, lastFetchedEpoch: -1, logStartOffset: -1, partitionMaxBytes: 0, replicaDirectoryId: ZERO_UUID, highWatermark: LONG_MAX, ...fields };
}

export function newFetchRequestReplicaState(fields?: Partial<FetchRequestReplicaState>): FetchRequestReplicaState {
  return { replicaId: -1, replicaEpoch: -1, ...fields };
}

function isDefaultFetchRequestReplicaState(m: FetchRequestReplicaState): boolean {
  return !(m.replicaId !== -1 || m.replicaEpoch !== -1);
}

function readFetchRequestPartitionArray4(r: Reader, count: number): FetchRequestPartition[] {
  const array: FetchRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partition: r.int32(),
      currentLeaderEpoch: -1,
      fetchOffset: r.int64(),
      lastFetchedEpoch: -1,
      logStartOffset: -1,
      partitionMaxBytes: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      highWatermark: LONG_MAX,
    });
  }
  return array;
}

function readFetchRequestTopicArray4(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: readFetchRequestPartitionArray4(r, r.count(16)),
    });
  }
  return array;
}

function readFetchRequest4(r: Reader): FetchRequest {
  return {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: 0,
    sessionEpoch: -1,
    topics: readFetchRequestTopicArray4(r, r.count(6)),
    forgottenTopicsData: [],
    rackId: '',
  };
}

function readFetchRequestPartitionArray5(r: Reader, count: number): FetchRequestPartition[] {
  const array: FetchRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partition: r.int32(),
      currentLeaderEpoch: -1,
      fetchOffset: r.int64(),
      lastFetchedEpoch: -1,
      logStartOffset: r.int64(),
      partitionMaxBytes: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      highWatermark: LONG_MAX,
    });
  }
  return array;
}

function readFetchRequestTopicArray5(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: readFetchRequestPartitionArray5(r, r.count(24)),
    });
  }
  return array;
}

function readFetchRequest5(r: Reader): FetchRequest {
  return {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: 0,
    sessionEpoch: -1,
    topics: readFetchRequestTopicArray5(r, r.count(6)),
    forgottenTopicsData: [],
    rackId: '',
  };
}

function readFetchRequestForgottenTopicArray7(r: Reader, count: number): FetchRequestForgottenTopic[] {
  const array: FetchRequestForgottenTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: r.int32s(r.count(4)),
    });
  }
  return array;
}

function readFetchRequest7(r: Reader): FetchRequest {
  return {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray5(r, r.count(6)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray7(r, r.count(6)),
    rackId: '',
  };
}

function readFetchRequestPartitionArray9(r: Reader, count: number): FetchRequestPartition[] {
  const array: FetchRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      fetchOffset: r.int64(),
      lastFetchedEpoch: -1,
      logStartOffset: r.int64(),
      partitionMaxBytes: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      highWatermark: LONG_MAX,
    });
  }
  return array;
}

function readFetchRequestTopicArray9(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: readFetchRequestPartitionArray9(r, r.count(28)),
    });
  }
  return array;
}

function readFetchRequest9(r: Reader): FetchRequest {
  return {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray9(r, r.count(6)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray7(r, r.count(6)),
    rackId: '',
  };
}

function readFetchRequest11(r: Reader): FetchRequest {
  return {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray9(r, r.count(6)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray7(r, r.count(6)),
    rackId: r.string(),
  };
}

function readFetchRequestPartitionArray12(r: Reader, count: number): FetchRequestPartition[] {
  const array: FetchRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestPartition = {
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      fetchOffset: r.int64(),
      lastFetchedEpoch: r.int32(),
      logStartOffset: r.int64(),
      partitionMaxBytes: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      highWatermark: LONG_MAX,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequestTopicArray12(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestTopic = {
      topic: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readFetchRequestPartitionArray12(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequestForgottenTopicArray12(r: Reader, count: number): FetchRequestForgottenTopic[] {
  const array: FetchRequestForgottenTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestForgottenTopic = {
      topic: r.compactString(),
      topicId: ZERO_UUID,
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequest12(r: Reader): FetchRequest {
  const m: FetchRequest = {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray12(r, r.compactCount(3)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray12(r, r.compactCount(3)),
    rackId: r.compactString(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.clusterId = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readFetchRequestTopicArray13(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestTopic = {
      topic: '',
      topicId: r.uuid(),
      partitions: readFetchRequestPartitionArray12(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequestForgottenTopicArray13(r: Reader, count: number): FetchRequestForgottenTopic[] {
  const array: FetchRequestForgottenTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestForgottenTopic = {
      topic: '',
      topicId: r.uuid(),
      partitions: r.int32s(r.compactCount(4)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequest13(r: Reader): FetchRequest {
  const m: FetchRequest = {
    clusterId: null,
    replicaId: r.int32(),
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray13(r, r.compactCount(18)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray13(r, r.compactCount(18)),
    rackId: r.compactString(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.clusterId = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readFetchRequestReplicaState15(r: Reader): FetchRequestReplicaState {
  const m: FetchRequestReplicaState = {
    replicaId: r.int32(),
    replicaEpoch: r.int64(),
  };
  r.skipTags();
  return m;
}

function readFetchRequest15(r: Reader): FetchRequest {
  const m: FetchRequest = {
    clusterId: null,
    replicaId: -1,
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray13(r, r.compactCount(18)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray13(r, r.compactCount(18)),
    rackId: r.compactString(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.clusterId = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      case 1:
        m.replicaState = readFetchRequestReplicaState15(r);
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readFetchRequestPartitionArray17(r: Reader, count: number): FetchRequestPartition[] {
  const array: FetchRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestPartition = {
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      fetchOffset: r.int64(),
      lastFetchedEpoch: r.int32(),
      logStartOffset: r.int64(),
      partitionMaxBytes: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      highWatermark: LONG_MAX,
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.replicaDirectoryId = r.uuid();
          r.expectTagEnd(end);
          break;
        default:
          r.skipTag(tag, end);
      }
    }
    array.push(m);
  }
  return array;
}

function readFetchRequestTopicArray17(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestTopic = {
      topic: '',
      topicId: r.uuid(),
      partitions: readFetchRequestPartitionArray17(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequest17(r: Reader): FetchRequest {
  const m: FetchRequest = {
    clusterId: null,
    replicaId: -1,
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray17(r, r.compactCount(18)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray13(r, r.compactCount(18)),
    rackId: r.compactString(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.clusterId = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      case 1:
        m.replicaState = readFetchRequestReplicaState15(r);
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function readFetchRequestPartitionArray18(r: Reader, count: number): FetchRequestPartition[] {
  const array: FetchRequestPartition[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestPartition = {
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      fetchOffset: r.int64(),
      lastFetchedEpoch: r.int32(),
      logStartOffset: r.int64(),
      partitionMaxBytes: r.int32(),
      replicaDirectoryId: ZERO_UUID,
      highWatermark: LONG_MAX,
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.replicaDirectoryId = r.uuid();
          r.expectTagEnd(end);
          break;
        case 1:
          m.highWatermark = r.int64();
          r.expectTagEnd(end);
          break;
        default:
          r.skipTag(tag, end);
      }
    }
    array.push(m);
  }
  return array;
}

function readFetchRequestTopicArray18(r: Reader, count: number): FetchRequestTopic[] {
  const array: FetchRequestTopic[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchRequestTopic = {
      topic: '',
      topicId: r.uuid(),
      partitions: readFetchRequestPartitionArray18(r, r.compactCount(33)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchRequest18(r: Reader): FetchRequest {
  const m: FetchRequest = {
    clusterId: null,
    replicaId: -1,
    replicaState: newFetchRequestReplicaState(),
    maxWaitMs: r.int32(),
    minBytes: r.int32(),
    maxBytes: r.int32(),
    isolationLevel: r.int8(),
    sessionId: r.int32(),
    sessionEpoch: r.int32(),
    topics: readFetchRequestTopicArray18(r, r.compactCount(18)),
    forgottenTopicsData: readFetchRequestForgottenTopicArray13(r, r.compactCount(18)),
    rackId: r.compactString(),
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.clusterId = r.compactStringOrNull();
        r.expectTagEnd(end);
        break;
      case 1:
        m.replicaState = readFetchRequestReplicaState15(r);
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeFetchRequestPartitionArray4(w: Writer, array: FetchRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int64(m.fetchOffset);
    if (m.lastFetchedEpoch !== -1) throw unsupportedField('FetchRequestPartition.lastFetchedEpoch');
    w.int32(m.partitionMaxBytes);
  }
}

function writeFetchRequestTopicArray4(w: Writer, array: FetchRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeFetchRequestPartitionArray4(w, m.partitions);
  }
}

function writeFetchRequest4(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  writeFetchRequestTopicArray4(w, m.topics);
  if (m.forgottenTopicsData.length !== 0) throw unsupportedField('FetchRequest.forgottenTopicsData');
}

function writeFetchRequestPartitionArray5(w: Writer, array: FetchRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int64(m.fetchOffset);
    if (m.lastFetchedEpoch !== -1) throw unsupportedField('FetchRequestPartition.lastFetchedEpoch');
    w.int64(m.logStartOffset);
    w.int32(m.partitionMaxBytes);
  }
}

function writeFetchRequestTopicArray5(w: Writer, array: FetchRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeFetchRequestPartitionArray5(w, m.partitions);
  }
}

function writeFetchRequest5(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  writeFetchRequestTopicArray5(w, m.topics);
  if (m.forgottenTopicsData.length !== 0) throw unsupportedField('FetchRequest.forgottenTopicsData');
}

function writeFetchRequestForgottenTopicArray7(w: Writer, array: FetchRequestForgottenTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    w.count(m.partitions.length);
    w.int32s(m.partitions);
  }
}

function writeFetchRequest7(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray5(w, m.topics);
  writeFetchRequestForgottenTopicArray7(w, m.forgottenTopicsData);
}

function writeFetchRequestPartitionArray9(w: Writer, array: FetchRequestPartition[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    w.int64(m.fetchOffset);
    if (m.lastFetchedEpoch !== -1) throw unsupportedField('FetchRequestPartition.lastFetchedEpoch');
    w.int64(m.logStartOffset);
    w.int32(m.partitionMaxBytes);
  }
}

function writeFetchRequestTopicArray9(w: Writer, array: FetchRequestTopic[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeFetchRequestPartitionArray9(w, m.partitions);
  }
}

function writeFetchRequest9(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray9(w, m.topics);
  writeFetchRequestForgottenTopicArray7(w, m.forgottenTopicsData);
}

function writeFetchRequest11(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray9(w, m.topics);
  writeFetchRequestForgottenTopicArray7(w, m.forgottenTopicsData);
  w.string(m.rackId);
}

function writeFetchRequestPartitionArray12(w: Writer, array: FetchRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    w.int64(m.fetchOffset);
    w.int32(m.lastFetchedEpoch);
    w.int64(m.logStartOffset);
    w.int32(m.partitionMaxBytes);
    w.uvarint(0);
  }
}

function writeFetchRequestTopicArray12(w: Writer, array: FetchRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    writeFetchRequestPartitionArray12(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchRequestForgottenTopicArray12(w: Writer, array: FetchRequestForgottenTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeFetchRequest12(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray12(w, m.topics);
  writeFetchRequestForgottenTopicArray12(w, m.forgottenTopicsData);
  w.compactString(m.rackId);
  const has0 = m.clusterId !== null;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
}

function writeFetchRequestTopicArray13(w: Writer, array: FetchRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeFetchRequestPartitionArray12(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchRequestForgottenTopicArray13(w: Writer, array: FetchRequestForgottenTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    w.compactCount(m.partitions.length);
    w.int32s(m.partitions);
    w.uvarint(0);
  }
}

function writeFetchRequest13(w: Writer, m: FetchRequest): void {
  w.int32(m.replicaId);
  if (!isDefaultFetchRequestReplicaState(m.replicaState)) throw unsupportedField('FetchRequest.replicaState');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray13(w, m.topics);
  writeFetchRequestForgottenTopicArray13(w, m.forgottenTopicsData);
  w.compactString(m.rackId);
  const has0 = m.clusterId !== null;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
}

function writeFetchRequestReplicaState15(w: Writer, m: FetchRequestReplicaState): void {
  w.int32(m.replicaId);
  w.int64(m.replicaEpoch);
  w.uvarint(0);
}

function writeFetchRequest15(w: Writer, m: FetchRequest): void {
  if (m.replicaId !== -1) throw unsupportedField('FetchRequest.replicaId');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray13(w, m.topics);
  writeFetchRequestForgottenTopicArray13(w, m.forgottenTopicsData);
  w.compactString(m.rackId);
  const has0 = m.clusterId !== null;
  const has1 = !isDefaultFetchRequestReplicaState(m.replicaState);
  w.uvarint(+has0 + +has1);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    writeFetchRequestReplicaState15(w, m.replicaState);
    w.endTag(at1);
  }
}

function writeFetchRequestPartitionArray17(w: Writer, array: FetchRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    w.int64(m.fetchOffset);
    w.int32(m.lastFetchedEpoch);
    w.int64(m.logStartOffset);
    w.int32(m.partitionMaxBytes);
    const has0 = m.replicaDirectoryId !== ZERO_UUID;
    w.uvarint(+has0);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      w.uuid(m.replicaDirectoryId);
      w.endTag(at0);
    }
  }
}

function writeFetchRequestTopicArray17(w: Writer, array: FetchRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeFetchRequestPartitionArray17(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchRequest17(w: Writer, m: FetchRequest): void {
  if (m.replicaId !== -1) throw unsupportedField('FetchRequest.replicaId');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray17(w, m.topics);
  writeFetchRequestForgottenTopicArray13(w, m.forgottenTopicsData);
  w.compactString(m.rackId);
  const has0 = m.clusterId !== null;
  const has1 = !isDefaultFetchRequestReplicaState(m.replicaState);
  w.uvarint(+has0 + +has1);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    writeFetchRequestReplicaState15(w, m.replicaState);
    w.endTag(at1);
  }
}

function writeFetchRequestPartitionArray18(w: Writer, array: FetchRequestPartition[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    w.int64(m.fetchOffset);
    w.int32(m.lastFetchedEpoch);
    w.int64(m.logStartOffset);
    w.int32(m.partitionMaxBytes);
    const has0 = m.replicaDirectoryId !== ZERO_UUID;
    const has1 = m.highWatermark !== LONG_MAX;
    w.uvarint(+has0 + +has1);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      w.uuid(m.replicaDirectoryId);
      w.endTag(at0);
    }
    if (has1) {
      w.uvarint(1);
      const at1 = w.beginTag();
      w.int64(m.highWatermark);
      w.endTag(at1);
    }
  }
}

function writeFetchRequestTopicArray18(w: Writer, array: FetchRequestTopic[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeFetchRequestPartitionArray18(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchRequest18(w: Writer, m: FetchRequest): void {
  if (m.replicaId !== -1) throw unsupportedField('FetchRequest.replicaId');
  w.int32(m.maxWaitMs);
  w.int32(m.minBytes);
  w.int32(m.maxBytes);
  w.int8(m.isolationLevel);
  w.int32(m.sessionId);
  w.int32(m.sessionEpoch);
  writeFetchRequestTopicArray18(w, m.topics);
  writeFetchRequestForgottenTopicArray13(w, m.forgottenTopicsData);
  w.compactString(m.rackId);
  const has0 = m.clusterId !== null;
  const has1 = !isDefaultFetchRequestReplicaState(m.replicaState);
  w.uvarint(+has0 + +has1);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
  if (has1) {
    w.uvarint(1);
    const at1 = w.beginTag();
    writeFetchRequestReplicaState15(w, m.replicaState);
    w.endTag(at1);
  }
}

export const fetchRequest: MessageCodec<FetchRequest> = defineCodec({
  name: 'FetchRequest',
  apiKey: 1,
  type: 'request',
  minVersion: 4,
  flexibleVersion: 12,
  readers: [readFetchRequest4, readFetchRequest5, readFetchRequest5, readFetchRequest7, readFetchRequest7, readFetchRequest9, readFetchRequest9, readFetchRequest11, readFetchRequest12, readFetchRequest13, readFetchRequest13, readFetchRequest15, readFetchRequest15, readFetchRequest17, readFetchRequest18],
  writers: [writeFetchRequest4, writeFetchRequest5, writeFetchRequest5, writeFetchRequest7, writeFetchRequest7, writeFetchRequest9, writeFetchRequest9, writeFetchRequest11, writeFetchRequest12, writeFetchRequest13, writeFetchRequest13, writeFetchRequest15, writeFetchRequest15, writeFetchRequest17, writeFetchRequest18],
});

export interface FetchResponse {
  throttleTimeMs: number;
  /** v7+ */
  errorCode: number;
  /** v7+ */
  sessionId: number;
  responses: FetchResponseFetchableTopicResponse[];
  /** v16+ */
  nodeEndpoints: FetchResponseNodeEndpoint[];
}

export interface FetchResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface FetchResponseFetchableTopicResponse {
  /** v4-12 */
  topic: string;
  /** v13+ */
  topicId: string;
  partitions: FetchResponsePartitionData[];
}

export interface FetchResponsePartitionData {
  partitionIndex: number;
  errorCode: number;
  highWatermark: number;
  lastStableOffset: number;
  /** v5+ */
  logStartOffset: number;
  /** v12+ */
  divergingEpoch: FetchResponseEpochEndOffset;
  /** v12+ */
  currentLeader: FetchResponseLeaderIdAndEpoch;
  /** v12+ */
  snapshotId: FetchResponseSnapshotId;
  abortedTransactions: FetchResponseAbortedTransaction[] | null;
  /** v11+ */
  preferredReadReplica: number;
  records: Uint8Array | null;
}

export interface FetchResponseAbortedTransaction {
  producerId: number;
  firstOffset: number;
}

export interface FetchResponseSnapshotId {
  endOffset: number;
  epoch: number;
}

export interface FetchResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface FetchResponseEpochEndOffset {
  epoch: number;
  endOffset: number;
}

export function newFetchResponse(fields?: Partial<FetchResponse>): FetchResponse {
  return { throttleTimeMs: 0, errorCode: 0, sessionId: 0, responses: [], nodeEndpoints: [], ...fields };
}

export function newFetchResponseNodeEndpoint(fields?: Partial<FetchResponseNodeEndpoint>): FetchResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, rack: null, ...fields };
}

export function newFetchResponseFetchableTopicResponse(fields?: Partial<FetchResponseFetchableTopicResponse>): FetchResponseFetchableTopicResponse {
  return { topic: '', topicId: ZERO_UUID, partitions: [], ...fields };
}

export function newFetchResponsePartitionData(fields?: Partial<FetchResponsePartitionData>): FetchResponsePartitionData {
  return { partitionIndex: 0, errorCode: 0, highWatermark: 0, lastStableOffset: -1, logStartOffset: -1, divergingEpoch: newFetchResponseEpochEndOffset(), currentLeader: newFetchResponseLeaderIdAndEpoch(), snapshotId: newFetchResponseSnapshotId(), abortedTransactions: [], preferredReadReplica: -1, records: null, ...fields };
}

export function newFetchResponseAbortedTransaction(fields?: Partial<FetchResponseAbortedTransaction>): FetchResponseAbortedTransaction {
  return { producerId: 0, firstOffset: 0, ...fields };
}

export function newFetchResponseSnapshotId(fields?: Partial<FetchResponseSnapshotId>): FetchResponseSnapshotId {
  return { endOffset: -1, epoch: -1, ...fields };
}

export function newFetchResponseLeaderIdAndEpoch(fields?: Partial<FetchResponseLeaderIdAndEpoch>): FetchResponseLeaderIdAndEpoch {
  return { leaderId: -1, leaderEpoch: -1, ...fields };
}

export function newFetchResponseEpochEndOffset(fields?: Partial<FetchResponseEpochEndOffset>): FetchResponseEpochEndOffset {
  return { epoch: -1, endOffset: -1, ...fields };
}

function isDefaultFetchResponseEpochEndOffset(m: FetchResponseEpochEndOffset): boolean {
  return !(m.epoch !== -1 || m.endOffset !== -1);
}

function isDefaultFetchResponseLeaderIdAndEpoch(m: FetchResponseLeaderIdAndEpoch): boolean {
  return !(m.leaderId !== -1 || m.leaderEpoch !== -1);
}

function isDefaultFetchResponseSnapshotId(m: FetchResponseSnapshotId): boolean {
  return !(m.endOffset !== -1 || m.epoch !== -1);
}

function readFetchResponseAbortedTransactionArrayOrNull4(r: Reader, count: number): FetchResponseAbortedTransaction[] | null {
  if (count < 0) return null;
  const array: FetchResponseAbortedTransaction[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      producerId: r.int64(),
      firstOffset: r.int64(),
    });
  }
  return array;
}

function readFetchResponsePartitionDataArray4(r: Reader, count: number): FetchResponsePartitionData[] {
  const array: FetchResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      highWatermark: r.int64(),
      lastStableOffset: r.int64(),
      logStartOffset: -1,
      divergingEpoch: newFetchResponseEpochEndOffset(),
      currentLeader: newFetchResponseLeaderIdAndEpoch(),
      snapshotId: newFetchResponseSnapshotId(),
      abortedTransactions: readFetchResponseAbortedTransactionArrayOrNull4(r, r.countOrNull(16)),
      preferredReadReplica: -1,
      records: r.bytesOrNull(),
    });
  }
  return array;
}

function readFetchResponseFetchableTopicResponseArray4(r: Reader, count: number): FetchResponseFetchableTopicResponse[] {
  const array: FetchResponseFetchableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: readFetchResponsePartitionDataArray4(r, r.count(30)),
    });
  }
  return array;
}

function readFetchResponse4(r: Reader): FetchResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    sessionId: 0,
    responses: readFetchResponseFetchableTopicResponseArray4(r, r.count(6)),
    nodeEndpoints: [],
  };
}

function readFetchResponsePartitionDataArray5(r: Reader, count: number): FetchResponsePartitionData[] {
  const array: FetchResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      highWatermark: r.int64(),
      lastStableOffset: r.int64(),
      logStartOffset: r.int64(),
      divergingEpoch: newFetchResponseEpochEndOffset(),
      currentLeader: newFetchResponseLeaderIdAndEpoch(),
      snapshotId: newFetchResponseSnapshotId(),
      abortedTransactions: readFetchResponseAbortedTransactionArrayOrNull4(r, r.countOrNull(16)),
      preferredReadReplica: -1,
      records: r.bytesOrNull(),
    });
  }
  return array;
}

function readFetchResponseFetchableTopicResponseArray5(r: Reader, count: number): FetchResponseFetchableTopicResponse[] {
  const array: FetchResponseFetchableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: readFetchResponsePartitionDataArray5(r, r.count(38)),
    });
  }
  return array;
}

function readFetchResponse5(r: Reader): FetchResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: 0,
    sessionId: 0,
    responses: readFetchResponseFetchableTopicResponseArray5(r, r.count(6)),
    nodeEndpoints: [],
  };
}

function readFetchResponse7(r: Reader): FetchResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    sessionId: r.int32(),
    responses: readFetchResponseFetchableTopicResponseArray5(r, r.count(6)),
    nodeEndpoints: [],
  };
}

function readFetchResponsePartitionDataArray11(r: Reader, count: number): FetchResponsePartitionData[] {
  const array: FetchResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      highWatermark: r.int64(),
      lastStableOffset: r.int64(),
      logStartOffset: r.int64(),
      divergingEpoch: newFetchResponseEpochEndOffset(),
      currentLeader: newFetchResponseLeaderIdAndEpoch(),
      snapshotId: newFetchResponseSnapshotId(),
      abortedTransactions: readFetchResponseAbortedTransactionArrayOrNull4(r, r.countOrNull(16)),
      preferredReadReplica: r.int32(),
      records: r.bytesOrNull(),
    });
  }
  return array;
}

function readFetchResponseFetchableTopicResponseArray11(r: Reader, count: number): FetchResponseFetchableTopicResponse[] {
  const array: FetchResponseFetchableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    array.push({
      topic: r.string(),
      topicId: ZERO_UUID,
      partitions: readFetchResponsePartitionDataArray11(r, r.count(42)),
    });
  }
  return array;
}

function readFetchResponse11(r: Reader): FetchResponse {
  return {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    sessionId: r.int32(),
    responses: readFetchResponseFetchableTopicResponseArray11(r, r.count(6)),
    nodeEndpoints: [],
  };
}

function readFetchResponseAbortedTransactionArrayOrNull12(r: Reader, count: number): FetchResponseAbortedTransaction[] | null {
  if (count < 0) return null;
  const array: FetchResponseAbortedTransaction[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchResponseAbortedTransaction = {
      producerId: r.int64(),
      firstOffset: r.int64(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchResponseEpochEndOffset12(r: Reader): FetchResponseEpochEndOffset {
  const m: FetchResponseEpochEndOffset = {
    epoch: r.int32(),
    endOffset: r.int64(),
  };
  r.skipTags();
  return m;
}

function readFetchResponseLeaderIdAndEpoch12(r: Reader): FetchResponseLeaderIdAndEpoch {
  const m: FetchResponseLeaderIdAndEpoch = {
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readFetchResponseSnapshotId12(r: Reader): FetchResponseSnapshotId {
  const m: FetchResponseSnapshotId = {
    endOffset: r.int64(),
    epoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readFetchResponsePartitionDataArray12(r: Reader, count: number): FetchResponsePartitionData[] {
  const array: FetchResponsePartitionData[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchResponsePartitionData = {
      partitionIndex: r.int32(),
      errorCode: r.int16(),
      highWatermark: r.int64(),
      lastStableOffset: r.int64(),
      logStartOffset: r.int64(),
      divergingEpoch: newFetchResponseEpochEndOffset(),
      currentLeader: newFetchResponseLeaderIdAndEpoch(),
      snapshotId: newFetchResponseSnapshotId(),
      abortedTransactions: readFetchResponseAbortedTransactionArrayOrNull12(r, r.compactCountOrNull(17)),
      preferredReadReplica: r.int32(),
      records: r.compactBytesOrNull(),
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.divergingEpoch = readFetchResponseEpochEndOffset12(r);
          r.expectTagEnd(end);
          break;
        case 1:
          m.currentLeader = readFetchResponseLeaderIdAndEpoch12(r);
          r.expectTagEnd(end);
          break;
        case 2:
          m.snapshotId = readFetchResponseSnapshotId12(r);
          r.expectTagEnd(end);
          break;
        default:
          r.skipTag(tag, end);
      }
    }
    array.push(m);
  }
  return array;
}

function readFetchResponseFetchableTopicResponseArray12(r: Reader, count: number): FetchResponseFetchableTopicResponse[] {
  const array: FetchResponseFetchableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchResponseFetchableTopicResponse = {
      topic: r.compactString(),
      topicId: ZERO_UUID,
      partitions: readFetchResponsePartitionDataArray12(r, r.compactCount(37)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchResponse12(r: Reader): FetchResponse {
  const m: FetchResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    sessionId: r.int32(),
    responses: readFetchResponseFetchableTopicResponseArray12(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  r.keepTags();
  return m;
}

function readFetchResponseFetchableTopicResponseArray13(r: Reader, count: number): FetchResponseFetchableTopicResponse[] {
  const array: FetchResponseFetchableTopicResponse[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchResponseFetchableTopicResponse = {
      topic: '',
      topicId: r.uuid(),
      partitions: readFetchResponsePartitionDataArray12(r, r.compactCount(37)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchResponse13(r: Reader): FetchResponse {
  const m: FetchResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    sessionId: r.int32(),
    responses: readFetchResponseFetchableTopicResponseArray13(r, r.compactCount(18)),
    nodeEndpoints: [],
  };
  r.keepTags();
  return m;
}

function readFetchResponseNodeEndpointArray16(r: Reader, count: number): FetchResponseNodeEndpoint[] {
  const array: FetchResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchResponseNodeEndpoint = {
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.int32(),
      rack: r.compactStringOrNull(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchResponse16(r: Reader): FetchResponse {
  const m: FetchResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    sessionId: r.int32(),
    responses: readFetchResponseFetchableTopicResponseArray13(r, r.compactCount(18)),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readFetchResponseNodeEndpointArray16(r, r.compactCount(11));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeFetchResponseAbortedTransactionArrayOrNull4(w: Writer, array: FetchResponseAbortedTransaction[] | null): void {
  if (array === null) {
    w.count(-1);
    return;
  }
  w.count(array.length);
  for (const m of array) {
    w.int64(m.producerId);
    w.int64(m.firstOffset);
  }
}

function writeFetchResponsePartitionDataArray4(w: Writer, array: FetchResponsePartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.highWatermark);
    w.int64(m.lastStableOffset);
    if (!isDefaultFetchResponseEpochEndOffset(m.divergingEpoch)) throw unsupportedField('FetchResponsePartitionData.divergingEpoch');
    if (!isDefaultFetchResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('FetchResponsePartitionData.currentLeader');
    if (!isDefaultFetchResponseSnapshotId(m.snapshotId)) throw unsupportedField('FetchResponsePartitionData.snapshotId');
    writeFetchResponseAbortedTransactionArrayOrNull4(w, m.abortedTransactions);
    if (m.preferredReadReplica !== -1) throw unsupportedField('FetchResponsePartitionData.preferredReadReplica');
    w.bytesOrNull(m.records);
  }
}

function writeFetchResponseFetchableTopicResponseArray4(w: Writer, array: FetchResponseFetchableTopicResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeFetchResponsePartitionDataArray4(w, m.partitions);
  }
}

function writeFetchResponse4(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.sessionId !== 0) throw unsupportedField('FetchResponse.sessionId');
  writeFetchResponseFetchableTopicResponseArray4(w, m.responses);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints');
}

function writeFetchResponsePartitionDataArray5(w: Writer, array: FetchResponsePartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.highWatermark);
    w.int64(m.lastStableOffset);
    w.int64(m.logStartOffset);
    if (!isDefaultFetchResponseEpochEndOffset(m.divergingEpoch)) throw unsupportedField('FetchResponsePartitionData.divergingEpoch');
    if (!isDefaultFetchResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('FetchResponsePartitionData.currentLeader');
    if (!isDefaultFetchResponseSnapshotId(m.snapshotId)) throw unsupportedField('FetchResponsePartitionData.snapshotId');
    writeFetchResponseAbortedTransactionArrayOrNull4(w, m.abortedTransactions);
    if (m.preferredReadReplica !== -1) throw unsupportedField('FetchResponsePartitionData.preferredReadReplica');
    w.bytesOrNull(m.records);
  }
}

function writeFetchResponseFetchableTopicResponseArray5(w: Writer, array: FetchResponseFetchableTopicResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeFetchResponsePartitionDataArray5(w, m.partitions);
  }
}

function writeFetchResponse5(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  if (m.sessionId !== 0) throw unsupportedField('FetchResponse.sessionId');
  writeFetchResponseFetchableTopicResponseArray5(w, m.responses);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints');
}

function writeFetchResponse7(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.sessionId);
  writeFetchResponseFetchableTopicResponseArray5(w, m.responses);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints');
}

function writeFetchResponsePartitionDataArray11(w: Writer, array: FetchResponsePartitionData[]): void {
  w.count(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.highWatermark);
    w.int64(m.lastStableOffset);
    w.int64(m.logStartOffset);
    if (!isDefaultFetchResponseEpochEndOffset(m.divergingEpoch)) throw unsupportedField('FetchResponsePartitionData.divergingEpoch');
    if (!isDefaultFetchResponseLeaderIdAndEpoch(m.currentLeader)) throw unsupportedField('FetchResponsePartitionData.currentLeader');
    if (!isDefaultFetchResponseSnapshotId(m.snapshotId)) throw unsupportedField('FetchResponsePartitionData.snapshotId');
    writeFetchResponseAbortedTransactionArrayOrNull4(w, m.abortedTransactions);
    w.int32(m.preferredReadReplica);
    w.bytesOrNull(m.records);
  }
}

function writeFetchResponseFetchableTopicResponseArray11(w: Writer, array: FetchResponseFetchableTopicResponse[]): void {
  w.count(array.length);
  for (const m of array) {
    w.string(m.topic);
    writeFetchResponsePartitionDataArray11(w, m.partitions);
  }
}

function writeFetchResponse11(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.sessionId);
  writeFetchResponseFetchableTopicResponseArray11(w, m.responses);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints');
}

function writeFetchResponseAbortedTransactionArrayOrNull12(w: Writer, array: FetchResponseAbortedTransaction[] | null): void {
  if (array === null) {
    w.compactCount(-1);
    return;
  }
  w.compactCount(array.length);
  for (const m of array) {
    w.int64(m.producerId);
    w.int64(m.firstOffset);
    w.uvarint(0);
  }
}

function writeFetchResponseEpochEndOffset12(w: Writer, m: FetchResponseEpochEndOffset): void {
  w.int32(m.epoch);
  w.int64(m.endOffset);
  w.uvarint(0);
}

function writeFetchResponseLeaderIdAndEpoch12(w: Writer, m: FetchResponseLeaderIdAndEpoch): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function writeFetchResponseSnapshotId12(w: Writer, m: FetchResponseSnapshotId): void {
  w.int64(m.endOffset);
  w.int32(m.epoch);
  w.uvarint(0);
}

function writeFetchResponsePartitionDataArray12(w: Writer, array: FetchResponsePartitionData[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partitionIndex);
    w.int16(m.errorCode);
    w.int64(m.highWatermark);
    w.int64(m.lastStableOffset);
    w.int64(m.logStartOffset);
    writeFetchResponseAbortedTransactionArrayOrNull12(w, m.abortedTransactions);
    w.int32(m.preferredReadReplica);
    w.compactBytesOrNull(m.records);
    const has0 = !isDefaultFetchResponseEpochEndOffset(m.divergingEpoch);
    const has1 = !isDefaultFetchResponseLeaderIdAndEpoch(m.currentLeader);
    const has2 = !isDefaultFetchResponseSnapshotId(m.snapshotId);
    w.uvarint(+has0 + +has1 + +has2);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      writeFetchResponseEpochEndOffset12(w, m.divergingEpoch);
      w.endTag(at0);
    }
    if (has1) {
      w.uvarint(1);
      const at1 = w.beginTag();
      writeFetchResponseLeaderIdAndEpoch12(w, m.currentLeader);
      w.endTag(at1);
    }
    if (has2) {
      w.uvarint(2);
      const at2 = w.beginTag();
      writeFetchResponseSnapshotId12(w, m.snapshotId);
      w.endTag(at2);
    }
  }
}

function writeFetchResponseFetchableTopicResponseArray12(w: Writer, array: FetchResponseFetchableTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.topic);
    writeFetchResponsePartitionDataArray12(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchResponse12(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.sessionId);
  writeFetchResponseFetchableTopicResponseArray12(w, m.responses);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints');
  w.uvarint(0);
}

function writeFetchResponseFetchableTopicResponseArray13(w: Writer, array: FetchResponseFetchableTopicResponse[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.uuid(m.topicId);
    writeFetchResponsePartitionDataArray12(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchResponse13(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.sessionId);
  writeFetchResponseFetchableTopicResponseArray13(w, m.responses);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchResponse.nodeEndpoints');
  w.uvarint(0);
}

function writeFetchResponseNodeEndpointArray16(w: Writer, array: FetchResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    w.uvarint(0);
  }
}

function writeFetchResponse16(w: Writer, m: FetchResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int32(m.sessionId);
  writeFetchResponseFetchableTopicResponseArray13(w, m.responses);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeFetchResponseNodeEndpointArray16(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

export const fetchResponse: MessageCodec<FetchResponse> = defineCodec({
  name: 'FetchResponse',
  apiKey: 1,
  type: 'response',
  minVersion: 4,
  flexibleVersion: 12,
  readers: [readFetchResponse4, readFetchResponse5, readFetchResponse5, readFetchResponse7, readFetchResponse7, readFetchResponse7, readFetchResponse7, readFetchResponse11, readFetchResponse12, readFetchResponse13, readFetchResponse13, readFetchResponse13, readFetchResponse16, readFetchResponse16, readFetchResponse16],
  writers: [writeFetchResponse4, writeFetchResponse5, writeFetchResponse5, writeFetchResponse7, writeFetchResponse7, writeFetchResponse7, writeFetchResponse7, writeFetchResponse11, writeFetchResponse12, writeFetchResponse13, writeFetchResponse13, writeFetchResponse13, writeFetchResponse16, writeFetchResponse16, writeFetchResponse16],
});
