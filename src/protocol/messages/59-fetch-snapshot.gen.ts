// generated from 59-fetch-snapshot.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import { NO_BYTES } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface FetchSnapshotRequest {
  clusterId: string | null;
  replicaId: number;
  maxBytes: number;
  topics: FetchSnapshotRequestTopicSnapshot[];
}

export interface FetchSnapshotRequestTopicSnapshot {
  name: string;
  partitions: FetchSnapshotRequestPartitionSnapshot[];
}

export interface FetchSnapshotRequestPartitionSnapshot {
  partition: number;
  currentLeaderEpoch: number;
  snapshotId: FetchSnapshotRequestSnapshotId;
  position: number;
  /** v1+ */
  replicaDirectoryId: string;
}

export interface FetchSnapshotRequestSnapshotId {
  endOffset: number;
  epoch: number;
}

export function newFetchSnapshotRequest(fields?: Partial<FetchSnapshotRequest>): FetchSnapshotRequest {
  return { clusterId: null, replicaId: -1, maxBytes: 2147483647, topics: [], ...fields };
}

export function newFetchSnapshotRequestTopicSnapshot(fields?: Partial<FetchSnapshotRequestTopicSnapshot>): FetchSnapshotRequestTopicSnapshot {
  return { name: '', partitions: [], ...fields };
}

export function newFetchSnapshotRequestPartitionSnapshot(fields?: Partial<FetchSnapshotRequestPartitionSnapshot>): FetchSnapshotRequestPartitionSnapshot {
  return { partition: 0, currentLeaderEpoch: 0, snapshotId: newFetchSnapshotRequestSnapshotId(), position: 0, replicaDirectoryId: ZERO_UUID, ...fields };
}

export function newFetchSnapshotRequestSnapshotId(fields?: Partial<FetchSnapshotRequestSnapshotId>): FetchSnapshotRequestSnapshotId {
  return { endOffset: 0, epoch: 0, ...fields };
}

