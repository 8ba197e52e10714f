/** `samsa schema export`: all that a registry holds, as JSON lines. */
import { createWriteStream } from 'node:fs';
import { isKafkaError } from '#kernel';
import type { RegistryClient } from '#serde';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import { allSchemas } from './all-schemas.ts';
import { CountProgress } from './count-progress.ts';
import { configLine, modeLine, schemaLine } from './export-lines.ts';
import { withRegistry } from './registry-session.ts';
import type { ExportSchemasOptions } from './schema-command.ts';

type Write = (line: string) => Promise<void>;

export async function exportSchemas(
  surroundings: Surroundings,
  file: string | undefined,
  options: ExportSchemasOptions,
): Promise<void> {
  await withRegistry(surroundings, options, async ({ client, output }) => {
    if (file === undefined || file === '-') await exportAll(surroundings, client, (line) => output.write(line));
    else await toFile(file, (write) => exportAll(surroundings, client, write));
  });
}

async function exportAll(surroundings: Surroundings, client: RegistryClient, write: Write): Promise<void> {
  const subjects = await client.subjects({ subjectPrefix: ':*:', deleted: true });
  const contexts = await contextsOf(client);
  const scopes = [null, ...contexts, ...subjects];
  using progress = new CountProgress(surroundings.stderr, {
    verb: 'Exporting',
    total: scopes.length + subjects.length,
  });
  await settings(client, scopes, { write, progress });
  let count = 0;
  let last: string | null = null;
  for await (const schema of allSchemas(client, { deleted: true })) {
    await write(schemaLine(schema));
    count++;
    if (schema.subject !== last) progress.step();
    last = schema.subject;
  }
  progress[Symbol.dispose]();
  tell(surroundings, `Exported ${count} schemas of ${subjects.length} subjects.`);
}

const AT_ONCE = 16;

async function settings(
  client: RegistryClient,
  scopes: readonly (string | null)[],
  { write, progress }: { write: Write; progress: CountProgress },
): Promise<void> {
  for (let start = 0; start < scopes.length; start += AT_ONCE) {
    const some = scopes.slice(start, start + AT_ONCE);
    const lines = await Promise.all(some.map((scope) => linesOf(client, scope)));
    for (const line of lines.flat()) await write(line);
    for (const _ of some) progress.step();
  }
}

async function linesOf(client: RegistryClient, scope: string | null): Promise<string[]> {
  const path = scope === null ? '' : `/${encodeURIComponent(scope)}`;
  const [config, mode] = await Promise.all([
    orNothing(() => client.request('GET', `/config${path}`)),
    orNothing(() => client.request('GET', `/mode${path}`)),
  ]);
  return [
    ...(config === null ? [] : [configLine(scope, config)]),
    ...(typeof mode?.['mode'] === 'string' ? [modeLine(scope, mode['mode'])] : []),
  ];
}

/** As `:.staging:`; registries without contexts have none but the default one. */
async function contextsOf(client: RegistryClient): Promise<readonly string[]> {
  const contexts = await orNothing(() => client.request('GET', '/contexts'));
  if (!Array.isArray(contexts)) return [];
  return (contexts as string[]).filter((context) => context !== '.').map((context) => `:${context}:`);
}

async function orNothing(ask: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>> | null> {
  try {
    return (await ask()) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (isKafkaError(error) && 'status' in error && (error.status === 404 || error.status === 405)) return null;
    throw error;
  }
}

async function toFile(file: string, work: (write: Write) => Promise<void>): Promise<void> {
  const stream = createWriteStream(file);
  const closed = new Promise<void>((resolve, reject) => stream.once('close', resolve).once('error', reject));
  // Told by who waits for it; until then it is no unhandled failure.
  closed.catch(() => undefined);
  try {
    await work(async (line) => {
      if (stream.errored !== null) await closed;
      if (!stream.write(line)) await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), closed]);
    });
  } finally {
    stream.end();
  }
  await closed;
}
