/**
 * Descriptors → types that a codec can be made of: fields with what they refer to, presence and encoding decided by
 * the syntax or the edition's features.
 */
import { SchemaError } from '../schema-format.ts';
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  OptionsObject,
} from './descriptors.ts';
import { LABEL_REPEATED, LABEL_REQUIRED } from './descriptors.ts';
import { join } from './proto-files.ts';
import { scalarByNumber, TYPE_ENUM, TYPE_GROUP, TYPE_MESSAGE } from './scalar-types.ts';

export interface EnumType {
  readonly fullName: string;
  readonly numbers: ReadonlyMap<string, number>;
  /** The first one's number: what a field holds that says nothing. */
  readonly first: number;
}

export interface FieldType {
  /** As the schema has it; an extension's is its full name in brackets. */
  readonly name: string;
  readonly jsonName: string;
  readonly number: number;
  /** `FieldDescriptorProto.Type` */
  readonly type: number;
  readonly isRepeated: boolean;
  readonly isPacked: boolean;
  readonly isRequired: boolean;
  /** Whether data tells a field that is unset from one that holds its default. */
  readonly hasPresence: boolean;
  readonly oneof: string | null;
  readonly message: MessageType | null;
  readonly enum: EnumType | null;
}

export interface MessageType {
  readonly fullName: string;
  readonly fields: readonly FieldType[];
  readonly isMapEntry: boolean;
}

/** Numbers of the features' values. */
const PRESENCE_IMPLICIT = 2;
const PRESENCE_REQUIRED = 3;
const ENCODING_EXPANDED = 2;
const DELIMITED = 2;

interface Features {
  readonly presence: number;
  readonly repeated: number;
  readonly encoding: number;
}

const PROTO2: Features = { presence: 1, repeated: ENCODING_EXPANDED, encoding: 1 };
const PROTO3: Features = { presence: PRESENCE_IMPLICIT, repeated: 1, encoding: 1 };
const EDITION: Features = { presence: 1, repeated: 1, encoding: 1 };

interface MutableMessage extends MessageType {
  readonly fields: FieldType[];
}

export class MessageTypes {
  readonly messages: ReadonlyMap<string, MessageType>;
  readonly enums: ReadonlyMap<string, EnumType>;
  /** By their full names. */
  readonly extensions: ReadonlyMap<string, FieldType>;
  readonly #messages = new Map<string, MutableMessage>();
  readonly #enums = new Map<string, EnumType>();
  readonly #extensions = new Map<string, FieldType>();

  constructor(files: readonly FileDescriptor[]) {
    this.messages = this.#messages;
    this.enums = this.#enums;
    this.extensions = this.#extensions;
    for (const file of files) this.#declare(file.package ?? '', file);
    for (const file of files) this.#fill(file);
  }

  #declare(scope: string, { message_type: messages = [], enum_type: enums = [] }: FileDescriptor): void {
    for (const node of enums) this.#declareEnum(scope, node);
    for (const message of messages) this.#declareMessage(scope, message);
  }

  #declareMessage(scope: string, message: MessageDescriptor): void {
    const fullName = join(scope, message.name);
    this.#messages.set(fullName, { fullName, fields: [], isMapEntry: message.options?.['map_entry'] === true });
    for (const inner of message.enum_type ?? []) this.#declareEnum(fullName, inner);
    for (const inner of message.nested_type ?? []) this.#declareMessage(fullName, inner);
  }

  #declareEnum(scope: string, node: EnumDescriptor): void {
    const fullName = join(scope, node.name);
    const numbers = new Map((node.value ?? []).map(({ name, number }) => [name, number]));
    this.#enums.set(fullName, { fullName, numbers, first: node.value?.[0]?.number ?? 0 });
  }

  #fill(file: FileDescriptor): void {
    const base = file.syntax === 'proto3' ? PROTO3 : file.syntax === 'editions' ? EDITION : PROTO2;
    const features = withFeatures(base, file.options);
    const scope = file.package ?? '';
    for (const message of file.message_type ?? []) this.#fillMessage(scope, message, features);
    for (const field of file.extension ?? []) this.#extend(scope, field, features);
  }

  #fillMessage(scope: string, message: MessageDescriptor, outer: Features): void {
    const fullName = join(scope, message.name);
    const features = withFeatures(outer, message.options);
    const type = this.#messages.get(fullName)!;
    for (const field of message.field ?? []) type.fields.push(this.#field(field, field.name, { features, message }));
    for (const field of message.extension ?? []) this.#extend(fullName, field, features);
    for (const inner of message.nested_type ?? []) this.#fillMessage(fullName, inner, features);
  }

  #extend(scope: string, field: FieldDescriptor, features: Features): void {
    const fullName = join(scope, field.name);
    const type = this.#field(field, `[${fullName}]`, { features, message: null });
    this.#extensions.set(fullName, type);
    this.#messages.get((field.extendee ?? '').slice(1))?.fields.push(type);
  }

  #field(
    field: FieldDescriptor,
    name: string,
    { features: outer, message }: { features: Features; message: MessageDescriptor | null },
  ): FieldType {
    const features = withFeatures(outer, field.options);
    const fullName = (field.type_name ?? '').slice(1);
    const isMessage = field.type === TYPE_MESSAGE || field.type === TYPE_GROUP;
    const target = isMessage ? this.#messages.get(fullName) : undefined;
    const targetEnum = field.type === TYPE_ENUM ? this.#enums.get(fullName) : undefined;
    if ((isMessage && !target) || (field.type === TYPE_ENUM && !targetEnum)) {
      throw new SchemaError(`Invalid Protobuf schema: the type ${fullName} of ${name} is unknown`);
    }
    const isRepeated = field.label === LABEL_REPEATED;
    const packed = field.options?.['packed'];
    const isPacked = typeof packed === 'boolean' ? packed : features.repeated !== ENCODING_EXPANDED;
    const oneof =
      field.oneof_index === undefined || field.proto3_optional ? undefined : message?.oneof_decl?.[field.oneof_index];
    const isAlwaysPresent = isMessage || field.oneof_index !== undefined || message === null;
    const isDelimited = field.type === TYPE_MESSAGE && features.encoding === DELIMITED && !target!.isMapEntry;
    return {
      name,
      jsonName: message === null ? name : (field.json_name ?? name),
      number: field.number,
      type: isDelimited ? TYPE_GROUP : field.type,
      isRepeated,
      isPacked: isRepeated && isPacked && isPackable(field.type),
      isRequired: field.label === LABEL_REQUIRED || (!isRepeated && features.presence === PRESENCE_REQUIRED),
      hasPresence: !isRepeated && (isAlwaysPresent || features.presence !== PRESENCE_IMPLICIT),
      oneof: oneof?.name ?? null,
      message: target ?? null,
      enum: targetEnum ?? null,
    };
  }
}

function isPackable(type: number): boolean {
  const scalar = scalarByNumber(type);
  return type === TYPE_ENUM || (scalar !== undefined && scalar !== 'string' && scalar !== 'bytes');
}

function withFeatures(outer: Features, options: OptionsObject | undefined): Features {
  const said = options?.['features'];
  if (typeof said !== 'object' || said === null) return outer;
  const value = (name: string, fallback: number): number => {
    const number: unknown = Reflect.get(said, name);
    return typeof number === 'number' ? number : fallback;
  };
  return {
    presence: value('field_presence', outer.presence),
    repeated: value('repeated_field_encoding', outer.repeated),
    encoding: value('message_encoding', outer.encoding),
  };
}
