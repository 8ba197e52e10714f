/**
 * DeleteShareGroupOffsets (key 92), version 0: an empty share group forgets topics (KIP-932). Needs DELETE of the group
 * and READ of each topic.
 */
import {
  type DeleteShareGroupOffsetsRequest,
  deleteShareGroupOffsetsRequest,
  type DeleteShareGroupOffsetsResponse,
  deleteShareGroupOffsetsResponse,
  Errors,
  errorForCode,
  ZERO_UUID,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import { hasShareGroups } from '../share/share-request.ts';

export const handler: Handler<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = {
  request: deleteShareGroupOffsetsRequest,
  response: deleteShareGroupOffsetsResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { groupId, topics } = request;
    if (!hasShareGroups(context)) return failed(Errors.UNSUPPORTED_VERSION.code);
    if (!isGroupAuthorized(context, AclOperation.DELETE, groupId))
      return failed(Errors.GROUP_AUTHORIZATION_FAILED.code);
    const mayRead = ({ topicName }: { topicName: string }): boolean =>
      isTopicAuthorized(context, AclOperation.READ, topicName);
    const deleted = await context.broker.groups.shareGroups.deleteOffsets({ groupId, topics: topics.filter(mayRead) });
    if (deleted.errorCode !== Errors.NONE.code) return deleted;
    const { code: errorCode, message: errorMessage } = errorForCode(Errors.TOPIC_AUTHORIZATION_FAILED.code);
    const refused = topics
      .filter((topic) => !mayRead(topic))
      .map(({ topicName }) => ({ topicName, topicId: ZERO_UUID, errorCode, errorMessage }));
    return { ...deleted, responses: [...deleted.responses, ...refused] };
  },
};

function failed(errorCode: number): DeleteShareGroupOffsetsResponse {
  return { throttleTimeMs: 0, errorCode, errorMessage: errorForCode(errorCode).message, responses: [] };
}
