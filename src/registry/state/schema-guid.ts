/**
 * The name that a schema has everywhere: MD5 of what it says, written as a UUID. Two registries that hold the same text,
 * references, metadata and rules give it the same one.
 *
 * Invariant: the framing is Confluent's (`"string"` as Avro is 095d71cf-1255-6b9d-5e33-0ad575b3df5d), so that the GUIDs in
 * headers of records stay good when a topic moves from one registry to another. The type takes no part in it.
 */
import { createHash, hash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import type { SchemaReference } from '#schema';
import type { Rule, RuleSet, SchemaMetadata } from '../registry-types.ts';

const PRESENT = Buffer.of(1);

/** What a GUID is made of. */
export interface SchemaBody {
  readonly text: string;
  readonly references: readonly SchemaReference[];
  readonly metadata: SchemaMetadata | null;
  readonly ruleSet: RuleSet | null;
}

export function schemaGuid({ text, references, metadata, ruleSet }: SchemaBody): string {
  if (references.length === 0 && metadata === null && ruleSet === null) return uuidText(hash('md5', text, 'hex'));
  const md5 = createHash('md5').update(text);
  for (const { name, subject, version } of references) md5.update(name).update(subject).update(int32(version));
  if (metadata !== null) addMetadata(md5, metadata);
  if (ruleSet !== null) addRuleSet(md5, ruleSet);
  return uuidText(md5.digest('hex'));
}

function addMetadata(md5: Hash, { tags, properties, sensitive }: SchemaMetadata): void {
  md5.update(PRESENT);
  for (const key of Object.keys(tags).sort()) {
    md5.update(key);
    for (const tag of tags[key] ?? []) md5.update(tag);
  }
  for (const key of Object.keys(properties).sort()) md5.update(key).update(properties[key] ?? '');
  for (const name of sensitive) md5.update(name);
}

function addRuleSet(md5: Hash, { migrationRules, domainRules, encodingRules, enableAt }: RuleSet): void {
  md5.update(PRESENT);
  for (const rule of [...migrationRules, ...domainRules, ...encodingRules]) addRule(md5, rule);
  if (enableAt !== null) md5.update(enableAt);
}

function addRule(md5: Hash, rule: Rule): void {
  for (const text of [rule.name, rule.doc, rule.kind, rule.mode, rule.type]) if (text !== null) md5.update(text);
  for (const tag of rule.tags) md5.update(tag);
  for (const key of Object.keys(rule.params).sort()) md5.update(key).update(rule.params[key] ?? '');
  for (const text of [rule.expr, rule.onSuccess, rule.onFailure]) if (text !== null) md5.update(text);
  if (rule.disabled) md5.update(PRESENT);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function uuidText(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
