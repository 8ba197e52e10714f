/**
 * FindCoordinator (key 10), versions 0 to 6. KIP-699 batches (4), KIP-932 share groups (6). Creates
 * the coordinator's internal topic when it is first needed, and answers when it is ready. A type of key that the
 * broker does not know is INVALID_REQUEST.
 */
import { parseSharePartitionKey } from '#coordinator';
import {
  errorForCode,
  Errors,
  findCoordinatorRequest,
  findCoordinatorResponse,
  newFindCoordinatorResponse,
  newFindCoordinatorResponseCoordinator,
  type FindCoordinatorRequest,
  type FindCoordinatorResponse,
  type FindCoordinatorResponseCoordinator,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isClusterAuthorized } from '../authorization.ts';
import { CoordinatorKeyType } from '../coordinator-topics.ts';
import type { Handler, RequestContext } from '../handler.ts';

const FIRST_VERSION_WITH_BATCHES = 4;

export const handler: Handler<FindCoordinatorRequest, FindCoordinatorResponse> = {
  request: findCoordinatorRequest,
  response: findCoordinatorResponse,
  minVersion: 0,
  maxVersion: 6,
  async handle(request, context) {
    if (context.apiVersion >= FIRST_VERSION_WITH_BATCHES) {
      const coordinators: FindCoordinatorResponseCoordinator[] = [];
      for (const key of request.coordinatorKeys) coordinators.push(await find(request.keyType, key, context));
      return newFindCoordinatorResponse({ coordinators });
    }
    const { nodeId, host, port, errorCode, errorMessage } = await find(request.keyType, request.key, context);
    return newFindCoordinatorResponse({ nodeId, host, port, errorCode, errorMessage });
  },
};

async function find(
  keyType: number,
  key: string,
  context: RequestContext,
): Promise<FindCoordinatorResponseCoordinator> {
  const refused = (errorCode: number, errorMessage: string): FindCoordinatorResponseCoordinator =>
    newFindCoordinatorResponseCoordinator({ key, nodeId: -1, host: '', port: -1, errorCode, errorMessage });
  const partitions = context.broker.coordinatorPartitions.get(keyType);
  if (partitions === undefined) {
    return refused(Errors.INVALID_REQUEST.code, `This broker has no coordinators for keys of type ${keyType}.`);
  }
  const forbidden = forbiddenBy(keyType, key, context);
  if (forbidden !== Errors.NONE.code) return refused(forbidden, errorForCode(forbidden).message);
  if (keyType === CoordinatorKeyType.SHARE && parseSharePartitionKey(key) === null) {
    return refused(Errors.INVALID_REQUEST.code, 'The key of a share partition is groupId:topicId:partition.');
  }
  const { broker, client } = context;
  const errorCode = await partitions.ensureTopic();
  if (errorCode !== Errors.NONE.code) return refused(errorCode, Errors.COORDINATOR_NOT_AVAILABLE.message);
  const { host, port } = broker.advertisedAddress(client.listenerName);
  return newFindCoordinatorResponseCoordinator({ key, nodeId: broker.nodeId, host, port, errorMessage: '' });
}

function forbiddenBy(keyType: number, name: string, context: RequestContext): number {
  if (keyType === CoordinatorKeyType.SHARE) {
    const isBroker = isClusterAuthorized(context, AclOperation.CLUSTER_ACTION);
    return isBroker ? Errors.NONE.code : Errors.CLUSTER_AUTHORIZATION_FAILED.code;
  }
  const isGroup = keyType === CoordinatorKeyType.GROUP;
  const type = isGroup ? AclResourceType.GROUP : AclResourceType.TRANSACTIONAL_ID;
  if (isAuthorized(context, AclOperation.DESCRIBE, { type, name })) return Errors.NONE.code;
  return isGroup ? Errors.GROUP_AUTHORIZATION_FAILED.code : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code;
}
