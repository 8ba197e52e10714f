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
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
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
  if (keyType === CoordinatorKeyType.SHARE) {
    if (!isClusterAuthorized(context, AclOperation.CLUSTER_ACTION)) {
      const { code, message } = errorForCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code);
      return refused(code, message);
    }
    if (parseSharePartitionKey(key) === null) {
      return refused(Errors.INVALID_REQUEST.code, 'The key of a share partition is groupId:topicId:partition.');
    }
  }
  const { broker, client } = context;
  const errorCode = await partitions.ensureTopic();
  if (errorCode !== Errors.NONE.code) return refused(errorCode, Errors.COORDINATOR_NOT_AVAILABLE.message);
  const { host, port } = broker.advertisedAddress(client.listenerName);
  return newFindCoordinatorResponseCoordinator({ key, nodeId: broker.nodeId, host, port, errorMessage: '' });
}
