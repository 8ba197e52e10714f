/**
 * Which config and which mode a subject has: its own, else its context's, else the registry's. In the default context the
 * registry's own scope is asked, in others that of the context; above both stands `:.__GLOBAL:`.
 *
 * Invariant: a member that a scope leaves open is the next one's, but for aliases, which are a subject's own.
 */
import type { Mode, SubjectConfig } from '../registry-types.ts';
import { EMPTY_CONFIG } from './entity-shapes.ts';
import { DEFAULT_CONTEXT, GLOBAL_SCOPE, normalizeScope, parseSubject, qualify } from './qualified-subject.ts';
import type { RegistryState } from './registry-state.ts';

/** From the narrowest to the widest. */
function scopesOf(name: string | null): readonly (string | null)[] {
  const scope = normalizeScope(name);
  if (scope === null) return [null, GLOBAL_SCOPE];
  if (scope === GLOBAL_SCOPE) return [GLOBAL_SCOPE];
  const { context } = parseSubject(scope);
  const wider = context === DEFAULT_CONTEXT ? null : qualify(context, '');
  return wider === scope ? [scope, GLOBAL_SCOPE] : [scope, wider, GLOBAL_SCOPE];
}

/** What holds for a scope in the end; its compatibility level is always there. */
export function configInScope(state: RegistryState, scope: string | null): SubjectConfig {
  let config: SubjectConfig = EMPTY_CONFIG;
  for (const [index, at] of scopesOf(scope).entries()) {
    const found = state.configAt(at);
    if (found !== null) config = merged(config, index === 0 ? found : { ...found, alias: null, aliasForDeks: null });
  }
  return merged(config, { ...EMPTY_CONFIG, compatibilityLevel: state.settings.compatibilityLevel });
}

function merged(narrow: SubjectConfig, wide: SubjectConfig): SubjectConfig {
  return {
    alias: narrow.alias ?? wide.alias,
    aliasForDeks: narrow.aliasForDeks ?? wide.aliasForDeks,
    normalize: narrow.normalize ?? wide.normalize,
    validateFields: narrow.validateFields ?? wide.validateFields,
    validateNewSchemas: narrow.validateNewSchemas ?? wide.validateNewSchemas,
    validateRules: narrow.validateRules ?? wide.validateRules,
    compatibilityLevel: narrow.compatibilityLevel ?? wide.compatibilityLevel,
    compatibilityPolicy: narrow.compatibilityPolicy ?? wide.compatibilityPolicy,
    compatibilityGroup: narrow.compatibilityGroup ?? wide.compatibilityGroup,
    defaultMetadata: narrow.defaultMetadata ?? wide.defaultMetadata,
    overrideMetadata: narrow.overrideMetadata ?? wide.overrideMetadata,
    defaultRuleSet: narrow.defaultRuleSet ?? wide.defaultRuleSet,
    overrideRuleSet: narrow.overrideRuleSet ?? wide.overrideRuleSet,
  };
}

/** READONLY_OVERRIDE and FORWARD of the registry stand over what narrower scopes say. */
export function modeInScope(state: RegistryState, scope: string | null): Mode {
  const scopes = scopesOf(scope);
  for (const at of scopes) {
    const mode = state.modeAt(at);
    const isWide = at === null || at === GLOBAL_SCOPE;
    if (isWide && (mode === 'READONLY_OVERRIDE' || mode === 'FORWARD')) return mode;
  }
  for (const at of scopes) {
    const mode = state.modeAt(at);
    if (mode !== null) return mode;
  }
  return 'READWRITE';
}

export function isReadOnly(mode: Mode): boolean {
  return mode === 'READONLY' || mode === 'READONLY_OVERRIDE';
}
