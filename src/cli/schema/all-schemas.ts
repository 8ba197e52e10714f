/** All schemas of a registry, page by page, with every member that it keeps of them. */
import type { SchemaReference, SchemaType } from '#schema';
import type { RegistryClient } from '#serde';

/** A version of a subject as the registry has it. */
export interface StoredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly guid: string | null;
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  readonly metadata: unknown;
  readonly ruleSet: unknown;
  readonly deleted: boolean;
}

const PAGE = 500;

/** By subject and version, all contexts. Rejects with SerdeError. */
export async function* allSchemas(
  client: RegistryClient,
  { latestOnly = false, deleted = false, prefix = ':*:' }: { latestOnly?: boolean; deleted?: boolean; prefix?: string },
): AsyncGenerator<StoredSchema> {
  const query = `subjectPrefix=${encodeURIComponent(prefix)}&latestOnly=${latestOnly}&deleted=${deleted}&limit=${PAGE}`;
  let first = '';
  for (let offset = 0; ;) {
    const page = await client.request('GET', `/schemas?${query}&offset=${offset}`);
    // A registry may give fewer than were asked for: only an empty page is the last.
    if (!Array.isArray(page) || page.length === 0) return;
    const schemas = page.map((answer) => storedSchema(answer as Record<string, unknown>));
    // One that knows no pages gives all of them each time.
    const { subject, version } = schemas[0]!;
    if (first === `${subject} ${version}`) return;
    first = `${subject} ${version}`;
    yield* schemas;
    offset += page.length;
  }
}

/** Older registries leave out what is empty, and Avro as the type. */
export function storedSchema(answer: Readonly<Record<string, unknown>>): StoredSchema {
  return {
    subject: String(answer['subject']),
    version: Number(answer['version']),
    id: Number(answer['id']),
    guid: typeof answer['guid'] === 'string' ? answer['guid'] : null,
    schemaType: (answer['schemaType'] ?? 'AVRO') as SchemaType,
    schema: String(answer['schema']),
    references: (answer['references'] ?? []) as readonly SchemaReference[],
    metadata: answer['metadata'] ?? null,
    ruleSet: answer['ruleSet'] ?? null,
    deleted: answer['deleted'] === true,
  };
}
