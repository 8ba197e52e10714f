/** DescribeAcls (key 29), versions 1 to 3: KIP-290 prefixes (1), KIP-373 users (3). */
import { aclFilterProblem, aclMatches } from '#metadata';
import type { AccessControlEntry } from '#metadata';
import {
  describeAclsRequest,
  describeAclsResponse,
  Errors,
  newDescribeAclsResponse,
  type DescribeAclsRequest,
  type DescribeAclsResponse,
  type DescribeAclsResponseResource,
} from '#protocol';
import { AclOperation, isClusterAuthorized, SECURITY_IS_OFF } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DescribeAclsRequest, DescribeAclsResponse> = {
  request: describeAclsRequest,
  response: describeAclsResponse,
  minVersion: 1,
  maxVersion: 3,
  async handle(filter, context) {
    const { broker } = context;
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newDescribeAclsResponse({ errorCode, errorMessage });
    }
    if (broker.authorizer === null) return newDescribeAclsResponse(SECURITY_IS_OFF);
    const problem = aclFilterProblem(filter);
    if (problem !== null) {
      return newDescribeAclsResponse({ errorCode: Errors.INVALID_REQUEST.code, errorMessage: problem });
    }
    await broker.metadata.whenSettled();
    const matching = [...broker.metadata.image.acls.values()].filter((acl) => aclMatches(filter, acl));
    return newDescribeAclsResponse({ resources: byResource(matching) });
  },
};

function byResource(acls: readonly AccessControlEntry[]): DescribeAclsResponseResource[] {
  const resources = new Map<string, DescribeAclsResponseResource>();
  for (const { resourceType, patternType, resourceName, principal, host, operation, permissionType } of acls) {
    const key = `${resourceType}:${patternType}:${resourceName}`;
    let resource = resources.get(key);
    if (resource === undefined) resources.set(key, (resource = { resourceType, resourceName, patternType, acls: [] }));
    resource.acls.push({ principal, host, operation, permissionType });
  }
  return [...resources.values()];
}
