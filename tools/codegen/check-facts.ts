/**
 * Compares the definitions with Kafka's own field lists, where a folder with those is at hand: in it lie errors.tsv
 * and folders with FetchRequest.json and so on. What the two say must be the same after both are clipped to the valid versions: names, types, versions, nullable
 * versions, tags, defaults, what may be dropped, and that no message is missing.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Field, Message, Struct, VersionRange } from './definition.ts';
import { intersect, sameRange } from './definition.ts';
import { parseErrorTable } from './errors.ts';
import { loadDefinitions, PROTOCOL_FOLDER } from './load.ts';

/** Where the facts lie beside a checkout, if they do. */
export const FACTS_FOLDER: string = join(import.meta.dirname, '../../../shared/kafka-protocol');

interface FactField {
  name: string;
  type: string;
  versions?: string;
  nullableVersions?: string;
  taggedVersions?: string;
  tag?: number;
  default?: string | number | boolean | null;
  ignorable?: boolean;
  flexibleVersions?: string;
  fields?: FactField[];
}

interface FactStruct {
  name: string;
  fields: FactField[];
}

interface FactMessage extends FactStruct {
  type: string;
  apiKey?: number;
  validVersions: string;
  flexibleVersions?: string;
  latestVersionUnstable?: boolean;
  listeners?: string[];
  commonStructs?: FactStruct[];
}

/** What differs, a sentence each. */
export function compareWithFacts(folder: string): string[] {
  const facts = loadFacts(folder);
  const definitions = loadDefinitions();
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { api, messages } of definitions) {
    for (const message of messages) {
      seen.add(message.name);
      const fact = facts.get(message.name);
      if (fact === undefined) problems.push(`${message.name} is not among the facts`);
      else problems.push(...compareMessage(message, fact, api?.listeners ?? null));
    }
  }
  for (const { name, validVersions } of facts.values()) {
    if (!seen.has(name) && validVersions !== 'none') problems.push(`${name} has no definition`);
  }
  return [...problems, ...compareErrors(folder)];
}

function loadFacts(folder: string): Map<string, FactMessage> {
  const facts = new Map<string, FactMessage>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!statSync(path).isDirectory()) continue;
    for (const file of readdirSync(path)) {
      const fact = JSON.parse(readFileSync(join(path, file), 'utf8')) as FactMessage;
      facts.set(fact.name, fact);
    }
  }
  return facts;
}

const KINDS: Record<string, string> = { 'coordinator-key': 'key', 'coordinator-value': 'value' };

function compareMessage(message: Message, fact: FactMessage, listeners: string[] | null): string[] {
  const say = differences(message.name);
  const valid = parseRange(fact.validVersions);
  const flexible = parseRange(fact.flexibleVersions ?? 'none');
  say.unless(valid !== null && sameRange(message.versions, valid), 'valid versions');
  const flexibleFrom = flexible === null ? message.versions.to + 1 : Math.max(flexible.from, message.versions.from);
  say.unless(message.flexibleFrom === flexibleFrom, 'flexible versions');
  say.unless(message.key === (fact.apiKey ?? -1), 'API key');
  say.unless(message.kind === (KINDS[fact.type] ?? fact.type), 'type');
  say.unless(message.unstable === (fact.latestVersionUnstable ?? false), 'latestVersionUnstable');
  if (fact.type === 'request') say.unless(String(listeners) === String(fact.listeners), 'listeners');
  compareFields(
    say,
    message.root,
    fact.fields,
    new Map((fact.commonStructs ?? []).map((struct) => [struct.name, struct])),
  );
  return say.list;
}

function compareFields(say: Differences, struct: Struct, facts: FactField[], common: Map<string, FactStruct>): void {
  const inRange = facts.filter((fact) => clip(fact.versions ?? fact.taggedVersions, struct.versions) !== null);
  const names = inRange.map((fact) => lowerFirst(fact.name));
  say.unless(String(struct.fields.map(({ name }) => name)) === String(names), `the fields of ${struct.interfaceName}`);
  struct.fields.forEach((field, i) => {
    const fact = inRange[i];
    if (fact !== undefined) compareField(say, struct, field, fact, common);
  });
}

