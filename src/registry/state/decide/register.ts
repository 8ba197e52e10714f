/**
 * Decides a registration: in the order of Confluent's registry, since what a client gets back (an old id, an old version, a
 * refusal) depends on it.
 *
 * Invariant: within a context a text has one id; a version number is never given twice while the subject has it.
 */
import { assert } from '#kernel';
import type { CompatibilityLevel } from '#schema';
import type { SubjectConfig, Decision, RegisterCommand, RegistryWorld, StoreRecord } from '../../registry-types.ts';
import {
  idDoesNotMatch,
  incompatibleSchema,
  invalidSchema,
  invalidSubject,
  operationNotPermitted,
  storeError,
} from '../../registry-errors.ts';
import { registeredAnswer, textOf } from '../answers.ts';
import type { Library } from '../answers.ts';
import type { Candidate } from '../candidate.ts';
import { candidateOf } from '../candidate.ts';
import type { ExplainedVersion } from '../compatibility.ts';
import { explainCandidate, incompatibilities } from '../compatibility.ts';
import { idIn, knownContent, saysTheSame } from '../known-schemas.ts';
import { DEFAULT_CONTEXT, isValidSubject, parseSubject } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import type { SchemaVersion } from '../schema-index.ts';
import { configInScope, isReadOnly, modeInScope } from '../scopes.ts';
import { DEFAULT_TENANT } from '../store-keys.ts';
import { printContextValue, printSchemaValue } from '../store-values.ts';

const MAX_ID = 2 ** 31 - 1;

interface Registration {
  readonly library: Library;
  readonly command: RegisterCommand;
  readonly config: SubjectConfig;
  readonly candidate: Candidate;
  readonly context: string;
  /** Null where the registry chooses. */
  readonly explicitId: number | null;
  readonly explicitVersion: number | null;
  readonly isImport: boolean;
  readonly live: readonly SchemaVersion[];
  readonly deleted: readonly SchemaVersion[];
  readonly newVersion: number;
}

/** Throws RegistryError. */
export function decideRegister(state: RegistryState, command: RegisterCommand, world: RegistryWorld): Decision {
  const registration = prepared(state, command, world);
  const knownId = idOfKnown(registration, world);
  const existing = existingVersion(registration, knownId);
  if (existing !== null) return { records: [], answer: answerExisting(registration, existing) };
  if (!registration.isImport && !command.force) checkCompatible(registration);
  const version = versionOf(registration);
  const id = knownId ?? registration.explicitId ?? nextId(state, registration.context, world);
  if (id > MAX_ID) throw storeError('The context has no ids left');
  if (registration.explicitId !== null) checkExplicitId(registration, version);
  world.given?.give(registration.context, registration.candidate, id);
  return { records: recordsOf(registration, { id, version }), answer: answerNew(registration, { id, version }) };
}

/** A registration that only pretends. */
export interface ExplainedRegistration {
  readonly compatibility: CompatibilityLevel;
  readonly isCompatible: boolean;
  /** What the subject has already; then nothing is compared. */
  readonly registeredAs: { readonly id: number; readonly version: number } | null;
  /** What the level compares with, the newest first. */
  readonly versions: readonly ExplainedVersion[];
}

/** What would become of a registration, version by version, without deciding it. Throws RegistryError as that does. */
export function explainRegistration(
  state: RegistryState,
  command: RegisterCommand,
  world: RegistryWorld,
): ExplainedRegistration {
  const registration = prepared(state, command, world);
  const { library, config, candidate, live, isImport } = registration;
  const compatibility = config.compatibilityLevel ?? 'BACKWARD';
  const existing = existingVersion(registration, idOfKnown(registration, world));
  if (existing !== null) {
    const { id, version } = existing;
    return { compatibility, isCompatible: true, registeredAs: { id, version }, versions: [] };
  }
  const versions = isImport ? [] : explainCandidate({ ...library, config }, candidate, live);
  const isCompatible = versions.every((version) => version.isCompatible);
  return { compatibility, isCompatible, registeredAs: null, versions };
}

function prepared(state: RegistryState, command: RegisterCommand, { schemas }: RegistryWorld): Registration {
  const { subject, request, normalize } = command;
  if (!isValidSubject(subject)) throw invalidSubject(subject);
  const explicitId = positive(request.id, 0);
  const isImport = modeFor(state, subject, explicitId) === 'IMPORT';
  const config = configInScope(state, subject);
  const isNew = explicitId === null;
  const candidate = candidateOf(state, schemas, { subject, request, config, normalize, isNew, inherits: !isImport });
  const versions = state.schemas.subject(subject)?.versions ?? [];
  return {
    library: { state, schemas },
    command,
    config,
    candidate,
    context: parseSubject(subject).context,
    explicitId,
    explicitVersion: positive(request.version, 1),
    isImport,
    live: versions.filter(({ isDeleted }) => !isDeleted),
    deleted: versions.filter(({ isDeleted }) => isDeleted),
    newVersion: (versions.at(-1)?.version ?? 0) + 1,
  };
}

function positive(value: number | null, least: number): number | null {
  return value === null || value < least ? null : value;
}

/** An id of one's own is for IMPORT and FORWARD, and these are for nothing else. */
function modeFor(state: RegistryState, subject: string, explicitId: number | null): 'IMPORT' | 'READWRITE' {
  const mode = modeInScope(state, subject);
  if (isReadOnly(mode)) throw operationNotPermitted(`Subject ${subject} is in read-only mode`);
  const takesIds = mode === 'IMPORT' || mode === 'FORWARD';
  if (explicitId !== null && !takesIds) throw operationNotPermitted(`Subject ${subject} is not in import mode`);
  if (explicitId === null && mode !== 'READWRITE') {
    throw operationNotPermitted(`Subject ${subject} is not in read-write mode`);
  }
  return takesIds ? 'IMPORT' : 'READWRITE';
}

