/** The quorum of the metadata is this one node, for ever: what an answer to changes of its voters is (KIP-853). */
import { Errors } from '#protocol';
import { AclOperation, isClusterAuthorized } from './authorization.ts';
import type { RequestContext } from './handler.ts';

export interface VoterRefusal {
  readonly errorCode: number;
  readonly errorMessage: string;
}

export function refusalOfVoterChange(
  clusterId: string | null,
  context: RequestContext,
  what: 'adding' | 'removing',
): VoterRefusal {
  if (!isClusterAuthorized(context, AclOperation.ALTER)) return refusal(Errors.CLUSTER_AUTHORIZATION_FAILED);
  if (clusterId !== null && clusterId !== context.broker.clusterId) return refusal(Errors.INCONSISTENT_CLUSTER_ID);
  const message = `Cluster doesn't support ${what} voter because the kraft.version feature is 0`;
  return { errorCode: Errors.UNSUPPORTED_VERSION.code, errorMessage: message };
}

function refusal({ code, message }: { readonly code: number; readonly message: string }): VoterRefusal {
  return { errorCode: code, errorMessage: message };
}
