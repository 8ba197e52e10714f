/**
 * AlterShareGroupOffsets (key 91), version 0: where an empty share group is to begin to read (KIP-932). Needs READ of
 * the group and of each topic.
 */
import {
  type AlterShareGroupOffsetsRequest,
  alterShareGroupOffsetsRequest,
  type AlterShareGroupOffsetsResponse,
  alterShareGroupOffsetsResponse,
  Errors,
  errorForCode,
  ZERO_UUID,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';
import { hasShareGroups } from '../share/share-request.ts';

export const handler: Handler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = {
  request: alterShareGroupOffsetsRequest,
  response: alterShareGroupOffsetsResponse,
  minVersion: 0,
  maxVersion: 0,
  async handle(request, context) {
    const { groupId, topics } = request;
    if (!hasShareGroups(context)) return failed(Errors.UNSUPPORTED_VERSION.code);
    if (!isGroupAuthorized(context, AclOperation.READ, groupId)) return failed(Errors.GROUP_AUTHORIZATION_FAILED.code);
    const mayRead = ({ topicName }: { topicName: string }): boolean =>
      isTopicAuthorized(context, AclOperation.READ, topicName);
    const altered = await context.broker.groups.shareGroups.alterOffsets({ groupId, topics: topics.filter(mayRead) });
    if (altered.errorCode !== Errors.NONE.code) return altered;
    const refused = topics.filter((topic) => !mayRead(topic)).map(refusedTopic);
    return { ...altered, responses: [...altered.responses, ...refused] };
  },
};

function refusedTopic({
  topicName,
  partitions,
}: AlterShareGroupOffsetsRequest['topics'][number]): AlterShareGroupOffsetsResponse['responses'][number] {
  const { code: errorCode, message: errorMessage } = errorForCode(Errors.TOPIC_AUTHORIZATION_FAILED.code);
  const results = partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, errorMessage }));
  return { topicName, topicId: ZERO_UUID, partitions: results };
}

function failed(errorCode: number): AlterShareGroupOffsetsResponse {
  return { throttleTimeMs: 0, errorCode, errorMessage: errorForCode(errorCode).message, responses: [] };
}
