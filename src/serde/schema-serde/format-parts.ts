/** What a payload codec has from the format of its schemas: reading texts, names, and who reads whose data. */
import type { ParsedSchema, SchemaFormat, SchemaSource } from '#schema';
import { reasonOf, SerdeError } from '../serde-error.ts';
import type { PayloadCodec } from './payload-codec.ts';

/** Differences that stand in a message. */
const MAX_SHOWN = 3;

/** The part of a codec that is the format's; `as` narrows to the format's own kind of parsed schema. */
export function formatParts<S extends ParsedSchema>(
  format: SchemaFormat,
  as: (parsed: ParsedSchema) => S,
): Pick<PayloadCodec<S>, 'schemaType' | 'parse' | 'textOf' | 'nameOf' | 'incompatibility'> {
  return {
    schemaType: format.schemaType,
    parse: (source, isNew) => parsed(format, as, { source, isNew }),
    textOf: (schema) => schema.canonicalText,
    nameOf: (schema) => schema.name,
    incompatibility: (reader, writer) => {
      const found = format.differences(reader, writer, { policy: 'STRICT' }).filter((one) => !one.isCompatible);
      if (found.length === 0) return null;
      const shown = found.slice(0, MAX_SHOWN).map(({ type, path, message }) => `${type} at ${path}: ${message}`);
      const more = found.length > MAX_SHOWN ? `; and ${found.length - MAX_SHOWN} more` : '';
      return `${shown.join('; ')}${more}`;
    },
  };
}

function parsed<S extends ParsedSchema>(
  format: SchemaFormat,
  as: (schema: ParsedSchema) => S,
  { source, isNew }: { source: SchemaSource; isNew: boolean },
): S {
  try {
    return as(format.parse(source, { isNew }));
  } catch (error) {
    const message = `The text is no ${format.schemaType} schema: ${reasonOf(error)}`;
    throw new SerdeError('INVALID_SCHEMA', message, { cause: error });
  }
}

/** A schema as it is given in options: its text, or what its text would be parsed to. */
export function schemaText(schema: unknown): string {
  return typeof schema === 'string' ? schema : JSON.stringify(schema);
}
