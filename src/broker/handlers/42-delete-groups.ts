/** DeleteGroups (key 42), versions 0 to 2 (KIP-229), and 3 with its error messages where unstable versions are on. */
import {
  deleteGroupsRequest,
  deleteGroupsResponse,
  type DeleteGroupsRequest,
  type DeleteGroupsResponse,
} from '#protocol';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DeleteGroupsRequest, DeleteGroupsResponse> = {
  request: deleteGroupsRequest,
  response: deleteGroupsResponse,
  minVersion: 0,
  maxVersion: 2,
  unstableVersion: 3,
  handle: (request, context) => context.broker.groups.deleteGroups(request, groupContext(context)),
};
