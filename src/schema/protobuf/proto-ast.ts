/**
 * What a `.proto` file says, element by element, as its text has it: names unresolved, options uninterpreted, comments
 * gone. Every element knows its line for errors, and its position for what depends on the order across kinds.
 * Source: the Protocol Buffers language specifications for proto2, proto3 and editions.
 */
export interface ProtoPlace {
  readonly line: number;
  /** Where in the text it starts; 0 and rising by one where it comes from a descriptor. */
  readonly position: number;
}

export type OptionValue =
  | { readonly kind: 'string'; readonly text: string }
  /** Digits as they were written, the sign with them. */
  | { readonly kind: 'number'; readonly text: string }
  /** `true`, `false`, the name of an enum's value, `inf`, `nan`; a sign may stand before the last two. */
  | { readonly kind: 'identifier'; readonly text: string }
  | { readonly kind: 'message'; readonly fields: readonly OptionField[] }
  | { readonly kind: 'list'; readonly values: readonly OptionValue[] };

/** A field of a message literal; an extension's or an Any's name is in brackets. */
export interface OptionField {
  readonly name: string;
  readonly value: OptionValue;
}

export interface OptionNamePart {
  readonly name: string;
  readonly isExtension: boolean;
}

export interface ProtoOption {
  readonly name: readonly OptionNamePart[];
  readonly value: OptionValue;
  readonly line: number;
}

export type FieldLabel = 'optional' | 'required' | 'repeated';

export interface ProtoField extends ProtoPlace {
  readonly label: FieldLabel | null;
  /** As it was written; `group` where `group` is set. */
  readonly type: string;
  /** The type of the keys, where it is a map; `type` is that of the values. */
  readonly mapKey: string | null;
  readonly name: string;
  readonly number: number;
  readonly options: readonly ProtoOption[];
  /** The message that a group declares along with its field. */
  readonly group: ProtoMessage | null;
}

export interface ProtoOneof extends ProtoPlace {
  readonly name: string;
  readonly fields: readonly ProtoField[];
  readonly options: readonly ProtoOption[];
}

/** `end` is inclusive; `max` is the highest that there is. */
export interface ProtoRange {
  readonly start: number;
  readonly end: number;
  /** Whether it was written with `to`. */
  readonly isSpan: boolean;
}

export interface ProtoReserved {
  readonly values: readonly (ProtoRange | string)[];
  /** Names are in quotes but for editions, which want them bare. */
  readonly areNamesQuoted: boolean;
  readonly line: number;
}

export interface ProtoExtensions {
  readonly ranges: readonly ProtoRange[];
  readonly options: readonly ProtoOption[];
  readonly line: number;
}

export interface ProtoExtend extends ProtoPlace {
  readonly extendee: string;
  readonly fields: readonly ProtoField[];
}

export interface ProtoMessage extends ProtoPlace {
  readonly name: string;
  readonly fields: readonly ProtoField[];
  readonly oneofs: readonly ProtoOneof[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly extends: readonly ProtoExtend[];
  readonly extensions: readonly ProtoExtensions[];
  readonly reserved: readonly ProtoReserved[];
  readonly options: readonly ProtoOption[];
}

export interface ProtoEnumValue extends ProtoPlace {
  readonly name: string;
  readonly number: number;
  readonly options: readonly ProtoOption[];
}

export interface ProtoEnum extends ProtoPlace {
  readonly name: string;
  readonly values: readonly ProtoEnumValue[];
  readonly reserved: readonly ProtoReserved[];
  readonly options: readonly ProtoOption[];
}

export interface ProtoRpc extends ProtoPlace {
  readonly name: string;
  readonly request: string;
  readonly isRequestStream: boolean;
  readonly response: string;
  readonly isResponseStream: boolean;
  readonly options: readonly ProtoOption[];
}

export interface ProtoService extends ProtoPlace {
  readonly name: string;
  readonly rpcs: readonly ProtoRpc[];
  readonly options: readonly ProtoOption[];
}

export interface ProtoImport {
  readonly name: string;
  readonly kind: 'plain' | 'public' | 'weak';
  readonly line: number;
}

export interface ProtoFile {
  /** Null where the text does not say: then it is proto2. */
  readonly syntax: 'proto2' | 'proto3' | 'editions' | null;
  /** `2023`, where the syntax is `editions`. */
  readonly edition: string | null;
  readonly packageName: string;
  readonly imports: readonly ProtoImport[];
  readonly messages: readonly ProtoMessage[];
  readonly enums: readonly ProtoEnum[];
  readonly extends: readonly ProtoExtend[];
  readonly services: readonly ProtoService[];
  readonly options: readonly ProtoOption[];
}

/** The highest number of a field. */
export const MAX_FIELD_NUMBER = 536_870_911;
/** The highest number of an enum's value. */
export const MAX_ENUM_NUMBER = 2_147_483_647;

/** All fields that a message has, those within oneofs too, in the order of the text. */
export function allFields(message: ProtoMessage): readonly ProtoField[] {
  if (message.oneofs.length === 0) return message.fields;
  const fields = [...message.fields, ...message.oneofs.flatMap((oneof) => oneof.fields)];
  return fields.sort((left, right) => left.position - right.position);
}

export function optionNamed(options: readonly ProtoOption[], name: string): ProtoOption | undefined {
  return options.find((option) => option.name.map((part) => part.name).join('.') === name && !isCustom(option));
}

/** Whether it is an option that some file declares. */
export function isCustom(option: ProtoOption): boolean {
  return option.name[0]?.isExtension === true;
}
