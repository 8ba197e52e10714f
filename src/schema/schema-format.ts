/**
 * What every schema format offers: to read a text, to print it as registries store it, to tell whether two schemas mean
 * the same, and why data of one could not be read by another. Pure: no I/O, no state, every text bounded by a budget.
 */
export type SchemaType = 'AVRO' | 'JSON' | 'PROTOBUF';

/** One schema that another is built on: under what name it is imported, and where it is registered. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  /** 1 and more; -1 is the latest. */
  readonly version: number;
}

/** A schema as it comes from outside, with all that it refers to. */
export interface SchemaSource {
  readonly text: string;
  readonly references: readonly SchemaReference[];
  /** The texts of all references, theirs included, by their names; each stands after those that it refers to itself. */
  readonly resolved: ReadonlyMap<string, string>;
}

export interface SchemaParseOptions {
  /** A schema that is registered now is held to strict rules; one that is stored already is not. */
  readonly isNew: boolean;
}

/** A schema that was understood. */
export interface ParsedSchema {
  readonly schemaType: SchemaType;
  /** The text that a registry stores and hands out. */
  readonly canonicalText: string;
  readonly references: readonly SchemaReference[];
  /** The full name of the record, message or titled schema at its top; null where it has none. */
  readonly name: string | null;
  /** The same schema in the spelling that all its spellings share. */
  normalized(): ParsedSchema;
  /** The text in another form of its format (`resolved`, `serialized`, …); the canonical one where it knows no such form. */
  formatted(form: string): string;
  /** Whether both say the same, references resolved. */
  isEquivalentTo(other: ParsedSchema): boolean;
}

/** One way in which the reader's schema differs from the writer's. */
export interface SchemaDifference {
  /** As Confluent names it: `READER_FIELD_MISSING_DEFAULT_VALUE`, `FIELD_REMOVED`, … */
  readonly type: string;
  /** Where, in the format's own manner of pointing: `/fields/1`, `#/properties/name`, … */
  readonly path: string;
  /** What differs, in one sentence. */
  readonly message: string;
  readonly isCompatible: boolean;
}

export interface DifferenceOptions {
  /** How properties beside those that a schema names are judged; it matters for JSON Schema alone. */
  readonly policy: 'STRICT' | 'LENIENT';
}

export interface SchemaFormat {
  readonly schemaType: SchemaType;
  /** Throws SchemaError. */
  parse(source: SchemaSource, options: SchemaParseOptions): ParsedSchema;
  /** How data written with `writer` fares when it is read with `reader`; compatible where no difference says otherwise. */
  differences(reader: ParsedSchema, writer: ParsedSchema, options: DifferenceOptions): readonly SchemaDifference[];
}

/** A text that is no schema, or one that would take too long to understand. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}
