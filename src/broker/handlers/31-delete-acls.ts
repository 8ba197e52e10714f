/** DeleteAcls (key 31), versions 1 to 3: KIP-290 prefixes (1), KIP-373 users (3). */
import type { AccessControlEntry } from '#metadata';
import {
  deleteAclsRequest,
  deleteAclsResponse,
  Errors,
  newDeleteAclsResponse,
  newDeleteAclsResponseMatchingAcl,
  type DeleteAclsRequest,
  type DeleteAclsResponse,
  type DeleteAclsResponseMatchingAcl,
} from '#protocol';
import { AclOperation, isClusterAuthorized, SECURITY_IS_OFF } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DeleteAclsRequest, DeleteAclsResponse> = {
  request: deleteAclsRequest,
  response: deleteAclsResponse,
  minVersion: 1,
  maxVersion: 3,
  async handle({ filters }, context) {
    const { broker } = context;
    const refuseAll = (error: { errorCode: number; errorMessage: string }): DeleteAclsResponse =>
      newDeleteAclsResponse({ filterResults: filters.map(() => ({ ...error, matchingAcls: [] })) });
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return refuseAll({ errorCode, errorMessage });
    }
    if (broker.authorizer === null) return refuseAll(SECURITY_IS_OFF);
    const results = await broker.metadata.submit('deleteAcls', { filters });
    const filterResults = results.map(({ errorCode, errorMessage, matchingAcls }) => ({
      errorCode,
      errorMessage,
      matchingAcls: matchingAcls.map(matchingAcl),
    }));
    return newDeleteAclsResponse({ filterResults });
  },
};

function matchingAcl(acl: AccessControlEntry): DeleteAclsResponseMatchingAcl {
  const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl;
  const entry = { resourceType, resourceName, patternType, principal, host, operation, permissionType };
  return newDeleteAclsResponseMatchingAcl({ ...entry, errorMessage: null });
}
