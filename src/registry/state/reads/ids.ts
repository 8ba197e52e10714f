/**
 * Reads by id and by GUID. An id is good in one context: that of `subject` where it names one, else the default one; and
 * where a plain subject is asked for whose id the default context has not, every context is tried for that subject.
 */
import { schemaNotFound } from '../../registry-errors.ts';
import type { Form, Library } from '../answers.ts';
import { schemaStringAnswer, textOf } from '../answers.ts';
import { byCodeUnits } from '../entity-shapes.ts';
import { DEFAULT_CONTEXT, parseSubject, qualify } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import type { ContextId, SchemaContent, SchemaVersion } from '../schema-index.ts';
import type { Page } from './pages.ts';
import { page } from './pages.ts';

/** Throws RegistryError 40403. */
export function schemaById(
  library: Library,
  id: number,
  { subject = null, fetchMaxId = false, ...form }: Form & { subject?: string | null; fetchMaxId?: boolean } = {},
): Record<string, unknown> {
  const found = findById(library.state, id, subject);
  const maxId = fetchMaxId ? { maxId: library.state.schemas.maxId(found.context) } : {};
  return schemaStringAnswer(library, found, { ...form, ...maxId });
}

/** The text alone. Throws RegistryError 40403. */
export function schemaTextById(
  library: Library,
  id: number,
  { subject = null, format = null }: { subject?: string | null; format?: string | null } = {},
): string {
  return textOf(library, findById(library.state, id, subject), format);
}

/** Subjects that have, or with `deleted` had, the schema, in order. Throws RegistryError 40403. */
export function subjectsOfId(
  state: RegistryState,
  id: number,
  options: Page & { readonly subject?: string | null; readonly deleted?: boolean } = {},
): readonly string[] {
  const subjects = versionsWithId(state, id, options).map(({ subject }) => subject);
  return page([...new Set(subjects)], options);
}

/** By subject and version. Throws RegistryError 40403. */
export function versionsOfId(
  state: RegistryState,
  id: number,
  options: Page & { readonly subject?: string | null; readonly deleted?: boolean } = {},
): readonly { readonly subject: string; readonly version: number }[] {
  return page(
    versionsWithId(state, id, options).map(({ subject, version }) => ({ subject, version })),
    options,
  );
}

function versionsWithId(
  state: RegistryState,
  id: number,
  { subject = null, deleted = false }: { readonly subject?: string | null; readonly deleted?: boolean },
): readonly SchemaVersion[] {
  const { context } = findById(state, id, subject);
  return state.schemas
    .byId(context, id)
    .filter(({ isDeleted }) => deleted || !isDeleted)
    .sort((left, right) => byCodeUnits(left.subject, right.subject) || left.version - right.version);
}

/** A version with the id: of the subject that was asked for, if it has it. Throws RegistryError 40403. */
export function findById(state: RegistryState, id: number, subject: string | null): SchemaVersion {
  const found =
    subject === null || subject === '' ? inContext(state, id, DEFAULT_CONTEXT) : ofSubject(state, id, subject);
  if (found === null) throw schemaNotFound(String(id));
  return found;
}

function inContext(state: RegistryState, id: number, context: string): SchemaVersion | null {
  return state.schemas.representative(context, id);
}

function ofSubject(state: RegistryState, id: number, name: string): SchemaVersion | null {
  const { context, subject } = parseSubject(name);
  const own = versionOf(state, id, qualify(context, subject)) ?? inContext(state, id, context);
  if (own !== null || subject === '' || context !== DEFAULT_CONTEXT) return own;
  for (const other of state.contexts()) {
    const found = versionOf(state, id, qualify(other, subject));
    if (found !== null) return found;
  }
  return null;
}

function versionOf(state: RegistryState, id: number, subject: string): SchemaVersion | null {
  const versions = state.schemas.subject(subject)?.versions;
  return (
    versions?.findLast((version) => version.id === id && !version.isDeleted) ??
    versions?.findLast((version) => version.id === id) ??
    null
  );
}

/** Throws RegistryError 40403. */
export function schemaByGuid(library: Library, guid: string, form: Form = {}): Record<string, unknown> {
  const [place] = idsOfGuid(library.state, guid);
  const version = place === undefined ? null : library.state.schemas.representative(place.context, place.id);
  if (version === null) throw schemaNotFound(guid);
  return schemaStringAnswer(library, version, form);
}

/** In each context that has the schema. Throws RegistryError 40403. */
export function idsOfGuid(state: RegistryState, guid: string): readonly ContextId[] {
  return [...findByGuid(state, guid).ids].sort(
    (left, right) => byCodeUnits(left.context, right.context) || left.id - right.id,
  );
}

function findByGuid(state: RegistryState, guid: string): SchemaContent {
  const found = state.schemas.contentByGuid(guid.toLowerCase());
  if (found === null) throw schemaNotFound(guid);
  return found;
}
