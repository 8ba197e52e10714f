/** DescribeClientQuotas (key 48), versions 0 to 1: KIP-546, KIP-612 addresses. */
import {
  describeClientQuotasRequest,
  describeClientQuotasResponse,
  Errors,
  newDescribeClientQuotasResponse,
  type DescribeClientQuotasRequest,
  type DescribeClientQuotasResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import { quotaFilterError, quotaFilterMatches } from '../client-quota-filter.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> = {
  request: describeClientQuotasRequest,
  response: describeClientQuotasResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ components, strict }, context) {
    if (!isClusterAuthorized(context, AclOperation.DESCRIBE_CONFIGS)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newDescribeClientQuotasResponse({ errorCode, errorMessage, entries: null });
    }
    const error = quotaFilterError(components);
    if (error !== null) return newDescribeClientQuotasResponse({ ...error, entries: null });
    const { metadata } = context.broker;
    await metadata.whenSettled();
    const entries = [...metadata.image.clientQuotas.entries()]
      .filter(({ entity }) => quotaFilterMatches(components, strict, entity))
      .map(({ entity, values }) => ({
        entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
        values: [...values].map(([key, value]) => ({ key, value })),
      }));
    return newDescribeClientQuotasResponse({ entries });
  },
};
