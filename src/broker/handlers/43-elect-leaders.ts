/** ElectLeaders (key 43), versions 0 to 2 (KIP-183). KIP-460 election types (1). */
import {
  electLeadersRequest,
  electLeadersResponse,
  Errors,
  newElectLeadersResponse,
  type ElectLeadersRequest,
  type ElectLeadersResponse,
} from '#protocol';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { Handler } from '../handler.ts';

export const handler: Handler<ElectLeadersRequest, ElectLeadersResponse> = {
  request: electLeadersRequest,
  response: electLeadersResponse,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, context) {
    if (!isClusterAuthorized(context, AclOperation.ALTER)) {
      return refused(request, Errors.CLUSTER_AUTHORIZATION_FAILED.code);
    }
    const { electionType, topicPartitions } = request;
    const answer = await context.broker.metadata.submit('electLeaders', { electionType, topicPartitions });
    if (answer.errorCode !== Errors.NONE.code) return refused(request, answer.errorCode);
    return newElectLeadersResponse({ replicaElectionResults: answer.results });
  },
};

/** Version 0 has no error of the whole: each partition tells it. */
function refused({ topicPartitions }: ElectLeadersRequest, errorCode: number): ElectLeadersResponse {
  const replicaElectionResults = (topicPartitions ?? []).map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions.map((partitionId) => ({ partitionId, errorCode, errorMessage: null })),
  }));
  return newElectLeadersResponse({ errorCode, replicaElectionResults });
}
