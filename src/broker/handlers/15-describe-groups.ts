/** DescribeGroups (key 15), versions 0 to 6: KIP-430 authorised operations (3), KIP-345 static members (4), KIP-1043 not found (6). */
import {
  Errors,
  describeGroupsRequest,
  describeGroupsResponse,
  newDescribeGroupsResponseDescribedGroup,
  type DescribeGroupsRequest,
  type DescribeGroupsResponse,
  type DescribeGroupsResponseDescribedGroup,
} from '#protocol';
import { AclOperation, isGroupAuthorized } from '../authorization.ts';
import { authorizedGroupOperations } from '../authorized-operations.ts';
import { groupContext } from '../group-context.ts';
import type { Handler } from '../handler.ts';

const FIRST_VERSION_WITH_MESSAGES = 6;

export const handler: Handler<DescribeGroupsRequest, DescribeGroupsResponse> = {
  request: describeGroupsRequest,
  response: describeGroupsResponse,
  minVersion: 0,
  maxVersion: 6,
  async handle(request, context) {
    const isAllowed = (groupId: string): boolean => isGroupAuthorized(context, AclOperation.DESCRIBE, groupId);
    const groups = request.groups.filter(isAllowed);
    const response = await context.broker.groups.describeGroups({ ...request, groups }, groupContext(context));
    if (request.includeAuthorizedOperations) {
      for (const group of response.groups) {
        if (group.errorCode === 0) {
          group.authorizedOperations = authorizedGroupOperations(context, group.groupId);
        }
      }
    }
    for (const groupId of request.groups) {
      if (!isAllowed(groupId)) response.groups.push(forbidden(groupId, context.apiVersion));
    }
    return response;
  },
};

function forbidden(groupId: string, apiVersion: number): DescribeGroupsResponseDescribedGroup {
  const { code: errorCode, message } = Errors.GROUP_AUTHORIZATION_FAILED;
  const errorMessage = apiVersion >= FIRST_VERSION_WITH_MESSAGES ? message : null;
  return newDescribeGroupsResponseDescribedGroup({ groupId, errorCode, errorMessage });
}
