/** Which ACLs a filter of DescribeAcls and DeleteAcls means (KIP-290): fields that are null or ANY match everything. */
import type { AccessControlEntry } from './acls-image.ts';

/** The codes of Kafka's PatternType. */
export const AclPatternType = { UNKNOWN: 0, ANY: 1, MATCH: 2, LITERAL: 3, PREFIXED: 4 } as const;

/** The codes of Kafka's AclPermissionType. */
export const AclPermissionType = { UNKNOWN: 0, ANY: 1, DENY: 2, ALLOW: 3 } as const;

/** The name of a literal ACL that means every name. */
export const ACL_WILDCARD = '*';

/** In all of the enumerations of ACLs. */
export const ANY = 1;
/** Highest codes of Kafka's enumerations; beyond them and 0 is UNKNOWN. */
export const LAST_RESOURCE_TYPE = 7;
export const LAST_OPERATION = 15;

export interface AclFilter {
  readonly resourceTypeFilter: number;
  readonly resourceNameFilter: string | null;
  /** LITERAL and PREFIXED as they are, ANY for both; MATCH for all that apply to a resource of the name. */
  readonly patternTypeFilter: number;
  readonly principalFilter: string | null;
  readonly hostFilter: string | null;
  readonly operation: number;
  readonly permissionType: number;
}

/** What is wrong with a filter, or null. */
export function aclFilterProblem(filter: AclFilter): string | null {
  const isPatternKnown =
    isWithin(filter.resourceTypeFilter, LAST_RESOURCE_TYPE) &&
    isWithin(filter.patternTypeFilter, AclPatternType.PREFIXED);
  if (!isPatternKnown) return 'Unknown patternFilter.';
  const isEntryKnown =
    isWithin(filter.operation, LAST_OPERATION) && isWithin(filter.permissionType, AclPermissionType.ALLOW);
  return isEntryKnown ? null : 'Unknown entryFilter.';
}

function isWithin(code: number, last: number): boolean {
  return code >= ANY && code <= last;
}

export function aclMatches(filter: AclFilter, acl: AccessControlEntry): boolean {
  return (
    matchesResource(filter, acl) &&
    (filter.principalFilter === null || filter.principalFilter === acl.principal) &&
    (filter.hostFilter === null || filter.hostFilter === acl.host) &&
    (filter.operation === ANY || filter.operation === acl.operation) &&
    (filter.permissionType === ANY || filter.permissionType === acl.permissionType)
  );
}

function matchesResource(filter: AclFilter, acl: AccessControlEntry): boolean {
  const { resourceNameFilter: name, patternTypeFilter: type } = filter;
  if (filter.resourceTypeFilter !== ANY && filter.resourceTypeFilter !== acl.resourceType) return false;
  if (type !== AclPatternType.ANY && type !== AclPatternType.MATCH && type !== acl.patternType) return false;
  if (name === null) return true;
  if (type !== AclPatternType.MATCH) return name === acl.resourceName;
  if (acl.patternType === AclPatternType.PREFIXED) return name.startsWith(acl.resourceName);
  return acl.resourceName === name || acl.resourceName === ACL_WILDCARD;
}
