/**
 * CreateTopics (key 19), versions 2 to 7. KIP-464 defaults (4), KIP-525 the configs in force in the answer (5), KIP-516
 * topic ids (7). A topic that is answered is open: the timeout has nothing to wait for.
 */
import { CLUSTER_METADATA_TOPIC } from '#metadata';
import {
  createTopicsRequest,
  createTopicsResponse,
  Errors,
  newCreateTopicsResponse,
  newCreateTopicsResponseCreatableTopicResult,
  type CreateTopicsRequest,
  type CreateTopicsResponse,
  type CreateTopicsResponseCreatableTopicConfigs,
  type CreateTopicsResponseCreatableTopicResult,
} from '#protocol';
import { AclOperation, isClusterAuthorized, isTopicAuthorized } from '../authorization.ts';
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
    const forbidden = forbiddenTopics(request, context);
    const allowed = request.topics.filter(({ name }) => !forbidden.has(name));
    const results = await context.broker.metadata.submit('createTopics', { ...request, topics: allowed, quota });
    const configsByTopic = new Map(request.topics.map(({ name, configs }) => [name, configs]));
    const topics = results.map((result) => {
      const isDescribed = result.errorCode === 0 && context.apiVersion >= FIRST_VERSION_WITH_CONFIGS;
      if (isDescribed && !isTopicAuthorized(context, AclOperation.DESCRIBE_CONFIGS, result.name)) {
        return undescribed(result);
      }
      const configs = isDescribed ? describe(configsByTopic.get(result.name) ?? [], context) : [];
      return newCreateTopicsResponseCreatableTopicResult({ ...result, configs });
    });
    return newCreateTopicsResponse({ topics: [...topics, ...[...forbidden].map(refused)] });
  },
};

/** What is named twice is refused for that, whoever asks. */
function forbiddenTopics({ topics }: CreateTopicsRequest, context: RequestContext): Set<string> {
  if (isClusterAuthorized(context, AclOperation.CREATE)) return new Set();
  const once = new Set<string>();
  const seen = new Set<string>();
  for (const { name } of topics) {
    // Refused in its own way, whoever asks.
    if (name === CLUSTER_METADATA_TOPIC) continue;
    if (seen.has(name)) once.delete(name);
    else once.add(name);
    seen.add(name);
  }
  return new Set([...once].filter((name) => !isTopicAuthorized(context, AclOperation.CREATE, name)));
}

function refused(name: string): CreateTopicsResponseCreatableTopicResult {
  const { code: errorCode } = Errors.TOPIC_AUTHORIZATION_FAILED;
  return newCreateTopicsResponseCreatableTopicResult({ name, errorCode, errorMessage: 'Authorization failed.' });
}

/** The topic was created; what it came to is not for this client. */
function undescribed({ name, topicId }: { name: string; topicId: string }): CreateTopicsResponseCreatableTopicResult {
  const topicConfigErrorCode = Errors.TOPIC_AUTHORIZATION_FAILED.code;
  const unknown = { numPartitions: -1, replicationFactor: -1, topicConfigErrorCode };
  return newCreateTopicsResponseCreatableTopicResult({ name, topicId, errorMessage: null, ...unknown });
}

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
