/**
 * CreateTopics (key 19), versions 2 to 7. KIP-464 defaults (4), KIP-525 the configs in force in the answer (5), KIP-516
 * topic ids (7). A topic that is answered is open: the timeout has nothing to wait for.
 */
import {
  createTopicsRequest,
  createTopicsResponse,
  newCreateTopicsResponse,
  newCreateTopicsResponseCreatableTopicResult,
  type CreateTopicsRequest,
  type CreateTopicsResponse,
  type CreateTopicsResponseCreatableTopicConfigs,
} from '#protocol';
import { describeTopicConfigs } from '../described-config.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { partitionMutationQuota } from '../quotas/partition-mutations.ts';

const FIRST_VERSION_WITH_CONFIGS = 5;
const STRICT_QUOTA_SINCE_VERSION = 6;

export const handler: Handler<CreateTopicsRequest, CreateTopicsResponse> = {
  request: createTopicsRequest,
  response: createTopicsResponse,
  minVersion: 2,
  maxVersion: 7,
  async handle(request, context) {
    const quota = partitionMutationQuota(context, STRICT_QUOTA_SINCE_VERSION);
    const results = await context.broker.metadata.submit('createTopics', { ...request, quota });
    const configsByTopic = new Map(request.topics.map(({ name, configs }) => [name, configs]));
    const topics = results.map((result) => {
      const isDescribed = result.errorCode === 0 && context.apiVersion >= FIRST_VERSION_WITH_CONFIGS;
      const configs = isDescribed ? describe(configsByTopic.get(result.name) ?? [], context) : [];
      return newCreateTopicsResponseCreatableTopicResult({ ...result, configs });
    });
    return newCreateTopicsResponse({ topics });
  },
};

function describe(
  given: readonly { readonly name: string; readonly value: string | null }[],
  { broker }: RequestContext,
): CreateTopicsResponseCreatableTopicConfigs[] {
  const configs = new Map(given.map(({ name, value }) => [name, value ?? '']));
  return describeTopicConfigs(broker, configs)
    .map(({ name, value, readOnly, configSource, isSensitive }) => ({
      name,
      value,
      readOnly,
      configSource,
      isSensitive,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
