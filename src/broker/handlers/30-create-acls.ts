/** CreateAcls (key 30), versions 1 to 3: KIP-290 prefixes (1), KIP-373 users (3). An ACL that is there already is no error. */
import {
  createAclsRequest,
  createAclsResponse,
  errorForCode,
  Errors,
  newCreateAclsResponse,
  type CreateAclsRequest,
  type CreateAclsResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized, SECURITY_IS_OFF } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<CreateAclsRequest, CreateAclsResponse> = {
  request: createAclsRequest,
  response: createAclsResponse,
  minVersion: 1,
  maxVersion: 3,
  async handle({ creations }, context) {
    const { broker } = context;
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      const { code, message } = errorForCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code);
      return newCreateAclsResponse({ results: creations.map(() => ({ errorCode: code, errorMessage: message })) });
    }
    if (broker.authorizer === null) return newCreateAclsResponse({ results: creations.map(() => SECURITY_IS_OFF) });
    return newCreateAclsResponse({ results: await broker.metadata.submit('createAcls', { creations }) });
  },
};
