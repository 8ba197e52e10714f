/** `samsa schema show`: one version of a subject, or what stands behind an id. */
import { UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import { printable } from '../terminal/text-width.ts';
import { storedSchema, type StoredSchema } from './all-schemas.ts';
import { withRegistry } from './registry-session.ts';
import type { ShowSchemaOptions } from './schema-command.ts';
import { prettySchema } from './schema-text.ts';

export async function showSchema(
  surroundings: Surroundings,
  { subject, version }: { readonly subject: string | undefined; readonly version: string | undefined },
  options: ShowSchemaOptions,
): Promise<void> {
  const { id, text = false, json = false } = options;
  if ((subject === undefined) === (id === undefined)) throw new UsageError('Give a subject, or --id.');
  await withRegistry(surroundings, options, async ({ client, output }) => {
    const query = options.deleted === true ? '?deleted=true' : '';
    const path =
      subject === undefined
        ? `/schemas/ids/${id}`
        : `/subjects/${encodeURIComponent(subject)}/versions/${version ?? 'latest'}${query}`;
    const answer = (await client.request('GET', path)) as Readonly<Record<string, unknown>>;
    const schema = storedSchema({ id, ...answer });
    if (text) return await output.write(`${schema.schema}\n`);
    const subjects = subject === undefined ? await subjectsOf(client, schema.id) : [];
    if (json) {
      const all = { ...answer, id: schema.id, schemaType: schema.schemaType };
      return await output.json(subject === undefined ? { ...all, subjects } : all);
    }
    const pretty = printableLines(prettySchema(schema.schemaType, schema.schema));
    await output.write(`${output.facts(factsOf(schema, subject === undefined ? subjects : null))}\n${pretty}`);
  });
}

async function subjectsOf(
  client: { request(method: 'GET', path: string): Promise<unknown> },
  id: number,
): Promise<string[]> {
  const versions = (await client.request('GET', `/schemas/ids/${id}/versions`)) as {
    subject: string;
    version: number;
  }[];
  return versions.map(({ subject, version }) => `${subject}:${version}`);
}

function factsOf(schema: StoredSchema, subjects: readonly string[] | null): (readonly [string, string | number])[] {
  const references = schema.references.map(({ name, subject, version }) => `${name} = ${subject}:${version}`);
  const facts: [string, string | number | null][] = [
    ...(subjects === null
      ? [
          ['Subject', printable(schema.subject)] as [string, string],
          ['Version', versionText(schema)] as [string, string],
        ]
      : [['Subjects', subjects.map(printable).join(', ')] as [string, string]]),
    ['Id', schema.id],
    ['GUID', schema.guid],
    ['Type', schema.schemaType],
    ['References', references.length === 0 ? null : references.map(printable).join(', ')],
    ['Metadata', schema.metadata === null ? null : JSON.stringify(schema.metadata)],
    ['Rules', schema.ruleSet === null ? null : JSON.stringify(schema.ruleSet)],
  ];
  return facts.filter((fact): fact is [string, string | number] => fact[1] !== null);
}

function versionText({ version, deleted }: StoredSchema): string {
  return deleted ? `${version} (deleted)` : String(version);
}

/** Schemas come from others, who must not be able to move the cursor. */
function printableLines(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join('\n');
}
