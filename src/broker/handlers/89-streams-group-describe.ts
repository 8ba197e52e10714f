/**
 * StreamsGroupDescribe (key 89), version 0: KIP-1071, KIP-430 authorised operations. Version 1 of 4.4 has topology
 * descriptions (KIP-1331).
 */
import {
  Errors,
  type StreamsGroupDescribeRequest,
  streamsGroupDescribeRequest,
  type StreamsGroupDescribeResponse,
  type StreamsGroupDescribeResponseDescribedGroup,
  streamsGroupDescribeResponse,
  newStreamsGroupDescribeResponseDescribedGroup,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import { authorizedGroupOperations } from '../authorized-operations.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { mayDescribeTopics, servesStreamsGroups, topicsOfTopology } from '../streams/streams-topics.ts';

export const handler: Handler<StreamsGroupDescribeRequest, StreamsGroupDescribeResponse> = {
  request: streamsGroupDescribeRequest,
  response: streamsGroupDescribeResponse,
  minVersion: 0,
  maxVersion: 0,
  unstableVersion: 1,
  async handle({ groupIds, includeAuthorizedOperations, includeTopologyDescription }, context) {
    const mayDescribe = (groupId: string): boolean =>
      isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.GROUP, name: groupId });
    const refusal = (groupId: string): number => {
      if (!servesStreamsGroups(context)) return Errors.UNSUPPORTED_VERSION.code;
      return mayDescribe(groupId) ? Errors.NONE.code : Errors.GROUP_AUTHORIZATION_FAILED.code;
    };
    const refused = groupIds.filter((groupId) => refusal(groupId) !== Errors.NONE.code);
    const allowed = groupIds.filter((groupId) => refusal(groupId) === Errors.NONE.code);
    const described = await context.broker.groups.streamsGroupDescribe(allowed, groupContext(context));
    return {
      throttleTimeMs: 0,
      groups: [
        ...refused.map((groupId) =>
          newStreamsGroupDescribeResponseDescribedGroup({ groupId, errorCode: refusal(groupId) }),
        ),
        ...described.map((group) => {
          const shown = asAllowed(group, { includeAuthorizedOperations, context });
          return includeTopologyDescription ? withDescription(shown, context) : shown;
        }),
      ],
    };
  },
};

const DescriptionStatus = { NOT_STORED: 1, AVAILABLE: 3 } as const;

function withDescription(
  group: StreamsGroupDescribeResponseDescribedGroup,
  { broker }: RequestContext,
): StreamsGroupDescribeResponseDescribedGroup {
  if (group.errorCode !== Errors.NONE.code || group.topology === null) return group;
  const topologyDescription = broker.topologyDescriptions.get(group.groupId, group.topology.epoch);
  const isStored = topologyDescription !== null;
  const topologyDescriptionStatus = isStored ? DescriptionStatus.AVAILABLE : DescriptionStatus.NOT_STORED;
  return { ...group, topologyDescription, topologyDescriptionStatus };
}

function asAllowed(
  group: StreamsGroupDescribeResponseDescribedGroup,
  { includeAuthorizedOperations, context }: { includeAuthorizedOperations: boolean; context: RequestContext },
): StreamsGroupDescribeResponseDescribedGroup {
  const { groupId, errorCode, topology } = group;
  if (errorCode !== Errors.NONE.code) return group;
  if (!mayDescribeTopics(topicsOfTopology(topology?.subtopologies ?? []), context)) {
    return newStreamsGroupDescribeResponseDescribedGroup({
      groupId,
      errorCode: Errors.TOPIC_AUTHORIZATION_FAILED.code,
      errorMessage: 'the group uses topics that the client may not describe',
    });
  }
  return includeAuthorizedOperations
    ? { ...group, authorizedOperations: authorizedGroupOperations(context, groupId) }
    : group;
}