/** The id that the candidate has in the context; with an id of its own that one, if it is the same. */
function idOfKnown({ library, candidate, context, explicitId }: Registration, { given }: RegistryWorld): number | null {
  const content = knownContent(library, candidate);
  if (explicitId === null) return idIn(content, context) ?? given?.idOf(context, candidate) ?? null;
  return content?.ids.some((place) => place.context === context && place.id === explicitId) === true
    ? explicitId
    : null;
}

function nextId({ schemas }: RegistryState, context: string, { given }: RegistryWorld): number {
  return Math.max(schemas.maxId(context), given?.highest(context) ?? 0) + 1;
}

/** A live version that is what is to be registered. */
function existingVersion(registration: Registration, knownId: number | null): SchemaVersion | null {
  const { library, candidate, live, explicitId, explicitVersion } = registration;
  const isWanted = ({ version }: SchemaVersion): boolean => explicitVersion === null || version === explicitVersion;
  if (knownId !== null) {
    const content = knownContent(library, candidate);
    const same = live.findLast((version) => version.content === content && version.id === knownId && isWanted(version));
    if (same !== undefined) return same;
  }
  const id = explicitId ?? knownId;
  const inOtherWords = live.findLast(
    (version) => (id === null || version.id === id) && isWanted(version) && saysTheSame(library, candidate, version),
  );
  return inOtherWords ?? null;
}

function checkCompatible({ library, command, config, candidate, live }: Registration): void {
  const messages = incompatibilities({ ...library, config }, candidate, live);
  if (messages.length === 0) return;
  throw incompatibleSchema(
    `Schema being registered is incompatible with an earlier schema for subject "${command.subject}", details: [${messages.join(', ')}]`,
    library.state.settings.compat,
  );
}

function versionOf({ explicitVersion, isImport, newVersion }: Registration): number {
  if (explicitVersion === null) return newVersion;
  if (!isImport && explicitVersion !== newVersion) {
    throw invalidSchema(`Version ${explicitVersion} is not one more than the previous version, ${newVersion - 1}`);
  }
  return explicitVersion;
}

/** An id means one text, and a version keeps its id. */
function checkExplicitId({ library, command, candidate, context, explicitId }: Registration, version: number): void {
  assert(explicitId !== null, 'only ids of the request are checked');
  const { schemas } = library.state;
  const holder = schemas.byId(context, explicitId)[0];
  if (holder !== undefined && holder.content.text !== candidate.body.text) {
    throw operationNotPermitted(`Overwrite new schema with id ${explicitId} is not permitted.`);
  }
  const replaced = schemas.version(command.subject, version);
  if (replaced !== null && replaced.id !== explicitId) {
    throw idDoesNotMatch(
      `Subject ${command.subject} version ${version} has the id ${replaced.id}; it cannot get the id ${explicitId}`,
    );
  }
}

function recordsOf(registration: Registration, { id, version }: { id: number; version: number }): StoreRecord[] {
  const { library, command, candidate, context, deleted } = registration;
  const { state } = library;
  const { subject } = command;
  const { body, schemaType, guid } = candidate;
  const md5 = (body.metadata?.sensitive.length ?? 0) > 0 ? md5Text(guid) : null;
  const { references, metadata, ruleSet, text } = body;
  const value = printSchemaValue(
    { subject, version, id, md5, schemaType, references, metadata, ruleSet, schema: text, deleted: false },
    { isAvroNamed: state.settings.compat !== 7 },
  );
  const superseded = deleted.filter(
    (old) => old.id === id && old.version < version && state.schemas.referrers(subject, old.version).length === 0,
  );
  return [
    ...contextRecords(state, context),
    ...state.recordsFor({ keytype: 'SCHEMA', subject, version }, value),
    ...superseded.flatMap((old) => state.recordsFor({ keytype: 'SCHEMA', subject, version: old.version }, null)),
  ];
}

function contextRecords(state: RegistryState, context: string): readonly StoreRecord[] {
  if (context === DEFAULT_CONTEXT || state.isContextRecorded(context)) return [];
  const key = { keytype: 'CONTEXT', tenant: DEFAULT_TENANT, context } as const;
  return state.recordsFor(key, printContextValue(DEFAULT_TENANT, context));
}

/** A GUID is an MD5 in another spelling. */
function md5Text(guid: string): string {
  return Buffer.from(guid.replaceAll('-', ''), 'hex').toString('base64');
}

function answerNew(
  { library, command, candidate }: Registration,
  place: { readonly id: number; readonly version: number },
): Record<string, unknown> {
  const { parsed, body, isCompleted } = candidate;
  const text = isBlank(command.format) ? body.text : parsed.formatted(command.format);
  return registeredAnswer(library, candidate, { ...place, text, isCompleted });
}

/** With the words, and so the GUID, that are stored. */
function answerExisting(
  { library, command, candidate }: Registration,
  existing: SchemaVersion,
): Record<string, unknown> {
  const { id, version, content } = existing;
  const { isCompleted } = candidate;
  const text = textOf(library, existing, command.format);
  return registeredAnswer(library, { ...content, body: content }, { id, version, text, isCompleted });
}

function isBlank(format: string | null): format is null | '' {
  return format === null || format === '';
}
