/** ListGroups (key 16), versions 0 to 5: KIP-518 states (4), KIP-848 types (5). */
import { listGroupsRequest, listGroupsResponse, type ListGroupsRequest, type ListGroupsResponse } from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<ListGroupsRequest, ListGroupsResponse> = {
  request: listGroupsRequest,
  response: listGroupsResponse,
  minVersion: 0,
  maxVersion: 5,
  handle: (request, context) => context.broker.groups.listGroups(request, groupContext(context)),
};
