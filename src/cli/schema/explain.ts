/**
 * How a schema fares with the versions of a subject, by the subject's level: each difference with its place, what it means
 * and what would make it pass. Worked out here, so that it is the same for any registry; what counts in the end is the
 * registry's own verdict.
 */
import { SchemaError, type ParsedSchema, type Reader, type SchemaDifference, type SchemaType } from '#schema';
import { formatOf } from './schema-text.ts';
import { adviceOn } from './advice.ts';
import { placeOf } from './place.ts';

export interface Explained {
  readonly version: number;
  readonly reader: Reader;
  readonly type: string;
  /** As the registry names it. */
  readonly path: string;
  /** For people: the fields on the way. */
  readonly place: string;
  readonly problem: string;
  readonly remedy: string;
}

export interface ComparedVersion {
  readonly version: number;
  readonly parsed: ParsedSchema;
}

/** What stands in the way; none where the schema is compatible. */
export function explain(
  candidate: ParsedSchema,
  { version, parsed }: ComparedVersion,
  { readers, policy }: { readonly readers: readonly Reader[]; readonly policy: 'STRICT' | 'LENIENT' },
): readonly Explained[] {
  const { schemaType } = candidate;
  if (parsed.schemaType !== schemaType) return [otherType(version, parsed.schemaType, schemaType)];
  return readers.flatMap((reader) => {
    const [readerSchema, writerSchema] = reader === 'new' ? [candidate, parsed] : [parsed, candidate];
    return distinct(differences(readerSchema, writerSchema, policy)).map((difference) => ({
      version,
      reader,
      type: difference.type,
      path: difference.path,
      place: placeOf(readerSchema, difference.path),
      ...adviceOn(schemaType, difference, reader),
    }));
  });
}

function differences(
  reader: ParsedSchema,
  writer: ParsedSchema,
  policy: 'STRICT' | 'LENIENT',
): readonly SchemaDifference[] {
  try {
    const found = formatOf(reader.schemaType)?.differences(reader, writer, { policy }) ?? [];
    return found.filter(({ isCompatible }) => !isCompatible);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    return [{ type: 'NOT_COMPARABLE', path: '/', message: error.message, isCompatible: false }];
  }
}

/** A type that is used often repeats what is found in it. */
function distinct(found: readonly SchemaDifference[]): readonly SchemaDifference[] {
  return [...new Map(found.map((one) => [`${one.type} ${one.path} ${one.message}`, one])).values()];
}

function otherType(version: number, old: SchemaType, given: SchemaType): Explained {
  return {
    version,
    reader: 'new',
    type: 'SCHEMA_TYPE_CHANGED',
    path: '/',
    place: '/',
    problem: `version ${version} is of type ${old}, and this one of ${given}`,
    remedy: `register it under another subject, or set the level to NONE for this one`,
  };
}
