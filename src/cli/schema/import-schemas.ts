/**
 * `samsa schema import`: what an export holds, under the same ids and versions. Each subject is in mode IMPORT for as long as
 * that takes, which is what lets a registry take ids from outside and compare nothing.
 *
 * Invariant: a schema comes after all that it refers to; modes are as they were, or as the export says, also where it fails.
 */
import { isKafkaError, KafkaError } from '#kernel';
import type { RegistryClient } from '#serde';
import { CommandEnded, ExitCode } from '../exit-code.ts';
import { inputFiles } from '../records/input-files.ts';
import type { Surroundings } from '../surroundings.ts';
import { complain, tell } from '../terminal/messages.ts';
import type { StoredSchema } from './all-schemas.ts';
import { CountProgress } from './count-progress.ts';
import { parseExportLine, type ExportLine } from './export-lines.ts';
import { withRegistry } from './registry-session.ts';
import type { ImportSchemasOptions } from './schema-command.ts';

export async function importSchemas(
  surroundings: Surroundings,
  file: string,
  options: ImportSchemasOptions,
): Promise<void> {
  const lines = await readLines(surroundings, file);
  const schemas = inOrder(lines.flatMap((line) => (line.kind === 'schema' ? [line.schema] : [])));
  const others = options.schemasOnly === true ? [] : lines.filter(({ kind }) => kind !== 'schema');
  if (options.dryRun === true) {
    return tell(surroundings, `${schemas.length} schemas and ${others.length} configs and modes would be imported.`);
  }
  await withRegistry(surroundings, options, async ({ client }) => {
    using progress = new CountProgress(surroundings.stderr, {
      verb: 'Importing',
      total: schemas.length + others.length,
    });
    const importSettings = async (kind: ExportLine['kind']): Promise<void> => {
      for (const line of others) {
        if (line.kind !== kind) continue;
        await importSetting(client, line);
        progress.step();
      }
    };
    await inImportMode(surroundings, client, async (enter) => {
      for (const schema of schemas) {
        await enter(schema.subject);
        await importSchema(client, schema);
        progress.step();
      }
      for (const schema of schemas.toReversed()) if (schema.deleted) await remove(client, schema);
      // A subject that is read-only by its mode takes no config once it is in it.
      await importSettings('config');
    });
    await importSettings('mode');
    progress[Symbol.dispose]();
    tell(surroundings, `Imported ${schemas.length} schemas.`);
  });
}

async function readLines(surroundings: Surroundings, file: string): Promise<readonly ExportLine[]> {
  const [input] = inputFiles([file], surroundings);
  const lines: ExportLine[] = [];
  let number = 0;
  const take = (text: string): void => {
    number++;
    if (text.trim() !== '') lines.push(parseExportLine(text, `${input?.name} line ${number}`));
  };
  let rest = '';
  const decoder = new TextDecoder();
  for await (const chunk of input?.chunks(new AbortController().signal) ?? []) {
    const texts = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n');
    rest = texts.pop() ?? '';
    for (const text of texts) take(text);
  }
  take(rest);
  return lines;
}

/** Each after those that it refers to; else by id, so that ids are given in the order in which they once were. */
function inOrder(schemas: readonly StoredSchema[]): readonly StoredSchema[] {
  const byName = new Map(schemas.map((schema) => [`${schema.subject} ${schema.version}`, schema]));
  const ordered = new Set<StoredSchema>();
  const entered = new Set<StoredSchema>();
  const visit = (schema: StoredSchema): void => {
    // A circle ends here, and the registry says what it thinks of it.
    if (entered.has(schema)) return;
    entered.add(schema);
    const context = /^:\.[^:]*:/.exec(schema.subject)?.[0] ?? '';
    for (const { subject, version } of schema.references) {
      const target = byName.get(`${subject.startsWith(':.') ? subject : context + subject} ${version}`);
      if (target !== undefined) visit(target);
    }
    ordered.add(schema);
  };
  for (const schema of schemas.toSorted((left, right) => left.id - right.id || left.version - right.version)) {
    visit(schema);
  }
  return [...ordered];
}

async function importSchema(client: RegistryClient, stored: StoredSchema): Promise<void> {
  const { subject, version, id, schemaType, schema, references, metadata, ruleSet } = stored;
  const body = {
    version,
    id,
    schemaType,
    schema,
    references,
    ...(metadata === null ? {} : { metadata }),
    ...(ruleSet === null ? {} : { ruleSet }),
  };
  try {
    await client.request('POST', `/subjects/${encodeURIComponent(subject)}/versions`, body);
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    throw new KafkaError(error.code, `${subject} version ${version} (id ${id}): ${error.message}`, { cause: error });
  }
}

/** One that is deleted already is as it should be. */
async function remove(client: RegistryClient, { subject, version }: StoredSchema): Promise<void> {
  try {
    await client.deleteVersion(subject, version);
  } catch (error) {
    if (!isKafkaError(error) || !('status' in error) || error.status !== 404) throw error;
  }
}

/** The modes of all subjects that were entered are as before in the end. */
async function inImportMode(
  surroundings: Surroundings,
  client: RegistryClient,
  work: (enter: (subject: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const before = new Map<string, string | null>();
  const enter = async (subject: string): Promise<void> => {
    if (before.has(subject)) return;
    const mode = await ownMode(client, subject);
    before.set(subject, mode);
    await client.request('PUT', `${modePath(subject)}?force=true`, { mode: 'IMPORT' });
  };
  try {
    await work(enter);
  } finally {
    for (const [subject, mode] of before) await restore(surroundings, client, { subject, mode });
  }
}

async function ownMode(client: RegistryClient, subject: string): Promise<string | null> {
  try {
    const answer = (await client.request('GET', modePath(subject))) as { readonly mode?: string };
    return answer.mode ?? null;
  } catch (error) {
    if (isKafkaError(error) && 'status' in error && error.status === 404) return null;
    throw error;
  }
}

async function restore(
  surroundings: Surroundings,
  client: RegistryClient,
  { subject, mode }: { subject: string; mode: string | null },
): Promise<void> {
  try {
    if (mode === null) await client.request('DELETE', modePath(subject));
    else await client.request('PUT', `${modePath(subject)}?force=true`, { mode });
  } catch (error) {
    if (!isKafkaError(error)) throw error;
    complain(
      surroundings,
      `${subject} is still in mode IMPORT (${error.message}): samsa schema config ${subject} --mode ends it`,
    );
    throw new CommandEnded(ExitCode.failed);
  }
}

async function importSetting(client: RegistryClient, line: ExportLine): Promise<void> {
  if (line.kind === 'config') {
    const { compatibilityLevel, ...rest } = line.config;
    const path = line.subject === null ? '' : `/${encodeURIComponent(line.subject)}`;
    const level = compatibilityLevel === undefined ? {} : { compatibility: compatibilityLevel };
    await client.request('PUT', `/config${path}`, { ...rest, ...level });
  } else if (line.kind === 'mode') {
    const path = line.subject === null ? '/mode' : modePath(line.subject);
    await client.request('PUT', `${path}?force=true`, { mode: line.mode });
  }
}

function modePath(subject: string): string {
  return `/mode/${encodeURIComponent(subject)}`;
}
