/**
 * Rules of a data contract (checks, transformations, encryption of fields) are stored and given out by registries, and
 * executed by serializers. These here execute none. To write as if there were no rule could put in the clear what was to be
 * encrypted, so that a schema with rules is refused unless the application says that it does not mind.
 */
import type { RegisteredSchema } from '../registry-client/registry-types.ts';
import { SerdeError } from '../serde-error.ts';

/** Throws RULES_NOT_SUPPORTED where rules of the schema are to be executed on the way that the value goes. */
export function refuseRules(schema: RegisteredSchema, direction: 'WRITE' | 'READ'): void {
  const rules = ['domainRules', 'encodingRules'].flatMap((kind) => rulesOf(schema.ruleSet, kind));
  const due = rules.filter((rule) => isDue(rule, direction));
  if (due.length === 0) return;
  const names = due.map((rule) => `${String(field(rule, 'name'))} (${String(field(rule, 'type'))})`).join(', ');
  const message = `The schema ${schema.id} has rules that these serdes do not execute: ${names}; with ignoreRules: true values go as they are`;
  throw new SerdeError('RULES_NOT_SUPPORTED', message);
}

function rulesOf(ruleSet: unknown, kind: string): readonly unknown[] {
  const rules = field(ruleSet, kind);
  return Array.isArray(rules) ? rules : [];
}

function isDue(rule: unknown, direction: 'WRITE' | 'READ'): boolean {
  if (field(rule, 'disabled') === true) return false;
  const mode = field(rule, 'mode');
  return mode === direction || mode === 'WRITEREAD';
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
