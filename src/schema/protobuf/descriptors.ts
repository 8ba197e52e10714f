/**
 * The shape of descriptors (`google/protobuf/descriptor.proto`) as plain objects, under the names that they have there.
 */
export type OptionsObject = Readonly<Record<string, unknown>>;

export interface FieldDescriptor {
  readonly name: string;
  readonly number: number;
  /** 1 optional, 2 required, 3 repeated. */
  readonly label: number;
  readonly type: number;
  /** With a dot before it. */
  readonly type_name?: string;
  readonly extendee?: string;
  readonly default_value?: string;
  readonly oneof_index?: number;
  readonly json_name?: string;
  readonly options?: OptionsObject;
  readonly proto3_optional?: boolean;
}

/** The end is exclusive. */
export interface RangeDescriptor {
  readonly start: number;
  readonly end: number;
}

export interface OneofDescriptor {
  readonly name: string;
  readonly options?: OptionsObject;
}

export interface MessageDescriptor {
  readonly name: string;
  readonly field?: readonly FieldDescriptor[];
  readonly nested_type?: readonly MessageDescriptor[];
  readonly enum_type?: readonly EnumDescriptor[];
  readonly extension_range?: readonly RangeDescriptor[];
  readonly extension?: readonly FieldDescriptor[];
  readonly oneof_decl?: readonly OneofDescriptor[];
  readonly reserved_range?: readonly RangeDescriptor[];
  readonly reserved_name?: readonly string[];
  readonly options?: OptionsObject;
}

export interface EnumValueDescriptor {
  readonly name: string;
  readonly number: number;
  readonly options?: OptionsObject;
}

/** The end of a reserved range is inclusive here. */
export interface EnumDescriptor {
  readonly name: string;
  readonly value?: readonly EnumValueDescriptor[];
  readonly reserved_range?: readonly RangeDescriptor[];
  readonly reserved_name?: readonly string[];
  readonly options?: OptionsObject;
}

export interface MethodDescriptor {
  readonly name: string;
  readonly input_type: string;
  readonly output_type: string;
  readonly client_streaming?: boolean;
  readonly server_streaming?: boolean;
  readonly options?: OptionsObject;
}

export interface ServiceDescriptor {
  readonly name: string;
  readonly method?: readonly MethodDescriptor[];
  readonly options?: OptionsObject;
}

export interface FileDescriptor {
  readonly name: string;
  readonly package?: string;
  readonly dependency?: readonly string[];
  readonly public_dependency?: readonly number[];
  readonly weak_dependency?: readonly number[];
  readonly message_type?: readonly MessageDescriptor[];
  readonly enum_type?: readonly EnumDescriptor[];
  readonly service?: readonly ServiceDescriptor[];
  readonly extension?: readonly FieldDescriptor[];
  readonly options?: OptionsObject;
  readonly syntax?: string;
  /** 1000 for edition 2023, 1001 for 2024. */
  readonly edition?: number;
}

export const LABEL_OPTIONAL = 1;
export const LABEL_REQUIRED = 2;
export const LABEL_REPEATED = 3;

export const EDITION_NUMBERS: Readonly<Record<string, number>> = { '2023': 1000, '2024': 1001 };
