/** Access control lists. */
import type { AclBinding, AclBindingFilter, Admin } from '#client';
import type { Acl, AclEntry, AclFilter, AclResource, DeleteAclResponse, DescribeAclResponse } from './admin-types.ts';
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  isOneOf,
  numberOf,
  ResourcePatternTypes,
  wordOf,
} from './constants.ts';
import { KafkaJSNonRetriableError } from './errors.ts';

const TABLES = {
  resourceType: ['resource type', AclResourceTypes],
  resourcePatternType: ['resource pattern type', ResourcePatternTypes],
  operation: ['operation type', AclOperationTypes],
  permissionType: ['permission type', AclPermissionTypes],
} as const;

function checkTypes(given: AclFilter | AclEntry): void {
  for (const [field, [what, table]] of Object.entries(TABLES)) {
    const value: unknown = given[field as keyof typeof TABLES];
    if (isOneOf(table, value)) continue;
    throw new KafkaJSNonRetriableError(`Invalid ${what} ${String(value)}: ${JSON.stringify(given)}`);
  }
}

function checkTexts(given: AclFilter | AclEntry, { mayBeAbsent }: { mayBeAbsent: boolean }): void {
  for (const field of ['principal', 'host', 'resourceName'] as const) {
    const value: unknown = given[field];
    if (typeof value === 'string' || (mayBeAbsent && value === undefined)) continue;
    throw new KafkaJSNonRetriableError(`Invalid ${field}, the ${field} have to be a valid string`);
  }
}

function typesOf(
  given: AclFilter | AclEntry,
): Pick<AclBinding, 'resourceType' | 'patternType' | 'operation' | 'permissionType'> {
  return {
    resourceType: wordOf(AclResourceTypes, given.resourceType) ?? 'UNKNOWN',
    patternType: wordOf(ResourcePatternTypes, given.resourcePatternType) ?? 'UNKNOWN',
    operation: wordOf(AclOperationTypes, given.operation) ?? 'UNKNOWN',
    permissionType: wordOf(AclPermissionTypes, given.permissionType) ?? 'UNKNOWN',
  };
}

function filterOf(filter: AclFilter): AclBindingFilter {
  checkTypes(filter);
  checkTexts(filter, { mayBeAbsent: true });
  const { principal = null, host = null, resourceName = null } = filter;
  return { ...typesOf(filter), principal, host, resourceName };
}

function resourceOf({ resourceType, resourceName, patternType }: AclBinding): AclResource {
  return {
    resourceType: numberOf(AclResourceTypes, resourceType),
    resourceName,
    resourcePatternType: numberOf(ResourcePatternTypes, patternType),
  };
}

function aclOf({ principal, host, operation, permissionType }: AclBinding): Acl {
  return {
    principal,
    host,
    operation: numberOf(AclOperationTypes, operation),
    permissionType: numberOf(AclPermissionTypes, permissionType),
  };
}

export async function createAcls(admin: Admin, { acl }: { acl: AclEntry[] }): Promise<boolean> {
  if (!Array.isArray(acl)) throw new KafkaJSNonRetriableError(`Invalid ACL array ${String(acl)}`);
  if (acl.length === 0) throw new KafkaJSNonRetriableError('Empty ACL array');
  for (const entry of acl) {
    checkTexts(entry, { mayBeAbsent: false });
    checkTypes(entry);
  }
  await admin.createAcls(
    acl.map((entry) => {
      const { principal, host, resourceName } = entry;
      return { ...typesOf(entry), principal, host, resourceName };
    }),
  );
  return true;
}

export async function describeAcls(admin: Admin, filter: AclFilter): Promise<DescribeAclResponse> {
  const bindings = await admin.describeAcls(filterOf(filter));
  const byResource = Map.groupBy(bindings, (binding) => JSON.stringify(resourceOf(binding)));
  const resources = [...byResource.values()].map((list) => ({ ...resourceOf(list[0]!), acls: list.map(aclOf) }));
  return { throttleTime: 0, errorCode: 0, resources };
}

export async function deleteAcls(admin: Admin, { filters }: { filters: AclFilter[] }): Promise<DeleteAclResponse> {
  if (!Array.isArray(filters)) throw new KafkaJSNonRetriableError(`Invalid ACL Filter array ${String(filters)}`);
  if (filters.length === 0) throw new KafkaJSNonRetriableError('Empty ACL Filter array');
  const deleted = await admin.deleteAcls(filters.map(filterOf));
  return {
    throttleTime: 0,
    filterResponses: deleted.map(({ bindings }) => ({
      errorCode: 0,
      matchingAcls: bindings.map((binding) => ({ errorCode: 0, ...resourceOf(binding), ...aclOf(binding) })),
    })),
  };
}
