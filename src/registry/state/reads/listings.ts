/** Lists over the whole registry: schemas with their filters, contexts, and the types of schemas. */
import { ALL_CONTEXTS, parseSubject, prefixMatcher, qualifyReference } from '../qualified-subject.ts';
import type { Library } from '../answers.ts';
import { schemaAnswer } from '../answers.ts';
import { byCodeUnits } from '../entity-shapes.ts';
import type { RegistryState } from '../registry-state.ts';
import type { SchemaVersion } from '../schema-index.ts';
import type { Page } from './pages.ts';
import { page } from './pages.ts';

export interface SchemaListOptions extends Page {
  /** Default `:*:`, all contexts. */
  readonly subjectPrefix?: string | null;
  /** Whether subjects that are an alias of another are listed with the other's schemas. */
  readonly aliases?: boolean;
  readonly deleted?: boolean;
  readonly latestOnly?: boolean;
  /** Only schemas with a rule of one of these types. */
  readonly ruleTypes?: readonly string[];
  /** Whether the requester may see a subject; all by default. */
  readonly isVisible?: (subject: string) => boolean;
}

/** By subject and version; a negative limit, and one past it, is the registry's own. */
export function listSchemas(library: Library, options: SchemaListOptions = {}): readonly Record<string, unknown>[] {
  const { offset = 0, limit = -1 } = options;
  const { schemaSearchLimit } = library.state.settings;
  const wanted = limit < 0 ? schemaSearchLimit : Math.min(limit, schemaSearchLimit);
  const answers: Record<string, unknown>[] = [];
  let index = 0;
  // No page is put together from the whole: a registry may have very many schemas.
  for (const version of matching(library.state, options)) {
    if (answers.length >= wanted) break;
    if (index++ >= offset) answers.push(schemaAnswer(library, version));
  }
  return answers;
}

function* matching(state: RegistryState, options: SchemaListOptions): Generator<SchemaVersion> {
  const { deleted = false, latestOnly = false, ruleTypes = [], isVisible = () => true } = options;
  for (const { name, versions } of listed(state, options)) {
    if (!isVisible(name)) continue;
    const kept = versions.filter(({ isDeleted }) => deleted || !isDeleted);
    for (const version of latestOnly ? kept.slice(-1) : kept) {
      if (ruleTypes.length > 0 && !hasRule(version, ruleTypes)) continue;
      yield version.subject === name ? version : { ...version, subject: name };
    }
  }
}

/** The subjects that are meant, under the names that they are listed by. */
function listed(
  state: RegistryState,
  { subjectPrefix, aliases = false }: SchemaListOptions,
): readonly { readonly name: string; readonly versions: readonly SchemaVersion[] }[] {
  const isMeant = prefixMatcher(subjectPrefix ?? ALL_CONTEXTS);
  const subjects = state.schemas.subjects().filter(({ context, bareName }) => isMeant(context, bareName));
  if (!aliases) return subjects;
  const aliased = state.configScopes().flatMap((scope) => {
    const target = scope === null ? null : resolveAlias(state, scope);
    if (scope === null || target === null || target === scope) return [];
    const { context, subject } = parseSubject(scope);
    const versions = state.schemas.subject(target)?.versions ?? [];
    return isMeant(context, subject) ? [{ name: scope, versions }] : [];
  });
  const names = new Set(aliased.map(({ name }) => name));
  return [...subjects.filter(({ name }) => !names.has(name)), ...aliased].sort((left, right) =>
    byCodeUnits(left.name, right.name),
  );
}

function hasRule({ content: { ruleSet } }: SchemaVersion, types: readonly string[]): boolean {
  if (ruleSet === null) return false;
  const rules = [...ruleSet.migrationRules, ...ruleSet.domainRules, ...ruleSet.encodingRules];
  return rules.some(({ type }) => type !== null && types.includes(type));
}

/** The subject that a name stands for: what its config has as alias, else itself. One step, so that none goes in a circle. */
export function resolveAlias(state: RegistryState, subject: string): string {
  const alias = state.configAt(subject)?.alias ?? null;
  return alias === null || alias === '' ? subject : qualifyReference(parseSubject(subject).context, alias);
}

/** With the prefix, as `.staging`; the default one first. */
export function listContexts(
  state: RegistryState,
  options: Page & { readonly contextPrefix?: string | null } = {},
): readonly string[] {
  const prefix = options.contextPrefix ?? '';
  return page(
    state.contexts().filter((context) => context.startsWith(prefix)),
    options,
  );
}

/** As Confluent's registry orders them. */
export function schemaTypes({ formats }: Library['schemas']): readonly string[] {
  return (['JSON', 'PROTOBUF', 'AVRO'] as const).filter((type) => formats.has(type));
}
