/**
 * What an Avro schema is once it has been read (Avro 1.12 specification, "Schema Declaration"). One object per place in
 * the text; a named type (record, enum, fixed) is one object wherever it is named, so that recursion is a cycle and
 * "the same type" is `===`. (Only a definition that repeats one which is there already is an object of its own.)
 *
 * Invariant: immutable to all but the parser, which fills a record's fields in while it is still open.
 */
import type { JsonEntries, JsonNode } from '../json/json-node.ts';

export type AvroSchema = AvroPrimitive | AvroRecord | AvroEnum | AvroFixed | AvroArray | AvroMap | AvroUnion;

export type AvroNamedSchema = AvroRecord | AvroEnum | AvroFixed;

export type AvroPrimitiveKind = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export type AvroKind = AvroSchema['kind'];

export interface AvroPrimitive {
  readonly kind: AvroPrimitiveKind;
  /** What the values mean; null without `logicalType`, or where it does not fit the type: then it is a mere property. */
  readonly logicalType: AvroLogicalType | null;
  /** All attributes that the specification does not know, `logicalType` and what belongs to it included, in order. */
  readonly properties: JsonEntries;
}

/** What all named types have. */
interface AvroNamed {
  /** Namespace and name with a point between; the name alone in the null namespace. */
  readonly fullName: string;
  /** The name without its namespace. */
  readonly name: string;
  readonly namespace: string | null;
  readonly doc: string | null;
  /** Full names, each once, in order. */
  readonly aliases: readonly string[];
  readonly properties: JsonEntries;
}

export interface AvroRecord extends AvroNamed {
  readonly kind: 'record';
  /** Whether it was declared as `error`, which is a record in all else. */
  readonly isError: boolean;
  readonly fields: readonly AvroField[];
}

export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly doc: string | null;
  /**
   * As in the text, undefined without one, which is something else than null. For a float or double that is no number
   * but `"NaN"`, `"Infinity"` or `"-Infinity"`; any other text has become the number that it stands for.
   */
  readonly default: JsonNode | undefined;
  readonly order: AvroFieldOrder;
  readonly aliases: readonly string[];
  readonly properties: JsonEntries;
}

export type AvroFieldOrder = 'ascending' | 'descending' | 'ignore';

/**
 * What stands in `symbols` for a symbol that is no text, which Java reads in stored schemas and prints as null. No
 * symbol that a new schema may have is spelled so.
 */
export const TEXTLESS_SYMBOL = '\u0000';

export interface AvroEnum extends AvroNamed {
  readonly kind: 'enum';
  readonly symbols: readonly string[];
  /** The symbol for those that a reader does not know; null without one. */
  readonly default: string | null;
}

export interface AvroFixed extends AvroNamed {
  readonly kind: 'fixed';
  /** In bytes. */
  readonly size: number;
  readonly logicalType: AvroLogicalType | null;
}

export interface AvroArray {
  readonly kind: 'array';
  readonly items: AvroSchema;
  readonly properties: JsonEntries;
}

export interface AvroMap {
  readonly kind: 'map';
  readonly values: AvroSchema;
  readonly properties: JsonEntries;
}

export interface AvroUnion {
  readonly kind: 'union';
  /** None is a union, and no two are of one unnamed kind or of one full name. */
  readonly branches: readonly AvroSchema[];
}

export type AvroLogicalType =
  | {
      /** On bytes and fixed: a signed big-endian integer, by 10 to the power of `scale` too large. */
      readonly kind: 'decimal';
      /** Digits in all, 1 and more. */
      readonly precision: number;
      /** Digits behind the point, 0 … precision. */
      readonly scale: number;
    }
  | { readonly kind: AvroSimpleLogicalKind };

export type AvroSimpleLogicalKind =
  | 'big-decimal'
  | 'uuid'
  | 'duration'
  | 'date'
  | 'time-millis'
  | 'time-micros'
  | 'timestamp-millis'
  | 'timestamp-micros'
  | 'timestamp-nanos'
  | 'local-timestamp-millis'
  | 'local-timestamp-micros'
  | 'local-timestamp-nanos';

export function isAvroNamed(schema: AvroSchema): schema is AvroNamedSchema {
  return schema.kind === 'record' || schema.kind === 'enum' || schema.kind === 'fixed';
}
