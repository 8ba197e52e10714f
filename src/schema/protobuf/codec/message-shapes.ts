/**
 * What the values of a Protobuf schema's messages look like in JavaScript: the objects that its codec takes and gives, told
 * without the library that they come from (protobuf-es).
 */
import type { DescEnum, DescField, DescMessage, DescOneof } from '@bufbuild/protobuf';
import { protobufEsWellKnown } from './protobuf-es.ts';

/** One value. */
export type ValueShape =
  | { readonly kind: 'number' | 'bigint' | 'string' | 'boolean' | 'bytes' | 'json' }
  | { readonly kind: 'enum'; readonly enum: EnumShape }
  | { readonly kind: 'message'; readonly fullName: string }
  | { readonly kind: 'list' | 'map'; readonly values: ValueShape };

export interface EnumShape {
  readonly fullName: string;
  readonly values: readonly { readonly name: string; readonly number: number }[];
}

/** A property of the object, by its name there. */
export type MemberShape =
  | { readonly kind: 'field'; readonly name: string; readonly isOptional: boolean; readonly value: ValueShape }
  | {
      readonly kind: 'oneof';
      readonly name: string;
      readonly cases: readonly { readonly name: string; readonly value: ValueShape }[];
    };

export interface MessageShape {
  readonly fullName: string;
  /** Without package and surrounding messages. */
  readonly name: string;
  readonly members: readonly MemberShape[];
}

/** `FeatureSet.FieldPresence` */
const IMPLICIT = 2;
const LEGACY_REQUIRED = 3;

/** Of the messages, of those within them, and of whatever they refer to; each once. */
export function messageShapes(messages: readonly DescMessage[]): readonly MessageShape[] {
  const shapes = new Map<string, MessageShape>();
  const pending = [...messages];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    if (shapes.has(next.typeName)) continue;
    const members = next.members.map((member) =>
      member.kind === 'oneof' ? oneofShape(member, pending) : fieldShape(member, pending),
    );
    shapes.set(next.typeName, { fullName: next.typeName, name: next.name, members });
    pending.push(...next.nestedMessages);
  }
  return [...shapes.values()];
}

function oneofShape(oneof: DescOneof, found: DescMessage[]): MemberShape {
  const cases = oneof.fields.map((field) => ({ name: field.localName, value: oneShape(field, found) }));
  return { kind: 'oneof', name: oneof.localName, cases };
}

function fieldShape(field: DescField, found: DescMessage[]): MemberShape {
  const presence: number = field.presence;
  const isMany = field.fieldKind === 'list' || field.fieldKind === 'map';
  const isOptional = !isMany && presence !== IMPLICIT && presence !== LEGACY_REQUIRED;
  const common = { kind: 'field', name: field.localName, isOptional } as const;
  if (isMany) return { ...common, value: { kind: field.fieldKind, values: oneShape(field, found) } };
  // A wrapper in a field of its own is what it wraps.
  const wrapped = field.fieldKind === 'message' ? unwrapped(field.message) : null;
  return { ...common, value: oneShape(wrapped ?? field, found) };
}

function unwrapped(message: DescMessage): DescField | null {
  return protobufEsWellKnown().isWrapperDesc(message) ? (message.fields[0] ?? null) : null;
}

/** Of one item, where there may be several. */
function oneShape(field: DescField, found: DescMessage[]): ValueShape {
  if (field.message) return messageShape(field, field.message, found);
  if (field.enum) return { kind: 'enum', enum: enumShape(field.enum) };
  return { kind: scalarKind(field) };
}

function messageShape(field: DescField, message: DescMessage, found: DescMessage[]): ValueShape {
  const isJson = message.typeName === 'google.protobuf.Struct' && field.parent.typeName !== 'google.protobuf.Value';
  if (isJson) return { kind: 'json' };
  found.push(message);
  return { kind: 'message', fullName: message.typeName };
}

function enumShape({ typeName, values }: DescEnum): EnumShape {
  return { fullName: typeName, values: values.map(({ name, number }) => ({ name, number })) };
}

/** `FieldDescriptorProto.Type` of those with 64 bits. */
const LONGS: ReadonlySet<number> = new Set([3, 4, 6, 16, 18]);

function scalarKind(field: DescField): 'number' | 'bigint' | 'string' | 'boolean' | 'bytes' {
  const scalar: number = field.scalar ?? 0;
  if (LONGS.has(scalar)) return 'longAsString' in field && field.longAsString ? 'string' : 'bigint';
  switch (scalar) {
    case 8:
      return 'boolean';
    case 9:
      return 'string';
    case 12:
      return 'bytes';
    default:
      return 'number';
  }
}
