/** Which entities a filter of DescribeClientQuotas means (KIP-546): one component a type; strict means no other types. */
import type { QuotaEntity } from '#metadata';
import { Errors } from '#protocol';
import type { DescribeClientQuotasRequestComponentData } from '#protocol';

const MatchType = { EXACT: 0, DEFAULT: 1, SPECIFIED: 2 } as const;
const TYPES: readonly string[] = ['user', 'client-id', 'ip'];

export interface QuotaFilterError {
  readonly errorCode: number;
  readonly errorMessage: string;
}

type Component = Pick<DescribeClientQuotasRequestComponentData, 'entityType' | 'matchType' | 'match'>;

export function quotaFilterError(components: readonly Component[]): QuotaFilterError | null {
  const types = new Set<string>();
  for (const component of components) {
    const { entityType } = component;
    if (entityType === '') return invalid('Invalid empty entity type.');
    if (types.has(entityType)) {
      return invalid(`Entity type ${entityType} cannot appear more than once in the filter.`);
    }
    if (!TYPES.includes(entityType)) {
      return { errorCode: Errors.UNSUPPORTED_VERSION.code, errorMessage: `Unsupported entity type ${entityType}` };
    }
    types.add(entityType);
    const problem = matchProblem(component);
    if (problem !== null) return invalid(problem);
  }
  if (!types.has('ip') || types.size === 1) return null;
  return invalid(
    'Invalid entity filter component combination, IP filter component should not be used with user or clientId filter component.',
  );
}

function matchProblem({ matchType, match }: Component): string | null {
  switch (matchType) {
    case MatchType.EXACT:
      return match === null ? 'Request specified MATCH_TYPE_EXACT, but set match string to null.' : null;
    case MatchType.DEFAULT:
      return match === null ? null : 'Request specified MATCH_TYPE_DEFAULT, but also specified a match string.';
    case MatchType.SPECIFIED:
      return match === null ? null : 'Request specified MATCH_TYPE_SPECIFIED, but also specified a match string.';
    default:
      return `Unknown match type ${matchType}`;
  }
}

function invalid(errorMessage: string): QuotaFilterError {
  return { errorCode: Errors.INVALID_REQUEST.code, errorMessage };
}

export function quotaFilterMatches(components: readonly Component[], strict: boolean, entity: QuotaEntity): boolean {
  if (strict && entity.size !== components.length) return false;
  return components.every(({ entityType, matchType, match }) => {
    const name = entity.get(entityType);
    if (name === undefined || matchType === MatchType.SPECIFIED) return name !== undefined;
    return matchType === MatchType.DEFAULT ? name === null : name === match;
  });
}
