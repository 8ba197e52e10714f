/**
 * Decides configs and modes of the registry (null), of contexts (`:.context:`) and of subjects.
 *
 * Invariant: a mode IMPORT begins with nothing in its scope, so that ids and versions that come in meet no others; unless
 * it is forced.
 */
import { COMPATIBILITY_LEVELS } from '#schema';
import type { ConfigUpdate, Decision, Mode, StoreRecord, SubjectConfig } from '../../registry-types.ts';
import {
  invalidCompatibilityLevel,
  invalidCompatibilityPolicy,
  invalidMode,
  invalidRuleSet,
  invalidSubject,
  operationNotPermitted,
  subjectNotFound,
} from '../../registry-errors.ts';
import { COMPATIBILITY_POLICIES, configJson, EMPTY_CONFIG, MODES } from '../entity-shapes.ts';
import { checkUnreferenced } from './delete.ts';
import { problemOfRuleSet } from '../merged-entities.ts';
import { GLOBAL_SCOPE, isValidScope } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import { isInScope } from '../registry-state.ts';
import { configInScope, isReadOnly, modeInScope } from '../scopes.ts';
import { printClearSubjectValue, printConfigValue, printModeValue } from '../store-values.ts';
import { parseSubject } from '../qualified-subject.ts';

/** Answers what was asked for. Throws RegistryError 42203, 42205, 42208, 42210. */
export function decidePutConfig(state: RegistryState, scope: string | null, update: ConfigUpdate): Decision {
  checkScope(scope);
  const checked = checkedUpdate(update);
  checkNotReadOnly(state, scope);
  const config = { ...(state.configAt(scope) ?? EMPTY_CONFIG), ...checked };
  const records = state.recordsFor({ keytype: 'CONFIG', subject: scope }, printConfigValue(scope, config));
  return { records, answer: configJson({ ...EMPTY_CONFIG, ...checked }, 'compatibility') };
}

/** Answers the config that was. Throws RegistryError 40401, 42205. */
export function decideDeleteConfig(state: RegistryState, scope: string | null): Decision {
  const old = state.configAt(scope);
  if (old === null && scope !== null) throw subjectNotFound(scope);
  checkNotReadOnly(state, scope);
  const records = old === null ? [] : state.recordsFor({ keytype: 'CONFIG', subject: scope }, null);
  return { records, answer: configJson(scope === null ? configInScope(state, null) : (old ?? EMPTY_CONFIG)) };
}

/** Answers the mode. Throws RegistryError 42204, 42205, 42206, 42208. */
export function decidePutMode(
  state: RegistryState,
  { subject: scope, mode: text, force }: { subject: string | null; mode: string | null; force: boolean },
): Decision {
  checkScope(scope);
  const mode = MODES.find((name) => name === text?.toUpperCase());
  if (mode === undefined) throw invalidMode(text ?? '');
  checkModeMutable(state);
  if (mode === 'FORWARD' && scope !== null && scope !== GLOBAL_SCOPE) {
    throw operationNotPermitted('Mode FORWARD is for the whole registry alone');
  }
  const clearing = mode === 'IMPORT' && modeInScope(state, scope) !== 'IMPORT' && !force ? cleared(state, scope) : [];
  const records = [...clearing, ...state.recordsFor({ keytype: 'MODE', subject: scope }, printModeValue(scope, mode))];
  return { records, answer: { mode } };
}

/** Answers the mode that was. Throws RegistryError 40401, 42205. */
export function decideDeleteMode(state: RegistryState, scope: string | null, recursive: boolean): Decision {
  const old = state.modeAt(scope);
  const inner = recursive ? scopesWithin(state, scope) : [];
  if (old === null && scope !== null && inner.length === 0) throw subjectNotFound(scope);
  checkModeMutable(state);
  const scopes = [...(old === null ? [] : [scope]), ...inner];
  const records = scopes.flatMap((subject) => state.recordsFor({ keytype: 'MODE', subject }, null));
  return { records, answer: { mode: old ?? modeInScope(state, scope) } };
}

/** Scopes with a mode of their own inside of a wider one. */
function scopesWithin(state: RegistryState, scope: string | null): readonly string[] {
  return state.modeScopes().filter((other): other is string => {
    if (other === null || other === scope || other === GLOBAL_SCOPE) return false;
    return isInScope(scope, other, parseSubject(other).context);
  });
}

/** Takes away what is deleted in the scope, and says so to registries that have it in their memory. */
function cleared(state: RegistryState, scope: string | null): readonly StoreRecord[] {
  const subjects = state.subjectsIn(scope);
  if (subjects.some(({ versions }) => versions.some(({ isDeleted }) => !isDeleted))) {
    throw operationNotPermitted('Cannot import since found existing subjects');
  }
  for (const { versions } of subjects) for (const version of versions) checkUnreferenced(state, version);
  const tombstones = subjects.flatMap(({ name, versions }) =>
    versions.flatMap(({ version }) => state.recordsFor({ keytype: 'SCHEMA', subject: name, version }, null)),
  );
  return [
    ...tombstones,
    ...state.recordsFor({ keytype: 'CLEAR_SUBJECT', subject: scope }, printClearSubjectValue(scope)),
  ];
}

function checkScope(scope: string | null): void {
  if (scope !== null && !isValidScope(scope)) throw invalidSubject(scope);
}

function checkModeMutable({ settings }: RegistryState): void {
  if (!settings.isModeMutable) throw operationNotPermitted('Mode changes are not allowed');
}

function checkNotReadOnly(state: RegistryState, scope: string | null): void {
  const mode: Mode = modeInScope(state, scope);
  if (isReadOnly(mode)) throw operationNotPermitted(`Subject ${scope ?? '(all)'} is in read-only mode`);
}

type ConfigChanges = { -readonly [K in keyof SubjectConfig]?: SubjectConfig[K] };

/** The members that are there; null takes one away. */
function checkedUpdate(update: ConfigUpdate): ConfigChanges {
  const { compatibility, compatibilityPolicy, ...others } = update;
  for (const ruleSet of [update.defaultRuleSet, update.overrideRuleSet]) {
    const problem = ruleSet === null || ruleSet === undefined ? null : problemOfRuleSet(ruleSet);
    if (problem !== null) throw invalidRuleSet(problem);
  }
  const changes: ConfigChanges = definedMembers(others);
  if (compatibility !== undefined) {
    const level = named(COMPATIBILITY_LEVELS, compatibility);
    if (level === undefined) throw invalidCompatibilityLevel(compatibility ?? '');
    changes.compatibilityLevel = level;
  }
  if (compatibilityPolicy !== undefined) {
    const policy = named(COMPATIBILITY_POLICIES, compatibilityPolicy);
    if (policy === undefined) throw invalidCompatibilityPolicy(compatibilityPolicy ?? '');
    changes.compatibilityPolicy = policy;
  }
  return changes;
}

function definedMembers(members: Omit<ConfigUpdate, 'compatibility' | 'compatibilityPolicy'>): ConfigChanges {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Null stays null; undefined where there is no such name. */
function named<T extends string>(names: readonly T[], text: string | null): T | null | undefined {
  return text === null ? null : names.find((name) => name === text.toUpperCase());
}
