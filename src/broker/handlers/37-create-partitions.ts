/** CreatePartitions (key 37), versions 0 to 3 (KIP-195). */
import {
  createPartitionsRequest,
  createPartitionsResponse,
  newCreatePartitionsResponse,
  type CreatePartitionsRequest,
  type CreatePartitionsResponse,
} from '#protocol';
import type { Handler } from '../handler.ts';
import { partitionMutationQuota } from '../quotas/partition-mutations.ts';

const STRICT_QUOTA_SINCE_VERSION = 3;

export const handler: Handler<CreatePartitionsRequest, CreatePartitionsResponse> = {
  request: createPartitionsRequest,
  response: createPartitionsResponse,
  minVersion: 0,
  maxVersion: 3,
  async handle(request, context) {
    const command = { ...request, quota: partitionMutationQuota(context, STRICT_QUOTA_SINCE_VERSION) };
    const results = await context.broker.metadata.submit('createPartitions', command);
    return newCreatePartitionsResponse({ results });
  },
};
