/** DeleteTopics (key 20), versions 1 to 6. KIP-516 by topic id (6). Messages to errors (5). */
import {
  deleteTopicsRequest,
  deleteTopicsResponse,
  Errors,
  newDeleteTopicsResponse,
  ZERO_UUID,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
  type DeleteTopicsResponseDeletableTopicResult,
} from '#protocol';
import { AclOperation, isClusterAuthorized, isTopicAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { partitionMutationQuota } from '../quotas/partition-mutations.ts';

const FIRST_VERSION_BY_ID = 6;
const FIRST_VERSION_WITH_DISABLED = 3;
const STRICT_QUOTA_SINCE_VERSION = 5;

export const handler: Handler<DeleteTopicsRequest, DeleteTopicsResponse> = {
  request: deleteTopicsRequest,
  response: deleteTopicsResponse,
  minVersion: 1,
  maxVersion: 6,
  async handle(request, context) {
    const { broker, apiVersion } = context;
    const isById = apiVersion >= FIRST_VERSION_BY_ID;
    const asked = isById ? request.topics : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
    const { allowed: topics, refused } = divided(asked, context);
    const results = await broker.metadata.submit('deleteTopics', {
      topics,
      quota: partitionMutationQuota(context, STRICT_QUOTA_SINCE_VERSION),
    });
    const responses = results.map((result) => {
      const isUnknownError =
        result.errorCode === Errors.TOPIC_DELETION_DISABLED.code && apiVersion < FIRST_VERSION_WITH_DISABLED;
      return {
        ...result,
        errorCode: isUnknownError ? Errors.INVALID_REQUEST.code : result.errorCode,
      };
    });
    return newDeleteTopicsResponse({ responses: shuffled([...responses, ...refused], context) });
  },
};

interface Target {
  readonly name: string | null;
  readonly topicId: string;
}

interface Divided {
  readonly allowed: readonly Target[];
  readonly refused: readonly DeleteTopicsResponseDeletableTopicResult[];
}

/**
 * Needs DELETE of each topic, or of the cluster. Whether there is a topic that the client may not describe is not told:
 * neither by another error, nor by the name to an id.
 */
function divided(asked: readonly Target[], context: RequestContext): Divided {
  if (isClusterAuthorized(context, AclOperation.DELETE)) return { allowed: asked, refused: [] };
  const { image } = context.broker.metadata;
  const allowed: Target[] = [];
  const refused = new Map<string, DeleteTopicsResponseDeletableTopicResult>();
  const { code: errorCode, message: errorMessage } = Errors.TOPIC_AUTHORIZATION_FAILED;
  for (const target of asked) {
    const topic = target.name === null ? image.topicById(target.topicId) : image.topic(target.name);
    const name = target.name ?? topic?.name;
    const isShown = name === undefined || isTopicAuthorized(context, AclOperation.DESCRIBE, name);
    const isAllowed =
      name === undefined || (isShown && (topic === undefined || isTopicAuthorized(context, AclOperation.DELETE, name)));
    if (isAllowed) allowed.push(target);
    else {
      const shownName = target.name ?? (isShown ? name : null);
      refused.set(`${target.topicId} ${target.name}`, { ...target, name: shownName, errorCode, errorMessage });
    }
  }
  return { allowed, refused: [...refused.values()] };
}

/** So that nobody tells what is not there from what is not theirs by where it stands. */
function shuffled<T>(results: T[], { broker }: RequestContext): T[] {
  if (broker.authorizer === null) return results;
  for (let i = results.length - 1; i > 0; i--) {
    const j = Math.floor(broker.env.random.number() * (i + 1));
    [results[i], results[j]] = [results[j]!, results[i]!];
  }
  return results;
}
