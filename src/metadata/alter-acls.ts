/** CreateAcls and DeleteAcls (KIP-140, KIP-290) as decisions: each ACL and each filter by itself. */
import type { Random } from '#kernel';
import { aclFilterProblem, aclMatches } from './acl-filter.ts';
import { AclPatternType, AclPermissionType, ANY, LAST_OPERATION, LAST_RESOURCE_TYPE } from './acl-filter.ts';
import { aclContent } from './acls-image.ts';
import type { AccessControlEntry } from './acls-image.ts';
import { apiError, NO_ERROR } from './api-error.ts';
import type {
  AclCreation,
  ApiError,
  CreateAclsCommand,
  DeleteAclsCommand,
  DeleteAclsResult,
} from './access-commands.ts';
import { MAX_RECORDS_PER_REQUEST } from './controller-context.ts';
import type { ControllerContext, Decision } from './controller-context.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';
import { randomId } from './topic-id.ts';

const CLUSTER = 4;
const CLUSTER_NAME = 'kafka-cluster';

export function decideCreateAcls(
  { image, random }: ControllerContext,
  { creations }: CreateAclsCommand,
): Decision<ApiError[]> {
  const records: MetadataRecord[] = [];
  const created = new Set<string>();
  const response = creations.map((creation) => {
    const problem = creationProblem(creation);
    if (problem !== null) return apiError('INVALID_REQUEST', problem);
    const acl = aclOf(creation, '');
    // What is there already is not an error, and not there twice.
    if (image.access.acls.has(acl) || created.has(aclContent(acl))) return NO_ERROR;
    if (records.length >= MAX_RECORDS_PER_REQUEST) {
      return apiError('POLICY_VIOLATION', 'Unable to perform excessively large batch operation.');
    }
    created.add(aclContent(acl));
    records.push(metadataRecord('AccessControlEntryRecord', { ...acl, id: unusedId(random, image.acls) }));
    return NO_ERROR;
  });
  return { records, response };
}

export function decideDeleteAcls(
  { image }: ControllerContext,
  { filters }: DeleteAclsCommand,
): Decision<DeleteAclsResult[]> {
  const removed = new Set<string>();
  const response = filters.map((filter): DeleteAclsResult => {
    const problem = aclFilterProblem(filter);
    if (problem !== null) return { ...apiError('INVALID_REQUEST', problem), matchingAcls: [] };
    const matching = [...image.acls.values()].filter((acl) => aclMatches(filter, acl));
    const isTooMany = removed.size + matching.length > MAX_RECORDS_PER_REQUEST;
    if (isTooMany) {
      const message = `Cannot remove more than ${MAX_RECORDS_PER_REQUEST} acls in a single delete operation.`;
      return { ...apiError('INVALID_REQUEST', message), matchingAcls: [] };
    }
    for (const { id } of matching) removed.add(id);
    return { ...NO_ERROR, matchingAcls: matching };
  });
  const records = [...removed].map((id) => metadataRecord('RemoveAccessControlEntryRecord', { id }));
  return { records, response };
}

function aclOf(creation: AclCreation, id: string): AccessControlEntry {
  const { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType } = creation;
  return {
    id,
    resourceType,
    resourceName,
    patternType: resourcePatternType,
    principal,
    host,
    operation,
    permissionType,
  };
}

function unusedId(random: Random, acls: ReadonlyMap<string, AccessControlEntry>): string {
  let id = randomId(random);
  while (acls.has(id)) id = randomId(random);
  return id;
}

function creationProblem(creation: AclCreation): string | null {
  const { resourceType, resourceName, resourcePatternType: patternType, operation, permissionType } = creation;
  if (resourceType === CLUSTER && resourceName !== CLUSTER_NAME) {
    return `The only valid name for the CLUSTER resource is ${CLUSTER_NAME}`;
  }
  if (resourceName === '') return 'Invalid empty resource name';
  if (!isSpecific(resourceType, LAST_RESOURCE_TYPE)) return `Invalid resourceType ${resourceType}`;
  if (patternType !== AclPatternType.LITERAL && patternType !== AclPatternType.PREFIXED) {
    return `Invalid patternType ${patternType}`;
  }
  if (!isSpecific(operation, LAST_OPERATION)) return `Invalid operation ${operation}`;
  if (permissionType !== AclPermissionType.ALLOW && permissionType !== AclPermissionType.DENY) {
    return `Invalid permissionType ${permissionType}`;
  }
  if (creation.principal.includes(':')) return null;
  return `Could not parse principal from \`${creation.principal}\` (no colon is present separating the principal type from the principal name)`;
}

function isSpecific(code: number, last: number): boolean {
  return code > ANY && code <= last;
}
