/** DeleteGroups (key 42), versions 0 to 2 (KIP-229), and 3 with its error messages where unstable versions are on. */
import {
  deleteGroupsRequest,
  deleteGroupsResponse,
  Errors,
  type DeleteGroupsRequest,
  type DeleteGroupsResponse,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DeleteGroupsRequest, DeleteGroupsResponse> = {
  request: deleteGroupsRequest,
  response: deleteGroupsResponse,
  minVersion: 0,
  maxVersion: 2,
  unstableVersion: 3,
  async handle(request, context) {
    const isAllowed = (groupId: string): boolean => isGroupAuthorized(context, AclOperation.DELETE, groupId);
    const groupsNames = request.groupsNames.filter(isAllowed);
    const response = await context.broker.groups.deleteGroups({ ...request, groupsNames }, groupContext(context));
    for (const { groupId, errorCode } of response.results) {
      if (errorCode === Errors.NONE.code) context.broker.topologyDescriptions.delete(groupId);
    }
    const { code: errorCode } = Errors.GROUP_AUTHORIZATION_FAILED;
    for (const groupId of new Set(request.groupsNames)) {
      if (!isAllowed(groupId)) response.results.push({ groupId, errorCode, errorMessage: null });
    }
    return response;
  },
};
