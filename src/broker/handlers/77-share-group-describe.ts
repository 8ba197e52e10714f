/** ShareGroupDescribe (key 77), version 1: members of share groups and what they read (KIP-932). */
import {
  Errors,
  newShareGroupDescribeResponseDescribedGroup,
  type ShareGroupDescribeRequest,
  shareGroupDescribeRequest,
  type ShareGroupDescribeResponse,
  shareGroupDescribeResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import { authorizedGroupOperations } from '../authorized-operations.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { hasShareGroups } from '../share/share-request.ts';

type Group = ShareGroupDescribeResponse['groups'][number];

export const handler: Handler<ShareGroupDescribeRequest, ShareGroupDescribeResponse> = {
  request: shareGroupDescribeRequest,
  response: shareGroupDescribeResponse,
  minVersion: 1,
  maxVersion: 1,
  async handle(request, context) {
    const { groupIds, includeAuthorizedOperations } = request;
    if (!hasShareGroups(context)) {
      return { throttleTimeMs: 0, groups: groupIds.map((id) => failed(id, Errors.UNSUPPORTED_VERSION)) };
    }
    const isAllowed = (groupId: string): boolean => isGroupAuthorized(context, AclOperation.DESCRIBE, groupId);
    const asked = { ...request, groupIds: groupIds.filter(isAllowed) };
    const described = await context.broker.groups.shareGroups.describe(asked);
    const groups = described.map((group) => withKnownTopics(group, context));
    for (const group of groups) {
      if (!includeAuthorizedOperations || group.errorCode !== Errors.NONE.code) continue;
      group.authorizedOperations = authorizedGroupOperations(context, group.groupId);
    }
    const refused = groupIds.filter((groupId) => !isAllowed(groupId));
    groups.push(...refused.map((groupId) => failed(groupId, Errors.GROUP_AUTHORIZATION_FAILED)));
    return { throttleTimeMs: 0, groups };
  },
};

/** A group that reads a topic which the client may not know of is not described at all. */
function withKnownTopics(group: Group, context: RequestContext): Group {
  const names = group.members.flatMap(({ subscribedTopicNames, assignment }) => [
    ...subscribedTopicNames,
    ...assignment.topicPartitions.map(({ topicName }) => topicName),
  ]);
  if (names.every((name) => isTopicAuthorized(context, AclOperation.DESCRIBE, name))) return group;
  const message = 'The group has described topic(s) that the client is not authorized to describe.';
  return { ...failed(group.groupId, Errors.TOPIC_AUTHORIZATION_FAILED), errorMessage: message };
}

function failed(groupId: string, { code: errorCode, message }: { code: number; message: string }): Group {
  return newShareGroupDescribeResponseDescribedGroup({ groupId, errorCode, errorMessage: message });
}