function compareField(
  say: Differences,
  struct: Struct,
  field: Field,
  fact: FactField,
  common: Map<string, FactStruct>,
): void {
  const path = `${struct.interfaceName}.${field.name}`;
  say.unless(
    sameRange(field.versions, clip(fact.versions ?? fact.taggedVersions, struct.versions)),
    `${path}: versions`,
  );
  say.unless(sameRange(field.nullable, clip(fact.nullableVersions, field.versions)), `${path}: nullable versions`);
  say.unless(field.tag === (fact.tag ?? null), `${path}: tag`);
  say.unless(showDefault(field) === showFactDefault(fact, field), `${path}: default`);
  say.unless(field.inflexible === (fact.flexibleVersions === 'none'), `${path}: flexible versions`);
  const mayBeMissing = field.tag !== null || !sameRange(field.versions, struct.versions);
  if (mayBeMissing) say.unless(field.ignorable === (fact.ignorable ?? false), `${path}: ignorable`);
  const isArray = fact.type.startsWith('[]');
  const elementType = isArray ? fact.type.slice(2) : fact.type;
  say.unless(field.isArray === isArray, `${path}: array`);
  if (typeof field.type === 'string') {
    // Hashes are told apart from numbers here alone: they need all of their bits.
    const type = field.type === 'bits64' ? 'int64' : field.type;
    say.unless(type === elementType, `${path}: type`);
    return;
  }
  const fields = fact.fields ?? common.get(elementType)?.fields;
  say.unless(fields !== undefined, `${path}: struct`);
  if (fields !== undefined) compareFields(say, field.type, fields, common);
}

function showDefault(field: Field): string {
  return field.default.kind === 'value' ? String(field.default.value) : field.default.kind;
}

/**
 * A default of JSON's null, unlike the text "null", counts as none to Kafka's generator; and the default of records is
 * null to it, which is of use only where they may be null.
 */
function showFactDefault(fact: FactField, field: Field): string {
  const text = fact.default === undefined || fact.default === null ? '' : String(fact.default);
  if (text === 'null') return 'null';
  if (fact.type === 'records') return field.nullable === null ? 'empty' : 'null';
  if (fact.type.startsWith('[]') || fact.type === 'bytes' || /^[A-Z]/.test(fact.type)) return 'empty';
  if (fact.type === 'uuid') return 'AAAAAAAAAAAAAAAAAAAAAA';
  if (fact.type === 'string') return text;
  return fact.type === 'bool' ? String(text === 'true') : String(Number(text));
}

function compareErrors(folder: string): string[] {
  const path = join(folder, 'errors.tsv');
  if (!existsSync(path)) return [];
  const facts = readFileSync(path, 'utf8').trim().split('\n').slice(1);
  const rows = parseErrorTable(readFileSync(join(PROTOCOL_FOLDER, 'errors.table'), 'utf8'));
  const ours = rows.map(({ code, name, retriable }) => `${code}\t${name}\t${retriable ? 'yes' : 'no'}`);
  const differing = facts.filter((fact) => !ours.includes(fact));
  if (ours.length !== facts.length) differing.push(`${ours.length} errors, not ${facts.length}`);
  return differing.map((fact) => `errors.table: ${fact}`);
}

interface Differences {
  list: string[];
  unless(same: boolean, what: string): void;
}

function differences(name: string): Differences {
  const list: string[] = [];
  return { list, unless: (same, what) => void (same || list.push(`${name}: ${what} differ`)) };
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function parseRange(text: string): VersionRange | null {
  const match = /^(\d+)(\+|-(\d+))?$/.exec(text);
  if (match === null) return null;
  const from = Number(match[1]);
  return { from, to: match[2] === '+' ? Infinity : Number(match[3] ?? from) };
}

function clip(text: string | undefined, parent: VersionRange): VersionRange | null {
  const range = parseRange(text ?? 'none');
  return range === null ? null : intersect(range, parent);
}
