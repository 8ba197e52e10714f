/**
 * StreamsGroupHeartbeat (key 88), version 0: KIP-1071. The first member brings the topology; the broker makes the internal
 * topics and assigns tasks. Left out, as in Kafka 4.3: static members, source topics by regular expression, warm-up tasks,
 * task offsets, another topology for a group that has one. Version 1 of 4.4 asks for topology descriptions (KIP-1331).
 */
import { invalidTopicName, isInternalTopic } from '#metadata';
import {
  Errors,
  newStreamsGroupHeartbeatResponse,
  type StreamsGroupHeartbeatRequest,
  streamsGroupHeartbeatRequest,
  type StreamsGroupHeartbeatResponse,
  streamsGroupHeartbeatResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { createInternalTopics } from '../streams/create-internal-topics.ts';
import { mayDescribeTopics, servesStreamsGroups, topicsOfTopology } from '../streams/streams-topics.ts';

export const handler: Handler<StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse> = {
  request: streamsGroupHeartbeatRequest,
  response: streamsGroupHeartbeatResponse,
  minVersion: 0,
  maxVersion: 0,
  unstableVersion: 1,
  async handle(request, context) {
    const refusal = refuse(request, context);
    if (refusal !== null) return refusal;
    const { response, topicsToCreate } = await context.broker.groups.streamsGroupHeartbeat(
      request,
      groupContext(context),
    );
    await createInternalTopics(topicsToCreate, response, context);
    const isAsked = context.apiVersion > 0 && response.errorCode === Errors.NONE.code && response.memberEpoch > 0;
    if (isAsked) response.topologyDescriptionRequired = await lacksDescription(request.groupId, context);
    return response;
  },
};

/** Whether the member is to tell what its topology looks like (KIP-1331): somebody keeps that, and does not know it yet. */
async function lacksDescription(groupId: string, context: RequestContext): Promise<boolean> {
  const { topologyDescriptions, groups } = context.broker;
  if (!topologyDescriptions.isEnabled) return false;
  const [group] = await groups.streamsGroupDescribe([groupId], groupContext(context));
  const topologyEpoch = group?.topology?.epoch;
  return topologyEpoch !== undefined && topologyDescriptions.get(groupId, topologyEpoch) === null;
}

function refuse(request: StreamsGroupHeartbeatRequest, context: RequestContext): StreamsGroupHeartbeatResponse | null {
  const failure = (errorCode: number, errorMessage: string | null = null): StreamsGroupHeartbeatResponse =>
    newStreamsGroupHeartbeatResponse({ errorCode, errorMessage });
  if (!servesStreamsGroups(context)) return failure(Errors.UNSUPPORTED_VERSION.code);
  const group = { type: AclResourceType.GROUP, name: request.groupId };
  if (!isAuthorized(context, AclOperation.READ, group)) return failure(Errors.GROUP_AUTHORIZATION_FAILED.code);
  const topics = topicsOfTopology(request.topology?.subtopologies ?? []);
  const invalidTopology = Errors.STREAMS_INVALID_TOPOLOGY.code;
  const internal = topics.filter(isInternalTopic);
  if (internal.length > 0) {
    return failure(invalidTopology, `a topology cannot use the broker's own topics: ${internal.join(', ')}`);
  }
  const misnamed = topics.filter((name) => invalidTopicName(name) !== null);
  if (misnamed.length > 0) return failure(invalidTopology, `these are no names of topics: ${misnamed.join(', ')}`);
  return mayDescribeTopics(topics, context) ? null : failure(Errors.TOPIC_AUTHORIZATION_FAILED.code);
}
