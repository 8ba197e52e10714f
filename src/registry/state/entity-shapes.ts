/**
 * Metadata, rule sets and configs between JSON and their types: as bodies of requests, in answers, and in records.
 *
 * Invariant: what is printed has Confluent's order of members, maps by their sorted keys, and nothing empty; so the bytes
 * of a record depend on what it says alone.
 */
import type { SchemaReference } from '#schema';
import { COMPATIBILITY_LEVELS, printJson } from '#schema';
import type { CompatibilityPolicy, Mode, Rule, RuleSet, SchemaMetadata, SubjectConfig } from '../registry-types.ts';

/** A member of a wrong type: says where. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** JSON as it is read, every object a map of its own members. */
export type JsonMembers = Readonly<Record<string, unknown>>;

export const COMPATIBILITY_POLICIES: readonly CompatibilityPolicy[] = ['STRICT', 'LENIENT', 'LOGICAL'];
export const MODES: readonly Mode[] = ['READWRITE', 'READONLY', 'READONLY_OVERRIDE', 'IMPORT', 'FORWARD'];

const RULE_KINDS = ['TRANSFORM', 'CONDITION'] as const;
const RULE_MODES = ['UPGRADE', 'DOWNGRADE', 'UPDOWN', 'WRITE', 'READ', 'WRITEREAD'] as const;

export const EMPTY_CONFIG: SubjectConfig = {
  alias: null,
  aliasForDeks: null,
  normalize: null,
  validateFields: null,
  validateNewSchemas: null,
  validateRules: null,
  compatibilityLevel: null,
  compatibilityPolicy: null,
  compatibilityGroup: null,
  defaultMetadata: null,
  overrideMetadata: null,
  defaultRuleSet: null,
  overrideRuleSet: null,
};

// Reading. Null and absent are the same. All throw ShapeError.

export function membersOf(value: unknown, place: string): JsonMembers {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(place, 'an object');
  return value as JsonMembers;
}

export function memberOf(members: JsonMembers, name: string): unknown {
  return Object.hasOwn(members, name) ? (members[name] ?? null) : null;
}

export function textOf(members: JsonMembers, name: string): string | null {
  const value = memberOf(members, name);
  if (value === null || typeof value === 'string') return value;
  throw wrong(name, 'a string');
}

export function flagOf(members: JsonMembers, name: string): boolean | null {
  const value = memberOf(members, name);
  if (value === null || typeof value === 'boolean') return value;
  throw wrong(name, 'a boolean');
}

/** An int as Java has it. */
export function numberOf(members: JsonMembers, name: string): number | null {
  const value = memberOf(members, name);
  if (value === null || (typeof value === 'number' && value === (value | 0))) return value;
  throw wrong(name, 'an int');
}

export function oneOf<T extends string>(text: string | null, names: readonly T[], place: string): T | null {
  if (text === null) return null;
  const upper = text.toUpperCase();
  const found = names.find((name) => name === upper);
  if (found === undefined) throw wrong(place, `one of ${names.join(', ')}`);
  return found;
}

export function readReferences(value: unknown): readonly SchemaReference[] {
  if (value === null || value === undefined) return [];
  return listOf(value, 'references').map((item) => {
    const members = membersOf(item, 'references');
    return {
      name: textOf(members, 'name') ?? '',
      subject: textOf(members, 'subject') ?? '',
      version: numberOf(members, 'version') ?? -1,
    };
  });
}

export function readMetadata(value: unknown): SchemaMetadata | null {
  if (value === null || value === undefined) return null;
  const members = membersOf(value, 'metadata');
  return {
    tags: sortedMap(memberOf(members, 'tags'), 'tags', (tags) => sortedTexts(tags, 'tags')),
    properties: textMap(memberOf(members, 'properties'), 'properties'),
    sensitive: sortedTexts(memberOf(members, 'sensitive') ?? [], 'sensitive'),
  };
}

export function readRuleSet(value: unknown): RuleSet | null {
  if (value === null || value === undefined) return null;
  const members = membersOf(value, 'ruleSet');
  return {
    migrationRules: rulesOf(members, 'migrationRules'),
    domainRules: rulesOf(members, 'domainRules'),
    encodingRules: rulesOf(members, 'encodingRules'),
    enableAt: enableAtOf(memberOf(members, 'enableAt')),
  };
}

export function readConfig(members: JsonMembers): SubjectConfig {
  return {
    alias: textOf(members, 'alias'),
    aliasForDeks: textOf(members, 'aliasForDeks'),
    normalize: flagOf(members, 'normalize'),
    validateFields: flagOf(members, 'validateFields'),
    validateNewSchemas: flagOf(members, 'validateNewSchemas'),
    validateRules: flagOf(members, 'validateRules'),
    compatibilityLevel: oneOf(textOf(members, 'compatibilityLevel'), COMPATIBILITY_LEVELS, 'compatibilityLevel'),
    compatibilityPolicy: oneOf(textOf(members, 'compatibilityPolicy'), COMPATIBILITY_POLICIES, 'compatibilityPolicy'),
    compatibilityGroup: textOf(members, 'compatibilityGroup'),
    defaultMetadata: readMetadata(memberOf(members, 'defaultMetadata')),
    overrideMetadata: readMetadata(memberOf(members, 'overrideMetadata')),
    defaultRuleSet: readRuleSet(memberOf(members, 'defaultRuleSet')),
    overrideRuleSet: readRuleSet(memberOf(members, 'overrideRuleSet')),
  };
}

