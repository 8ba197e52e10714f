/** ListGroups (key 16), versions 0 to 5: KIP-518 states (4), KIP-848 types (5). */
import { listGroupsRequest, listGroupsResponse, type ListGroupsRequest, type ListGroupsResponse } from '#protocol';
import { AclOperation, isClusterAuthorized, isGroupAuthorized } from '../authorization.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<ListGroupsRequest, ListGroupsResponse> = {
  request: listGroupsRequest,
  response: listGroupsResponse,
  minVersion: 0,
  maxVersion: 5,
  async handle(request, context) {
    const response = await context.broker.groups.listGroups(request, groupContext(context));
    // Who may describe the cluster sees all; others see what they may describe, and of the rest not that it is there.
    if (isClusterAuthorized(context, AclOperation.DESCRIBE)) return response;
    const groups = response.groups.filter(({ groupId }) => isGroupAuthorized(context, AclOperation.DESCRIBE, groupId));
    return { ...response, groups };
  },
};
