/** `samsa schema diff`: what differs between two versions of a subject, and which of them reads data of the other. */
import { JsonError, parseJson, type JsonNode, type ParsedSchema } from '#schema';
import { KafkaError } from '#kernel';
import type { RegistryClient } from '#serde';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { Output } from '../terminal/output.ts';
import { fitted, printable } from '../terminal/text-width.ts';
import { storedSchema, type StoredSchema } from './all-schemas.ts';
import { explain } from './explain.ts';
import { lineDiff, type DiffLine } from './line-diff.ts';
import { paintFor, type Paint } from './paint.ts';
import { withRegistry } from './registry-session.ts';
import type { RegistryListOptions } from './registry-options.ts';
import { parseStored } from './schema-text.ts';
import { structureDiff, type Change } from './structure-diff.ts';

export async function diffSchemas(
  surroundings: Surroundings,
  { subject, versions }: { readonly subject: string; readonly versions: readonly string[] },
  options: RegistryListOptions,
): Promise<void> {
  await withRegistry(surroundings, options, async ({ client, output }) => {
    const [from, to] = await twoVersions(client, subject, versions);
    const [before, after] = await Promise.all([stored(client, subject, from), stored(client, subject, to)]);
    const changes = changesOf(before, after);
    const reads = await compatibility(client, before, after);
    if (options.json === true) {
      const lines = changes === null ? lineDiff(before.schema, after.schema).map((line) => ({ ...line })) : [];
      const plain = changes?.map((change) => ({ ...change })) ?? null;
      return await output.json({
        subject,
        from: before.version,
        to: after.version,
        changes: plain,
        lines,
        ...reads,
      });
    }
    const paint = paintFor(surroundings);
    const body =
      changes === null
        ? linesText(lineDiff(before.schema, after.schema), paint)
        : changesText(changes, { paint, output });
    await output.write(body);
    const sentences = [
      ...(body === '' ? ['The texts of both say the same.'] : []),
      ...readsSentences(before.version, after.version, reads),
    ];
    for (const sentence of sentences) tell(surroundings, sentence);
  });
}

/** The last two where none are given; one is compared with the latest. */
async function twoVersions(
  client: RegistryClient,
  subject: string,
  given: readonly string[],
): Promise<readonly [string, string]> {
  const [from, to] = given;
  if (from !== undefined) return [from, to ?? 'latest'];
  const known = await client.versions(subject);
  const [last, before] = [known.at(-1), known.at(-2)];
  if (last !== undefined && before !== undefined) return [String(before), String(last)];
  throw new KafkaError('VERSION_NOT_FOUND', `${subject} has one version, ${last}: there is nothing to compare it with`);
}

async function stored(client: RegistryClient, subject: string, version: string): Promise<StoredSchema> {
  const answer = await client.request(
    'GET',
    `/subjects/${encodeURIComponent(subject)}/versions/${version}?deleted=true`,
  );
  return storedSchema(answer as Record<string, unknown>);
}

/** Null where they are to be compared by lines. */
function changesOf(before: StoredSchema, after: StoredSchema): readonly Change[] | null {
  const [old, now] = [treeOf(before), treeOf(after)];
  return old === undefined || now === undefined ? null : structureDiff(old, now);
}

function treeOf({ schemaType, schema }: StoredSchema): JsonNode | undefined {
  if (schemaType === 'PROTOBUF') return undefined;
  try {
    return parseJson(schema);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

interface Reads {
  /** Null where it cannot be told here. */
  readonly newReadsOld: boolean | null;
  readonly oldReadsNew: boolean | null;
}

async function compatibility(client: RegistryClient, before: StoredSchema, after: StoredSchema): Promise<Reads> {
  const parse = (schema: StoredSchema): Promise<ParsedSchema | null> =>
    parseStored(client, inputOf(schema), `${schema.subject} version ${schema.version}`);
  const [old, now] = await Promise.all([parse(before), parse(after)]);
  if (old === null || now === null) return { newReadsOld: null, oldReadsNew: null };
  const isClear = (reader: 'new' | 'old'): boolean =>
    explain(now, { version: before.version, parsed: old }, { readers: [reader], policy: 'STRICT' }).length === 0;
  return { newReadsOld: isClear('new'), oldReadsNew: isClear('old') };
}

function inputOf({ subject, schemaType, schema, references }: StoredSchema) {
  return { subject, schemaType, schema, references };
}

function readsSentences(from: number, to: number, { newReadsOld, oldReadsNew }: Reads): string[] {
  if (newReadsOld === null) return [];
  const verb = (reads: boolean | null): string => (reads === true ? 'reads' : 'cannot read');
  return [
    `Version ${to} ${verb(newReadsOld)} data of version ${from}; version ${from} ${verb(oldReadsNew)} data of version ${to}.`,
  ];
}

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
const COLOURS = { added: 'green', removed: 'red', changed: 'yellow' } as const;

function changesText(changes: readonly Change[], { paint, output }: { paint: Paint; output: Output }): string {
  const width = Math.max(0, ...changes.map(({ place }) => place.length));
  const room = output.isTerminal ? output.width : Number.POSITIVE_INFINITY;
  const line = ({ kind, place, before, after }: Change): string => {
    const values = kind === 'changed' ? `${before} → ${after}` : (before ?? after ?? '');
    return paint(COLOURS[kind], fitted(printable(`${SIGNS[kind]} ${place.padEnd(width)}  ${values}`), room));
  };
  return changes.map((change) => `${line(change)}\n`).join('');
}

function linesText(lines: readonly DiffLine[], paint: Paint): string {
  return lines
    .map(({ kind, text }) => {
      const shown = printable(text.replaceAll('\t', '  '));
      if (kind === 'gap') return `${paint('dim', shown)}\n`;
      if (kind === 'same') return `  ${shown}\n`;
      return `${paint(COLOURS[kind], `${SIGNS[kind]} ${shown}`)}\n`;
    })
    .join('');
}