function rulesOf(members: JsonMembers, name: string): readonly Rule[] {
  const value = memberOf(members, name);
  return value === null ? [] : listOf(value, name).map((item) => readRule(membersOf(item, name)));
}

function readRule(members: JsonMembers): Rule {
  return {
    name: textOf(members, 'name') ?? '',
    doc: textOf(members, 'doc'),
    kind: oneOf(textOf(members, 'kind'), RULE_KINDS, 'kind'),
    mode: oneOf(textOf(members, 'mode'), RULE_MODES, 'mode'),
    type: textOf(members, 'type'),
    tags: sortedTexts(memberOf(members, 'tags') ?? [], 'tags'),
    params: textMap(memberOf(members, 'params'), 'params'),
    expr: textOf(members, 'expr'),
    onSuccess: textOf(members, 'onSuccess'),
    onFailure: textOf(members, 'onFailure'),
    disabled: flagOf(members, 'disabled') ?? false,
  };
}

/** A time; numbers are kept by their digits. */
function enableAtOf(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw wrong('enableAt', 'a time');
}

function listOf(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(place, 'an array');
  return value;
}

function sortedTexts(value: unknown, place: string): readonly string[] {
  const texts = listOf(value, place).map((item) => {
    if (typeof item !== 'string') throw wrong(place, 'an array of strings');
    return item;
  });
  return [...new Set(texts)].sort(byCodeUnits);
}

function textMap(value: unknown, place: string): Readonly<Record<string, string>> {
  return sortedMap(value, place, (item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'number' || typeof item === 'boolean') return String(item);
    throw wrong(place, 'a map of strings');
  });
}

function sortedMap<T>(value: unknown, place: string, read: (item: unknown) => T): Readonly<Record<string, T>> {
  const map: Record<string, T> = Object.create(null);
  if (value === null) return map;
  const members = membersOf(value, place);
  for (const key of Object.keys(members).sort(byCodeUnits)) map[key] = read(members[key]);
  return map;
}

function wrong(place: string, what: string): ShapeError {
  return new ShapeError(`${place} is not ${what}`);
}

/** As Java's sorted maps have their keys. */
export function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

// Printing, as plain values in their order.

/** An object by its members in order; null, undefined and empty ones fall out. */
export function present(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return Array.isArray(value) && value.length === 0;
}

export function metadataJson(metadata: SchemaMetadata | null): Record<string, unknown> | null {
  if (metadata === null) return null;
  return present({
    tags: mapOrNull(metadata.tags),
    properties: mapOrNull(metadata.properties),
    sensitive: metadata.sensitive,
  });
}

export function ruleSetJson(ruleSet: RuleSet | null): Record<string, unknown> | null {
  if (ruleSet === null) return null;
  return present({
    migrationRules: ruleSet.migrationRules.map(ruleJson),
    domainRules: ruleSet.domainRules.map(ruleJson),
    encodingRules: ruleSet.encodingRules.map(ruleJson),
    enableAt: ruleSet.enableAt,
  });
}

function ruleJson(rule: Rule): Record<string, unknown> {
  return present({
    name: rule.name,
    doc: rule.doc,
    kind: rule.kind,
    mode: rule.mode,
    type: rule.type,
    tags: rule.tags,
    params: mapOrNull(rule.params),
    expr: rule.expr,
    onSuccess: rule.onSuccess,
    onFailure: rule.onFailure,
    disabled: rule.disabled,
  });
}

export function referencesJson(references: readonly SchemaReference[]): readonly Record<string, unknown>[] {
  return references.map(({ name, subject, version }) => ({ name, subject, version }));
}

/** The members of a config; `level` is the name that the level goes by: it is another one in a PUT. */
export function configJson(
  config: SubjectConfig,
  level: 'compatibilityLevel' | 'compatibility' = 'compatibilityLevel',
): Record<string, unknown> {
  return present({
    alias: config.alias,
    aliasForDeks: config.aliasForDeks,
    normalize: config.normalize,
    validateFields: config.validateFields,
    validateNewSchemas: config.validateNewSchemas,
    validateRules: config.validateRules,
    [level]: config.compatibilityLevel,
    compatibilityPolicy: config.compatibilityPolicy,
    compatibilityGroup: config.compatibilityGroup,
    defaultMetadata: metadataJson(config.defaultMetadata),
    overrideMetadata: metadataJson(config.overrideMetadata),
    defaultRuleSet: ruleSetJson(config.defaultRuleSet),
    overrideRuleSet: ruleSetJson(config.overrideRuleSet),
  });
}

function mapOrNull(map: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | null {
  return Object.keys(map).length === 0 ? null : map;
}

/** What `present` makes, as compact text. A JavaScript object moves keys like `10` to the front, so maps are sorted here. */
export function printMembers(value: unknown): string {
  if (typeof value === 'string') return printJson(value);
  if (Array.isArray(value)) return `[${value.map(printMembers).join(',')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const isMap = Object.getPrototypeOf(value) === null;
  const entries = Object.entries(value);
  if (isMap) entries.sort(([left], [right]) => byCodeUnits(left, right));
  return `{${entries.map(([key, item]) => `${printJson(key)}:${printMembers(item)}`).join(',')}}`;
}
