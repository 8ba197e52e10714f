/**
 * StreamsGroupTopologyDescriptionUpdate (key 93), version 0 of Kafka 4.4 (KIP-1331), where unstable versions are on: a
 * member tells what its topology looks like, once a heartbeat has asked for it. Without the plugin that keeps such
 * descriptions it is UNSUPPORTED_VERSION, as in Kafka.
 */
import {
  Errors,
  errorForCode,
  type StreamsGroupTopologyDescriptionUpdateRequest,
  streamsGroupTopologyDescriptionUpdateRequest,
  type StreamsGroupTopologyDescriptionUpdateResponse,
  streamsGroupTopologyDescriptionUpdateResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { servesStreamsGroups } from '../streams/streams-topics.ts';

type Request = StreamsGroupTopologyDescriptionUpdateRequest;

export const handler: Handler<Request, StreamsGroupTopologyDescriptionUpdateResponse> = {
  request: streamsGroupTopologyDescriptionUpdateRequest,
  response: streamsGroupTopologyDescriptionUpdateResponse,
  minVersion: 0,
  maxVersion: 0,
  isUnstable: true,
  async handle(request, context) {
    const { groupId, topologyEpoch, topologyDescription } = request;
    const errorCode = refusalOf(request, context) || (await groupErrorCode(request, context));
    if (errorCode !== Errors.NONE.code) {
      return { throttleTimeMs: 0, errorCode, errorMessage: errorForCode(errorCode).message };
    }
    context.broker.topologyDescriptions.set(groupId, topologyEpoch, topologyDescription);
    return { throttleTimeMs: 0, errorCode, errorMessage: null };
  },
};

function refusalOf({ groupId, memberId }: Request, context: RequestContext): number {
  if (!servesStreamsGroups(context) || !context.broker.topologyDescriptions.isEnabled) {
    return Errors.UNSUPPORTED_VERSION.code;
  }
  // Like a commit, it changes nothing of the group itself.
  if (!isGroupAuthorized(context, AclOperation.READ, groupId)) return Errors.GROUP_AUTHORIZATION_FAILED.code;
  return groupId === '' || memberId === '' ? Errors.INVALID_REQUEST.code : Errors.NONE.code;
}

async function groupErrorCode({ groupId, memberId, topologyEpoch }: Request, context: RequestContext): Promise<number> {
  const [group] = await context.broker.groups.streamsGroupDescribe([groupId], groupContext(context));
  if (group === undefined || group.errorCode !== Errors.NONE.code) {
    return group?.errorCode ?? Errors.GROUP_ID_NOT_FOUND.code;
  }
  if (group.members.every((member) => member.memberId !== memberId)) return Errors.UNKNOWN_MEMBER_ID.code;
  return group.topology?.epoch === topologyEpoch ? Errors.NONE.code : Errors.INVALID_REQUEST.code;
}
