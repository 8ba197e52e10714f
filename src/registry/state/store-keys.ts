/**
 * Keys of `_schemas`, between bytes and what they mean (reference: Confluent's storage classes). Others wrote some keys with
 * their members in another order, with `"subject":null`, or with members of their own: two byte keys, one logical key.
 *
 * Invariant: `printStoreKey` gives Confluent's bytes; `logicalKey` is the same for all byte forms of one key.
 */
import { printJson } from '#schema';
import { memberOf, membersOf, numberOf, ShapeError, textOf } from './entity-shapes.ts';
import { normalizeSubject } from './qualified-subject.ts';

export type StoreKey =
  | { readonly keytype: 'SCHEMA'; readonly subject: string; readonly version: number }
  | { readonly keytype: 'CONFIG' | 'MODE' | 'CLEAR_SUBJECT'; readonly subject: string | null }
  | { readonly keytype: 'DELETE_SUBJECT'; readonly subject: string }
  | { readonly keytype: 'CONTEXT'; readonly tenant: string; readonly context: string }
  | { readonly keytype: 'NOOP' };

export const DEFAULT_TENANT = 'default';

/** Null for a type of key that this registry has no use for; throws ShapeError or SyntaxError for what is no key. */
export function parseStoreKey(text: string): StoreKey | null {
  const members = membersOf(JSON.parse(text), 'the key');
  const keytype = textOf(members, 'keytype');
  switch (keytype) {
    case 'SCHEMA':
      return schemaKey(subjectOf(members), numberOf(members, 'version'), numberOf(members, 'magic') ?? 0);
    case 'CONFIG':
    case 'MODE':
    case 'CLEAR_SUBJECT':
      return { keytype, subject: scopeOf(members) };
    case 'DELETE_SUBJECT':
      return { keytype, subject: subjectOf(members) };
    case 'CONTEXT':
      return {
        keytype,
        tenant: textOf(members, 'tenant') ?? DEFAULT_TENANT,
        context: textOf(members, 'context') ?? missing('context'),
      };
    case 'NOOP':
      return { keytype };
    case null:
      return missing('keytype');
    default:
      return null;
  }
}

function schemaKey(subject: string, version: number | null, magic: number): StoreKey {
  if (magic !== 0 && magic !== 1) throw new ShapeError(`magic ${magic} is not known`);
  if (version === null || version < 1) throw new ShapeError('the key has no version');
  return { keytype: 'SCHEMA', subject, version };
}

function subjectOf(members: Readonly<Record<string, unknown>>): string {
  return normalizeSubject(textOf(members, 'subject') ?? missing('subject'));
}

function scopeOf(members: Readonly<Record<string, unknown>>): string | null {
  const subject = memberOf(members, 'subject') === null ? null : textOf(members, 'subject');
  return subject === null ? null : normalizeSubject(subject);
}

function missing(name: string): never {
  throw new ShapeError(`the key has no ${name}`);
}

/** The bytes, as text, that Confluent's registry writes. */
export function printStoreKey(key: StoreKey): string {
  switch (key.keytype) {
    case 'SCHEMA':
      return `{"keytype":"SCHEMA","subject":${printJson(key.subject)},"version":${key.version},"magic":1}`;
    case 'NOOP':
      return '{"keytype":"NOOP","magic":0}';
    case 'CONTEXT':
      return `{"keytype":"CONTEXT","tenant":${printJson(key.tenant)},"context":${printJson(key.context)},"magic":0}`;
    default: {
      const subject = key.subject === null ? '' : `"subject":${printJson(key.subject)},`;
      return `{"keytype":"${key.keytype}",${subject}"magic":0}`;
    }
  }
}
