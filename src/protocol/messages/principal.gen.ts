// generated from principal.schema by tools/codegen: change that and run `npm run generate`
import type { MessageCodec } from '../message-codec.ts';
import { defineCodec } from '../message-codec.ts';
import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface DefaultPrincipalData {
  type: string;
  name: string;
  tokenAuthenticated: boolean;
}

export function newDefaultPrincipalData(fields?: Partial<DefaultPrincipalData>): DefaultPrincipalData {
  return { type: '', name: '', tokenAuthenticated: false, ...fields };
}

function readDefaultPrincipalData0(r: Reader): DefaultPrincipalData {
  const m: DefaultPrincipalData = {
    type: r.compactString(),
    name: r.compactString(),
    tokenAuthenticated: r.boolean(),
  };
  r.keepTags();
  return m;
}

function writeDefaultPrincipalData0(w: Writer, m: DefaultPrincipalData): void {
  w.compactString(m.type);
  w.compactString(m.name);
  w.boolean(m.tokenAuthenticated);
  w.uvarint(0);
}

export const defaultPrincipalData: MessageCodec<DefaultPrincipalData> = defineCodec({
  name: 'DefaultPrincipalData',
  apiKey: -1,
  type: 'data',
  minVersion: 0,
  flexibleVersion: 0,
  readers: [readDefaultPrincipalData0],
  writers: [writeDefaultPrincipalData0],
});
