/** LeaveGroup (key 13), versions 0 to 5: KIP-345 several members (3), KIP-800 reasons (5). */
import {
  Errors,
  leaveGroupRequest,
  leaveGroupResponse,
  newLeaveGroupResponse,
  type LeaveGroupRequest,
  type LeaveGroupResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<LeaveGroupRequest, LeaveGroupResponse> = {
  request: leaveGroupRequest,
  response: leaveGroupResponse,
  minVersion: 0,
  maxVersion: 5,
  handle(request, context) {
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      return newLeaveGroupResponse({ errorCode: Errors.GROUP_AUTHORIZATION_FAILED.code });
    }
    return context.broker.groups.leaveGroup(request, groupContext(context));
  },
};
