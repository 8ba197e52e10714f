/**
 * The registry's state: what the records of `_schemas`, applied in their order, come to (reference: Confluent's reader of
 * its store). Pure and synchronous; decisions read it, records alone change it.
 *
 * Invariant: the same records give the same state, also after compaction, whoever wrote them and in whatever byte form
 * their keys are. No record can make it throw.
 */
import type {
  ApplyProblem,
  Mode,
  RecordPlace,
  RegistrySettings,
  StoreRecord,
  SubjectConfig,
} from '../registry-types.ts';
import { DEFAULT_SETTINGS } from '../registry-types.ts';
import { ShapeError } from './entity-shapes.ts';
import { DEFAULT_CONTEXT, GLOBAL_SCOPE, normalizeScope, parseSubject } from './qualified-subject.ts';
import type { SchemaVersion, SubjectVersions } from './schema-index.ts';
import { SchemaIndex } from './schema-index.ts';
import type { StoreKey } from './store-keys.ts';
import { parseStoreKey, printStoreKey } from './store-keys.ts';
import type { SchemaValue } from './store-values.ts';
import {
  parseConfigValue,
  parseDeleteSubjectValue,
  parseModeValue,
  parseSchemaValue,
  printSchemaValue,
} from './store-values.ts';

export class RegistryState {
  readonly settings: RegistrySettings;
  /** All schemas; read it, never change it. */
  readonly schemas: SchemaIndex = new SchemaIndex();
  readonly #configs = new Map<string | null, SubjectConfig>();
  readonly #modes = new Map<string | null, Mode>();
  readonly #contexts = new Set<string>();
  /** Byte forms of keys, other than ours, that the topic holds a value for: by our form. */
  readonly #otherForms = new Map<string, Buffer[]>();
  #lastOffset = -1;

  constructor(settings: RegistrySettings = DEFAULT_SETTINGS) {
    this.settings = settings;
  }

  /** Of the last record that was applied; -1 before the first. */
  get lastOffset(): number {
    return this.#lastOffset;
  }

  /** Configured at that very scope: null is the registry, `:.context:` a context, else a subject. */
  configAt(scope: string | null): SubjectConfig | null {
    return this.#configs.get(normalizeScope(scope)) ?? null;
  }

  modeAt(scope: string | null): Mode | null {
    return this.#modes.get(normalizeScope(scope)) ?? null;
  }

