/** AlterUserScramCredentials (key 51), version 0 (KIP-554). */
import {
  alterUserScramCredentialsRequest,
  alterUserScramCredentialsResponse,
  Errors,
  newAlterUserScramCredentialsResponse,
  type AlterUserScramCredentialsRequest,
  type AlterUserScramCredentialsResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse> = {
  request: alterUserScramCredentialsRequest,
  response: alterUserScramCredentialsResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { client, broker } = context;
    const users = new Set([...request.deletions, ...request.upsertions].map(({ name }) => name));
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newAlterUserScramCredentialsResponse({
        results: [...users].map((user) => ({ user, errorCode, errorMessage })),
      });
    }
    if (client.principal.isTokenAuthenticated) {
      // Otherwise a token that was given for a while would make a password that stays.
      const { code: errorCode } = Errors.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED;
      const errorMessage = 'A client that authenticated with a delegation token must not change SCRAM credentials.';
      return newAlterUserScramCredentialsResponse({
        results: [...users].map((user) => ({ user, errorCode, errorMessage })),
      });
    }
    const results = await broker.metadata.submit('alterUserScramCredentials', request);
    return newAlterUserScramCredentialsResponse({ results });
  },
};
