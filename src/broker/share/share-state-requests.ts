/**
 * Requests 83 to 87 come from other brokers (KIP-932): each names partitions by topic, and each partition is answered
 * for itself. Whoever is not allowed to act for the cluster, or names no group, gets the same answer for all.
 */
import { Errors, errorForCode } from '#protocol';
import type { SharePartitionKey, StateOutcome } from '#coordinator';
import { AclOperation, isClusterAuthorized } from '../authorization.ts';
import type { RequestContext } from '../handler.ts';

export interface StateRequest<Partition> {
  readonly groupId: string;
  readonly topics: readonly { readonly topicId: string; readonly partitions: readonly Partition[] }[];
}

export interface StateResult<Result> {
  topicId: string;
  partitions: (Result & { partition: number })[];
}

/** Null where the request may go on. */
function refusalOf(request: StateRequest<unknown>, context: RequestContext): StateOutcome | null {
  if (!isClusterAuthorized(context, AclOperation.CLUSTER_ACTION)) {
    const { code: errorCode, message: errorMessage } = errorForCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code);
    return { errorCode, errorMessage };
  }
  if (request.groupId !== '') return null;
  return {
    errorCode: Errors.INVALID_REQUEST.code,
    errorMessage: 'A share partition belongs to a group, and none is named.',
  };
}

/** `answer` asks the coordinator; `refused` says the same without it. */
export async function forEachStatePartition<Partition extends { readonly partition: number }, Result>(
  request: StateRequest<Partition>,
  context: RequestContext,
  {
    answer,
    refused,
  }: {
    answer: (key: SharePartitionKey, partition: Partition) => Promise<Result>;
    refused: (outcome: StateOutcome) => Result;
  },
): Promise<StateResult<Result>[]> {
  const refusal = refusalOf(request, context);
  const { groupId } = request;
  return Promise.all(
    request.topics.map(async ({ topicId, partitions }) => {
      const answers = partitions.map(async (each) => {
        const { partition } = each;
        const result = refusal === null ? await answer({ groupId, topicId, partition }, each) : refused(refusal);
        return { ...result, partition };
      });
      return { topicId, partitions: await Promise.all(answers) };
    }),
  );
}
