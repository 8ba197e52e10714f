/**
 * OffsetCommit (key 8), versions 2 to 10: KIP-211 retention, KIP-320 leader epochs (6), KIP-345 static members (7),
 * KIP-848 topic ids (10). Needs READ of the group and of each topic.
 */
import {
  Errors,
  newOffsetCommitResponse,
  offsetCommitRequest,
  offsetCommitResponse,
  type OffsetCommitRequest,
  type OffsetCommitRequestTopic,
  type OffsetCommitResponse,
  type OffsetCommitResponseTopic,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';

const FIRST_VERSION_WITH_TOPIC_IDS = 10;

export const handler: Handler<OffsetCommitRequest, OffsetCommitResponse> = {
  request: offsetCommitRequest,
  response: offsetCommitResponse,
  minVersion: 2,
  maxVersion: 10,
  async handle(request, context) {
    const { groups, authorizer } = context.broker;
    if (authorizer === null) return groups.offsetCommit(request, groupContext(context));
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      const { code } = Errors.GROUP_AUTHORIZATION_FAILED;
      return newOffsetCommitResponse({ topics: request.topics.map((topic) => refused(topic, code)) });
    }
    const allowed = request.topics.filter((topic) => mayRead(topic, context));
    const { code } = Errors.TOPIC_AUTHORIZATION_FAILED;
    const forbidden = request.topics.filter((topic) => !mayRead(topic, context)).map((topic) => refused(topic, code));
    if (allowed.length === 0 && forbidden.length > 0) return newOffsetCommitResponse({ topics: forbidden });
    const response = await groups.offsetCommit({ ...request, topics: allowed }, groupContext(context));
    return { ...response, topics: [...forbidden, ...response.topics] };
  },
};

/** Ids that there are not are left to the coordinator, which says so. */
function mayRead({ name, topicId }: OffsetCommitRequestTopic, context: RequestContext): boolean {
  const byId = context.apiVersion >= FIRST_VERSION_WITH_TOPIC_IDS;
  const topic = byId ? context.broker.metadata.image.topicById(topicId)?.name : name;
  return topic === undefined || isTopicAuthorized(context, AclOperation.READ, topic);
}

function refused(
  { name, topicId, partitions }: OffsetCommitRequestTopic,
  errorCode: number,
): OffsetCommitResponseTopic {
  return { name, topicId, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) };
}
