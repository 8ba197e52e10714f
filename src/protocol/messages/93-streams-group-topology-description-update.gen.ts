// generated from 93-streams-group-topology-description-update.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface StreamsGroupTopologyDescriptionUpdateRequest {
  groupId: string;
  memberId: string;
  topologyEpoch: number;
  topologyDescription: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription;
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  source: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode;
  processor: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode;
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  name: string;
  nodeType: number;
  sourceTopics: string[];
  sinkTopic: string | null;
  stores: string[];
  successors: string[];
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  subtopologyId: string;
  nodes: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[];
}

export interface StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  subtopologies: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[];
  globalStores: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[];
}

export function newStreamsGroupTopologyDescriptionUpdateRequest(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequest>): StreamsGroupTopologyDescriptionUpdateRequest {
  return { groupId: '', memberId: '', topologyEpoch: 0, topologyDescription: newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(), ...fields };
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore {
  return { source: newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(), processor: newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(), ...fields };
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  return { name: '', nodeType: 0, sourceTopics: [], sinkTopic: null, stores: [], successors: [], ...fields };
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology {
  return { subtopologyId: '', nodes: [], ...fields };
}

export function newStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription(fields?: Partial<StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription>): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  return { subtopologies: [], globalStores: [], ...fields };
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeArray0(r: Reader, count: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[] {
  const array: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode = {
      name: r.compactString(),
      nodeType: r.int8(),
      sourceTopics: r.compactStrings(r.compactCount(1)),
      sinkTopic: r.compactStringOrNull(),
      stores: r.compactStrings(r.compactCount(1)),
      successors: r.compactStrings(r.compactCount(1)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyArray0(r: Reader, count: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[] {
  const array: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology = {
      subtopologyId: r.compactString(),
      nodes: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeArray0(r, r.compactCount(7)),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode0(r: Reader): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode = {
    name: r.compactString(),
    nodeType: r.int8(),
    sourceTopics: r.compactStrings(r.compactCount(1)),
    sinkTopic: r.compactStringOrNull(),
    stores: r.compactStrings(r.compactCount(1)),
    successors: r.compactStrings(r.compactCount(1)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreArray0(r: Reader, count: number): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[] {
  const array: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[] = [];
  for (let i = 0; i < count; i++) {
    const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore = {
      source: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode0(r),
      processor: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode0(r),
    };
    r.skipTags();
    array.push(m);
  }
  return array;
}

function readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription0(r: Reader): StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription {
  const m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription = {
    subtopologies: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyArray0(r, r.compactCount(3)),
    globalStores: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreArray0(r, r.compactCount(15)),
  };
  r.skipTags();
  return m;
}

function readStreamsGroupTopologyDescriptionUpdateRequest0(r: Reader): StreamsGroupTopologyDescriptionUpdateRequest {
  const m: StreamsGroupTopologyDescriptionUpdateRequest = {
    groupId: r.compactString(),
    memberId: r.compactString(),
    topologyEpoch: r.int32(),
    topologyDescription: readStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription0(r),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeArray0(w: Writer, array: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.name);
    w.int8(m.nodeType);
    w.compactCount(m.sourceTopics.length);
    w.compactStrings(m.sourceTopics);
    w.compactStringOrNull(m.sinkTopic);
    w.compactCount(m.stores.length);
    w.compactStrings(m.stores);
    w.compactCount(m.successors.length);
    w.compactStrings(m.successors);
    w.uvarint(0);
  }
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyArray0(w: Writer, array: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopology[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    w.compactString(m.subtopologyId);
    writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNodeArray0(w, m.nodes);
    w.uvarint(0);
  }
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode0(w: Writer, m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode): void {
  w.compactString(m.name);
  w.int8(m.nodeType);
  w.compactCount(m.sourceTopics.length);
  w.compactStrings(m.sourceTopics);
  w.compactStringOrNull(m.sinkTopic);
  w.compactCount(m.stores.length);
  w.compactStrings(m.stores);
  w.compactCount(m.successors.length);
  w.compactStrings(m.successors);
  w.uvarint(0);
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreArray0(w: Writer, array: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStore[]): void {
  w.compactCount(array.length);
  for (const m of array) {
    writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode0(w, m.source);
    writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionNode0(w, m.processor);
    w.uvarint(0);
  }
}

function writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription0(w: Writer, m: StreamsGroupTopologyDescriptionUpdateRequestTopologyDescription): void {
  writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionSubtopologyArray0(w, m.subtopologies);
  writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescriptionGlobalStoreArray0(w, m.globalStores);
  w.uvarint(0);
}

function writeStreamsGroupTopologyDescriptionUpdateRequest0(w: Writer, m: StreamsGroupTopologyDescriptionUpdateRequest): void {
  w.compactString(m.groupId);
  w.compactString(m.memberId);
  w.int32(m.topologyEpoch);
  writeStreamsGroupTopologyDescriptionUpdateRequestTopologyDescription0(w, m.topologyDescription);
  w.uvarint(0);
}

export const streamsGroupTopologyDescriptionUpdateRequest: MessageCodec<StreamsGroupTopologyDescriptionUpdateRequest> = defineCodec({
  name: 'StreamsGroupTopologyDescriptionUpdateRequest',
  apiKey: 93,
  type: 'request',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupTopologyDescriptionUpdateRequest0],
  writers: [writeStreamsGroupTopologyDescriptionUpdateRequest0],
});

export interface StreamsGroupTopologyDescriptionUpdateResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}

export function newStreamsGroupTopologyDescriptionUpdateResponse(fields?: Partial<StreamsGroupTopologyDescriptionUpdateResponse>): StreamsGroupTopologyDescriptionUpdateResponse {
  return { throttleTimeMs: 0, errorCode: 0, errorMessage: null, ...fields };
}

function readStreamsGroupTopologyDescriptionUpdateResponse0(r: Reader): StreamsGroupTopologyDescriptionUpdateResponse {
  const m: StreamsGroupTopologyDescriptionUpdateResponse = {
    throttleTimeMs: r.int32(),
    errorCode: r.int16(),
    errorMessage: r.compactStringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeStreamsGroupTopologyDescriptionUpdateResponse0(w: Writer, m: StreamsGroupTopologyDescriptionUpdateResponse): void {
  w.int32(m.throttleTimeMs);
  w.int16(m.errorCode);
  w.compactStringOrNull(m.errorMessage);
  w.uvarint(0);
}

export const streamsGroupTopologyDescriptionUpdateResponse: MessageCodec<StreamsGroupTopologyDescriptionUpdateResponse> = defineCodec({
  name: 'StreamsGroupTopologyDescriptionUpdateResponse',
  apiKey: 93,
  type: 'response',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readStreamsGroupTopologyDescriptionUpdateResponse0],
  writers: [writeStreamsGroupTopologyDescriptionUpdateResponse0],
});
