/** SyncGroup (key 14), versions 0 to 5: KIP-345 static members (3), KIP-559 protocol type and name (5). */
import {
  Errors,
  newSyncGroupResponse,
  syncGroupRequest,
  syncGroupResponse,
  type SyncGroupRequest,
  type SyncGroupResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<SyncGroupRequest, SyncGroupResponse> = {
  request: syncGroupRequest,
  response: syncGroupResponse,
  minVersion: 0,
  maxVersion: 5,
  handle(request, context) {
    if (!isGroupAuthorized(context, AclOperation.READ, request.groupId)) {
      return newSyncGroupResponse({ errorCode: Errors.GROUP_AUTHORIZATION_FAILED.code });
    }
    return context.broker.groups.syncGroup(request, groupContext(context));
  },
};
