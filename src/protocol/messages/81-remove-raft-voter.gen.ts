// generated from 81-remove-raft-voter.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import { ZERO_UUID } from '../uuid.ts';
import type { Writer } from '../writer.ts';

export interface RemoveRaftVoterRequest {
  clusterId: string | null;
  voterId: number;
  voterDirectoryId: string;
}

export function newRemoveRaftVoterRequest(fields?: Partial<RemoveRaftVoterRequest>): RemoveRaftVoterRequest {
  return { clusterId: '', voterId: 0, voterDirectoryId: ZERO_UUID, ...fields };
}

function readRemoveRaftVoterRequest0(r: Reader): RemoveRaftVoterRequest {
  const m: RemoveRaftVoterRequest = {
    clusterId: r.compactStringOrNull(),
    voterId: r.int32(),
    voterDirectoryId: r.uuid(),
  };
  r.keepTags();
  return m;
}

function writeRemoveRaftVoterRequest0(w: Writer, m: RemoveRaftVoterRequest): void {
  w.compactStringOrNull(m.clusterId);
  w.int32(m.voterId);
  w.uuid(m.voterDirectoryId);
  w.uvarint(0);
}

export const removeRaftVoterRequest: MessageCodec<RemoveRaftVoterRequest> = defineCodec({
  name: 'RemoveRaftVoterRequest',
  apiKey: 81,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRemoveRaftVoterRequest0],
  writers: [writeRemoveRaftVoterRequest0],
});

export interface RemoveRaftVoterResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newRemoveRaftVoterResponse(fields?: Partial<RemoveRaftVoterResponse>): RemoveRaftVoterResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: '', ...fields };
}

function readRemoveRaftVoterResponse0(r: Reader): RemoveRaftVoterResponse {
  const m: RemoveRaftVoterResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeRemoveRaftVoterResponse0(w: Writer, m: RemoveRaftVoterResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const removeRaftVoterResponse: MessageCodec<RemoveRaftVoterResponse> = defineCodec({
  name: 'RemoveRaftVoterResponse',
  apiKey: 81,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readRemoveRaftVoterResponse0],
  writers: [writeRemoveRaftVoterResponse0],
});
