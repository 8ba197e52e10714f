/** What a member of a streams group does about each error of its heartbeat (KIP-1071), as Kafka Streams does. Pure. */
import { Errors } from '#protocol';
import { epochHeartbeatVerdict, type HeartbeatVerdict } from '../group/heartbeat-rules.ts';

/** As in other groups; and a group that is gone with its members lets the member join again, where Kafka's gives up. */
export function streamsHeartbeatVerdict(errorCode: number, memberEpoch: number): HeartbeatVerdict {
  if (errorCode === Errors.GROUP_ID_NOT_FOUND.code && memberEpoch > 0) return 'fenced';
  return epochHeartbeatVerdict(errorCode);
}

export interface StreamsFatalContext {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  /** In the broker's words. */
  readonly errorMessage: string | null;
}

/** What a fatal error tells the application, and what it can do about it; null where the broker's words have to do. */
export function streamsFatalMessage(errorCode: number, context: StreamsFatalContext): string | null {
  const { groupId, groupInstanceId, errorMessage } = context;
  const because = errorMessage === null || errorMessage === '' ? '' : ` (${errorMessage})`;
  switch (errorCode) {
    case Errors.GROUP_ID_NOT_FOUND.code:
    case Errors.INCONSISTENT_GROUP_PROTOCOL.code:
      return `Group ${groupId} is a group of another kind${because}; stop its members, or give the application an id of its own.`;
    case Errors.STREAMS_INVALID_TOPOLOGY.code:
      return `The topology of group ${groupId} cannot be${because}.`;
    case Errors.STREAMS_INVALID_TOPOLOGY_EPOCH.code:
      return `The epoch of the topology of group ${groupId} cannot be${because}; a changed topology needs a higher one.`;
    case Errors.STREAMS_TOPOLOGY_FENCED.code:
      return `Group ${groupId} has a newer topology than this member${because}; deploy the newer one here too.`;
    case Errors.GROUP_AUTHORIZATION_FAILED.code:
      return `This client may not use group ${groupId}; it needs READ on the group.`;
    case Errors.GROUP_MAX_SIZE_REACHED.code:
      return `Group ${groupId} has as many members as the broker allows (group.streams.max.size).`;
    case Errors.UNRELEASED_INSTANCE_ID.code:
    case Errors.FENCED_INSTANCE_ID.code:
      return `The groupInstanceId ${groupInstanceId} is that of another member of group ${groupId}; give each member its own.`;
    case Errors.UNKNOWN_SERVER_ERROR.code:
      // StreamsGroup.getOrComputeEndpointToPartitions of Kafka 4.3 takes it for given that the topology is configured.
      return `The broker failed over a heartbeat of group ${groupId}${because}; its log tells more. Apache Kafka 4.3 does where a topic that the topology reads is missing and members have an endpoint (applicationServer): make the topics first.`;
    case Errors.INVALID_REQUEST.code:
      return invalidRequest(context, because);
    default:
      return null;
  }
}

/** Brokers refuse so what they do not have yet: static members, another topology for a group that has one. */
function invalidRequest({ groupId, groupInstanceId }: StreamsFatalContext, because: string): string {
  const remedy =
    groupInstanceId === null
      ? 'where the topology has changed, give the application another id, or reset the group while it has no members'
      : 'where the broker knows no static members, leave groupInstanceId out';
  return `The broker does not take this member of group ${groupId}${because}: ${remedy}.`;
}

/** What an application is told whose brokers have no streams groups; `cause` in their words. */
export function noStreamsGroups(groupId: string, cause: string): string {
  const because = cause.replace(/\.$/, '');
  return `The brokers have no streams groups, which group ${groupId} needs (KIP-1071): ${because}. Use Samsa, or Apache Kafka 4.2 or later with the feature streams.version at 1.`;
}
