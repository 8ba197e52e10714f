/**
 * What a registry of Samsa says of a registration that only pretends: in one request the verdict, each difference, and who
 * reads the topic. Other registries have no such route, and are asked in several (check-schema.ts).
 */
import { isKafkaError } from '#kernel';
import type { CompatibilityLevel, ParsedSchema, Reader } from '#schema';
import type { RegistryClient, SchemaInput } from '#serde';
import { storedSchema } from './all-schemas.ts';
import { adviceOn } from './advice.ts';
import type { Explained } from './explain.ts';
import { placeOf } from './place.ts';
import { parseStored } from './schema-text.ts';
import type { TopicGroup } from './topic-readers.ts';

export interface ServedVerdict {
  readonly compatibility: CompatibilityLevel;
  readonly isCompatible: boolean;
  readonly registeredAs: number | null;
  readonly versions: readonly number[];
  readonly differences: readonly Explained[];
  /** Null where the registry does not say. */
  readonly groups: readonly TopicGroup[] | null;
}

interface Answer extends Omit<ServedVerdict, 'registeredAs' | 'versions' | 'differences'> {
  readonly registeredAs: { readonly version: number } | null;
  readonly versions: readonly {
    readonly version: number;
    readonly problem?: string;
    readonly differences: readonly {
      readonly reader: Reader;
      readonly type: string;
      readonly path: string;
      readonly message: string;
      readonly isCompatible: boolean;
    }[];
  }[];
}

/** Null where the registry has no such route. */
export async function servedVerdict(
  client: RegistryClient,
  subject: string,
  { input, normalize, candidate }: { input: SchemaInput; normalize: boolean; candidate: ParsedSchema | null },
): Promise<ServedVerdict | null> {
  const path = `/samsa/subjects/${encodeURIComponent(subject)}/explain${normalize ? '?normalize=true' : ''}`;
  let answer: Answer;
  try {
    answer = (await client.request('POST', path, input)) as Answer;
  } catch (error) {
    // Confluent's answers 404, others 405 where they have some of the path.
    if (isKafkaError(error) && 'status' in error && (error.status === 404 || error.status === 405)) return null;
    throw error;
  }
  const { compatibility, isCompatible, registeredAs, versions, groups } = answer;
  const differences: Explained[] = [];
  for (const version of versions) differences.push(...(await explained(client, version, { subject, candidate })));
  return {
    compatibility,
    isCompatible,
    registeredAs: registeredAs?.version ?? null,
    versions: versions.map(({ version }) => version),
    differences,
    groups,
  };
}

/** What stands in the way, each thing once. */
async function explained(
  client: RegistryClient,
  { version, problem, differences }: Answer['versions'][number],
  { subject, candidate }: { subject: string; candidate: ParsedSchema | null },
): Promise<readonly Explained[]> {
  if (problem !== undefined) return [notComparable(version, problem)];
  const against = differences.filter(({ isCompatible }) => !isCompatible);
  const distinct = new Map(against.map((one) => [`${one.reader} ${one.type} ${one.path} ${one.message}`, one]));
  const old = against.some(({ reader }) => reader === 'old') ? await storedVersion(client, subject, version) : null;
  return [...distinct.values()].map((difference) => {
    const { reader, type, path } = difference;
    const schema = reader === 'new' ? candidate : old;
    if (schema === null) return { version, reader, type, path, place: path, problem: difference.message, remedy: '' };
    const place = placeOf(schema, path);
    return { version, reader, type, path, place, ...adviceOn(schema.schemaType, difference, reader) };
  });
}

async function storedVersion(client: RegistryClient, subject: string, version: number): Promise<ParsedSchema | null> {
  const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
  const answer = (await client.request('GET', path)) as Record<string, unknown>;
  const { schemaType, schema, references } = storedSchema(answer);
  return parseStored(client, { subject, schemaType, schema, references }, `${subject} version ${version}`);
}

function notComparable(version: number, problem: string): Explained {
  const remedy = 'register it under another subject, or set the level to NONE for this one';
  return { version, reader: 'new', type: 'NOT_COMPARABLE', path: '/', place: '/', problem, remedy };
}
