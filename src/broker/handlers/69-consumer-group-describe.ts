/** ConsumerGroupDescribe (key 69), versions 0 and 1: KIP-848; which protocol members speak (1, KIP-1099). */
import {
  consumerGroupDescribeRequest,
  consumerGroupDescribeResponse,
  type ConsumerGroupDescribeRequest,
  type ConsumerGroupDescribeResponse,
  Errors,
  newConsumerGroupDescribeResponseDescribedGroup,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isGroupAuthorized } from '../authorization.ts';
import { authorizedGroupOperations } from '../authorized-operations.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { hasConsumerGroups } from './68-consumer-group-heartbeat.ts';

type Group = ConsumerGroupDescribeResponse['groups'][number];

export const handler: Handler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse> = {
  request: consumerGroupDescribeRequest,
  response: consumerGroupDescribeResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle(request, context) {
    const { groupIds, includeAuthorizedOperations } = request;
    if (!hasConsumerGroups(context)) {
      return { throttleTimeMs: 0, groups: groupIds.map((id) => failed(id, Errors.UNSUPPORTED_VERSION)) };
    }
    const isAllowed = (groupId: string): boolean => isGroupAuthorized(context, AclOperation.DESCRIBE, groupId);
    const allowed = groupIds.filter(isAllowed);
    const asked = { ...request, groupIds: allowed };
    const response = await context.broker.groups.consumerGroupDescribe(asked, groupContext(context));
    const groups = response.groups.map((group) => withKnownTopics(group, context));
    if (includeAuthorizedOperations) {
      for (const group of groups) {
        if (group.errorCode === Errors.NONE.code) {
          group.authorizedOperations = authorizedGroupOperations(context, group.groupId);
        }
      }
    }
    const refused = groupIds.filter((groupId) => !isAllowed(groupId));
    groups.push(...refused.map((groupId) => failed(groupId, Errors.GROUP_AUTHORIZATION_FAILED)));
    return { ...response, groups };
  },
};

/** A group that reads a topic which the client may not know of is not described at all. */
function withKnownTopics(group: Group, context: RequestContext): Group {
  const names = new Set<string>();
  for (const { subscribedTopicNames, assignment, targetAssignment } of group.members) {
    for (const name of subscribedTopicNames) names.add(name);
    for (const { topicPartitions } of [assignment, targetAssignment]) {
      for (const { topicName } of topicPartitions) names.add(topicName);
    }
  }
  const isKnown = (name: string): boolean =>
    isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.TOPIC, name });
  if ([...names].every(isKnown)) return group;
  const message = 'The group has described topic(s) that the client is not authorized to describe.';
  return { ...failed(group.groupId, Errors.TOPIC_AUTHORIZATION_FAILED), errorMessage: message };
}

function failed(groupId: string, { code: errorCode, message }: { code: number; message: string }): Group {
  return newConsumerGroupDescribeResponseDescribedGroup({ groupId, errorCode, errorMessage: message });
}
