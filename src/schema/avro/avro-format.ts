/**
 * Avro as one of a registry's formats. A reference is a text that defines named types; the schema that refers to it
 * names them, and is stored with the names alone.
 */
import type {
  DifferenceOptions,
  ParsedSchema,
  SchemaDifference,
  SchemaFormat,
  SchemaParseOptions,
  SchemaReference,
  SchemaSource,
} from '../schema-format.ts';
import { SchemaError } from '../schema-format.ts';
import { AmbiguousFieldError, checkAvroCompatibility } from './avro-compatibility.ts';
import type { AvroNamedSchema, AvroSchema } from './avro-schema.ts';
import { isAvroNamed } from './avro-schema.ts';
import { equalAvroSchemas } from './equal-avro.ts';
import { normalizedAvroText } from './normalize-avro.ts';
import { parseAvroSchema } from './parse-avro.ts';
import { printAvroSchema } from './print-avro.ts';

/** A property in which Confluent notes a version; schemas that differ in it alone count as one. */
const VERSION_PROPERTY = 'confluent:version';

/** An Avro schema that was understood, with the types of its references. */
export class ParsedAvroSchema implements ParsedSchema {
  readonly schemaType = 'AVRO';
  readonly canonicalText: string;
  readonly references: readonly SchemaReference[];
  /** The schema itself, the types of references included. */
  readonly schema: AvroSchema;
  /** The full names of the types that the references' texts stand for. */
  readonly #referenced: readonly string[];

  constructor(
    schema: AvroSchema,
    text: string,
    from: { references: readonly SchemaReference[]; names: readonly string[] },
  ) {
    this.schema = schema;
    this.canonicalText = text;
    this.references = from.references;
    this.#referenced = from.names;
  }

  /** The full name of the record, enum or fixed at the top. */
  get name(): string | null {
    return isAvroNamed(this.schema) ? this.schema.fullName : null;
  }

  normalized(): ParsedAvroSchema {
    const text = normalizedAvroText(this.schema, this.#referenced);
    return new ParsedAvroSchema(this.schema, text, { references: this.references, names: this.#referenced });
  }

  /** `resolved` has the types of references written out. */
  formatted(form: string): string {
    return form === 'resolved' ? printAvroSchema(this.schema) : this.canonicalText;
  }

  isEquivalentTo(other: ParsedSchema): boolean {
    if (!(other instanceof ParsedAvroSchema)) return false;
    return equalAvroSchemas(this.schema, other.schema, { ignoredProperty: VERSION_PROPERTY });
  }
}

export const avroFormat: SchemaFormat = {
  schemaType: 'AVRO',

  /** References are stored already, so that the strict rules for new schemas do not hold for them. */
  parse({ text, references, resolved }: SchemaSource, { isNew }: SchemaParseOptions): ParsedAvroSchema {
    const known = new Map<string, AvroNamedSchema>();
    const names: string[] = [];
    for (const reference of resolved.values()) {
      const schema = parseAvroSchema(reference, { rules: 'lenient', known });
      if (isAvroNamed(schema)) names.push(schema.fullName);
    }
    const schema = parseAvroSchema(text, { rules: isNew ? 'strict' : 'lenient', known });
    return new ParsedAvroSchema(schema, printAvroSchema(schema, names), { references, names });
  },

  /** None of the differences is compatible: Avro lists only what stands in the way. The policy does not matter. */
  differences(reader: ParsedSchema, writer: ParsedSchema, _options: DifferenceOptions): readonly SchemaDifference[] {
    if (!(reader instanceof ParsedAvroSchema) || !(writer instanceof ParsedAvroSchema)) {
      throw new SchemaError('only two Avro schemas can be compared as such');
    }
    try {
      const found = checkAvroCompatibility(reader.schema, writer.schema);
      return found.map(({ type, location, message }) => ({ type, path: location, message, isCompatible: false }));
    } catch (error) {
      if (!(error instanceof AmbiguousFieldError)) throw error;
      return [{ type: 'AMBIGUOUS_READER_FIELD', path: '/', message: error.message, isCompatible: false }];
    }
  },
};
