/** Reads of configs and modes. */
import type { Mode } from '../../registry-types.ts';
import { compatibilityNotConfigured, modeNotConfigured } from '../../registry-errors.ts';
import { configJson } from '../entity-shapes.ts';
import type { RegistryState } from '../registry-state.ts';
import { configInScope, modeInScope } from '../scopes.ts';

/** What is configured for a scope (null is the registry), or with `defaultToGlobal` what holds there. Throws 40408. */
export function getConfig(
  state: RegistryState,
  scope: string | null,
  { defaultToGlobal = false }: { defaultToGlobal?: boolean } = {},
): Record<string, unknown> {
  if (scope === null || defaultToGlobal) return configJson(configInScope(state, scope));
  const own = state.configAt(scope);
  if (own === null) throw compatibilityNotConfigured(scope);
  return configJson(own);
}

/** Likewise for modes. Throws 40409. */
export function getMode(
  state: RegistryState,
  scope: string | null,
  { defaultToGlobal = false }: { defaultToGlobal?: boolean } = {},
): { readonly mode: Mode } {
  if (scope === null || defaultToGlobal) return { mode: modeInScope(state, scope) };
  const mode = state.modeAt(scope);
  if (mode === null) throw modeNotConfigured(scope);
  return { mode };
}
