/**
 * The message definitions as objects: what `parse.ts` makes of the `.schema` files, and what everything else here
 * works on. Versions are inclusive, and always clipped to those of the enclosing struct.
 */
export interface VersionRange {
  from: number;
  to: number;
}

export const PRIMITIVES = [
  'bool',
  'int8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'bits64',
  'float64',
  'uuid',
  'string',
  'bytes',
  'records',
] as const;
export type Primitive = (typeof PRIMITIVES)[number];

export interface Field {
  name: string;
  /** The type of the value or, of an array, of its elements. */
  type: Primitive | Struct;
  isArray: boolean;
  versions: VersionRange;
  /** Versions in which the value may be null. */
  nullable: VersionRange | null;
  tag: number | null;
  default: DefaultValue;
  /** Whether a value that differs from the default may be dropped in versions that lack the field. */
  ignorable: boolean;
  /** Not compact, even in flexible versions. */
  inflexible: boolean;
}

/** `empty` is an array or bytes of no elements, or a struct whose fields all have their defaults. */
export type DefaultValue =
  | { kind: 'null' }
  | { kind: 'empty' }
  | { kind: 'value'; value: number | bigint | string | boolean };

export interface Struct {
  /** The name in the definition; the interface is named after the message and this. */
  name: string;
  interfaceName: string;
  versions: VersionRange;
  fields: Field[];
}

export type MessageKind = 'request' | 'response' | 'header' | 'data' | 'key' | 'value' | 'metadata';

export interface Message {
  name: string;
  kind: MessageKind;
  /** API key or record type; -1 where there is neither. */
  key: number;
  versions: VersionRange;
  /** Past the last version where no version is flexible. */
  flexibleFrom: number;
  unstable: boolean;
  root: Struct;
  /** All structs, the root last. */
  structs: Struct[];
}

export interface Definition {
  /** Relative to the folder of the definitions, without `.schema`. */
  path: string;
  api: { key: number; name: string; listeners: string[] } | null;
  /** The topic whose records the file describes. */
  topic: string | null;
  messages: Message[];
}

export function includes(range: VersionRange | null, version: number): boolean {
  return range !== null && version >= range.from && version <= range.to;
}

export function sameRange(a: VersionRange | null, b: VersionRange | null): boolean {
  if (a === null || b === null) return a === b;
  return a.from === b.from && a.to === b.to;
}

export function intersect(a: VersionRange, b: VersionRange): VersionRange | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from > to ? null : { from, to };
}

export function versionsOf(range: VersionRange): number[] {
  return Array.from({ length: range.to - range.from + 1 }, (_, i) => range.from + i);
}

/** Whether the value can be null in any version, and so in the message's type. */
export function isNullable(field: Field): boolean {
  return field.nullable !== null || field.default.kind === 'null';
}

/** The encoding of lengths in `version`: compact ones came with flexible versions (KIP-482). */
export function isCompact(message: Message, field: Field, version: number): boolean {
  return version >= message.flexibleFrom && !field.inflexible;
}
