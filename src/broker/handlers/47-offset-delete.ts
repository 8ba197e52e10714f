/** OffsetDelete (key 47), version 0 (KIP-496). Needs DELETE of the group and READ of each topic. */
import {
  Errors,
  newOffsetDeleteResponse,
  offsetDeleteRequest,
  offsetDeleteResponse,
  type OffsetDeleteRequest,
  type OffsetDeleteResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<OffsetDeleteRequest, OffsetDeleteResponse> = {
  request: offsetDeleteRequest,
  response: offsetDeleteResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    if (!isGroupAuthorized(context, AclOperation.DELETE, request.groupId)) {
      return newOffsetDeleteResponse({ errorCode: Errors.GROUP_AUTHORIZATION_FAILED.code });
    }
    const isAllowed = ({ name }: { readonly name: string }): boolean =>
      isTopicAuthorized(context, AclOperation.READ, name);
    const topics = request.topics.filter(isAllowed);
    const { code: errorCode } = Errors.TOPIC_AUTHORIZATION_FAILED;
    const forbidden = request.topics
      .filter((topic) => !isAllowed(topic))
      .map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
      }));
    if (topics.length === 0 && forbidden.length > 0) return newOffsetDeleteResponse({ topics: forbidden });
    const response = await context.broker.groups.offsetDelete({ ...request, topics }, groupContext(context));
    return response.errorCode === Errors.NONE.code
      ? { ...response, topics: [...forbidden, ...response.topics] }
      : response;
  },
};
