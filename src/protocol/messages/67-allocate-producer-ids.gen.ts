// generated from 67-allocate-producer-ids.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface AllocateProducerIdsRequest {
  brokerId: number;
  brokerEpoch: number;
}

export function newAllocateProducerIdsRequest(fields?: Partial<AllocateProducerIdsRequest>): AllocateProducerIdsRequest {
  return { brokerId: 0, brokerEpoch: -1, ...fields };
}

function readAllocateProducerIdsRequest0(r: Reader): AllocateProducerIdsRequest {
  const m: AllocateProducerIdsRequest = {
    brokerId: r.int32(),
    brokerEpoch: r.int64(),
  };
  r.keepTags();
  return m;
}

function writeAllocateProducerIdsRequest0(w: Writer, m: AllocateProducerIdsRequest): void {
  w.int32(m.brokerId);
  w.int64(m.brokerEpoch);
  w.uvarint(0);
}

export const allocateProducerIdsRequest: MessageCodec<AllocateProducerIdsRequest> = defineCodec({
  name: 'AllocateProducerIdsRequest',
  apiKey: 67,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAllocateProducerIdsRequest0],
  writers: [writeAllocateProducerIdsRequest0],
});

export interface AllocateProducerIdsResponse {
  throttleTimeMs: number;
  errorCode: number;
  producerIdStart: number;
  producerIdLen: number;
}

export function newAllocateProducerIdsResponse(fields?: Partial<AllocateProducerIdsResponse>): AllocateProducerIdsResponse {
  return { throttleTimeMs: 0, errorCode: 0, producerIdStart: 0, producerIdLen: 0, ...fields };
}

function readAllocateProducerIdsResponse0(r: Reader): AllocateProducerIdsResponse {
  const m: AllocateProducerIdsResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    producerIdStart: r.int64(),
    producerIdLen: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeAllocateProducerIdsResponse0(w: Writer, m: AllocateProducerIdsResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.int64(m.producerIdStart);
  w.int32(m.producerIdLen);
  w.uvarint(0);
}

export const allocateProducerIdsResponse: MessageCodec<AllocateProducerIdsResponse> = defineCodec({
  name: 'AllocateProducerIdsResponse',
  apiKey: 67,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readAllocateProducerIdsResponse0],
  writers: [writeAllocateProducerIdsResponse0],
});
