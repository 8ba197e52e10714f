/**
 * AlterPartitionReassignments (key 45), versions 0 and 1 (KIP-455). KIP-860 no change of the replication factor (1). With
 * one broker the only list of replicas there is is the one that a partition has.
 */
import {
  alterPartitionReassignmentsRequest,
  alterPartitionReassignmentsResponse,
  Errors,
  newAlterPartitionReassignmentsResponse,
  type AlterPartitionReassignmentsRequest,
  type AlterPartitionReassignmentsResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> = {
  request: alterPartitionReassignmentsRequest,
  response: alterPartitionReassignmentsResponse,
  minVersion: 0,
  maxVersion: 1,
  async handle({ topics, allowReplicationFactorChange }, context) {
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      const { code: errorCode, message: errorMessage } = Errors.CLUSTER_AUTHORIZATION_FAILED;
      return newAlterPartitionReassignmentsResponse({ errorCode, errorMessage });
    }
    const command = { topics, allowReplicationFactorChange };
    const responses = await context.broker.metadata.submit('alterReassignments', command);
    return newAlterPartitionReassignmentsResponse({ allowReplicationFactorChange, responses });
  },
};
