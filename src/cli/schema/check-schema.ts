/**
 * `samsa schema check`: a registration that only pretends. It says what the registry would, each difference with what it
 * means and what would make it pass, and which consumer groups read the topic. Exit code 1 where it would be refused.
 */
import { isKafkaError } from '#kernel';
import { readersOf, SchemaError, type CompatibilityLevel, type ParsedSchema } from '#schema';
import type { RegistryClient, SchemaInput } from '#serde';
import { CommandEnded, ExitCode } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';
import type { JsonValue } from '../terminal/table.ts';
import { printable } from '../terminal/text-width.ts';
import { storedSchema, type StoredSchema } from './all-schemas.ts';
import { explain, type Explained } from './explain.ts';
import { paintFor, type Paint } from './paint.ts';
import { withRegistry } from './registry-session.ts';
import type { CheckSchemaOptions } from './schema-command.ts';
import { parseSchema, parseStored, readSchema } from './schema-text.ts';
import { servedVerdict } from './served-verdict.ts';
import { groupsOfTopic, topicOf } from './topic-groups.ts';
import type { TopicGroup } from './topic-readers.ts';

interface Report {
  readonly subject: string;
  readonly compatibility: CompatibilityLevel;
  /** The registry's own. */
  readonly isCompatible: boolean;
  /** The version that says the same already. */
  readonly registeredAs: number | null;
  /** What it was compared with. */
  readonly versions: readonly number[];
  readonly differences: readonly Explained[];
  /** In the registry's words. */
  readonly messages: readonly string[];
  readonly topic: string | null;
  /** Null where no cluster could be asked. */
  readonly groups: readonly TopicGroup[] | null;
}

export async function checkSchema(
  surroundings: Surroundings,
  { subject, file }: { readonly subject: string; readonly file: string },
  options: CheckSchemaOptions,
): Promise<void> {
  const input = await readSchema(surroundings, file, options);
  await withRegistry(surroundings, options, async ({ client, output }) => {
    const topic = topicOf(subject);
    const { groups: served, ...verdict } = await judged(client, subject, {
      input,
      normalize: options.normalize === true,
    });
    const groups = topic === null ? null : (served ?? (await groupsOfTopic(surroundings, topic, options)));
    const report: Report = { subject, ...verdict, topic, groups };
    if (options.json === true) await output.json(plainReport(report));
    else await output.write(reportText(report, file, paintFor(surroundings)));
    if (!report.isCompatible) throw new CommandEnded(ExitCode.failed);
  });
}

async function judged(
  client: RegistryClient,
  subject: string,
  { input, normalize }: { input: SchemaInput; normalize: boolean },
): Promise<Omit<Report, 'subject' | 'topic'>> {
  let candidate: ParsedSchema | null;
  try {
    candidate = await parseSchema(client, { ...input, subject }, true);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const { level } = await configOf(client, subject);
    return { ...NOTHING, compatibility: level, isCompatible: false, messages: [`It is no schema: ${error.message}`] };
  }
  const served = await servedVerdict(client, subject, { input, normalize, candidate });
  if (served !== null) return { ...NOTHING, ...served };
  return workedOut(client, subject, { input, normalize, candidate });
}

const NOTHING = { differences: [], messages: [], registeredAs: null, versions: [], groups: null } as const;

/** By what every registry has. */
async function workedOut(
  client: RegistryClient,
  subject: string,
  { input, normalize, candidate }: { input: SchemaInput; normalize: boolean; candidate: ParsedSchema | null },
): Promise<Omit<Report, 'subject' | 'topic'>> {
  const config = await configOf(client, subject);
  const none = { ...NOTHING, compatibility: config.level };
  const registeredAs = await registeredVersion(client, subject, { input, normalize });
  if (registeredAs !== null) return { ...none, isCompatible: true, registeredAs };
  const earlier = await comparedVersions(client, subject, { config, input });
  const answer = earlier.length === 0 ? ACCEPTED : await client.checkCompatibility(subject, input, { normalize });
  const differences = candidate === null ? [] : await explained(client, candidate, { earlier, config });
  return { ...none, ...answer, differences, versions: earlier.map(({ version }) => version) };
}

const ACCEPTED = { isCompatible: true, messages: [] } as const;

interface CheckedConfig {
  readonly level: CompatibilityLevel;
  readonly policy: 'STRICT' | 'LENIENT';
  readonly group: string | null;
}

async function configOf(client: RegistryClient, subject: string): Promise<CheckedConfig> {
  const path = `/config/${encodeURIComponent(subject)}?defaultToGlobal=true`;
  const answer = (await client.request('GET', path)) as Readonly<Record<string, unknown>>;
  const level = answer['compatibilityLevel'];
  return {
    level: (typeof level === 'string' ? level : 'BACKWARD') as CompatibilityLevel,
    policy: answer['compatibilityPolicy'] === 'LENIENT' ? 'LENIENT' : 'STRICT',
    group: typeof answer['compatibilityGroup'] === 'string' ? answer['compatibilityGroup'] : null,
  };
}

