/** JoinGroup (key 11), versions 0 to 9: KIP-394 member ids (4), KIP-345 static members (5), KIP-800 reasons (8), KIP-814 skipped assignment (9). */
import {
  Errors,
  joinGroupRequest,
  joinGroupResponse,
  newJoinGroupResponse,
  type JoinGroupRequest,
  type JoinGroupResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

const FIRST_VERSION_WITH_NULL_PROTOCOL = 7;

export const handler: Handler<JoinGroupRequest, JoinGroupResponse> = {
  request: joinGroupRequest,
  response: joinGroupResponse,
  minVersion: 0,
  maxVersion: 9,
  handle(request, context) {
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      return newJoinGroupResponse({
        errorCode: Errors.GROUP_AUTHORIZATION_FAILED.code,
        generationId: -1,
        protocolName: context.apiVersion < FIRST_VERSION_WITH_NULL_PROTOCOL ? '' : null,
      });
    }
    return context.broker.groups.joinGroup(request, groupContext(context));
  },
};
