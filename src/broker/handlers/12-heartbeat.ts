/** Heartbeat (key 12), versions 0 to 4: KIP-345 static members (3). */
import {
  Errors,
  heartbeatRequest,
  heartbeatResponse,
  newHeartbeatResponse,
  type HeartbeatRequest,
  type HeartbeatResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<HeartbeatRequest, HeartbeatResponse> = {
  request: heartbeatRequest,
  response: heartbeatResponse,
  minVersion: 0,
  maxVersion: 4,
  handle(request, context) {
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      return newHeartbeatResponse({ errorCode: Errors.GROUP_AUTHORIZATION_FAILED.code });
    }
    return context.broker.groups.heartbeat(request, groupContext(context));
  },
};