function readFetchSnapshotRequestSnapshotId0(r: Reader): FetchSnapshotRequestSnapshotId {
  const m: FetchSnapshotRequestSnapshotId = {
    endOffset: r.int64(),
    epoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readFetchSnapshotRequestPartitionSnapshotArray0(r: Reader, count: number): FetchSnapshotRequestPartitionSnapshot[] {
  const array: FetchSnapshotRequestPartitionSnapshot[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotRequestPartitionSnapshot = {
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      snapshotId: readFetchSnapshotRequestSnapshotId0(r),
      position: r.int64(),
      replicaDirectoryId: ZERO_UUID,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchSnapshotRequestTopicSnapshotArray0(r: Reader, count: number): FetchSnapshotRequestTopicSnapshot[] {
  const array: FetchSnapshotRequestTopicSnapshot[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotRequestTopicSnapshot = {
      name: r.compactString(),
      partitions: readFetchSnapshotRequestPartitionSnapshotArray0(r, r.compactCount(30)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchSnapshotRequest0(r: Reader): FetchSnapshotRequest {
  const m: FetchSnapshotRequest = {
    clusterId: null,
    replicaId: r.int32(),
    maxBytes: r.int32(),
    topics: readFetchSnapshotRequestTopicSnapshotArray0(r, r.compactCount(3)),
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

function readFetchSnapshotRequestPartitionSnapshotArray1(r: Reader, count: number): FetchSnapshotRequestPartitionSnapshot[] {
  const array: FetchSnapshotRequestPartitionSnapshot[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotRequestPartitionSnapshot = {
      partition: r.int32(),
      currentLeaderEpoch: r.int32(),
      snapshotId: readFetchSnapshotRequestSnapshotId0(r),
      position: r.int64(),
      replicaDirectoryId: ZERO_UUID,
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

function readFetchSnapshotRequestTopicSnapshotArray1(r: Reader, count: number): FetchSnapshotRequestTopicSnapshot[] {
  const array: FetchSnapshotRequestTopicSnapshot[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotRequestTopicSnapshot = {
      name: r.compactString(),
      partitions: readFetchSnapshotRequestPartitionSnapshotArray1(r, r.compactCount(30)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchSnapshotRequest1(r: Reader): FetchSnapshotRequest {
  const m: FetchSnapshotRequest = {
    clusterId: null,
    replicaId: r.int32(),
    maxBytes: r.int32(),
    topics: readFetchSnapshotRequestTopicSnapshotArray1(r, r.compactCount(3)),
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

function writeFetchSnapshotRequestSnapshotId0(w: Writer, m: FetchSnapshotRequestSnapshotId): void {
  w.int64(m.endOffset);
  w.int32(m.epoch);
  w.uvarint(0);
}

function writeFetchSnapshotRequestPartitionSnapshotArray0(w: Writer, array: FetchSnapshotRequestPartitionSnapshot[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    writeFetchSnapshotRequestSnapshotId0(w, m.snapshotId);
    w.int64(m.position);
    w.uvarint(0);
  }
}

function writeFetchSnapshotRequestTopicSnapshotArray0(w: Writer, array: FetchSnapshotRequestTopicSnapshot[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeFetchSnapshotRequestPartitionSnapshotArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchSnapshotRequest0(w: Writer, m: FetchSnapshotRequest): void {
  w.int32(m.replicaId);
  w.int32(m.maxBytes);
  writeFetchSnapshotRequestTopicSnapshotArray0(w, m.topics);
  const has0 = m.clusterId !== null;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
}

function writeFetchSnapshotRequestPartitionSnapshotArray1(w: Writer, array: FetchSnapshotRequestPartitionSnapshot[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.partition);
    w.int32(m.currentLeaderEpoch);
    writeFetchSnapshotRequestSnapshotId0(w, m.snapshotId);
    w.int64(m.position);
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

function writeFetchSnapshotRequestTopicSnapshotArray1(w: Writer, array: FetchSnapshotRequestTopicSnapshot[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeFetchSnapshotRequestPartitionSnapshotArray1(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchSnapshotRequest1(w: Writer, m: FetchSnapshotRequest): void {
  w.int32(m.replicaId);
  w.int32(m.maxBytes);
  writeFetchSnapshotRequestTopicSnapshotArray1(w, m.topics);
  const has0 = m.clusterId !== null;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    w.compactStringOrNull(m.clusterId);
    w.endTag(at0);
  }
}

export const fetchSnapshotRequest: MessageCodec<FetchSnapshotRequest> = defineCodec({
  name: 'FetchSnapshotRequest',
  apiKey: 59,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readFetchSnapshotRequest0, readFetchSnapshotRequest1],
  writers: [writeFetchSnapshotRequest0, writeFetchSnapshotRequest1],
});

export interface FetchSnapshotResponse {
  throttleTimeMs: number;
  errorCode: number;
  topics: FetchSnapshotResponseTopicSnapshot[];
  /** v1+ */
  nodeEndpoints: FetchSnapshotResponseNodeEndpoint[];
}

export interface FetchSnapshotResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
}

export interface FetchSnapshotResponseTopicSnapshot {
  name: string;
  partitions: FetchSnapshotResponsePartitionSnapshot[];
}

export interface FetchSnapshotResponsePartitionSnapshot {
  index: number;
  errorCode: number;
  snapshotId: FetchSnapshotResponseSnapshotId;
  currentLeader: FetchSnapshotResponseLeaderIdAndEpoch;
  size: number;
  position: number;
  unalignedRecords: Uint8Array;
}

export interface FetchSnapshotResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface FetchSnapshotResponseSnapshotId {
  endOffset: number;
  epoch: number;
}

export function newFetchSnapshotResponse(fields?: Partial<FetchSnapshotResponse>): FetchSnapshotResponse {
  return { throttleTimeMs: 0, errorCode: 0, topics: [], nodeEndpoints: [], ...fields };
}

export function newFetchSnapshotResponseNodeEndpoint(fields?: Partial<FetchSnapshotResponseNodeEndpoint>): FetchSnapshotResponseNodeEndpoint {
  return { nodeId: 0, host: '', port: 0, ...fields };
}

export function newFetchSnapshotResponseTopicSnapshot(fields?: Partial<FetchSnapshotResponseTopicSnapshot>): FetchSnapshotResponseTopicSnapshot {
  return { name: '', partitions: [], ...fields };
}

export function newFetchSnapshotResponsePartitionSnapshot(fields?: Partial<FetchSnapshotResponsePartitionSnapshot>): FetchSnapshotResponsePartitionSnapshot {
  return { index: 0, errorCode: 0, snapshotId: newFetchSnapshotResponseSnapshotId(), currentLeader: newFetchSnapshotResponseLeaderIdAndEpoch(), size: 0, position: 0, unalignedRecords: NO_BYTES, ...fields };
}

export function newFetchSnapshotResponseLeaderIdAndEpoch(fields?: Partial<FetchSnapshotResponseLeaderIdAndEpoch>): FetchSnapshotResponseLeaderIdAndEpoch {
  return { leaderId: 0, leaderEpoch: 0, ...fields };
}

export function newFetchSnapshotResponseSnapshotId(fields?: Partial<FetchSnapshotResponseSnapshotId>): FetchSnapshotResponseSnapshotId {
  return { endOffset: 0, epoch: 0, ...fields };
}

function isDefaultFetchSnapshotResponseLeaderIdAndEpoch(m: FetchSnapshotResponseLeaderIdAndEpoch): boolean {
  return !(m.leaderId !== 0 || m.leaderEpoch !== 0);
}

function readFetchSnapshotResponseSnapshotId0(r: Reader): FetchSnapshotResponseSnapshotId {
  const m: FetchSnapshotResponseSnapshotId = {
    endOffset: r.int64(),
    epoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readFetchSnapshotResponseLeaderIdAndEpoch0(r: Reader): FetchSnapshotResponseLeaderIdAndEpoch {
  const m: FetchSnapshotResponseLeaderIdAndEpoch = {
    leaderId: r.int32(),
    leaderEpoch: r.int32(),
  };
  r.skipTags();
  return m;
}

function readFetchSnapshotResponsePartitionSnapshotArray0(r: Reader, count: number): FetchSnapshotResponsePartitionSnapshot[] {
  const array: FetchSnapshotResponsePartitionSnapshot[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotResponsePartitionSnapshot = {
      index: r.int32(),
      errorCode: r.int16(),
      snapshotId: readFetchSnapshotResponseSnapshotId0(r),
      currentLeader: newFetchSnapshotResponseLeaderIdAndEpoch(),
      size: r.int64(),
      position: r.int64(),
      unalignedRecords: r.compactBytes(),
    };
    for (let tags = r.tagCount(); tags > 0; tags--) {
      const tag = r.uvarint();
      const end = r.tagEnd();
      switch (tag) {
        case 0:
          m.currentLeader = readFetchSnapshotResponseLeaderIdAndEpoch0(r);
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

function readFetchSnapshotResponseTopicSnapshotArray0(r: Reader, count: number): FetchSnapshotResponseTopicSnapshot[] {
  const array: FetchSnapshotResponseTopicSnapshot[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotResponseTopicSnapshot = {
      name: r.compactString(),
      partitions: readFetchSnapshotResponsePartitionSnapshotArray0(r, r.compactCount(37)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchSnapshotResponse0(r: Reader): FetchSnapshotResponse {
  const m: FetchSnapshotResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    topics: readFetchSnapshotResponseTopicSnapshotArray0(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  r.keepTags();
  return m;
}

function readFetchSnapshotResponseNodeEndpointArray1(r: Reader, count: number): FetchSnapshotResponseNodeEndpoint[] {
  const array: FetchSnapshotResponseNodeEndpoint[] = [];
  for (let i = 0; i < count; i++) {
    const m: FetchSnapshotResponseNodeEndpoint = {
      nodeId: r.int32(),
      host: r.compactString(),
      port: r.uint16(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readFetchSnapshotResponse1(r: Reader): FetchSnapshotResponse {
  const m: FetchSnapshotResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    topics: readFetchSnapshotResponseTopicSnapshotArray0(r, r.compactCount(3)),
    nodeEndpoints: [],
  };
  for (let tags = r.tagCount(); tags > 0; tags--) {
    const tag = r.uvarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        m.nodeEndpoints = readFetchSnapshotResponseNodeEndpointArray1(r, r.compactCount(8));
        r.expectTagEnd(end);
        break;
      default:
        r.keepTag(tag, end);
    }
  }
  return m;
}

function writeFetchSnapshotResponseSnapshotId0(w: Writer, m: FetchSnapshotResponseSnapshotId): void {
  w.int64(m.endOffset);
  w.int32(m.epoch);
  w.uvarint(0);
}

function writeFetchSnapshotResponseLeaderIdAndEpoch0(w: Writer, m: FetchSnapshotResponseLeaderIdAndEpoch): void {
  w.int32(m.leaderId);
  w.int32(m.leaderEpoch);
  w.uvarint(0);
}

function writeFetchSnapshotResponsePartitionSnapshotArray0(w: Writer, array: FetchSnapshotResponsePartitionSnapshot[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.index);
    w.int16(m.errorCode);
    writeFetchSnapshotResponseSnapshotId0(w, m.snapshotId);
    w.int64(m.size);
    w.int64(m.position);
    w.compactBytes(m.unalignedRecords);
    const has0 = !isDefaultFetchSnapshotResponseLeaderIdAndEpoch(m.currentLeader);
    w.uvarint(+has0);
    if (has0) {
      w.uvarint(0);
      const at0 = w.beginTag();
      writeFetchSnapshotResponseLeaderIdAndEpoch0(w, m.currentLeader);
      w.endTag(at0);
    }
  }
}

function writeFetchSnapshotResponseTopicSnapshotArray0(w: Writer, array: FetchSnapshotResponseTopicSnapshot[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    writeFetchSnapshotResponsePartitionSnapshotArray0(w, m.partitions);
    w.uvarint(0);
  }
}

function writeFetchSnapshotResponse0(w: Writer, m: FetchSnapshotResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeFetchSnapshotResponseTopicSnapshotArray0(w, m.topics);
  if (m.nodeEndpoints.length !== 0) throw unsupportedField('FetchSnapshotResponse.nodeEndpoints');
  w.uvarint(0);
}

function writeFetchSnapshotResponseNodeEndpointArray1(w: Writer, array: FetchSnapshotResponseNodeEndpoint[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.nodeId);
    w.compactString(m.host);
    w.uint16(m.port);
    w.uvarint(0);
  }
}

function writeFetchSnapshotResponse1(w: Writer, m: FetchSnapshotResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  writeFetchSnapshotResponseTopicSnapshotArray0(w, m.topics);
  const has0 = m.nodeEndpoints.length !== 0;
  w.uvarint(+has0);
  if (has0) {
    w.uvarint(0);
    const at0 = w.beginTag();
    writeFetchSnapshotResponseNodeEndpointArray1(w, m.nodeEndpoints);
    w.endTag(at0);
  }
}

export const fetchSnapshotResponse: MessageCodec<FetchSnapshotResponse> = defineCodec({
  name: 'FetchSnapshotResponse',
  apiKey: 59,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readFetchSnapshotResponse0, readFetchSnapshotResponse1],
  writers: [writeFetchSnapshotResponse0, writeFetchSnapshotResponse1],
});
