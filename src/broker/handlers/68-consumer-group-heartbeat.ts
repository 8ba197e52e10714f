/** ConsumerGroupHeartbeat (key 68), versions 0 and 1: KIP-848; subscriptions by expression and ids of the members' own (1). */
import {
  consumerGroupHeartbeatRequest,
  consumerGroupHeartbeatResponse,
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  Errors,
  newConsumerGroupHeartbeatResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isGroupAuthorized } from '../authorization.ts';
import { GROUP_VERSION } from '../features.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';

export const handler: Handler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse> = {
  request: consumerGroupHeartbeatRequest,
  response: consumerGroupHeartbeatResponse,
  minVersion: 0,
  maxVersion: 1,
  handle(request, context) {
    const refused = refusal(request, context);
    if (refused !== null) return newConsumerGroupHeartbeatResponse({ errorCode: refused });
    return context.broker.groups.consumerGroupHeartbeat(request, groupContext(context));
  },
};

/** Whether the cluster has finalized consumer groups. */
export function hasConsumerGroups({ broker }: RequestContext): boolean {
  return (broker.metadata.image.features.get(GROUP_VERSION) ?? 0) >= 1;
}

function refusal(
  { groupId, subscribedTopicNames }: ConsumerGroupHeartbeatRequest,
  context: RequestContext,
): number | null {
  if (!hasConsumerGroups(context)) return Errors.UNSUPPORTED_VERSION.code;
  if (!isGroupAuthorized(context, AclOperation.READ, groupId)) return Errors.GROUP_AUTHORIZATION_FAILED.code;
  const mayDescribe = (name: string): boolean =>
    isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.TOPIC, name });
  return subscribedTopicNames?.every(mayDescribe) === false ? Errors.TOPIC_AUTHORIZATION_FAILED.code : null;
}
