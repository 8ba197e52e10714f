/** Reads below `/subjects`: lists, versions, who refers to them, and looking up a schema or metadata under a subject. */
import type { RegisterRequest, VersionId } from '../../registry-types.ts';
import { invalidSubject, schemaNotFound, subjectNotFound, versionNotFound } from '../../registry-errors.ts';
import type { Form, Library } from '../answers.ts';
import { schemaAnswer, textOf } from '../answers.ts';
import { candidateOf, latestLive } from '../candidate.ts';
import { knownContent, saysTheSame } from '../known-schemas.ts';
import { ALL_CONTEXTS, isValidSubject, prefixMatcher } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import type { SchemaVersion, SubjectVersions } from '../schema-index.ts';
import { configInScope } from '../scopes.ts';
import type { Page } from './pages.ts';
import { page } from './pages.ts';

export interface SubjectListOptions extends Page {
  /** Default `:*:`, all contexts; without a context the default one. */
  readonly subjectPrefix?: string | null;
  readonly deleted?: boolean;
  readonly deletedOnly?: boolean;
  /** Whether the requester may see a subject; all by default. */
  readonly isVisible?: (subject: string) => boolean;
}

export interface VersionListOptions extends Page {
  readonly deleted?: boolean;
  readonly deletedOnly?: boolean;
  /** Deleted versions are listed as negative numbers. */
  readonly deletedAsNegative?: boolean;
}

/** Qualified names in order. */
export function listSubjects(state: RegistryState, options: SubjectListOptions = {}): readonly string[] {
  const { deleted = false, deletedOnly = false, isVisible = () => true } = options;
  const isMeant = prefixMatcher(options.subjectPrefix ?? ALL_CONTEXTS);
  const found = state.schemas.subjects().filter(({ name, context, bareName, versions }) => {
    if (!isMeant(context, bareName)) return false;
    const isLive = versions.some(({ isDeleted }) => !isDeleted);
    return (deletedOnly ? !isLive : deleted || isLive) && isVisible(name);
  });
  return page(
    found.map(({ name }) => name),
    options,
  );
}

/** Throws RegistryError 40401. */
export function listVersions(
  state: RegistryState,
  subject: string,
  options: VersionListOptions = {},
): readonly number[] {
  const { deleted = false, deletedOnly = false, deletedAsNegative = false } = options;
  const isListed = ({ isDeleted }: SchemaVersion): boolean =>
    deletedOnly ? isDeleted : deleted || deletedAsNegative || !isDeleted;
  const found = (state.schemas.subject(subject)?.versions ?? []).filter(isListed);
  if (found.length === 0) throw subjectNotFound(subject);
  return page(
    found.map(({ version, isDeleted }) => (isDeleted && deletedAsNegative ? -version : version)),
    options,
  );
}

/** Throws RegistryError 40401, 40402. */
export function findVersion(
  state: RegistryState,
  { subject, version, deleted = false }: { subject: string; version: VersionId; deleted?: boolean },
): SchemaVersion {
  const owner = state.schemas.subject(subject);
  const found = version === -1 ? latest(owner, deleted) : state.schemas.version(subject, version);
  if (found !== null && (deleted || !found.isDeleted)) return found;
  if (owner === null || (!deleted && latestLive(owner) === null)) throw subjectNotFound(subject);
  throw versionNotFound(version === -1 ? 'latest' : version);
}

/** A live one goes before a deleted one. */
function latest(owner: SubjectVersions | null, deleted: boolean): SchemaVersion | null {
  return latestLive(owner) ?? (deleted ? (owner?.versions.at(-1) ?? null) : null);
}

/** Throws RegistryError 40401, 40402, 42201 where it has no such form. */
export function getVersion(
  library: Library,
  wanted: { readonly subject: string; readonly version: VersionId; readonly deleted?: boolean },
  form: Form = {},
): Record<string, unknown> {
  return schemaAnswer(library, findVersion(library.state, wanted), form);
}

/** The text alone. Throws as getVersion. */
export function getVersionText(
  library: Library,
  wanted: { readonly subject: string; readonly version: VersionId; readonly deleted?: boolean },
  format: string | null = null,
): string {
  return textOf(library, findVersion(library.state, wanted), format);
}

/** Ids of schemas that refer to a version. Throws RegistryError 40401, 40402. */
export function referencedBy(
  state: RegistryState,
  wanted: { readonly subject: string; readonly version: VersionId },
  options: Page & { readonly deleted?: boolean } = {},
): readonly number[] {
  const { subject, version } = findVersion(state, { ...wanted, deleted: true });
  const referrers = state.schemas.referrers(subject, version);
  const ids = referrers.filter(({ isDeleted }) => options.deleted === true || !isDeleted).map(({ id }) => id);
  return page(
    [...new Set(ids)].sort((left, right) => left - right),
    options,
  );
}

export interface LookupOptions extends Form {
  readonly normalize?: boolean;
  readonly deleted?: boolean;
}

/** The version of a subject that has the schema. Throws RegistryError 40401, 40403, 42201, 42208. */
export function lookUpSchema(
  library: Library,
  subject: string,
  { request, normalize = false, deleted = false, ...form }: LookupOptions & { readonly request: RegisterRequest },
): Record<string, unknown> {
  const { state, schemas } = library;
  if (!isValidSubject(subject)) throw invalidSubject(subject);
  const versions = (state.schemas.subject(subject)?.versions ?? []).filter(({ isDeleted }) => deleted || !isDeleted);
  if (versions.length === 0) throw subjectNotFound(subject);
  const config = configInScope(state, subject);
  const candidate = candidateOf(state, schemas, { subject, request, config, normalize, isNew: false, inherits: false });
  const content = knownContent(library, candidate);
  const anyBeside = request.metadata === null && request.ruleSet === null;
  const found =
    (content === null ? undefined : versions.findLast((version) => version.content === content)) ??
    versions.findLast((version) => saysTheSame(library, candidate, version)) ??
    (anyBeside ? versions.findLast((version) => saysTheSame(library, candidate, version, { anyBeside })) : undefined);
  if (found === undefined) throw schemaNotFound();
  return schemaAnswer(library, found, form);
}

/** The latest version that has all these properties. Throws RegistryError 40401, 40403. */
export function findByMetadata(
  library: Library,
  subject: string,
  {
    properties,
    deleted = false,
    ...form
  }: Form & { readonly properties: ReadonlyMap<string, string>; readonly deleted?: boolean },
): Record<string, unknown> {
  const versions = (library.state.schemas.subject(subject)?.versions ?? []).filter(
    ({ isDeleted }) => deleted || !isDeleted,
  );
  if (versions.length === 0) throw subjectNotFound(subject);
  const wanted = [...properties];
  const found = versions.findLast(({ content }) =>
    wanted.every(([key, value]) => content.metadata?.properties[key] === value),
  );
  if (found === undefined) throw schemaNotFound();
  return schemaAnswer(library, found, form);
}
