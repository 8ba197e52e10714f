/** JoinGroup (key 11), versions 0 to 9: KIP-394 member ids (4), KIP-345 static members (5), KIP-800 reasons (8), KIP-814 skipped assignment (9). */
import { joinGroupRequest, joinGroupResponse, type JoinGroupRequest, type JoinGroupResponse } from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<JoinGroupRequest, JoinGroupResponse> = {
  request: joinGroupRequest,
  response: joinGroupResponse,
  minVersion: 0,
  maxVersion: 9,
  handle: (request, context) => context.broker.groups.joinGroup(request, groupContext(context)),
};