  /** Subjects and contexts that have a mode of their own. */
  modeScopes(): readonly (string | null)[] {
    return [...this.#modes.keys()];
  }

  configScopes(): readonly (string | null)[] {
    return [...this.#configs.keys()];
  }

  /** Whether the topic names the context. */
  isContextRecorded(context: string): boolean {
    return this.#contexts.has(context);
  }

  /** The default one first, the others in order. */
  contexts(): readonly string[] {
    const others = new Set([...this.#contexts, ...this.schemas.contexts()]);
    others.delete(DEFAULT_CONTEXT);
    return [DEFAULT_CONTEXT, ...[...others].sort()];
  }

  /** Subjects in the scope of a config or mode, deleted ones included; one subject is found without a walk over all. */
  subjectsIn(scope: string | null): readonly SubjectVersions[] {
    if (scope !== null && scope !== GLOBAL_SCOPE && parseSubject(scope).subject !== '') {
      const found = this.schemas.subject(scope);
      return found === null ? [] : [found];
    }
    return this.schemas.subjects().filter(({ name, context }) => isInScope(scope, name, context));
  }

  /** What to write so that a key has a value, or none: other byte forms of the key go first. */
  recordsFor(key: StoreKey, value: string | null): readonly StoreRecord[] {
    const ours = printStoreKey(key);
    const others = (this.#otherForms.get(ours) ?? []).map((form) => ({ key: form, value: null }));
    return [...others, { key: Buffer.from(ours), value: value === null ? null : Buffer.from(value) }];
  }

  /**
   * Takes in one record. Null where it was applied, or is of a kind that the registry has no use for; else what became of it.
   */
  apply(key: Buffer, value: Buffer | null, place: RecordPlace): ApplyProblem | null {
    this.#lastOffset = place.offset;
    try {
      const text = key.toString();
      const parsed = parseStoreKey(text);
      if (parsed === null || parsed.keytype === 'NOOP') return null;
      this.#noteForm(parsed, { text, key, isTombstone: value === null });
      return this.#applyKey(parsed, value === null ? null : value.toString(), place);
    } catch (error) {
      if (error instanceof ShapeError || error instanceof SyntaxError) {
        return { kind: 'unreadable', reason: `the record at offset ${place.offset} cannot be read: ${error.message}` };
      }
      throw error;
    }
  }

  #noteForm(parsed: StoreKey, { text, key, isTombstone }: { text: string; key: Buffer; isTombstone: boolean }): void {
    const ours = printStoreKey(parsed);
    if (text === ours) return;
    const others = (this.#otherForms.get(ours) ?? []).filter((form) => !form.equals(key));
    if (!isTombstone) others.push(Buffer.from(key));
    if (others.length === 0) this.#otherForms.delete(ours);
    else this.#otherForms.set(ours, others);
  }

  #applyKey(key: StoreKey, value: string | null, place: RecordPlace): ApplyProblem | null {
    switch (key.keytype) {
      case 'SCHEMA':
        if (value !== null) return this.#applySchema(parseSchemaValue(value, key), key, place);
        this.schemas.remove(key.subject, key.version);
        return null;
      case 'CONFIG':
        change(this.#configs, key.subject, value === null ? null : parseConfigValue(value));
        return null;
      case 'MODE':
        change(this.#modes, key.subject, value === null ? null : parseModeValue(value));
        return null;
      case 'DELETE_SUBJECT':
        if (value !== null) this.schemas.markDeleted(key.subject, parseDeleteSubjectValue(value));
        return null;
      case 'CLEAR_SUBJECT':
        if (value !== null) this.#clear(key.subject);
        return null;
      case 'CONTEXT':
        if (value === null) this.#contexts.delete(key.context);
        else this.#contexts.add(key.context);
        return null;
      case 'NOOP':
        return null;
    }
  }

  #applySchema(value: SchemaValue, key: StoreKey, place: RecordPlace): ApplyProblem | null {
    const { subject, version, id, schemaType, md5, deleted } = value;
    const { context } = parseSubject(subject);
    const holder = this.schemas.byId(context, id)[0];
    if (holder !== undefined && holder.content.text !== value.schema) {
      const reason = `the record at offset ${place.offset} gives id ${id} to subject ${subject} version ${version}; it is another schema's, of subject ${holder.subject} version ${holder.version}`;
      return { kind: 'idTaken', reason, rewrite: place.isLeader ? this.#undo(key, subject, version) : [] };
    }
    this.schemas.put({
      subject,
      version,
      id,
      schemaType,
      body: { text: value.schema, references: value.references, metadata: value.metadata, ruleSet: value.ruleSet },
      md5,
      isDeleted: deleted,
      offset: place.offset,
      timestamp: place.timestamp,
    });
    return null;
  }

  /** Records that give a key the value again that the state has for it. */
  #undo(key: StoreKey, subject: string, version: number): readonly StoreRecord[] {
    const kept = this.schemas.version(subject, version);
    return this.recordsFor(key, kept === null ? null : this.printVersion(kept));
  }

  /** The value of a version that is written again, maybe changed. */
  printVersion(version: SchemaVersion, changes: { readonly isDeleted?: boolean } = {}): string {
    const { schemaType, references, metadata, ruleSet, text } = version.content;
    const { subject, id, md5, offset, timestamp } = version;
    const deleted = changes.isDeleted ?? version.isDeleted;
    return printSchemaValue(
      { subject, version: version.version, id, md5, schemaType, references, metadata, ruleSet, schema: text, deleted },
      { former: { offset, timestamp }, isAvroNamed: this.settings.compat !== 7 },
    );
  }

  /** Takes away for good what is deleted in a scope. */
  #clear(scope: string | null): void {
    for (const { name, versions } of this.subjectsIn(scope)) {
      for (const { version } of versions.filter(({ isDeleted }) => isDeleted)) this.schemas.remove(name, version);
    }
  }
}

/** Whether a subject lies in the scope of a config or mode. */
export function isInScope(scope: string | null, subject: string, context: string): boolean {
  if (scope === null) return context === DEFAULT_CONTEXT;
  if (scope === GLOBAL_SCOPE) return true;
  const wanted = parseSubject(scope);
  return wanted.subject === '' ? wanted.context === context : scope === subject;
}

function change<T>(map: Map<string | null, T>, key: string | null, value: T | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
