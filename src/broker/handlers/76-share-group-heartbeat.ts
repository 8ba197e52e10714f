/** ShareGroupHeartbeat (key 76), version 1: joining, staying in and leaving a share group (KIP-932). */
import {
  Errors,
  newShareGroupHeartbeatResponse,
  type ShareGroupHeartbeatRequest,
  shareGroupHeartbeatRequest,
  type ShareGroupHeartbeatResponse,
  shareGroupHeartbeatResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized, isTopicAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler, RequestContext } from '../handler.ts';
import { hasShareGroups } from '../share/share-request.ts';

export const handler: Handler<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse> = {
  request: shareGroupHeartbeatRequest,
  response: shareGroupHeartbeatResponse,
  minVersion: 1,
  maxVersion: 1,
  handle(request, context) {
    const refused = refusal(request, context);
    if (refused !== null) return newShareGroupHeartbeatResponse({ errorCode: refused });
    const { clientId, clientHost } = groupContext(context);
    return context.broker.groups.shareGroups.heartbeat(request, { clientId: clientId ?? '', clientHost });
  },
};

function refusal(
  { groupId, subscribedTopicNames }: ShareGroupHeartbeatRequest,
  context: RequestContext,
): number | null {
  if (!hasShareGroups(context)) return Errors.UNSUPPORTED_VERSION.code;
  if (!isGroupAuthorized(context, AclOperation.READ, groupId)) return Errors.GROUP_AUTHORIZATION_FAILED.code;
  const mayDescribe = (name: string): boolean => isTopicAuthorized(context, AclOperation.DESCRIBE, name);
  return subscribedTopicNames?.every(mayDescribe) === false ? Errors.TOPIC_AUTHORIZATION_FAILED.code : null;
}
