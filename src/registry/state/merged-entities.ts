/**
 * How metadata and rules of several sources become one: what a config has as default, what the request or else the previous
 * version says, and what a config overrides.
 */
import type { Rule, RuleSet, SchemaMetadata } from '../registry-types.ts';
import { byCodeUnits } from './entity-shapes.ts';

/** The second's word counts where both have one; tags and names of secrets add up. */
export function mergeMetadata(first: SchemaMetadata | null, second: SchemaMetadata | null): SchemaMetadata | null {
  if (first === null || second === null) return first ?? second;
  const tags: Record<string, readonly string[]> = Object.create(null);
  for (const path of sortedKeys(first.tags, second.tags)) {
    tags[path] = union(first.tags[path] ?? [], second.tags[path] ?? []);
  }
  const properties: Record<string, string> = Object.create(null);
  for (const key of sortedKeys(first.properties, second.properties)) {
    properties[key] = second.properties[key] ?? first.properties[key] ?? '';
  }
  return { tags, properties, sensitive: union(first.sensitive, second.sensitive) };
}

/** A rule of the second takes the place of one with its name. */
export function mergeRuleSets(first: RuleSet | null, second: RuleSet | null): RuleSet | null {
  if (first === null || second === null) return first ?? second;
  return {
    migrationRules: mergeRules(first.migrationRules, second.migrationRules),
    domainRules: mergeRules(first.domainRules, second.domainRules),
    encodingRules: mergeRules(first.encodingRules, second.encodingRules),
    enableAt: second.enableAt ?? first.enableAt,
  };
}

function mergeRules(first: readonly Rule[], second: readonly Rule[]): readonly Rule[] {
  const names = new Set(second.map(({ name }) => name));
  return [...first.filter(({ name }) => !names.has(name)), ...second];
}

/** The names of rules that are taken out. */
export function withoutRules(ruleSet: RuleSet | null, names: readonly string[]): RuleSet | null {
  if (ruleSet === null || names.length === 0) return ruleSet;
  const isKept = ({ name }: Rule): boolean => !names.includes(name);
  return {
    migrationRules: ruleSet.migrationRules.filter(isKept),
    domainRules: ruleSet.domainRules.filter(isKept),
    encodingRules: ruleSet.encodingRules.filter(isKept),
    enableAt: ruleSet.enableAt,
  };
}

const SCHEMA_MODES: ReadonlySet<string> = new Set(['WRITE', 'READ', 'WRITEREAD']);
const MIGRATION_MODES: ReadonlySet<string> = new Set(['UPGRADE', 'DOWNGRADE', 'UPDOWN']);
const RULE_NAME = /^[A-Za-z_][\w-]*$/;
const MAX_RULE_NAME = 64;

/** What is wrong with a set of rules, in one sentence; null where it is good. */
export function problemOfRuleSet(ruleSet: RuleSet): string | null {
  const seen = new Set<string>();
  const lists = [
    { rules: ruleSet.migrationRules, modes: MIGRATION_MODES },
    { rules: ruleSet.domainRules, modes: SCHEMA_MODES },
    { rules: ruleSet.encodingRules, modes: SCHEMA_MODES },
  ];
  for (const { rules, modes } of lists) {
    for (const { name, mode } of rules) {
      if (name.length > MAX_RULE_NAME || !RULE_NAME.test(name)) {
        return `The name of rule '${name}' is not made of 1 to ${MAX_RULE_NAME} letters, digits, _ and -, a letter or _ first`;
      }
      if (seen.has(name)) return `There are two rules of the name '${name}'`;
      if (mode !== null && !modes.has(mode)) return `Rule '${name}' cannot have the mode ${mode} where it stands`;
      seen.add(name);
    }
  }
  return null;
}

function sortedKeys(first: object, second: object): readonly string[] {
  return union(Object.keys(first), Object.keys(second));
}

function union(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])].sort(byCodeUnits);
}
