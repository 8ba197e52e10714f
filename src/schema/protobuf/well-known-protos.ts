/** The files that schemas import without a reference: read once, and only when one of them is asked for. */
import { parseProto } from './parse-proto.ts';
import type { ProtoFile } from './proto-ast.ts';
import { GOOGLE_PROTOBUF } from './well-known-google-protobuf.ts';
import { WELL_KNOWN_TYPES } from './well-known-types.ts';

const texts: ReadonlyMap<string, string> = new Map([...GOOGLE_PROTOBUF, ...WELL_KNOWN_TYPES]);
const parsed = new Map<string, ProtoFile>();

/** Null where the name is none of theirs. */
export function wellKnownProto(name: string): ProtoFile | null {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const text = texts.get(name);
  if (text === undefined) return null;
  const proto = parseProto(text);
  parsed.set(name, proto);
  return proto;
}

export function wellKnownNames(): readonly string[] {
  return [...texts.keys()];
}
