/** Heartbeat (key 12), versions 0 to 4: KIP-345 static members (3). */
import { heartbeatRequest, heartbeatResponse, type HeartbeatRequest, type HeartbeatResponse } from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<HeartbeatRequest, HeartbeatResponse> = {
  request: heartbeatRequest,
  response: heartbeatResponse,
  minVersion: 0,
  maxVersion: 4,
  handle: (request, context) => context.broker.groups.heartbeat(request, groupContext(context)),
};
