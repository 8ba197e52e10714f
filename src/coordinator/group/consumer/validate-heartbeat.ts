/** What a ConsumerGroupHeartbeat must say (KIP-848), whatever the group's state: see Kafka's checks of the same request. */
import { Errors, type ConsumerGroupHeartbeatRequest } from '#protocol';
import { LEFT_EPOCH, LEFT_STATIC_EPOCH } from './consumer-group-member.ts';

export const JOIN_EPOCH = 0;
/** Since then members choose their ids (KIP-1082). */
const FIRST_VERSION_WITH_CLIENT_IDS = 1;

export interface HeartbeatProblem {
  readonly errorCode: number;
  readonly message: string;
}

/** Null where the request is in order. `assignors` are those of `group.consumer.assignors`. */
export function heartbeatProblem(
  request: ConsumerGroupHeartbeatRequest,
  { apiVersion, assignors }: { apiVersion: number; assignors: readonly string[] },
): HeartbeatProblem | null {
  const message = invalidMessage(request, apiVersion);
  if (message !== null) return { errorCode: Errors.INVALID_REQUEST.code, message };
  const { serverAssignor } = request;
  if (serverAssignor === null || assignors.includes(serverAssignor)) return null;
  return {
    errorCode: Errors.UNSUPPORTED_ASSIGNOR.code,
    message: `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${assignors.join(', ')}.`,
  };
}

function invalidMessage(request: ConsumerGroupHeartbeatRequest, apiVersion: number): string | null {
  const { memberEpoch } = request;
  const needsMemberId =
    apiVersion >= FIRST_VERSION_WITH_CLIENT_IDS || memberEpoch > JOIN_EPOCH || memberEpoch === LEFT_EPOCH;
  if (needsMemberId && isBlank(request.memberId)) return "MemberId can't be empty.";
  if (isBlank(request.groupId)) return "GroupId can't be empty.";
  if (isBlank(request.instanceId)) return "InstanceId can't be empty.";
  if (isBlank(request.rackId)) return "RackId can't be empty.";
  if (memberEpoch === JOIN_EPOCH) return invalidJoin(request);
  if (memberEpoch === LEFT_STATIC_EPOCH && request.instanceId === null) return "InstanceId can't be null.";
  return memberEpoch < LEFT_STATIC_EPOCH ? 'MemberEpoch is invalid.' : null;
}

function invalidJoin(request: ConsumerGroupHeartbeatRequest): string | null {
  if (request.rebalanceTimeoutMs === -1) return 'RebalanceTimeoutMs must be provided in first request.';
  if (request.topicPartitions?.length !== 0) return 'TopicPartitions must be empty when (re-)joining.';
  if (request.subscribedTopicNames === null && request.subscribedTopicRegex === null) {
    return 'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.';
  }
  return null;
}

function isBlank(text: string | null): boolean {
  return text !== null && text.trim() === '';
}