async function registeredVersion(
  client: RegistryClient,
  subject: string,
  { input, normalize }: { input: SchemaInput; normalize: boolean },
): Promise<number | null> {
  return orMissing(async () => (await client.lookUp(subject, input, { normalize })).version, null);
}

/** The newest first, as many as the level asks for. */
async function comparedVersions(
  client: RegistryClient,
  subject: string,
  { config, input }: { config: CheckedConfig; input: SchemaInput },
): Promise<readonly StoredSchema[]> {
  const { level, group } = config;
  if (level === 'NONE') return [];
  const numbers = await orMissing(() => client.versions(subject), []);
  const compared: StoredSchema[] = [];
  for (const number of numbers.toReversed()) {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${number}`;
    const version = storedSchema((await client.request('GET', path)) as Record<string, unknown>);
    if (group !== null && propertyOf(version.metadata, group) !== propertyOf(input.metadata, group)) continue;
    compared.push(version);
    if (!level.endsWith('_TRANSITIVE')) break;
  }
  return compared;
}

function propertyOf(metadata: unknown, name: string): unknown {
  const properties = (metadata as { properties?: Readonly<Record<string, string>> } | null | undefined)?.properties;
  return properties?.[name];
}

async function explained(
  client: RegistryClient,
  candidate: ParsedSchema,
  { earlier, config }: { earlier: readonly StoredSchema[]; config: CheckedConfig },
): Promise<readonly Explained[]> {
  const differences: Explained[] = [];
  for (const version of earlier) {
    const { subject, schemaType, schema, references } = version;
    const what = `${subject} version ${version.version}`;
    const parsed = await parseStored(client, { subject, schemaType, schema, references }, what);
    if (parsed === null) continue;
    const { level, policy } = config;
    differences.push(
      ...explain(candidate, { version: version.version, parsed }, { readers: readersOf(level), policy }),
    );
  }
  return differences;
}

async function orMissing<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isKafkaError(error) && 'status' in error && error.status === 404) return otherwise;
    throw error;
  }
}

function plainReport(report: Report): JsonValue {
  const differences = report.differences.map((one) => ({ ...one }));
  const groups = report.groups?.map((one) => ({ ...one })) ?? null;
  return { ...report, differences, groups };
}

function reportText(report: Report, file: string, paint: Paint): string {
  const { subject, compatibility, isCompatible, registeredAs, versions } = report;
  const name = printable(file === '-' ? 'the schema' : file);
  const lines: string[] = [];
  if (registeredAs !== null) lines.push(`${name} is ${subject} version ${registeredAs} already.`);
  else if (isCompatible)
    lines.push(paint('green', `${name} can be registered under ${subject}: ${why(compatibility, versions)}.`));
  else lines.push(paint('red', `${name} would be refused under ${subject} (${compatibility}).`));
  for (const version of new Set(report.differences.map((one) => one.version))) {
    lines.push(
      '',
      ...versionLines(
        report.differences.filter((one) => one.version === version),
        version,
        paint,
      ),
    );
  }
  // Where nothing could be explained here, the registry's own words have to do.
  if (!isCompatible && report.differences.length === 0)
    lines.push(...report.messages.map((text) => `  ${printable(text)}`));
  lines.push(...groupLines(report));
  return `${lines.join('\n')}\n`;
}

function why(level: CompatibilityLevel, versions: readonly number[]): string {
  if (level === 'NONE') return 'its level is NONE, and nothing is compared';
  if (versions.length === 0) return 'it would be the first';
  return `${level} with version ${versions.join(', ')}`;
}

const WHO = {
  new: (version: number) => `The new schema cannot read data of version ${version}:`,
  old: (version: number) => `Readers with version ${version} cannot read data of the new schema:`,
} as const;

function versionLines(differences: readonly Explained[], version: number, paint: Paint): string[] {
  return (['new', 'old'] as const).flatMap((reader) => {
    const found = differences.filter((one) => one.reader === reader);
    if (found.length === 0) return [];
    return [
      WHO[reader](version),
      ...found.flatMap(({ place, type, problem, remedy }) => [
        `  ${paint('bold', printable(place))}  ${paint('dim', type)}`,
        `    ${printable(problem)}`,
        `    → ${printable(remedy)}`,
      ]),
    ];
  });
}

function groupLines({ topic, groups }: Report): string[] {
  if (topic === null) return [];
  if (groups === null)
    return ['', `Who reads ${topic} is not known: no cluster answers; --bootstrap says where it is.`];
  if (groups.length === 0) return ['', `No consumer group has committed offsets for ${topic}.`];
  const shown = groups.map(({ group, state }) => `${printable(group)} (${state})`);
  return ['', `Consumer groups of ${topic}: ${shown.join(', ')}.`];
}
