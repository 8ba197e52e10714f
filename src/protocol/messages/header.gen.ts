// generated from header.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface RequestHeader {
  requestApiKey: number;
  requestApiVersion: number;
  correlationId: number;
  clientId: string | null;
}

export function newRequestHeader(fields?: Partial<RequestHeader>): RequestHeader {
  return { requestApiKey: 0, requestApiVersion: 0, correlationId: 0, clientId: '', ...fields };
}

function readRequestHeader1(r: Reader): RequestHeader {
  return {
    requestApiKey: r.int16(),
    requestApiVersion: r.int16(),
    correlationId: r.int32(),
    clientId: r.stringOrNull(),
  };
}

function readRequestHeader2(r: Reader): RequestHeader {
  const m: RequestHeader = {
    requestApiKey: r.int16(),
    requestApiVersion: r.int16(),
    correlationId: r.int32(),
    clientId: r.stringOrNull(),
  };
  r.keepTags();
  return m;
}

function writeRequestHeader1(w: Writer, m: RequestHeader): void {
  w.int16(m.requestApiKey);
  w.int16(m.requestApiVersion);
  w.int32(m.correlationId);
  w.stringOrNull(m.clientId);
}

function writeRequestHeader2(w: Writer, m: RequestHeader): void {
  w.int16(m.requestApiKey);
  w.int16(m.requestApiVersion);
  w.int32(m.correlationId);
  w.stringOrNull(m.clientId);
  w.uvarint(0);
}

export const requestHeader: MessageCodec<RequestHeader> = defineCodec({
  name: 'RequestHeader',
  apiKey: -1,
  type: 'header',
  minVersion: 1,
  flexibleVersion: 2,
  readers: [readRequestHeader1, readRequestHeader2],
  writers: [writeRequestHeader1, writeRequestHeader2],
});

export interface ResponseHeader {
  correlationId: number;
}

export function newResponseHeader(fields?: Partial<ResponseHeader>): ResponseHeader {
  return { correlationId: 0, ...fields };
}

function readResponseHeader0(r: Reader): ResponseHeader {
  return {
    correlationId: r.int32(),
  };
}

function readResponseHeader1(r: Reader): ResponseHeader {
  const m: ResponseHeader = {
    correlationId: r.int32(),
  };
  r.keepTags();
  return m;
}

function writeResponseHeader0(w: Writer, m: ResponseHeader): void {
  w.int32(m.correlationId);
}

function writeResponseHeader1(w: Writer, m: ResponseHeader): void {
  w.int32(m.correlationId);
  w.uvarint(0);
}

export const responseHeader: MessageCodec<ResponseHeader> = defineCodec({
  name: 'ResponseHeader',
  apiKey: -1,
  type: 'header',
  minVersion: 0,
  flexibleVersion: 1,
  readers: [readResponseHeader0, readResponseHeader1],
  writers: [writeResponseHeader0, writeResponseHeader1],
});
