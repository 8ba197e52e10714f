/**
 * All schemas of the registry and the ways to find them: by subject and version, by context and id, by GUID, and by who
 * refers to them. Made for many: one small object a version, one a text, however many subjects share it; nothing is parsed.
 *
 * Invariant: a version is in all indexes or in none; within a context an id means one text; a content is kept as long
 * as a version has it.
 */
import { assert } from '#kernel';
import type { SchemaType } from '#schema';
import { byCodeUnits } from './entity-shapes.ts';
import { normalizeSubject, parseSubject, qualifyReference } from './qualified-subject.ts';
import type { SchemaBody } from './schema-guid.ts';
import { schemaGuid } from './schema-guid.ts';

/** An id and the context that it is good in. */
export interface ContextId {
  readonly context: string;
  readonly id: number;
}

/** What one or more versions say. */
export interface SchemaContent extends SchemaBody {
  readonly schemaType: SchemaType;
  readonly guid: string;
  /** Where it has which id; usually one. */
  readonly ids: readonly ContextId[];
}

/** One version of one subject. Only the index changes it. */
export interface SchemaVersion {
  /** Qualified. */
  readonly subject: string;
  readonly context: string;
  readonly version: number;
  readonly id: number;
  readonly content: SchemaContent;
  readonly md5: string | null;
  readonly isDeleted: boolean;
  readonly offset: number;
  /** ms since 1970. */
  readonly timestamp: number;
}

export interface SubjectVersions {
  /** Qualified. */
  readonly name: string;
  readonly context: string;
  /** Without its context. */
  readonly bareName: string;
  /** By version, the oldest first; never empty. */
  readonly versions: readonly SchemaVersion[];
}

/** What a version is made of, before its content is shared. */
export interface NewVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schemaType: SchemaType;
  readonly body: SchemaBody;
  readonly md5: string | null;
  readonly isDeleted: boolean;
  readonly offset: number;
  readonly timestamp: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface MutableContent extends Mutable<SchemaContent> {
  ids: ContextId[];
}

interface IndexedVersion extends Mutable<SchemaVersion> {
  /** Where it stands among the versions with its id: a text may be that of very many subjects. */
  placeInId: number;
}

interface MutableSubject extends SubjectVersions {
  readonly versions: IndexedVersion[];
}

/** All versions with one id; the one that stands for them in answers is looked for once. */
interface IdEntry {
  readonly versions: IndexedVersion[];
  representative: SchemaVersion | null;
}

interface ContextIds {
  readonly ids: Map<number, IdEntry>;
  maxId: number;
}

const NONE: readonly SchemaVersion[] = [];

export class SchemaIndex {
  readonly #subjects = new Map<string, MutableSubject>();
  readonly #contexts = new Map<string, ContextIds>();
  readonly #contents = new Map<SchemaType, Map<string, MutableContent>>();
  readonly #referrers = new Map<string, SchemaVersion[]>();
  /** Null after subjects came or went. */
  #sorted: readonly SubjectVersions[] | null = null;
  #versionCount = 0;

  get subjectCount(): number {
    return this.#subjects.size;
  }

  /** Deleted ones included. */
  get versionCount(): number {
    return this.#versionCount;
  }

  // Finding; a name may come in any of its spellings.

  subject(name: string): SubjectVersions | null {
    return this.#subjects.get(normalizeSubject(name)) ?? null;
  }

