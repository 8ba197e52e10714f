// generated from 60-describe-cluster.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import { unsupportedField } from '../protocol-error.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean;
  /** v1+ */
  endpointType: number;
  /** v2+ */
  includeFencedBrokers: boolean;
}

export function newDescribeClusterRequest(fields?: Partial<DescribeClusterRequest>): DescribeClusterRequest {
  return { includeClusterAuthorizedOperations: false, endpointType: 1, includeFencedBrokers: false, ...fields };
}

function readDescribeClusterRequest0(r: Reader): DescribeClusterRequest {
  const m: DescribeClusterRequest = {
    includeClusterAuthorizedOperations: r.boolean(),
    endpointType: 1,
    includeFencedBrokers: false,
  };
  r.keepTags();
  return m;
}

function readDescribeClusterRequest1(r: Reader): DescribeClusterRequest {
  const m: DescribeClusterRequest = {
    includeClusterAuthorizedOperations: r.boolean(),
    endpointType: r.int8(),
    includeFencedBrokers: false,
  };
  r.keepTags();
  return m;
}

function readDescribeClusterRequest2(r: Reader): DescribeClusterRequest {
  const m: DescribeClusterRequest = {
    includeClusterAuthorizedOperations: r.boolean(),
    endpointType: r.int8(),
    includeFencedBrokers: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeDescribeClusterRequest0(w: Writer, m: DescribeClusterRequest): void {
  w.boolean(m.includeClusterAuthorizedOperations);
  if (m.endpointType !== 1) throw unsupportedField('DescribeClusterRequest.endpointType');
  if (m.includeFencedBrokers !== false) throw unsupportedField('DescribeClusterRequest.includeFencedBrokers');
  w.uvarint(0);
}

function writeDescribeClusterRequest1(w: Writer, m: DescribeClusterRequest): void {
  w.boolean(m.includeClusterAuthorizedOperations);
  w.int8(m.endpointType);
  if (m.includeFencedBrokers !== false) throw unsupportedField('DescribeClusterRequest.includeFencedBrokers');
  w.uvarint(0);
}

function writeDescribeClusterRequest2(w: Writer, m: DescribeClusterRequest): void {
  w.boolean(m.includeClusterAuthorizedOperations);
  w.int8(m.endpointType);
  w.boolean(m.includeFencedBrokers);
  w.uvarint(0);
}

export const describeClusterRequest: MessageCodec<DescribeClusterRequest> = defineCodec({
  name: 'DescribeClusterRequest',
  apiKey: 60,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeClusterRequest0, readDescribeClusterRequest1, readDescribeClusterRequest2],
  writers: [writeDescribeClusterRequest0, writeDescribeClusterRequest1, writeDescribeClusterRequest2],
});

export interface DescribeClusterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
  /** v1+ */
  endpointType: number;
  clusterId: string;
  controllerId: number;
  brokers: DescribeClusterResponseBroker[];
  clusterAuthorizedOperations: number;
}

export interface DescribeClusterResponseBroker {
  brokerId: number;
  host: string;
  port: number;
  rack: string | null;
  /** v2+ */
  isFenced: boolean;
}

export function newDescribeClusterResponse(fields?: Partial<DescribeClusterResponse>): DescribeClusterResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, endpointType: 1, clusterId: '', controllerId: -1, brokers: [], clusterAuthorizedOperations: -2147483648, ...fields };
}

export function newDescribeClusterResponseBroker(fields?: Partial<DescribeClusterResponseBroker>): DescribeClusterResponseBroker {
  return { brokerId: 0, host: '', port: 0, rack: null, isFenced: false, ...fields };
}

function readDescribeClusterResponseBrokerArray0(r: Reader, count: number): DescribeClusterResponseBroker[] {
  const array: DescribeClusterResponseBroker[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeClusterResponseBroker = {
      brokerId: r.int32(),
      host: r.compactString(),
      port: r.int32(),
      rack: r.compactStringOrNull(),
      isFenced: false,
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeClusterResponse0(r: Reader): DescribeClusterResponse {
  const m: DescribeClusterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    endpointType: 1,
    clusterId: r.compactString(),
    controllerId: r.int32(),
    brokers: readDescribeClusterResponseBrokerArray0(r, r.compactCount(11)),
    clusterAuthorizedOperations: r.int32(),
  };
  r.keepTags();
  return m;
}

function readDescribeClusterResponse1(r: Reader): DescribeClusterResponse {
  const m: DescribeClusterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    endpointType: r.int8(),
    clusterId: r.compactString(),
    controllerId: r.int32(),
    brokers: readDescribeClusterResponseBrokerArray0(r, r.compactCount(11)),
    clusterAuthorizedOperations: r.int32(),
  };
  r.keepTags();
  return m;
}

function readDescribeClusterResponseBrokerArray2(r: Reader, count: number): DescribeClusterResponseBroker[] {
  const array: DescribeClusterResponseBroker[] = [];
  for (let i = 0; i < count; i++) {
    const m: DescribeClusterResponseBroker = {
      brokerId: r.int32(),
      host: r.compactString(),
      port: r.int32(),
      rack: r.compactStringOrNull(),
      isFenced: r.boolean(),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readDescribeClusterResponse2(r: Reader): DescribeClusterResponse {
  const m: DescribeClusterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
    endpointType: r.int8(),
    clusterId: r.compactString(),
    controllerId: r.int32(),
    brokers: readDescribeClusterResponseBrokerArray2(r, r.compactCount(12)),
    clusterAuthorizedOperations: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeDescribeClusterResponseBrokerArray0(w: Writer, array: DescribeClusterResponseBroker[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.brokerId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    if (m.isFenced !== false) throw unsupportedField('DescribeClusterResponseBroker.isFenced');
    w.uvarint(0);
  }
}

function writeDescribeClusterResponse0(w: Writer, m: DescribeClusterResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  if (m.endpointType !== 1) throw unsupportedField('DescribeClusterResponse.endpointType');
  w.compactString(m.clusterId);
  w.int32(m.controllerId);
  writeDescribeClusterResponseBrokerArray0(w, m.brokers);
  w.int32(m.clusterAuthorizedOperations);
  w.uvarint(0);
}

function writeDescribeClusterResponse1(w: Writer, m: DescribeClusterResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.int8(m.endpointType);
  w.compactString(m.clusterId);
  w.int32(m.controllerId);
  writeDescribeClusterResponseBrokerArray0(w, m.brokers);
  w.int32(m.clusterAuthorizedOperations);
  w.uvarint(0);
}

function writeDescribeClusterResponseBrokerArray2(w: Writer, array: DescribeClusterResponseBroker[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.int32(m.brokerId);
    w.compactString(m.host);
    w.int32(m.port);
    w.compactStringOrNull(m.rack);
    w.boolean(m.isFenced);
    w.uvarint(0);
  }
}

function writeDescribeClusterResponse2(w: Writer, m: DescribeClusterResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.int8(m.endpointType);
  w.compactString(m.clusterId);
  w.int32(m.controllerId);
  writeDescribeClusterResponseBrokerArray2(w, m.brokers);
  w.int32(m.clusterAuthorizedOperations);
  w.uvarint(0);
}

export const describeClusterResponse: MessageCodec<DescribeClusterResponse> = defineCodec({
  name: 'DescribeClusterResponse',
  apiKey: 60,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDescribeClusterResponse0, readDescribeClusterResponse1, readDescribeClusterResponse2],
  writers: [writeDescribeClusterResponse0, writeDescribeClusterResponse1, writeDescribeClusterResponse2],
});
