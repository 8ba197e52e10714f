/** DescribeGroups (key 15), versions 0 to 6: KIP-430 authorised operations (3), KIP-345 static members (4), KIP-1043 not found (6). */
import {
  describeGroupsRequest,
  describeGroupsResponse,
  type DescribeGroupsRequest,
  type DescribeGroupsResponse,
} from '#protocol';
import { ALL_GROUP_OPERATIONS } from '../authorized-operations.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<DescribeGroupsRequest, DescribeGroupsResponse> = {
  request: describeGroupsRequest,
  response: describeGroupsResponse,
  minVersion: 0,
  maxVersion: 6,
  async handle(request, context) {
    const response = await context.broker.groups.describeGroups(request, groupContext(context));
    if (request.includeAuthorizedOperations) {
      for (const group of response.groups) {
        if (group.errorCode === 0) group.authorizedOperations = ALL_GROUP_OPERATIONS;
      }
    }
    return response;
  },
};
