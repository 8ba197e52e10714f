/** What a descriptor that came from outside must say: on the wire everything may be missing. */
import { SchemaError } from '../schema-format.ts';
import type { MessageType } from './message-types.ts';

const PACKAGE = 'google.protobuf';
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  [`${PACKAGE}.DescriptorProto`, ['name']],
  [`${PACKAGE}.DescriptorProto.ExtensionRange`, ['start', 'end']],
  [`${PACKAGE}.DescriptorProto.ReservedRange`, ['start', 'end']],
  [`${PACKAGE}.FieldDescriptorProto`, ['name', 'number']],
  [`${PACKAGE}.OneofDescriptorProto`, ['name']],
  [`${PACKAGE}.EnumDescriptorProto`, ['name']],
  [`${PACKAGE}.EnumDescriptorProto.EnumReservedRange`, ['start', 'end']],
  [`${PACKAGE}.EnumValueDescriptorProto`, ['name', 'number']],
  [`${PACKAGE}.ServiceDescriptorProto`, ['name']],
  [`${PACKAGE}.MethodDescriptorProto`, ['name', 'input_type', 'output_type']],
]);

/** Throws SchemaError at the first part, at any depth, that lacks what it needs. */
export function checkDescriptor(type: MessageType, message: Readonly<Record<string, unknown>>): void {
  const missing = NEEDED.get(type.fullName)?.find((name) => message[name] === undefined);
  if (missing !== undefined) {
    const kind = type.fullName.slice(PACKAGE.length + 1);
    throw new SchemaError(`Invalid Protobuf schema: a ${kind} in the descriptor has no ${missing}`);
  }
  for (const field of type.fields) {
    const value = message[field.name];
    if (field.message === null || value === undefined) continue;
    for (const inner of Array.isArray(value) ? value : [value]) checkDescriptor(field.message, inner);
  }
}
