/** AlterClientQuotas (key 49), versions 0 to 1: KIP-546, KIP-612 addresses. */
import {
  alterClientQuotasRequest,
  alterClientQuotasResponse,
  Errors,
  newAlterClientQuotasResponse,
  type AlterClientQuotasRequest,
  type AlterClientQuotasResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<AlterClientQuotasRequest, AlterClientQuotasResponse> = {
  request: alterClientQuotasRequest,
  response: alterClientQuotasResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle(request, context) {
    if (!isClusterAuthorized(context, AclOperation.ALTER_CONFIGS)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      const entries = request.entries.map(({ entity }) => ({ errorCode, errorMessage, entity }));
      return newAlterClientQuotasResponse({ entries });
    }
    return newAlterClientQuotasResponse({
      entries: await context.broker.metadata.submit('alterClientQuotas', request),
    });
  },
};
