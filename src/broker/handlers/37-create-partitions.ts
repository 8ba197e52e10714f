/** CreatePartitions (key 37), versions 0 to 3 (KIP-195). */
import {
  createPartitionsRequest,
  createPartitionsResponse,
  Errors,
  newCreatePartitionsResponse,
  type CreatePartitionsRequest,
  type CreatePartitionsResponse,
  type CreatePartitionsResponseTopicResult,
} from '#protocol';
import { AclOperation, isTopicAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import { partitionMutationQuota } from '../quotas/partition-mutations.ts';

const STRICT_QUOTA_SINCE_VERSION = 3;

export const handler: Handler<CreatePartitionsRequest, CreatePartitionsResponse> = {
  request: createPartitionsRequest,
  response: createPartitionsResponse,
  minVersion: 0,
  maxVersion: 3,
  async handle(request, context) {
    const isAllowed = ({ name }: { readonly name: string }): boolean =>
      isTopicAuthorized(context, AclOperation.ALTER, name);
    const topics = request.topics.filter(isAllowed);
    const command = { ...request, topics, quota: partitionMutationQuota(context, STRICT_QUOTA_SINCE_VERSION) };
    const results = await context.broker.metadata.submit('createPartitions', command);
    const forbidden = request.topics.filter((topic) => !isAllowed(topic)).map(({ name }) => refused(name));
    return newCreatePartitionsResponse({ results: [...forbidden, ...results] });
  },
};

function refused(name: string): CreatePartitionsResponseTopicResult {
  const { code: errorCode, message: errorMessage } = Errors.TOPIC_AUTHORIZATION_FAILED;
  return { name, errorCode, errorMessage };
}
