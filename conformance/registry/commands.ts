/** What the driver of a serde can be asked, in the lines of runner/commands.ts. */
import type { SchemaReference, SchemaType } from '../../src/schema/index.ts';

interface WithSchema {
  /** The registry's URL. */
  readonly registry: string;
  readonly topic: string;
  readonly format: SchemaType;
  readonly references: readonly SchemaReference[];
  /** Of Protobuf: the files as base64 of FileDescriptorProto, those that are imported first. */
  readonly descriptors: readonly string[];
  /** Of Protobuf: the message's full name. */
  readonly message: string | null;
}

/** Registers the schema, serializes each value with it and sends the records, a null as a record without a value. */
export interface WriteWithSchema extends WithSchema {
  readonly schema: string;
  /** In the form of tagged-values.ts; of Protobuf in that of ProtoJSON. */
  readonly values: readonly unknown[];
  readonly idIn: 'prefix' | 'header';
}

/** Reads `count` records of the topic from its beginning, and answers their values in the same form. */
export interface ReadWithSchema extends WithSchema {
  readonly count: number;
  /** What to read them as; null for as they were written. */
  readonly schema: string | null;
}