  /** By their qualified names' code units. */
  subjects(): readonly SubjectVersions[] {
    return (this.#sorted ??= [...this.#subjects.values()].sort((left, right) => byCodeUnits(left.name, right.name)));
  }

  version(subject: string, version: number): SchemaVersion | null {
    const versions = this.subject(subject)?.versions;
    if (versions === undefined) return null;
    const at = placeOf(versions, version);
    const found = versions[at];
    return found?.version === version ? found : null;
  }

  /** Contexts that have a schema. */
  contexts(): readonly string[] {
    return [...this.#contexts].filter(([, { ids }]) => ids.size > 0).map(([name]) => name);
  }

  /** The highest id that the context was seen to have; 0 for none. */
  maxId(context: string): number {
    return this.#contexts.get(context)?.maxId ?? 0;
  }

  byId(context: string, id: number): readonly SchemaVersion[] {
    return this.#contexts.get(context)?.ids.get(id)?.versions ?? NONE;
  }

  /** One of the versions with an id, always the same: a live one if there is, the first subject's first. */
  representative(context: string, id: number): SchemaVersion | null {
    const entry = this.#contexts.get(context)?.ids.get(id);
    if (entry === undefined) return null;
    const { versions }: { readonly versions: readonly SchemaVersion[] } = entry;
    return (entry.representative ??= versions.reduce(preferred));
  }

  content(schemaType: SchemaType, guid: string): SchemaContent | null {
    return this.#contents.get(schemaType)?.get(guid) ?? null;
  }

  /** Of whatever type; the GUID does not hold it. */
  contentByGuid(guid: string): SchemaContent | null {
    for (const contents of this.#contents.values()) {
      const found = contents.get(guid);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** Versions that refer to a version, deleted ones included. */
  referrers(subject: string, version: number): readonly SchemaVersion[] {
    return this.#referrers.get(referenceKey(subject, version)) ?? NONE;
  }

  // Changing.

  /** Puts a version in, in place of one with the same subject and number. */
  put(made: NewVersion): void {
    this.remove(made.subject, made.version);
    const { context, subject: bareName } = parseSubject(made.subject);
    const content = this.#contentOf(made.schemaType, made.body);
    const { subject, version, id, md5, isDeleted, offset, timestamp } = made;
    const owner = this.#subjectOf(subject, context, bareName);
    const entry: IndexedVersion = {
      placeInId: 0,
      subject: owner.name,
      context: owner.context,
      version,
      id,
      content,
      md5,
      isDeleted,
      offset,
      timestamp,
    };
    owner.versions.splice(placeOf(owner.versions, version), 0, entry);
    this.#bindId(entry);
    if (!content.ids.some((place) => place.context === context && place.id === id)) {
      content.ids.push({ context: entry.context, id });
    }
    for (const key of referenceKeys(entry)) {
      const referrers = this.#referrers.get(key);
      if (referrers === undefined) this.#referrers.set(key, [entry]);
      else referrers.push(entry);
    }
    this.#versionCount++;
  }

  /** Takes a version out; false where there is none. */
  remove(subject: string, version: number): boolean {
    const owner = this.#subjects.get(subject);
    if (owner === undefined) return false;
    const at = placeOf(owner.versions, version);
    const gone = owner.versions[at];
    if (gone?.version !== version) return false;
    owner.versions.splice(at, 1);
    if (owner.versions.length === 0) {
      this.#subjects.delete(subject);
      this.#sorted = null;
    }
    this.#unbindId(gone);
    for (const key of referenceKeys(gone)) {
      const referrers = this.#referrers.get(key);
      assert(referrers !== undefined, 'a version that refers to another is in the index of references');
      takeOut(referrers, gone);
      if (referrers.length === 0) this.#referrers.delete(key);
    }
    this.#versionCount--;
    return true;
  }

  /** Marks all versions up to a number as deleted. */
  markDeleted(subject: string, upTo: number): void {
    for (const version of this.#subjects.get(subject)?.versions ?? []) {
      if (version.version > upTo) break;
      version.isDeleted = true;
      const entry = this.#contexts.get(version.context)?.ids.get(version.id);
      assert(entry !== undefined, 'a version is in the index of ids');
      // Another one stays what it is: it is live, or all are deleted.
      if (entry.representative === version) entry.representative = null;
    }
  }

  #subjectOf(name: string, context: string, bareName: string): MutableSubject {
    const known = this.#subjects.get(name);
    if (known !== undefined) return known;
    const made: MutableSubject = { name, context, bareName, versions: [] };
    this.#subjects.set(name, made);
    this.#sorted = null;
    return made;
  }

  #contentOf(schemaType: SchemaType, body: SchemaBody): MutableContent {
    let contents = this.#contents.get(schemaType);
    if (contents === undefined) this.#contents.set(schemaType, (contents = new Map()));
    const guid = schemaGuid(body);
    const known = contents.get(guid);
    if (known !== undefined) return known;
    const { text, references, metadata, ruleSet } = body;
    const made: MutableContent = { text, references, metadata, ruleSet, schemaType, guid, ids: [] };
    contents.set(guid, made);
    return made;
  }

  #bindId(version: IndexedVersion): void {
    let context = this.#contexts.get(version.context);
    if (context === undefined) this.#contexts.set(version.context, (context = { ids: new Map(), maxId: 0 }));
    context.maxId = Math.max(context.maxId, version.id);
    const entry = context.ids.get(version.id);
    if (entry === undefined) {
      context.ids.set(version.id, { versions: [version], representative: null });
      return;
    }
    version.placeInId = entry.versions.push(version) - 1;
    if (entry.representative !== null) entry.representative = preferred(entry.representative, version);
  }

  #unbindId(version: IndexedVersion): void {
    const { context, id, content } = version;
    const ids = this.#contexts.get(context)?.ids;
    const entry = ids?.get(id);
    assert(ids !== undefined && entry !== undefined, 'a version is in the index of ids');
    // Order means nothing here, so that the last takes the empty place.
    const last = entry.versions.pop();
    assert(last !== undefined, 'a version is among those with its id');
    if (last !== version) {
      entry.versions[version.placeInId] = last;
      last.placeInId = version.placeInId;
    }
    if (entry.representative === version) entry.representative = null;
    if (entry.versions.length === 0) ids.delete(id);
    if (entry.versions.some((other) => other.content === content)) return;
    const contents = this.#contents.get(content.schemaType);
    const shared = contents?.get(content.guid);
    assert(contents !== undefined && shared === content, 'a version has a content of the index');
    shared.ids = shared.ids.filter((place) => place.context !== context || place.id !== id);
    if (shared.ids.length === 0) contents.delete(content.guid);
  }
}

/** Where a version stands, or would stand. New ones come last. */
function placeOf(versions: readonly SchemaVersion[], version: number): number {
  const last = versions.at(-1);
  if (last === undefined || last.version < version) return versions.length;
  let low = 0;
  let high = versions.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const found = versions[middle];
    if (found !== undefined && found.version < version) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Order means nothing among referrers. */
function takeOut(versions: SchemaVersion[], gone: SchemaVersion): void {
  const at = versions.indexOf(gone);
  const last = versions.pop();
  assert(at >= 0 && last !== undefined, 'a version that is taken out is in the list');
  if (at < versions.length) versions[at] = last;
}

function preferred(left: SchemaVersion, right: SchemaVersion): SchemaVersion {
  if (left.isDeleted !== right.isDeleted) return left.isDeleted ? right : left;
  const order = byCodeUnits(left.subject, right.subject);
  return order === 0 ? (left.version < right.version ? left : right) : order < 0 ? left : right;
}

/** Of what a version refers to, each once. */
function referenceKeys({ context, content }: SchemaVersion): readonly string[] {
  if (content.references.length === 0) return [];
  const keys = content.references.map(({ subject, version }) =>
    referenceKey(qualifyReference(context, subject), version),
  );
  return [...new Set(keys)];
}

function referenceKey(subject: string, version: number): string {
  return `${version} ${subject}`;
}
