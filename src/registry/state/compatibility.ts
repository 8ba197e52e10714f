/**
 * Whether a schema may follow those that a subject has, by its level: who must be able to read whose data, and how far back
 * (reference: Confluent's CompatibilityChecker).
 *
 * Invariant: versions are compared from the newest on, and the first that fails ends it; what cannot be compared is not
 * compatible.
 */
import type { CompatibilityLevel, ParsedSchema, Reader, SchemaDifference } from '#schema';
import { readersOf, SchemaError } from '#schema';
import type { SubjectConfig } from '../registry-types.ts';
import { invalidSchema, isRegistryError } from '../registry-errors.ts';
import type { Candidate } from './candidate.ts';
import { parsedVersion } from './candidate.ts';
import type { ParsedSchemas } from './parsed-schemas.ts';
import type { RegistryState } from './registry-state.ts';
import type { SchemaVersion } from './schema-index.ts';

export interface ExplainedDifference extends SchemaDifference {
  readonly reader: Reader;
}

/** How a candidate fares with one earlier version. */
export interface ExplainedVersion {
  readonly version: number;
  /** A reason against it that lies in no place of the schema: another type, a version that cannot be read. */
  readonly problem: string | null;
  readonly differences: readonly ExplainedDifference[];
  readonly isCompatible: boolean;
}

/** Of one comparison; a type that is used often repeats its own each time. */
const MAX_MESSAGES = 500;
const MAX_OLD_SCHEMA = 10 * 1024;

/** What a comparison needs beside the candidate. */
export interface Comparison {
  readonly state: RegistryState;
  readonly schemas: ParsedSchemas;
  readonly config: SubjectConfig;
}

/** Messages as clients get them; none where the candidate is compatible. `earlier` are live versions, the oldest first. */
export function incompatibilities(
  comparison: Comparison,
  candidate: Candidate,
  earlier: readonly SchemaVersion[],
): readonly string[] {
  const level = levelOf(comparison.config);
  for (const version of comparedVersions(comparison.config, candidate, earlier)) {
    const explained = explainVersion(comparison, candidate, version);
    if (!explained.isCompatible) return messagesOf(explained, version, comparison.config);
    if (!level.endsWith('_TRANSITIVE')) break;
  }
  return [];
}

/** Each difference to each version that the level compares with, the newest first; also where one fails. */
export function explainCandidate(
  comparison: Comparison,
  candidate: Candidate,
  earlier: readonly SchemaVersion[],
): readonly ExplainedVersion[] {
  const versions = comparedVersions(comparison.config, candidate, earlier);
  const isTransitive = levelOf(comparison.config).endsWith('_TRANSITIVE');
  return (isTransitive ? versions : versions.slice(0, 1)).map((version) =>
    explainVersion(comparison, candidate, version),
  );
}

function levelOf({ compatibilityLevel }: SubjectConfig): CompatibilityLevel {
  return compatibilityLevel ?? 'BACKWARD';
}

/** Newest first, those of the same group alone. */
function comparedVersions(
  config: SubjectConfig,
  { body }: Candidate,
  earlier: readonly SchemaVersion[],
): readonly SchemaVersion[] {
  if (levelOf(config) === 'NONE') return [];
  const group = config.compatibilityGroup;
  const newestFirst = earlier.toReversed();
  if (group === null) return newestFirst;
  const wanted = body.metadata?.properties[group];
  return newestFirst.filter(({ content }) => content.metadata?.properties[group] === wanted);
}

function explainVersion(
  { state, schemas, config }: Comparison,
  candidate: Candidate,
  version: SchemaVersion,
): ExplainedVersion {
  if (version.content.schemaType !== candidate.schemaType) {
    return failed(version, 'Incompatible because of different schema type');
  }
  let old: ParsedSchema;
  try {
    old = parsedVersion(state, schemas, version);
  } catch (error) {
    if (!isRegistryError(error, 42201)) throw error;
    return failed(version, `The earlier schema cannot be read: ${error.message}`);
  }
  const format = schemas.format(candidate.schemaType);
  const policy = config.compatibilityPolicy === 'LENIENT' ? 'LENIENT' : 'STRICT';
  const differences = readersOf(levelOf(config)).flatMap((reader) =>
    compared(() =>
      reader === 'new'
        ? format.differences(candidate.parsed, old, { policy })
        : format.differences(old, candidate.parsed, { policy }),
    ).map((difference): ExplainedDifference => ({ ...difference, reader })),
  );
  const isCompatible = differences.every((difference) => difference.isCompatible);
  return { version: version.version, problem: null, differences, isCompatible };
}

function failed({ version }: SchemaVersion, problem: string): ExplainedVersion {
  return { version, problem, differences: [], isCompatible: false };
}

/** Two schemas may each be small enough to be read and yet too large to be compared. */
function compared(compare: () => readonly SchemaDifference[]): readonly SchemaDifference[] {
  try {
    return compare();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw invalidSchema(`The schema cannot be compared with an earlier one: ${error.message}`, error);
  }
}

function messagesOf(
  { problem, differences }: ExplainedVersion,
  { version, content }: SchemaVersion,
  config: SubjectConfig,
): readonly string[] {
  const against = differences.filter(({ isCompatible }) => !isCompatible);
  const rest = against.length - MAX_MESSAGES;
  return [
    ...(problem === null ? [] : [problem]),
    ...against.slice(0, MAX_MESSAGES).map(differenceMessage),
    ...(rest > 0 ? [`{andMore: ${rest}}`] : []),
    `{oldSchemaVersion: ${version}}`,
    `{oldSchema: '${truncated(content.text)}'}`,
    `{validateFields: '${config.validateFields ?? false}', compatibility: '${levelOf(config)}'}`,
  ];
}

export function differenceMessage({ type, path, message, reader }: ExplainedDifference): string {
  const [readers, writers] = reader === 'new' ? ['new', 'old'] : ['old', 'new'];
  const description = `At path '${path}' the ${readers} schema cannot read what the ${writers} schema has written`;
  return `{errorType:'${type}', description:'${description}', additionalInfo:'${message}'}`;
}

function truncated(text: string): string {
  return text.length <= MAX_OLD_SCHEMA ? text : `${text.slice(0, MAX_OLD_SCHEMA)}…`;
}
