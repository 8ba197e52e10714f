/**
 * Decides deletions. A soft one hides a version from lists and checks, while its id goes on to be found; a permanent one
 * needs a soft one before it, and its versions' records become tombstones.
 *
 * Invariant: a version that a live version refers to stays.
 */
import type { Decision, StoreRecord, VersionId } from '../../registry-types.ts';
import {
  operationNotPermitted,
  referenceExists,
  subjectNotFound,
  subjectNotSoftDeleted,
  subjectSoftDeleted,
  versionNotFound,
  versionNotSoftDeleted,
  versionSoftDeleted,
} from '../../registry-errors.ts';
import { latestLive } from '../candidate.ts';
import type { RegistryState } from '../registry-state.ts';
import type { SchemaVersion } from '../schema-index.ts';
import { isReadOnly, modeInScope } from '../scopes.ts';
import { printDeleteSubjectValue } from '../store-values.ts';

/** Answers the deleted versions. Throws RegistryError. */
export function decideDeleteSubject(state: RegistryState, subject: string, permanent: boolean): Decision {
  checkWritable(state, subject);
  const versions = state.schemas.subject(subject)?.versions;
  if (versions === undefined) throw subjectNotFound(subject);
  const live = versions.filter(({ isDeleted }) => !isDeleted);
  if (permanent) {
    if (live.length > 0) throw subjectNotSoftDeleted(subject);
    for (const version of versions) checkUnreferenced(state, version);
    const tombstones = versions.flatMap(({ version }) =>
      state.recordsFor({ keytype: 'SCHEMA', subject, version }, null),
    );
    return { records: [...tombstones, ...scopeTombstones(state, subject)], answer: versions.map(numberOf) };
  }
  const last = live.at(-1);
  if (last === undefined) throw subjectSoftDeleted(subject);
  for (const version of live) checkUnreferenced(state, version);
  const value = printDeleteSubjectValue(subject, last.version);
  const records = [
    ...state.recordsFor({ keytype: 'DELETE_SUBJECT', subject }, value),
    ...scopeTombstones(state, subject),
  ];
  return { records, answer: live.map(numberOf) };
}

/** Answers the version's number. Throws RegistryError. */
export function decideDeleteVersion(
  state: RegistryState,
  { subject, version: wanted, permanent }: { subject: string; version: VersionId; permanent: boolean },
): Decision {
  checkWritable(state, subject);
  const owner = state.schemas.subject(subject);
  if (owner === null) throw subjectNotFound(subject);
  const found = wanted === -1 ? (latestLive(owner) ?? owner.versions.at(-1)) : state.schemas.version(subject, wanted);
  if (found === null || found === undefined) throw versionNotFound(wanted === -1 ? 'latest' : wanted);
  if (!permanent && found.isDeleted) throw versionSoftDeleted(subject, found.version);
  checkUnreferenced(state, found);
  if (permanent && !found.isDeleted) throw versionNotSoftDeleted(subject, found.version);
  const key = { keytype: 'SCHEMA', subject, version: found.version } as const;
  const value = permanent ? null : state.printVersion(found, { isDeleted: true });
  const isLast = owner.versions.every((version) => version.isDeleted || version === found);
  const records = [...state.recordsFor(key, value), ...(isLast ? scopeTombstones(state, subject) : [])];
  return { records, answer: found.version };
}

/** Takes away the subject's own mode and config. */
function scopeTombstones(state: RegistryState, subject: string): readonly StoreRecord[] {
  return [
    ...(state.modeAt(subject) === null ? [] : state.recordsFor({ keytype: 'MODE', subject }, null)),
    ...(state.configAt(subject) === null ? [] : state.recordsFor({ keytype: 'CONFIG', subject }, null)),
  ];
}

export function checkWritable(state: RegistryState, subject: string): void {
  if (isReadOnly(modeInScope(state, subject))) {
    throw operationNotPermitted(`Subject ${subject} is in read-only mode`);
  }
}

/** Throws RegistryError 42206 where a live version refers to it. */
export function checkUnreferenced(state: RegistryState, { subject, version }: SchemaVersion): void {
  const isReferenced = state.schemas.referrers(subject, version).some(({ isDeleted }) => !isDeleted);
  if (isReferenced) throw referenceExists(`of subject ${subject} version ${version}`);
}

function numberOf({ version }: SchemaVersion): number {
  return version;
}
